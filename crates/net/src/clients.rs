//! The HTTP clients underneath: one for each way of reading and each way of reaching.

use std::{
    collections::HashSet,
    error::Error,
    fmt, io,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{
    Client, ClientBuilder,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use rustls::{ClientConfig, RootCertStore, crypto::CryptoProvider};
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::{
    address::is_public,
    network::Network,
    options::{NetOptions, ProxyChoice},
    reach::Route,
};

/// A thousand feeds are a thousand hosts: connections are not kept for long.
const KEEP_IDLE: Duration = Duration::from_secs(15);

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Compressed where the server can; HTTP/2 where it can.
    Document,
    /// As it is, and on a connection of its own: HTTP/1.1, so that closing it stops the server at once, and a slow
    /// disk does not hold up another download.
    Media,
}

/// Every client, each made when it is first needed. They share TLS sessions and roots, but no connections.
pub(crate) struct Clients {
    connect: Duration,
    proxy: ProxyChoice,
    network: Arc<dyn Network>,
    tls: OnceLock<ClientConfig>,
    documents: [OnceLock<Client>; 3],
    media: [OnceLock<Client>; 3],
}

impl Clients {
    pub(crate) fn new(options: &NetOptions) -> Self {
        Self {
            connect: options.connect,
            proxy: options.proxy,
            network: options.network.clone(),
            tls: OnceLock::new(),
            documents: Default::default(),
            media: Default::default(),
        }
    }

    pub(crate) fn get(&self, kind: Kind, route: Route) -> &Client {
        let clients = match kind {
            Kind::Document => &self.documents,
            Kind::Media => &self.media,
        };
        let client = match route {
            Route::Guarded => &clients[0],
            Route::Open => &clients[1],
            Route::Direct => &clients[2],
        };
        client.get_or_init(|| self.build(kind, route))
    }

    fn build(&self, kind: Kind, route: Route) -> Client {
        let mut tls = self.tls.get_or_init(tls_config).clone();
        tls.alpn_protocols = match kind {
            Kind::Document => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            Kind::Media => vec![b"http/1.1".to_vec()],
        };
        let proxied = self.proxy == ProxyChoice::System && route != Route::Direct;
        let names = Names {
            network: self.network.clone(),
            guarded: route == Route::Guarded,
            proxies: if proxied { proxy_hosts() } else { HashSet::new() },
        };
        let mut builder = ClientBuilder::new()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.connect)
            .pool_idle_timeout(KEEP_IDLE)
            .pool_max_idle_per_host(2)
            .dns_resolver(Arc::new(names));
        if !proxied {
            builder = builder.no_proxy();
        }
        if kind == Kind::Media {
            builder = builder.no_gzip().no_brotli().http1_only();
        }
        builder.build().expect("the TLS settings are made here, and nothing else in a client can be wrong")
    }
}

impl fmt::Debug for Clients {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Clients").field("proxy", &self.proxy).finish_non_exhaustive()
    }
}

/// Certificates are judged as the platform judges them.
fn tls_config() -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    versions(&provider)
        .with_platform_verifier()
        .unwrap_or_else(|error| {
            // Plain http still works; each https request will say what is wrong.
            tracing::warn!(%error, "this system has no usable certificates");
            versions(&provider).with_root_certificates(RootCertStore::empty())
        })
        .with_no_client_auth()
}

fn versions(provider: &Arc<CryptoProvider>) -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("ring provides TLS 1.2 and 1.3")
}

/// The hosts of the proxies that this system names. The resolver is asked for them too, and they may well be private.
fn proxy_hosts() -> HashSet<String> {
    let matcher = Matcher::from_system();
    ["http://a.example/", "https://a.example/"]
        .into_iter()
        .filter_map(|url| matcher.intercept(&url.parse().ok()?)?.uri().host().map(str::to_ascii_lowercase))
        .collect()
}

/// The resolver of a client: the one place where a name becomes the address that is connected to, so that there is
/// nothing left to change between the check and the connection (DNS rebinding).
#[derive(Debug)]
struct Names {
    network: Arc<dyn Network>,
    guarded: bool,
    proxies: HashSet<String>,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let network = self.network.clone();
        let host = name.as_str().to_ascii_lowercase();
        let guarded = self.guarded && !self.proxies.contains(&host);
        Box::pin(async move {
            let mut addresses = network.lookup(&host).await?;
            if addresses.is_empty() {
                return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address").into());
            }
            if guarded {
                addresses.retain(|address| is_public(*address));
                if addresses.is_empty() {
                    return Err(PrivateAnswer.into());
                }
            }
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

/// A name that had to lead to the public internet leads to a private address only.
#[derive(Debug)]
pub(crate) struct PrivateAnswer;

impl fmt::Display for PrivateAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name resolves to a private address")
    }
}

impl Error for PrivateAnswer {}
