//! The two questions that only the operating system can answer: where is a host, and are we online?

use std::{
    fmt::Debug,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
};

use async_trait::async_trait;

/// Name lookup and the state of the network. Handed in, so that tests can decide both.
#[async_trait]
pub trait Network: Debug + Send + Sync {
    /// Every address of a host, in order of preference.
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>>;

    /// Whether there is a way out at all. Asked only after something has failed.
    fn has_route(&self) -> bool;
}

/// The resolver and the routes of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNetwork;

#[async_trait]
impl Network for SystemNetwork {
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }

    fn has_route(&self) -> bool {
        // Connecting a UDP socket sends nothing, but fails without a route. The addresses are for documentation
        // (RFC 5737, RFC 3849), so that only a default route leads there.
        let out_v4 = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
            .and_then(|socket| socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)));
        let out_v6 = UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0))
            .and_then(|socket| socket.connect((Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), 9)));
        out_v4.is_ok() || out_v6.is_ok()
    }
}
