//! The client from outside: against a server that says what it is told to, true or not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]
#![allow(unreachable_pub, reason = "a test has no outside")]

mod documents;
mod guard;
mod media;
mod origin;
mod redirects;
mod resume;
mod server;
mod stops;
mod tls;
mod witness;
