//! Where connections come in: a listener that can go off the air, and lines that can end as real ones do.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// An order to go on or off the air, and where to report that it is done.
pub(crate) type Order = (bool, std::sync::mpsc::Sender<()>);

/// The listening socket and the orders for it.
pub(crate) struct Aerial {
    address: SocketAddr,
    /// None while off the air: the port is closed and connecting is refused.
    listener: Option<TcpListener>,
    orders: mpsc::UnboundedReceiver<Order>,
    /// Ends every line of the present time on air.
    cut: CancellationToken,
}

impl Aerial {
    pub(crate) async fn raise(
        address: SocketAddr,
        orders: mpsc::UnboundedReceiver<Order>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { address, listener: Some(listener), orders, cut: CancellationToken::new() })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    async fn obey(&mut self, (on_air, done): Order) {
        if on_air && self.listener.is_none() {
            self.cut = CancellationToken::new();
            self.listener = Some(
                TcpListener::bind(self.address).await.expect("the port of the broadcaster is still free"),
            );
        } else if !on_air {
            self.listener = None;
            self.cut.cancel();
        }
        // Whoever gave the order may have stopped waiting.
        let _ = done.send(());
    }
}

impl Listener for Aerial {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            let order = if let Some(listener) = &self.listener {
                tokio::select! {
                    accepted = listener.accept() => {
                        let Ok((stream, peer)) = accepted else { continue };
                        // Latency is a fault to be switched, not an accident of Nagle's algorithm.
                        let _ = stream.set_nodelay(true);
                        return (Line::new(stream, self.cut.clone()), peer);
                    }
                    order = self.orders.recv() => order,
                }
            } else {
                self.orders.recv().await
            };
            match order {
                Some(order) => self.obey(order).await,
                // The broadcaster is being dropped, and its runtime with this future.
                None => std::future::pending().await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// One connection.
pub(crate) struct Line {
    stream: TcpStream,
    ends: LineEnd,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

/// What an answer may do to the connection it goes out on.
#[derive(Clone, Debug)]
pub(crate) struct LineEnd {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    flushes: watch::Sender<u64>,
    reset: AtomicBool,
    surplus: Mutex<Bytes>,
}

impl LineEnd {
    /// Waits until all that the answer gave so far is with the system.
    pub(crate) async fn flushed(&self) {
        let mut flushes = self.shared.flushes.subscribe();
        // The server flushes when it is woken and the body has nothing to give.
        tokio::task::yield_now().await;
        // The sender lives in `self`, so waiting cannot fail.
        let _ = flushes.changed().await;
    }

    /// The connection will end with a reset instead of an orderly close.
    pub(crate) fn reset(&self) {
        self.shared.reset.store(true, Ordering::Relaxed);
    }

    /// Sent after the answer's end, before the connection closes.
    pub(crate) fn surplus(&self, bytes: Bytes) {
        *self.shared.surplus.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
    }
}

impl Line {
    fn new(stream: TcpStream, cut: CancellationToken) -> Self {
        let shared = Shared {
            flushes: watch::Sender::new(0),
            reset: AtomicBool::new(false),
            surplus: Mutex::new(Bytes::new()),
        };
        Self { stream, ends: LineEnd { shared: Arc::new(shared) }, cut: Box::pin(cut.cancelled_owned()) }
    }

    fn broken(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        if self.cut.as_mut().poll(context).is_ready() {
            self.ends.reset();
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.ends.shared.reset.load(Ordering::Relaxed) {
            // Closing without lingering is what makes the system send RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl Connected<IncomingStream<'_, Aerial>> for LineEnd {
    fn connect_info(stream: IncomingStream<'_, Aerial>) -> Self {
        stream.io().ends.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.broken(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.broken(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.ends.shared.flushes.send_modify(|flushes| *flushes += 1);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shared = Arc::clone(&self.ends.shared);
        let mut surplus = shared.surplus.lock().unwrap_or_else(PoisonError::into_inner);
        while surplus.has_remaining() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, &surplus))?;
            surplus.advance(written);
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.broken(context)?;
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
