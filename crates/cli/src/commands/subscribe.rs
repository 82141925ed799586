use clap::Args;
use friday_engine::Engine;

use crate::{
    answer::{Answer, Failure, Format},
    commands::podcasts,
    messages::clause,
};

#[derive(Debug, Args)]
pub(crate) struct Subscribe {
    /// Addresses of feeds, or of web pages that announce one; where a page announces several they are named
    #[arg(required = true, value_name = "URL")]
    addresses: Vec<String>,
}

impl Subscribe {
    /// One address that leads nowhere takes nothing from the others.
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        let mut subscribed = Vec::with_capacity(self.addresses.len());
        let mut failures = Vec::new();
        for address in &self.addresses {
            match engine.subscribe(address).await.map_err(|error| Failure::at(address, error)) {
                Ok(podcast) => subscribed.push(podcast),
                Err(Failure::Failed(reason)) => failures.push(clause(&reason).to_owned()),
                Err(interrupted) => return Err(interrupted),
            }
        }
        let complaint = (!failures.is_empty()).then(|| failures.join("; "));
        match complaint {
            Some(complaint) if subscribed.is_empty() => Err(Failure::Failed(complaint)),
            complaint => Ok(podcasts::list(&subscribed, format, "")?.but(complaint)),
        }
    }
}
