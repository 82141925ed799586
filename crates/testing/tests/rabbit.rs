//! The broker that tests are given.

use std::{
    net::{Ipv4Addr, TcpStream},
    time::Instant,
};

use friday_testing::RabbitMq;

#[test]
#[allow(clippy::print_stdout, clippy::print_stderr, reason = "whoever runs the tests is told")]
fn a_broker_can_be_stopped_and_started_and_is_gone_when_it_is_dropped() {
    if !RabbitMq::is_installed() {
        assert!(std::env::var_os("CI").is_none(), "RabbitMQ is not installed");
        eprintln!("skipped: RabbitMQ is not installed");
        return;
    }
    let began = Instant::now();
    let rabbit = RabbitMq::start();
    println!("started in {:?}", began.elapsed());
    let answers = |port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
    assert!(answers(rabbit.port()));
    rabbit.go_down();
    assert!(!answers(rabbit.port()));
    rabbit.come_back();
    assert!(answers(rabbit.port()));
    let port = rabbit.port();
    drop(rabbit);
    assert!(!answers(port));
}
