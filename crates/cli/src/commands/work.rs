use std::net::SocketAddr;

use clap::{Args, ValueEnum};
use friday_engine::{Engine, Tally};

use crate::{
    answer::{Answer, Failure, Format},
    interrupt::asked_to_stop,
    json,
    measures::count,
    messages::say,
    watch,
};

#[derive(Debug, Args)]
pub(crate) struct Work {
    /// End when nothing is left to do; without it, go on until interrupted
    #[arg(long)]
    until_idle: bool,
    /// Where the jobs come from
    #[arg(long, value_enum, default_value = "database")]
    driver: Driver,
    /// With amqp: where other computers can fetch what was downloaded [default: the address on the way to the broker]
    #[arg(long, value_name = "ADDRESS:PORT", env = "FRIDAY_SERVE")]
    serve: Option<SocketAddr>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Driver {
    /// The library itself
    Database,
    /// A broker, for other computers: FRIDAY_AMQP_URL says where, else the settings
    Amqp,
}

impl Work {
    /// What comes from a broker runs here: it is not sent out again.
    pub(crate) fn own_driver(&self) -> Option<friday_engine::Driver> {
        matches!(self.driver, Driver::Amqp).then_some(friday_engine::Driver::Database)
    }

    /// Being asked to stop is how `work` ends, and a failure only where it should have gone on until idle.
    pub(crate) async fn run(self, engine: &Engine, format: Format) -> Result<Answer, Failure> {
        if engine.runner_is_elsewhere() {
            say("Another process runs the jobs of this library; waiting for it.");
        }
        let work = watch::downloads(engine, async {
            match self.driver {
                Driver::Amqp => {
                    let broker = engine.broker().await?;
                    say(&format!(
                        "Taking downloads from {}:{} ({}).",
                        broker.host, broker.port, broker.queue
                    ));
                    Box::pin(engine.work_for_others(broker, self.serve, self.until_idle)).await
                }
                Driver::Database if self.until_idle => engine.work_until_idle().await,
                Driver::Database => engine.work().await,
            }
        });
        tokio::pin!(work);
        let tally = tokio::select! {
            tally = &mut work => tally?,
            () = asked_to_stop() => {
                let tally = tokio::select! {
                    (tally, ()) = async { tokio::join!(work, engine.close()) } => tally?,
                    () = asked_to_stop() => return Err(Failure::Interrupted),
                };
                if self.until_idle {
                    return Err(Failure::Interrupted);
                }
                tally
            }
        };
        format.answer(&json::WorkReport::from(tally), || words(tally))
    }
}

fn words(tally: Tally) -> String {
    format!("{} done, {} failed.", count(tally.done, "job"), tally.failed)
}
