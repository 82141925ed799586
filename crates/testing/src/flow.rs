//! The body of an answer on its way out: paced, held up, damaged or cut off as the faults say.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};

use crate::aerial::LineEnd;
use crate::fault::Fault;
use crate::file::Content;
use crate::gate::Gate;
use crate::traffic::Ticket;

const CHUNK: u64 = 64 << 10;
/// A slow body comes in so many pieces a second.
const PIECES_A_SECOND: u64 = 20;

/// What happens at a place of the body.
#[derive(Debug)]
pub(crate) enum Event {
    Hold(Gate),
    Stall,
    Reset,
    Close,
}

pub(crate) struct Flow {
    content: Content,
    /// What is still to be sent, in offsets of the content.
    left: Range<u64>,
    sent: u64,
    events: VecDeque<(u64, Event)>,
    bytes_per_second: Option<u64>,
    flipped: Vec<u64>,
    /// Bytes that go out behind the announced end.
    surplus: u64,
    /// More was announced than comes.
    cut_short: bool,
    line: LineEnd,
    ticket: Ticket,
}

impl Flow {
    pub(crate) fn new(
        content: Content,
        part: Range<u64>,
        faults: &[Fault],
        gate: impl Fn(&str) -> Gate,
        line: LineEnd,
        ticket: Ticket,
    ) -> Self {
        let mut flow = Self {
            content,
            left: part,
            sent: 0,
            events: VecDeque::new(),
            bytes_per_second: None,
            flipped: Vec::new(),
            surplus: 0,
            cut_short: false,
            line,
            ticket,
        };
        let mut events = Vec::new();
        for fault in faults {
            match fault {
                Fault::Slow { bytes_per_second } => flow.bytes_per_second = Some((*bytes_per_second).max(1)),
                Fault::Hold { after_bytes, gate: name } => {
                    events.push((*after_bytes, Event::Hold(gate(name))));
                }
                Fault::Stall { after_bytes } => events.push((*after_bytes, Event::Stall)),
                Fault::Reset { after_bytes } => events.push((*after_bytes, Event::Reset)),
                Fault::Close { after_bytes } => events.push((*after_bytes, Event::Close)),
                Fault::Announce { length } if *length > 0 => flow.cut_short = true,
                Fault::Announce { length } => {
                    flow.surplus = length.unsigned_abs().min(flow.left.end - flow.left.start);
                    flow.left.end -= flow.surplus;
                }
                Fault::ByteFlipped { at } => flow.flipped.push(*at),
                _ => {}
            }
        }
        // The server asks for no more once all that was announced is there, so nothing can happen at the end.
        let length = flow.left.end - flow.left.start;
        events.retain(|(after, _)| *after < length);
        // Stable, so that what was named first happens first at the same place.
        events.sort_by_key(|(after, _)| *after);
        flow.events = events.into();
        flow
    }

    pub(crate) fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::unfold(Some(self), |flow| async {
            let mut flow = flow?;
            match flow.next().await {
                Ok(Some(chunk)) => Some((Ok(chunk), Some(flow))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        while let Some((after, _)) = self.events.front()
            && *after <= self.sent
            && let Some((_, event)) = self.events.pop_front()
        {
            self.happen(event).await?;
        }
        let left = self.left.end - self.left.start;
        if left == 0 {
            return self.end().await;
        }
        let until_event = self.events.front().map_or(u64::MAX, |(after, _)| after - self.sent);
        let mut length = left.min(until_event).min(CHUNK);
        if let Some(rate) = self.bytes_per_second {
            length = length.min(rate.div_ceil(PIECES_A_SECOND));
            tokio::time::sleep(Duration::from_secs_f64(length as f64 / rate as f64)).await;
        }
        let chunk = self.read(self.left.start, length);
        self.left.start += length;
        self.sent += length;
        self.ticket.sent(length);
        if self.left.is_empty() && self.events.is_empty() && !self.cut_short {
            // Noted before the last piece is out, for the server does not ask again when all that was announced is there.
            self.ticket.whole();
            self.send_surplus();
        }
        Ok(Some(chunk))
    }

    async fn happen(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::Hold(gate) => {
                self.line.flushed().await;
                gate.pass().await;
                Ok(())
            }
            Event::Stall => std::future::pending().await,
            Event::Reset => {
                self.line.flushed().await;
                self.line.reset();
                Err(io::ErrorKind::ConnectionReset.into())
            }
            Event::Close => {
                self.line.flushed().await;
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        }
    }

    async fn end(&mut self) -> io::Result<Option<Bytes>> {
        if self.cut_short {
            self.line.flushed().await;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.ticket.whole();
        self.send_surplus();
        Ok(None)
    }

    fn send_surplus(&mut self) {
        if self.surplus > 0 {
            self.line.surplus(self.read(self.left.end, self.surplus));
            self.surplus = 0;
        }
    }

    fn read(&self, offset: u64, length: u64) -> Bytes {
        let chunk = self.content.read(offset, length as usize);
        if !self.flipped.iter().any(|at| (offset..offset + length).contains(at)) {
            return chunk;
        }
        let mut damaged = BytesMut::from(&chunk[..]);
        for at in self.flipped.iter().filter(|at| (offset..offset + length).contains(*at)) {
            damaged[(at - offset) as usize] ^= 0xff;
        }
        damaged.freeze()
    }
}
