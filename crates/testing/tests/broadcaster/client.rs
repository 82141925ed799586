//! A client that sees what is on the wire, and does not mend it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer as it came, with how it ended.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Why the body is not whole, if it is not.
    pub(crate) broken: Option<io::ErrorKind>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

pub(crate) fn get(url: &str) -> Answer {
    ask("GET", url, &[])
}

pub(crate) fn ask(method: &str, url: &str, headers: &[(&str, &str)]) -> Answer {
    Call::begin(method, url, headers, "").finish()
}

pub(crate) fn post(url: &str, body: &str) -> Answer {
    Call::begin("POST", url, &[], body).finish()
}

/// A request whose answer is read piece by piece.
pub(crate) struct Call {
    stream: BufReader<TcpStream>,
    head_only: bool,
    answer: Answer,
    length: Option<usize>,
}

impl Call {
    pub(crate) fn begin(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Self {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_at(rest.find('/').unwrap());
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let headers: String = headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut stream = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            stream.read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        };
        let status = line().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> =
            std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()))
                .map(|line| {
                    let (name, value) = line.split_once(':').unwrap();
                    (name.to_ascii_lowercase(), value.trim().to_owned())
                })
                .collect();
        let answer = Answer { status, headers, body: Vec::new(), broken: None };
        let length = answer.header("content-length").map(|text| text.parse().unwrap());
        Self { stream, head_only: method == "HEAD", answer, length }
    }

    /// Reads so many bytes of the body more.
    pub(crate) fn read(&mut self, bytes: usize) {
        let mut piece = vec![0; bytes];
        self.stream.read_exact(&mut piece).unwrap();
        self.answer.body.extend(piece);
    }

    pub(crate) fn finish(mut self) -> Answer {
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Err(error) => self.answer.broken = Some(error.kind()),
            Ok(_)
                if !self.head_only
                    && self.length.is_some_and(|length| length > self.answer.body.len() + rest.len()) =>
            {
                self.answer.broken = Some(io::ErrorKind::UnexpectedEof);
            }
            Ok(_) => {}
        }
        self.answer.body.extend(rest);
        self.answer
    }
}
