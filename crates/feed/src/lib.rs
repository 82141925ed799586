//! Bytes to nouns: reads RSS, Atom, JSON Feed and show notes
