//! Nouns to SQLite and back
