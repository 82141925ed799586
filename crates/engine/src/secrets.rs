//! Passwords: in the keyring of the system, and where there is none in a file that only the listener can read.
//!
//! A server, a NAS or a container has no keyring. There the passwords lie in `secrets.json` in the data folder, with
//! the rights of a private key (0600), and [`Kept`] says so, that a screen may say it too. A keyring that is there but
//! does not open (locked, and the listener said no) is another matter: nothing is moved to the file behind their back.
//! Passwords are in no database, no backup and no log.

mod file;
mod keyring;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

pub use self::keyring::{Keyring, KeyringError, SystemKeyring};
use crate::{Error, Result};

/// The listener may have to type the keyring's own password first.
const PATIENCE: Duration = Duration::from_mins(2);

/// A keyring that the listener did not open is left in peace for so long, unless they do something themselves.
const PEACE: Duration = Duration::from_mins(10);

/// Where a password lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In the keyring of the system.
    Keyring,
    /// In a file in the data folder, because this system has no keyring.
    File,
}

/// The passwords of one library.
pub(crate) struct Secrets {
    keyring: Option<Arc<dyn Keyring>>,
    file: PathBuf,
    /// Told apart by this in a keyring that several libraries share.
    library: String,
    refused: Mutex<Option<Instant>>,
    writing: tokio::sync::Mutex<()>,
}

impl Secrets {
    pub(crate) fn new(data_dir: &Path, keyring: Option<Arc<dyn Keyring>>) -> Self {
        Self {
            keyring,
            file: data_dir.join("secrets.json"),
            library: data_dir.canonicalize().unwrap_or_else(|_| data_dir.to_owned()).display().to_string(),
            refused: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
        }
    }

    /// The password of this name, if there is one.
    pub(crate) async fn read(&self, name: &str) -> Result<Option<String>> {
        match self.ask(name, |keyring, account| keyring.read(account)).await {
            Ok(Some(value)) => Ok(Some(value)),
            // It may have been written while there was no keyring.
            Ok(None) | Err(KeyringError::Absent) => self.in_file(name, file::read).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a password under a name, in place of the one that was there.
    pub(crate) async fn write(&self, name: &str, value: &str) -> Result<Kept> {
        let _one_at_a_time = self.writing.lock().await;
        self.listener_is_there();
        let secret = value.to_owned();
        match self.ask(name, move |keyring, account| keyring.write(account, &secret)).await {
            Ok(()) => {
                self.in_file(name, file::forget).await?;
                Ok(Kept::Keyring)
            }
            Err(KeyringError::Absent) => {
                let secret = value.to_owned();
                self.in_file(name, move |path, name| file::write(path, name, &secret)).await?;
                Ok(Kept::File)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets a password; one that is not there is forgotten already.
    pub(crate) async fn forget(&self, name: &str) -> Result<()> {
        let _one_at_a_time = self.writing.lock().await;
        self.in_file(name, file::forget).await?;
        match self.ask(name, |keyring, account| keyring.forget(account)).await {
            Ok(()) | Err(KeyringError::Absent) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The listener has just done something that needs the keyring: it may ask for its password again.
    pub(crate) fn listener_is_there(&self) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// A keyring is asked on a thread of its own: it may put a window before the listener, and wait for them.
    async fn ask<T: Send + 'static>(
        &self,
        name: &str,
        question: impl FnOnce(&dyn Keyring, &str) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let Some(keyring) = self.keyring.clone() else { return Err(KeyringError::Absent) };
        let refused = *self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.is_some_and(|then| then.elapsed() < PEACE) {
            return Err(KeyringError::Locked);
        }
        let account = format!("{name} in {}", self.library);
        let asked = tokio::task::spawn_blocking(move || question(&*keyring, &account));
        let answer = match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Err(KeyringError::Broken(error.to_string())),
            Err(_) => Err(KeyringError::Locked),
        };
        if let Err(KeyringError::Locked) = answer {
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        answer
    }

    async fn in_file<T: Send + 'static>(
        &self,
        name: &str,
        act: impl FnOnce(&Path, &str) -> std::io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (path, name) = (self.file.clone(), name.to_owned());
        let what = format!("{} cannot be read or written", path.display());
        let done = tokio::task::spawn_blocking(move || act(&path, &name)).await;
        done.unwrap_or_else(|error| Err(std::io::Error::other(error))).map_err(Error::io(what))
    }
}

impl From<KeyringError> for Error {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Locked => Self::KeyringLocked,
            KeyringError::Absent => Self::Keyring("this system has none".to_owned()),
            KeyringError::Broken(reason) => Self::Keyring(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// A keyring in memory, which can be locked and taken away.
    #[derive(Default)]
    struct Ring {
        kept: Mutex<HashMap<String, String>>,
        failing: Mutex<Option<KeyringError>>,
        asked: Mutex<u32>,
    }

    impl Ring {
        fn open(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, String>>, KeyringError> {
            *self.asked.lock().unwrap() += 1;
            match self.failing.lock().unwrap().clone() {
                Some(error) => Err(error),
                None => Ok(self.kept.lock().unwrap()),
            }
        }
    }

    impl Keyring for Ring {
        fn read(&self, account: &str) -> Result<Option<String>, KeyringError> {
            Ok(self.open()?.get(account).cloned())
        }

        fn write(&self, account: &str, value: &str) -> Result<(), KeyringError> {
            self.open()?.insert(account.to_owned(), value.to_owned());
            Ok(())
        }

        fn forget(&self, account: &str) -> Result<(), KeyringError> {
            self.open()?.remove(account);
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_password_is_kept_read_replaced_and_forgotten_with_and_without_a_keyring() {
        let folder = tempfile::tempdir().unwrap();
        for (keyring, kept) in [(None, Kept::File), (Some(Arc::new(Ring::default())), Kept::Keyring)] {
            let secrets = Secrets::new(folder.path(), keyring.map(|ring| ring as Arc<dyn Keyring>));
            assert_eq!(secrets.read("a").await.unwrap(), None);
            assert_eq!(secrets.write("a", "one").await.unwrap(), kept);
            assert_eq!(secrets.write("b", "other").await.unwrap(), kept);
            secrets.write("a", "two ✓").await.unwrap();
            assert_eq!(secrets.read("a").await.unwrap().as_deref(), Some("two ✓"));
            secrets.forget("a").await.unwrap();
            secrets.forget("a").await.unwrap();
            assert_eq!(secrets.read("a").await.unwrap(), None);
            assert_eq!(secrets.read("b").await.unwrap().as_deref(), Some("other"));
            secrets.forget("b").await.unwrap();
        }
        assert!(!folder.path().join("secrets.json").exists(), "nothing is left behind");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_listener_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let secrets = Secrets::new(folder.path(), None);
        secrets.write("a", "one").await.unwrap();
        secrets.write("a", "two").await.unwrap();
        let rights = std::fs::metadata(folder.path().join("secrets.json")).unwrap().permissions().mode();
        assert_eq!(rights & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no copy lies about");
    }

    #[tokio::test]
    async fn a_password_written_without_a_keyring_is_found_when_there_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Arc::new(Ring::default());
        *ring.failing.lock().unwrap() = Some(KeyringError::Absent);
        let secrets = Secrets::new(folder.path(), Some(ring.clone()));
        assert_eq!(secrets.write("a", "one").await.unwrap(), Kept::File);
        *ring.failing.lock().unwrap() = None;
        assert_eq!(secrets.read("a").await.unwrap().as_deref(), Some("one"));
        assert_eq!(secrets.write("a", "two").await.unwrap(), Kept::Keyring);
        assert!(!folder.path().join("secrets.json").exists(), "the keyring has it now");
    }

    #[tokio::test]
    async fn a_keyring_that_stays_locked_is_not_asked_again_until_the_listener_does_something() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Arc::new(Ring::default());
        *ring.failing.lock().unwrap() = Some(KeyringError::Locked);
        let secrets = Secrets::new(folder.path(), Some(ring.clone()));
        for _ in 0..3 {
            assert_eq!(secrets.read("a").await.unwrap_err().code(), "keyring_locked");
        }
        assert_eq!(*ring.asked.lock().unwrap(), 1);
        *ring.failing.lock().unwrap() = None;
        secrets.listener_is_there();
        assert_eq!(secrets.read("a").await.unwrap(), None);
    }

    #[tokio::test]
    async fn two_libraries_share_a_keyring_without_sharing_passwords() {
        let ring: Arc<dyn Keyring> = Arc::new(Ring::default());
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        Secrets::new(one.path(), Some(ring.clone())).write("a", "one").await.unwrap();
        assert_eq!(Secrets::new(two.path(), Some(ring)).read("a").await.unwrap(), None);
    }
}
