//! Where downloads run, to the wire and back.

use friday_engine::{Driver, RoadSettings, RoadState};

use crate::wire;

pub(crate) fn settings(settings: RoadSettings) -> wire::RoadSettings {
    let RoadSettings { driver, host, port, vhost, user, queue, tls, worker_folder, my_folder } = settings;
    let driver = match driver {
        Driver::Database => wire::Driver::Database,
        Driver::Async => wire::Driver::Async,
        Driver::AsyncBlocking => wire::Driver::AsyncBlocking,
        Driver::Amqp => wire::Driver::Amqp,
    };
    wire::RoadSettings { driver, host, port, vhost, user, queue, tls, worker_folder, my_folder }
}

pub(crate) fn settings_from(settings: wire::RoadSettings) -> RoadSettings {
    let wire::RoadSettings { driver, host, port, vhost, user, queue, tls, worker_folder, my_folder } =
        settings;
    let driver = match driver {
        wire::Driver::Database => Driver::Database,
        wire::Driver::Async => Driver::Async,
        wire::Driver::AsyncBlocking => Driver::AsyncBlocking,
        wire::Driver::Amqp => Driver::Amqp,
    };
    RoadSettings { driver, host, port, vhost, user, queue, tls, worker_folder, my_folder }
}

pub(crate) fn state(state: RoadState) -> wire::RoadState {
    match state {
        RoadState::Off => wire::RoadState::Off,
        RoadState::Open => wire::RoadState::Open,
        RoadState::Away { since, reason } => wire::RoadState::Away { since: since.0, reason },
    }
}
