//! The broadcaster as a program: prints its base URL as the first line and stays on air until it is ended.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};

use clap::Parser;
use friday_testing::Broadcaster;

/// The outside world on loopback, for running Friday against.
#[derive(Parser)]
#[command(name = "broadcaster")]
struct Options {
    /// Port on the loopback interface; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print only the base URL, not what is on air.
    #[arg(long)]
    print_url: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let options = Options::parse();
    let broadcaster = Broadcaster::start_at((IpAddr::V4(Ipv4Addr::LOCALHOST), options.port).into()).await?;
    let mut out = io::stdout();
    writeln!(out, "{}", broadcaster.base_url())?;
    if !options.print_url {
        writeln!(out)?;
        for (variable, url) in broadcaster.directory_urls() {
            writeln!(out, "{variable}={url}")?;
        }
        for show in broadcaster.shows() {
            writeln!(out, "{:>4} episodes  {}  {}", show.episodes.len(), show.feed_url, show.title)?;
        }
    }
    out.flush()?;
    tokio::signal::ctrl_c().await
}
