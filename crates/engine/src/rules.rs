//! What is downloaded and what is deleted without being asked for: pure rules, each with a table of cases.

pub(crate) mod auto_download;
pub(crate) mod clean_up;
pub(crate) mod edition;
