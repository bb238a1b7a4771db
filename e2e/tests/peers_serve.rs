//! `journey serve`, as people use it: swaks, curl and dig at the ports of a journey in which
//! something goes wrong.

use e2e::peers::{Said, run};
use journey::serve::{Servers, Settings, Tell};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

/// The servers of a journey, and the passwords of the boxes.
fn servers(slug: &str, speed: u32) -> (Servers, BTreeMap<String, String>) {
    let journey = model::presets::find(slug).expect("a preset").parts();
    let settings = Settings {
        bind: "127.0.0.1".parse().expect("an address"),
        smtp: Some(0),
        submission: Some(0),
        pop3: Some(0),
        dns: Some(0),
        dns_host: None,
        speed,
    };
    let servers = Servers::open(journey, &settings, Tell::new(|_| {})).expect("free ports");
    let boxes = servers.boxes().into_iter().collect();
    (servers, boxes)
}

fn swaks(server: SocketAddr, arguments: &[&str]) -> Said {
    let mut command = Command::new("swaks");
    command.args(["--server", "127.0.0.1", "--port", &server.port().to_string()]);
    command.args(["--helo", "client.example", "--from", "eve@elsewhere.example"]).args(arguments);
    run("swaks", &mut command)
}

fn dig(server: SocketAddr, arguments: &[&str]) -> Said {
    let mut command = Command::new("dig");
    command.args(["@127.0.0.1", "-p", &server.port().to_string()]);
    command.args(["+norecurse", "+tries=1", "+time=1"]).args(arguments);
    run("bind9-dnsutils", &mut command)
}

fn curl(arguments: &[&str]) -> Said {
    run("curl", Command::new("curl").args(["-sSv", "--max-time", "20"]).args(arguments))
}

const FEEDBACK: [&str; 2] = ["--to", "feedback@allbusiness.com"];

#[test]
fn swaks_finds_a_full_box_until_curl_has_emptied_it() {
    let (servers, boxes) = servers("mailbox-full-for-good", 1_000);
    let full = swaks(servers.smtp(), &FEEDBACK);
    assert_eq!(full.status, Some(24), "{}", full.output);
    assert!(full.output.contains("452 4.2.2"), "{}", full.output);
    let user = format!("feedback:{}", boxes["feedback"]);
    let url = |number: &str| format!("pop3://{}/{number}", servers.pop3());
    let list = curl(&["--user", &user, &url("")]);
    assert_eq!(list.status, Some(0), "{}", list.errors);
    let numbers: Vec<&str> =
        list.output.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(!numbers.is_empty());
    // Each in a session of its own, so that the next one is the first again.
    for _ in &numbers {
        let delete = ["--user", &user, "--request", "DELE", "--head", &url("1")];
        let deleted = curl(&delete);
        assert_eq!(deleted.status, Some(0), "{}", deleted.errors);
    }
    let taken = swaks(servers.smtp(), &FEEDBACK);
    assert_eq!(taken.status, Some(0), "{}", taken.output);
}

#[test]
fn swaks_cannot_call_where_a_domain_takes_no_mail_and_dig_hears_why() {
    let (servers, _) = servers("no-mail-here", 1_000);
    let refused = swaks(servers.smtp(), &FEEDBACK);
    assert_eq!(refused.status, Some(2), "{}{}", refused.output, refused.errors);
    let said = format!("{}{}", refused.output, refused.errors);
    assert!(said.contains("Connection refused"), "{said}");
    for transport in ["+notcp", "+tcp"] {
        let said = dig(servers.dns(), &["+short", transport, "allbusiness.com", "MX"]);
        assert_eq!((said.status, said.output.trim()), (Some(0), "0 ."), "{said:?}");
    }
}

#[test]
fn dig_hears_nothing_from_silent_name_servers() {
    // As long as in reality: ten minutes.
    let (servers, _) = servers("lookup-fails", 1);
    for transport in ["+notcp", "+tcp"] {
        let silent = dig(servers.dns(), &[transport, "allbusiness.com", "MX"]);
        assert_eq!(silent.status, Some(9), "{silent:?}");
        let well = dig(servers.dns(), &["+short", transport, "riverside.example", "MX"]);
        assert_eq!(well.output.trim(), "10 mail.riverside.example.", "{well:?}");
    }
}
