//! The broadcaster is as faithful as it says: seen through a client that sees what is on the wire.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod client;
mod faults;
mod hosts;
mod playable;
mod shows;
