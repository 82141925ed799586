//! Where the broker is, and how it is spoken to.

use std::fmt;

/// How to reach the broker. The queue keeps none of this: the password belongs into a keyring.
#[derive(Clone, PartialEq, Eq)]
pub struct AmqpSettings {
    pub host: String,
    /// 5672, or 5671 with TLS, unless the broker was told otherwise.
    pub port: u16,
    pub user: String,
    pub password: String,
    /// The virtual host, `/` unless the broker was told otherwise.
    pub vhost: String,
    /// What the exchanges and queues of this road begin with. A publisher and its workers share it.
    pub queue: String,
    /// Whether to speak TLS. The broker's certificate must be one that this machine trusts.
    pub tls: bool,
}

impl Default for AmqpSettings {
    fn default() -> Self {
        Self {
            host: "localhost".into(),
            port: 5672,
            user: "guest".into(),
            password: "guest".into(),
            vhost: "/".into(),
            queue: "jobs".into(),
            tls: false,
        }
    }
}

/// Without the password.
impl fmt::Debug for AmqpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, user, vhost, queue, tls, .. } = self;
        let scheme = if *tls { "amqps" } else { "amqp" };
        write!(f, "{scheme}://{user}@{host}:{port}{vhost:?} {queue}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_printed() {
        let settings = AmqpSettings { password: "hunter2".into(), ..AmqpSettings::default() };
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
