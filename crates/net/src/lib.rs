//! URLs to bytes: the only HTTP client
