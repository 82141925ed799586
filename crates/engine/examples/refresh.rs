//! How long a refresh of many feeds takes, against the broadcaster: `refresh [FEEDS [LATENCY_MS]]`, 1000 and 100 unless
//! said otherwise. All answer 304, then all send the same body. Two feeds a host; one host more never answers, and one
//! wants to be left alone.

#![allow(clippy::print_stdout, reason = "it is what the program is for")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

use std::{
    io,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use friday_engine::{Engine, Options, REFRESHED_AT_ONCE, RefreshReport, Which};
use friday_net::{Network, ProxyChoice};
use friday_testing::{Broadcaster, Fault, ShowMother};
use tokio::time::Instant;

/// Every name leads to the broadcaster.
#[derive(Debug)]
struct OneHouse;

#[async_trait]
impl Network for OneHouse {
    async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        Ok(vec![Ipv4Addr::LOCALHOST.into()])
    }

    fn has_route(&self) -> bool {
        true
    }
}

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>().expect("a number"));
    let (feeds, latency) = (numbers.next().unwrap_or(1000), numbers.next().unwrap_or(100));
    let world = Broadcaster::start().await;
    let folder = std::env::temp_dir().join(format!("friday-refresh-{}", std::process::id()));
    let mut options = Options::at(folder.clone());
    options.net.network = Arc::new(OneHouse);
    options.net.proxy = ProxyChoice::None;
    options.net.connect = Duration::from_secs(1);
    options.net.document_idle = Duration::from_secs(2);
    let engine = Engine::open(options).await.unwrap();

    for number in 0..feeds {
        follow(&engine, &world, &format!("h{}.test", number / 2), &format!("Feed {number}")).await;
    }
    world.everywhere().always(Fault::Latency { ms: latency });
    let ideal = feeds.div_ceil(REFRESHED_AT_ONCE as u64) as f64 * latency as f64 / 1000.0;
    for run in 1..=3 {
        tell(&format!("all 304, run {run}"), ideal, refresh(&engine).await);
    }
    world.everywhere().always(Fault::ConditionsIgnored);
    tell("all with the same body", ideal, refresh(&engine).await);

    world.heal();
    for number in 0..10 {
        for (host, title) in [("silent.test", "Silent"), ("busy.test", "Busy")] {
            follow(&engine, &world, host, &format!("{title} {number}")).await;
        }
    }
    for number in 0..10 {
        world.on(&format!("/feeds/silent-{number}.xml")).always(Fault::Latency { ms: 3_600_000 });
        let peace = Fault::Status { code: 429, retry_after: Some("3600".into()) };
        world.on(&format!("/feeds/busy-{number}.xml")).always(peace);
    }
    world.everywhere().always(Fault::Latency { ms: latency });
    tell("with a host that never answers and one that wants peace", ideal, refresh(&engine).await);
    println!("at most {} requests at once", world.total_traffic().peak_in_flight);
    engine.close().await;
    // It lies in the temporary folder: if it stays, the system sweeps it away.
    let _ = std::fs::remove_dir_all(&folder);
}

async fn follow(engine: &Engine, world: &Broadcaster, host: &str, title: &str) {
    let show = world.publish(ShowMother::new(title).no_cover().raw_feed(feed(title)));
    engine.subscribe(&show.feed_url.replace("127.0.0.1", host)).await.unwrap();
}

/// Ten episodes without files, of a few kilobytes.
fn feed(title: &str) -> String {
    let items: Vec<String> = (0..10)
        .map(|number| {
            let notes = "What was said, and by whom. ".repeat(20);
            format!(
                "<item><guid>{title}-{number}</guid><title>{number}</title><description>{notes}</description>\
                 <enclosure url=\"https://media.example/{number}.mp3\" type=\"audio/mpeg\" length=\"1\"/></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>{title}</title>{}</channel></rss>", items.concat())
}

async fn refresh(engine: &Engine) -> (RefreshReport, Duration) {
    let begun = Instant::now();
    let report = engine.refresh(Which::All).await.unwrap();
    (report, begun.elapsed())
}

fn tell(what: &str, ideal: f64, (report, took): (RefreshReport, Duration)) {
    println!(
        "{what}: {:.2} s, {:.2} × the ideal of {ideal:.2} s; {} unchanged, {} failed, {} left in peace",
        took.as_secs_f64(),
        took.as_secs_f64() / ideal,
        report.unchanged,
        report.failed.len(),
        report.put_off,
    );
}
