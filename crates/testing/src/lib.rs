//! The broadcaster: a faithful fake of the outside world, for tests.
//!
//! A [`Broadcaster`] is a whole world on loopback: the iTunes directory, a dozen invented shows with feeds, covers and
//! recordings that really play, and every fault of real hosts as a switch. It knows nothing of Friday's reading and
//! fetching, so that what it shows is what the standards say and not what Friday believes.
//!
//! Nothing here is linked into a release.

mod aerial;
mod answer;
mod artwork;
mod audio;
mod beside;
mod broadcaster;
mod charts;
mod clock;
mod conditions;
mod control;
mod dates;
mod directories;
mod directory;
mod fault;
mod file;
mod flow;
mod gate;
mod login;
mod markup;
mod mother;
mod on_air;
mod patience;
mod publish;
mod rabbit;
mod rss;
mod shows;
mod station;
mod traffic;

pub use audio::Audio;
pub use broadcaster::{Broadcaster, Switch};
pub use clock::FixedClock;
pub use dates::TODAY;
pub use fault::{Fault, FaultSet};
pub use file::Reply;
pub use gate::Gate;
pub use mother::{EpisodeMother, ShowMother};
pub use on_air::{EpisodeOnAir, OnAir};
pub use rabbit::RabbitMq;
pub use traffic::{Asked, Traffic};
