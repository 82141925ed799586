//! A window of ours, opened and steered by WebKit's driver.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// Starts a binary with arguments, in the environment that is this process's own and `environment`.
#[expect(clippy::zombie_processes, reason = "whoever launches waits")]
pub(crate) async fn launch(
    binary: &Path,
    args: &[String],
    environment: &[(String, String)],
) -> (Child, Client) {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port();
    let driver = Command::new("WebKitWebDriver")
        .arg(format!("--port={port}"))
        .envs(environment.iter().cloned())
        .envs([("TAURI_WEBVIEW_AUTOMATION", "true"), ("TAURI_AUTOMATION", "true"), ("NO_AT_BRIDGE", "1")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver is installed (scripts/setup)");
    let options = json!({ "binary": binary, "args": args });
    let capabilities: Capabilities = [("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect();
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    loop {
        if let Ok(client) = builder.connect(&format!("http://127.0.0.1:{port}")).await {
            return (driver, client);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
