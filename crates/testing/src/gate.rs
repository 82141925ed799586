use std::sync::Arc;

use tokio::sync::watch;

use crate::patience::Patience;

/// A closed door in the middle of an answer: the sending waits there until a test opens it, and the test can wait until
/// the sending has come there. Once open it stays open.
#[derive(Clone, Debug)]
pub struct Gate {
    name: String,
    reached: Arc<watch::Sender<bool>>,
    open: Arc<watch::Sender<bool>>,
    patience: Patience,
}

impl Gate {
    pub(crate) fn new(name: String, patience: Patience) -> Self {
        Self {
            name,
            reached: Arc::new(watch::Sender::new(false)),
            open: Arc::new(watch::Sender::new(false)),
            patience,
        }
    }

    /// The name by which [`Fault::Hold`](crate::Fault::Hold) means this gate.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets everything through that waits here or will come here.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    pub fn is_open(&self) -> bool {
        *self.open.borrow()
    }

    /// Whether an answer has come to this gate.
    pub fn is_reached(&self) -> bool {
        *self.reached.borrow()
    }

    /// Waits until an answer has come to this gate: all bytes before it are with the system's network stack then.
    /// Panics after 30 s.
    pub async fn reached(&self) {
        self.patience.with(self.reach(), || self.missing()).await;
    }

    /// [`reached`](Self::reached) for a test without a runtime.
    pub fn reached_blocking(&self) {
        self.patience.with_blocking(self.reach(), || self.missing());
    }

    pub(crate) async fn pass(&self) {
        self.reached.send_replace(true);
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.open.subscribe().wait_for(|open| *open).await;
    }

    pub(crate) async fn reach(&self) {
        let _ = self.reached.subscribe().wait_for(|reached| *reached).await;
    }

    fn missing(&self) -> String {
        format!("no answer came to gate {:?}", self.name)
    }
}
