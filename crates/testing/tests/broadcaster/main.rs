//! The broadcaster is as faithful as it says: seen through a client that sees what is on the wire.

mod client;
mod faults;
mod hosts;
mod playable;
