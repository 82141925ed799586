use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// Names a [`Podcast`](crate::Podcast) for as long as its row exists, also when its feed moves.
    PodcastId
}
id! {
    /// Names an [`Episode`](crate::Episode) and everything the listener has done with it.
    EpisodeId
}
