//! Twenty downloads whose process is killed again and again, from a host that resets, stalls and lies: nothing is lost,
//! nothing runs twice at once, every byte is right, and no byte is fetched again that was safe on disk.
//!
//! The dozen kills of every day are over in seconds; `make soak` asks for two hundred. The seed that is printed repeats
//! the files, the lies and the moments (`FRIDAY_SOAK_SEED`), as far as a machine repeats anything.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and this one reports"
)]

#[path = "../fridayctl/library.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod library;

mod lies;
mod ordeal;
mod table;
mod tally;

use ordeal::Ordeal;
use rand::{SeedableRng as _, rngs::StdRng};

/// Where nobody asks for more.
const KILLS: u64 = 12;
const SEED: u64 = 20;

/// The kills among which one lot of twenty downloads must come to disk, before it is left in peace.
const KILLS_A_LOT: u64 = 60;

#[test]
fn downloads_survive_every_kill_and_every_lie() {
    let kills = asked("FRIDAY_SOAK_KILLS").unwrap_or(KILLS);
    let seed = asked("FRIDAY_SOAK_SEED").unwrap_or(SEED);
    println!("{kills} kills, seed {seed} (SEED={seed} repeats it)");
    let mut ordeal = Ordeal::new(StdRng::seed_from_u64(seed));
    while ordeal.tally().kills() < kills {
        let left = kills - ordeal.tally().kills();
        ordeal.twenty_downloads(left.min(KILLS_A_LOT));
    }
    println!("{}", ordeal.tally());
}

fn asked(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")))
}
