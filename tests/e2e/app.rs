//! The app in its real window, opened and steered by WebKit's driver.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;
use x11rb::protocol::xproto::Window;

use crate::desktop::{Desktop, FRIDAY};
use crate::page::Page;
use crate::until::{PATIENCE, until};

const TITLE: &str = "Friday";

pub(crate) struct App<'d> {
    desktop: &'d Desktop,
    driver: Child,
    process: u32,
    page: Page,
}

impl<'d> App<'d> {
    /// With what stands after its name.
    pub(crate) async fn launch(desktop: &'d Desktop, opens: &[&str]) -> Self {
        let (driver, port) = start_driver(desktop).await;
        let mut driver = Unfinished(Some(driver));
        let data = desktop.data();
        let mut arguments = vec!["--data-dir", data.to_str().expect("the folder has a name in Unicode")];
        arguments.extend(opens);
        let capabilities: Capabilities =
            [("webkitgtk:browserOptions".to_owned(), json!({ "binary": FRIDAY, "args": arguments }))]
                .into_iter()
                .collect();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let client: Client = timeout(PATIENCE, builder.connect(&address))
            .await
            .expect("the app opens a page in time")
            .expect("the app lets the driver steer it");

        let driver = driver.0.take().expect("it was put in above");
        let process = children(driver.id()).first().copied().expect("the driver started the app");
        let app = Self { desktop, driver, process, page: Page::new(client, desktop.name()) };
        app.desktop.display().focus(app.until_visible().await);
        app.page
            .until("the page to have the keyboard", async || {
                let has = app.page.ask("return document.hasFocus();", json!([])).await;
                if has == true { Ok(()) } else { Err("it has not".to_owned()) }
            })
            .await;
        app.page.watch_for_troubles().await;
        app
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    #[allow(dead_code, reason = "what is measured is the process")]
    pub(crate) fn process(&self) -> u32 {
        self.process
    }

    /// Waits until the window is on the screen.
    pub(crate) async fn until_visible(&self) -> Window {
        until("Friday's window to be seen", async || self.window().ok_or("it is not on the screen")).await
    }

    /// Waits until the window is off the screen, while the app runs on.
    pub(crate) async fn until_hidden(&self) {
        until("Friday's window to be hidden", async || match self.window() {
            None => Ok(()),
            Some(_) => Err("it is on the screen"),
        })
        .await;
        assert!(is_alive(self.process), "the window went, and the app with it");
    }

    /// Clicks the window's cross.
    pub(crate) async fn close_window(&self) {
        let window = self.until_visible().await;
        self.desktop.display().close(window);
    }

    /// Waits until the app has ended by itself.
    pub(crate) async fn until_ended(self) {
        until("Friday to end", async || if is_alive(self.process) { Err("it runs on") } else { Ok(()) })
            .await;
    }

    /// Ends the app as a power cut does, and waits until it is gone.
    pub(crate) async fn kill(self) {
        kill(self.process);
        until("Friday to be dead", async || if is_alive(self.process) { Err("it runs on") } else { Ok(()) })
            .await;
    }

    fn window(&self) -> Option<Window> {
        self.desktop.display().visible_window(self.process, TITLE)
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        if is_alive(self.process) {
            kill(self.process);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A driver whose app has not been taken over yet; both end with it.
struct Unfinished(Option<Child>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(driver) = &mut self.0 {
            children(driver.id()).into_iter().for_each(kill);
            let _ = driver.kill();
            let _ = driver.wait();
        }
    }
}

/// Starts a driver on a free port. Another program may take the port in between: then the next one is tried.
async fn start_driver(desktop: &Desktop) -> (Child, u16) {
    loop {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .expect("a port is free")
            .port();
        let mut driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env_clear()
            .envs(desktop.environment())
            .stdin(Stdio::null())
            .stdout(desktop.log("driver"))
            .stderr(desktop.log("app"))
            .spawn()
            .expect("WebKitWebDriver is installed (scripts/setup)");
        let listens = until("the driver to listen", async || {
            if driver.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Ok(false);
            }
            match timeout(Duration::from_secs(1), TcpStream::connect((Ipv4Addr::LOCALHOST, port))).await {
                Ok(Ok(_)) => Ok(true),
                _ => Err("it does not answer"),
            }
        })
        .await;
        if listens {
            return (driver, port);
        }
    }
}

fn kill(process: u32) {
    let _ = Command::new("sh")
        .args(["-c", "kill -KILL \"$0\"", &process.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// Whether any of its threads runs. The first may be gone while another still holds the process's files open; and a
/// process that has ended and that nobody has asked after yet is not alive.
fn is_alive(process: u32) -> bool {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return false };
    threads
        .filter_map(|thread| stat(&thread.ok()?.path().join("stat")))
        .any(|(state, _)| state != "Z" && state != "X")
}

fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .filter_map(|process| process.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process| {
            stat(Path::new(&format!("/proc/{process}/stat")))
                .is_some_and(|(_, its_parent)| its_parent == parent)
        })
        .collect()
}

/// State and parent of a process or thread (proc(5)); its name, which may hold anything, ends at the last parenthesis.
fn stat(path: &Path) -> Option<(String, u32)> {
    let text = fs::read_to_string(path).ok()?;
    let mut fields = text.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}
