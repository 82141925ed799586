//! The keyring of the system: the Secret Service of a Linux desktop (GNOME Keyring, KWallet, KeePassXC), the Keychain
//! of macOS, the Credential Manager of Windows.

use std::sync::{Arc, Mutex, PoisonError};

use keyring_core::{CredentialStore, Entry};

/// Under this name the listener finds Friday's passwords in their keyring.
const PROGRAM: &str = "Friday";

/// A place for passwords that the system guards. Its functions may take long: they may ask the listener.
pub trait Keyring: Send + Sync {
    /// The password of an account, if there is one.
    fn read(&self, account: &str) -> Result<Option<String>, KeyringError>;
    /// Keeps a password in place of the one that was there.
    fn write(&self, account: &str, value: &str) -> Result<(), KeyringError>;
    /// Forgets a password; one that is not there is forgotten already.
    fn forget(&self, account: &str) -> Result<(), KeyringError>;
}

/// Why a keyring did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyringError {
    /// This system has no keyring.
    Absent,
    /// It is locked, and was not opened.
    Locked,
    /// It failed, for this technical reason. Never a password.
    Broken(String),
}

/// The keyring of this computer. It is looked for when it is first needed.
#[derive(Default)]
pub struct SystemKeyring {
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl SystemKeyring {
    /// Does something with an account. One question at a time, so that a locked keyring shows one window and not ten.
    fn with<T>(
        &self,
        account: &str,
        act: impl FnOnce(&Entry) -> keyring_core::Result<T>,
    ) -> Result<Option<T>, KeyringError> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let connected = match store.take() {
            Some(store) => store,
            None => connect()?,
        };
        match connected.build(PROGRAM, account, None).and_then(|entry| act(&entry)) {
            Ok(done) => {
                *store = Some(connected);
                Ok(Some(done))
            }
            Err(keyring_core::Error::NoEntry) => {
                *store = Some(connected);
                Ok(None)
            }
            // Whatever keeps the secrets may have been started anew: next time it is looked for again.
            Err(error) => Err(explain(error)),
        }
    }
}

/// To say goodbye to the keyring is a question too, and who drops this may be unable to wait for an answer.
impl Drop for SystemKeyring {
    fn drop(&mut self) {
        if let Some(store) = self.store.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Whatever becomes of it, it is over.
            let _ = std::thread::spawn(move || drop(store)).join();
        }
    }
}

impl Keyring for SystemKeyring {
    fn read(&self, account: &str) -> Result<Option<String>, KeyringError> {
        self.with(account, Entry::get_password)
    }

    fn write(&self, account: &str, value: &str) -> Result<(), KeyringError> {
        self.with(account, |entry| entry.set_password(value)).map(drop)
    }

    fn forget(&self, account: &str) -> Result<(), KeyringError> {
        self.with(account, Entry::delete_credential).map(drop)
    }
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn connect() -> Result<Arc<CredentialStore>, KeyringError> {
    // No session bus, or nobody on it who keeps secrets: both mean that there is no keyring.
    match zbus_secret_service_keyring_store::Store::new() {
        Ok(store) => Ok(store),
        Err(error) => {
            tracing::debug!(%error, "no keyring was found");
            Err(KeyringError::Absent)
        }
    }
}

#[cfg(target_os = "macos")]
fn connect() -> Result<Arc<CredentialStore>, KeyringError> {
    Ok(apple_native_keyring_store::keychain::Store::new().map_err(explain)?)
}

#[cfg(target_os = "windows")]
fn connect() -> Result<Arc<CredentialStore>, KeyringError> {
    Ok(windows_native_keyring_store::Store::new().map_err(explain)?)
}

fn explain(error: keyring_core::Error) -> KeyringError {
    match error {
        keyring_core::Error::NoStorageAccess(_) => KeyringError::Locked,
        keyring_core::Error::NoDefaultStore | keyring_core::Error::NotSupportedByStore(_) => {
            KeyringError::Absent
        }
        // These carry what was stored.
        keyring_core::Error::BadEncoding(_) | keyring_core::Error::BadDataFormat(..) => {
            KeyringError::Broken("what is kept there cannot be read".to_owned())
        }
        error => KeyringError::Broken(error.to_string()),
    }
}
