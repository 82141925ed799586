//! The broadcaster: a faithful fake of the outside world, for tests
