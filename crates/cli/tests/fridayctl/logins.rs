//! Logins, and how feeds do.

use std::io::Write as _;
use std::process::Stdio;

use friday_testing::Fault;

use crate::library::Library;

const SHOW: &str = "slow-elevators";

fn locked() -> Fault {
    Fault::Login { user: "ann".into(), password: "s3cret".into(), digest: false }
}

#[test]
fn a_podcast_is_given_its_login_and_no_output_holds_it() {
    let library = Library::new();
    library.subscribe(SHOW);
    library.world.on_show(SHOW).always(locked());
    let failed = library.run(&["refresh", "1", "--json"]);
    assert_eq!(failed.status, Some(1), "{failed:?}");
    assert!(failed.out.contains("needs a login"), "{failed:?}");

    let with = |password: &str| {
        let mut child = library
            .command(&["login", "1", "--user", "ann", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        let ended = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&[ended.stdout, ended.stderr].concat()).into_owned();
        (ended.status.code(), text)
    };
    let (status, said) = with("wrong");
    assert_eq!(status, Some(1));
    assert!(said.contains("did not accept") && !said.contains("wrong"), "{said}");
    let (status, said) = with("s3cret");
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("s3cret"));

    let health = library.json(&["health", "1"]);
    assert!(health["login"] == "kept" && !health.to_string().contains("s3cret"), "{health}");
    library.json(&["login", "1", "--forget"]);
    assert_eq!(library.run(&["refresh", "1"]).status, Some(1));
}

#[test]
fn a_login_in_an_address_is_taken_out_of_it() {
    let library = Library::new();
    library.world.on_show(SHOW).always(locked());
    let url = library.world.show(SHOW).feed_url;
    let refused = library.run(&["subscribe", &url]);
    assert!(refused.status == Some(1) && refused.err.contains("fridayctl login"), "{refused:?}");
    let subscribed = library.json(&["subscribe", &url.replace("http://", "http://ann:s3cret@")]);
    assert_eq!(subscribed[0]["feed_url"], url);
    assert!(!subscribed.to_string().contains("s3cret"), "{subscribed}");
    assert_eq!(library.json(&["refresh", "--force"])["failed"].as_array().unwrap().len(), 0);
}
