//! The verbs: subscribe, refresh, download, play, search
