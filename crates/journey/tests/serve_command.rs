//! `journey serve`: real programs send and collect, and Ctrl-C ends it.

#![cfg(unix)]

mod servers;

use journey::serve::{Servers, Settings, Tell};
use servers::{MESSAGE, accepted, fetch, refused, send, servers, settings, wait_for};
use sim::smtp::client::Stage;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

#[test]
fn submitted_mail_travels_through_the_simulation_with_its_real_bytes() {
    let (servers, boxes, told) = servers("everything-works");
    let customer = servers.customer().to_owned();
    let key = boxes[&customer].as_str();
    let wrong = send(
        servers.submission(),
        Some((&customer, "guess")),
        &customer,
        &["a@b.example"],
        MESSAGE,
    );
    assert_eq!(refused(&wrong.recipients[0].1), (Stage::Auth, 535));
    let forged = ["a@b.example"];
    let forged =
        send(servers.submission(), Some((&customer, key)), "eve@b.example", &forged, MESSAGE);
    assert_eq!(refused(&forged.recipients[0].1), (Stage::Mail, 553));

    let to = ["feedback@allbusiness.com", "info@riverside.example"];
    let result = send(servers.submission(), Some((&customer, key)), &customer, &to, MESSAGE);
    assert!(result.recipients.iter().all(|(_, result)| accepted(result)), "{result:?}");
    for _ in to {
        wait_for(&told, "A message lies in the box of");
    }
    for (name, hops) in [("feedback", 3), ("info@riverside.example", 1)] {
        let messages = fetch(servers.pop3(), name, &boxes[name]);
        let [message] = messages.as_slice() else { panic!("{} messages", messages.len()) };
        assert!(message.starts_with(b"Return-Path: <ann@riverside.example>\r\n"));
        assert!(message.ends_with(MESSAGE));
        assert_eq!(sim::message::count_received(message), hops, "{name}");
    }
}

#[test]
fn the_destination_takes_mail_for_its_own_boxes_only() {
    let (servers, boxes, _told) = servers("two-boxes");
    let to = ["feedback@allbusiness.com", "nobody@allbusiness.com", "x@elsewhere.example"];
    let result = send(servers.smtp(), None, "eve@elsewhere.example", &to, MESSAGE);
    let [(_, first), (_, nobody), (_, elsewhere)] = result.recipients.as_slice() else {
        panic!("{result:?}");
    };
    assert!(accepted(first));
    assert_eq!(refused(nobody), (Stage::Rcpt, 550));
    assert_eq!(refused(elsewhere), (Stage::Rcpt, 550));
    let messages = fetch(servers.pop3(), "feedback@allbusiness.com", &boxes["feedback"]);
    assert!(messages.len() == 1 && messages[0].ends_with(MESSAGE));
}

#[test]
fn several_clients_at_once() {
    let (servers, boxes, told) = servers("everything-works");
    let (customer, servers) = (servers.customer().to_owned(), Arc::new(servers));
    let key = boxes[&customer].clone();
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let (servers, customer, key) = (servers.clone(), customer.clone(), key.clone());
            std::thread::spawn(move || {
                let to = ["feedback@allbusiness.com"];
                let user = Some((customer.as_str(), key.as_str()));
                accepted(&send(servers.submission(), user, &customer, &to, MESSAGE).recipients[0].1)
            })
        })
        .collect();
    assert!(senders.into_iter().all(|sender| sender.join().expect("it ends")));
    for _ in 0..8 {
        wait_for(&told, "A message lies in the box of");
    }
    assert_eq!(fetch(servers.pop3(), "feedback", &boxes["feedback"]).len(), 8);
}

#[test]
fn a_name_server_that_there_is_not_is_told() {
    let journey = model::presets::PRESETS[0].parts();
    let open = |host: &str| {
        let settings = Settings { dns_host: Some(host.to_owned()), ..settings() };
        Servers::open(journey.clone(), &settings, Tell::new(|_| {})).map(|_| ())
    };
    for known in ["root", "com", "example", "allbusiness.com", "riverside.example"] {
        assert_eq!(open(known), Ok(()));
    }
    assert!(open("org").is_err_and(|error| error.contains("org")));
}

fn start(arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey"));
    let mut child = command
        .arg("serve")
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    (child, output)
}

#[test]
fn the_command_prints_ports_and_passwords_and_ends_on_ctrl_c() {
    let ports = ["--smtp", "0", "--submission", "0", "--pop3", "0", "--dns", "0"];
    let (mut child, mut output) = start(&[&["two-boxes"][..], &ports].concat());
    let mut said = String::new();
    while !said.contains("Ctrl-C ends it.\n") {
        assert_ne!(output.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let value = |name: &str| {
        let line = said.lines().find(|line| line.split_whitespace().next() == Some(name));
        line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default()
    };
    let pop3: SocketAddr = value("POP3").parse().unwrap();
    assert!(pop3.ip().is_loopback());
    assert_eq!(fetch(pop3, "feedback", value("feedback")), Vec::<Arc<Vec<u8>>>::new());
    for name in ["SMTP", "submission", "DNS"] {
        assert!(value(name).parse::<SocketAddr>().is_ok(), "{name}: {said}");
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("USER feedback") && rest.ends_with("Ended.\n"), "{rest}");
    assert!(child.wait().unwrap().success());
}

#[test]
fn bad_arguments_get_one_clear_line() {
    let check = |arguments: &[&str], expected: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_journey"));
        let output = command.arg("serve").args(arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(error.lines().count() == 1 && error.contains(expected), "{error}");
    };
    check(&["no-such-journey"], "no-such-journey");
    check(&["--port", "1"], "--port");
    check(&["--smtp", "99999"], "--smtp needs a whole number");
    check(&["--speed", "-1"], "--speed needs a whole number");
    check(&["--bind", "here"], "--bind needs an IP address");
    check(&["--dns-host", "org"], "no name server for org");
    check(&["--pop3"], "--pop3 needs a value");
}
