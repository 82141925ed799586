//! A real RabbitMQ, of its own: its data in a folder that goes with it, on free ports of loopback.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Runs the node; see the script for what it is given.
const SCRIPT: &str = include_str!("rabbit.sh");

/// Where distributions put the server. The one in the path may insist on being run by a certain user.
const SERVERS: [&str; 2] = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];

/// A broker that starts on a slow machine, too.
const PATIENCE: Duration = Duration::from_mins(1);

/// A broker of its own, for user `guest` with password `guest`. It ends when this is dropped, and when the process ends.
#[derive(Debug)]
pub struct RabbitMq {
    port: u16,
    folder: PathBuf,
    script: Mutex<Script>,
}

#[derive(Debug)]
struct Script {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl RabbitMq {
    /// Whether RabbitMQ is installed.
    pub fn is_installed() -> bool {
        server().is_some()
    }

    /// Starts a broker, and returns when it takes connections, which is after some seconds.
    ///
    /// # Panics
    /// If RabbitMQ is not installed, or does not start.
    pub fn start() -> Self {
        let server = server().expect("rabbitmq-server is installed (scripts/setup does that)");
        let [port, nodes, epmd] = free_ports();
        let folder = std::env::temp_dir().join(format!("friday-rabbit-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the broker");
        let mut child = Command::new("sh")
            .args(["-c", SCRIPT])
            .arg(server)
            .arg(&folder)
            .args([port, nodes, epmd].map(|port| port.to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let orders = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("it was asked for"));
        let rabbit = Self { port, folder, script: Mutex::new(Script { child, orders, answers }) };
        rabbit.until_up();
        rabbit
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops the broker. Its data stay.
    pub fn go_down(&self) {
        self.order("stop");
        self.until_down();
    }

    /// Kills the broker where it stands (SIGKILL). What it has written stays.
    pub fn be_killed(&self) {
        self.order("kill");
        self.until_down();
    }

    /// Stops the broker, and removes its data.
    pub fn lose_everything(&self) {
        self.order("forget");
        self.until_down();
    }

    /// Starts it again, and returns when it takes connections.
    pub fn come_back(&self) {
        self.order("start");
        self.until_up();
    }

    fn order(&self, order: &str) {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        let orders = script.orders.as_mut().expect("it is open until this is dropped");
        writeln!(orders, "{order}").expect("the script listens");
        let mut answer = String::new();
        script.answers.read_line(&mut answer).expect("the script answers");
        assert_eq!(answer.trim(), order);
    }

    fn until_up(&self) {
        let began = Instant::now();
        while !self.greets() {
            assert!(began.elapsed() < PATIENCE, "RabbitMQ does not start: {}", self.last_words());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn last_words(&self) -> String {
        std::fs::read_to_string(self.folder.join("node.log")).unwrap_or_default()
    }

    /// What was told to end closes its doors a moment later.
    fn until_down(&self) {
        let began = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether it answers a client's first words.
    fn greets(&self) -> bool {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
            return false;
        };
        let mut first = [0];
        stream.set_read_timeout(Some(Duration::from_secs(5))).is_ok()
            && stream.write_all(b"AMQP\x00\x00\x09\x01").is_ok()
            && stream.read_exact(&mut first).is_ok()
    }
}

/// The script ends the broker when its input ends.
impl Drop for RabbitMq {
    fn drop(&mut self) {
        let script = self.script.get_mut().unwrap_or_else(PoisonError::into_inner);
        script.orders = None;
        let _ = script.child.wait();
        self.until_down();
    }
}

fn server() -> Option<PathBuf> {
    SERVERS.into_iter().map(PathBuf::from).find(|server| server.exists())
}

/// Ports that nobody has now.
fn free_ports() -> [u16; 3] {
    let listeners = [(); 3].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port"));
    listeners.map(|listener| listener.local_addr().expect("it is bound").port())
}
