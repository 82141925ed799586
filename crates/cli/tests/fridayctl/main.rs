//! `fridayctl` from outside: the real program against the broadcaster, each test with a library of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod beside;
mod contract;
mod crash;
mod doctor;
mod downloads;
mod finding;
mod library;
mod lists;
mod logins;
mod memory;
mod nas;
mod preview;
mod queue;
mod searching;
mod stopped;
mod verify;
