//! A virtual screen, and what is on it. There is no window manager: what one would do is asked of X directly.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, InputFocus, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

pub(crate) struct Display {
    server: Child,
    name: String,
    connection: RustConnection,
    root: Window,
}

impl Display {
    /// Starts Xvfb on a number that it chooses itself.
    pub(crate) fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2880x1800x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed (scripts/setup)");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("its output is piped"))
            .read_line(&mut number)
            .expect("Xvfb says its number");
        let name = format!(":{}", number.trim());
        let (connection, screen) = RustConnection::connect(Some(&name)).expect("the display can be reached");
        let root = connection.setup().roots[screen].root;
        Self { server, name, connection, root }
    }

    /// The value for `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The window with this title that belongs to the process and is on the screen.
    pub(crate) fn visible_window(&self, process: u32, title: &str) -> Option<Window> {
        self.windows().into_iter().find(|window| {
            self.cardinal(*window, b"_NET_WM_PID") == Some(process)
                && self.title(*window).as_deref() == Some(title)
                && self.is_mapped(*window)
        })
    }

    /// What a click on the window's cross does.
    pub(crate) fn close(&self, window: Window) {
        let protocols = self.atom(b"WM_PROTOCOLS");
        let delete = self.atom(b"WM_DELETE_WINDOW");
        let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)
            .expect("X takes the message")
            .check()
            .expect("the window is there");
    }

    /// Gives the window the keyboard.
    pub(crate) fn focus(&self, window: Window) {
        self.connection
            .set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)
            .expect("X takes the message")
            .check()
            .expect("the window is there to be focused");
    }

    fn windows(&self) -> Vec<Window> {
        let tree = self.connection.query_tree(self.root).expect("X takes the message");
        tree.reply().map(|tree| tree.children).unwrap_or_default()
    }

    /// Windows come and go, so one that is gone by now is no failure.
    fn is_mapped(&self, window: Window) -> bool {
        let attributes = self.connection.get_window_attributes(window).expect("X takes the message");
        attributes.reply().is_ok_and(|attributes| attributes.map_state == MapState::VIEWABLE)
    }

    fn cardinal(&self, window: Window, property: &[u8]) -> Option<u32> {
        let atom = self.atom(property);
        let cookie = self.connection.get_property(false, window, atom, AtomEnum::CARDINAL, 0, 1).ok()?;
        cookie.reply().ok()?.value32()?.next()
    }

    fn title(&self, window: Window) -> Option<String> {
        let atom = self.atom(b"_NET_WM_NAME");
        let cookie = self.connection.get_property(false, window, atom, AtomEnum::ANY, 0, 1024).ok()?;
        String::from_utf8(cookie.reply().ok()?.value).ok()
    }

    fn atom(&self, name: &[u8]) -> u32 {
        let cookie = self.connection.intern_atom(false, name).expect("X takes the message");
        cookie.reply().expect("X knows words").atom
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
