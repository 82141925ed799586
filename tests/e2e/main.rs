//! Friday in its real window: the release build on a virtual screen, with the broadcaster as its world, driven and
//! looked at as a listener would. Everything that a test opens is its own and ends with it.
#![cfg(target_os = "linux")]

mod app;
mod axe;
mod desktop;
mod listener;
mod page;
mod until;

mod accessibility;
mod beside;
mod clicks;
mod closing;
mod crashes;
mod damaged;
mod failures;
mod formats;
mod keyboard;
mod listening;
mod notes;
mod opening;
mod playing;
mod searching;
mod sound;
mod tour;
mod tray;
