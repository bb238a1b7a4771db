//! `journey serve` among strangers: who steers terminals, dawdles, or does not read.

#![cfg(unix)]

mod servers;

use journey::serve::{Servers, Settings, Tell};
use servers::{MESSAGE, accepted, fetch, preset, send, servers, settings};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

/// What a terminal would obey.
const OBEYED: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{9b}31m",
    "\r",
    "\u{8}\u{8}\u{8}",
    "\u{0}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{85}",
    "\u{7f}",
];

const SMTP: &[&str] = &[
    "EHLO *",
    "HELO *",
    "VRFY *",
    "MAIL FROM:<*@a.example>",
    "MAIL FROM:<a@a.example> SIZE=*",
    "RCPT TO:<*>",
    "AUTH *",
    "*",
];

const POP3: &[&str] = &["USER *", "PASS *", "RETR *", "DELE *", "LIST *", "UIDL *", "TOP * *", "*"];

#[test]
fn nothing_that_a_terminal_obeys_is_ever_told() {
    let told = Arc::new(Mutex::new(String::new()));
    let of_tell = told.clone();
    let tell = Tell::new(move |text| of_tell.lock().unwrap().push_str(text));
    let servers = Servers::open(preset("everything-works"), &settings(), tell).unwrap();
    let mut sent = 0;
    let lines = |forms: &[&str], n: usize| -> String {
        let obeyed = |at: usize| OBEYED[at % OBEYED.len()];
        let line =
            |at: usize| forms[at % forms.len()].replace('*', &["x", obeyed(at + n)].concat());
        (0..250).map(|at| line(at) + "\r\n").collect()
    };
    for n in 0..20 {
        for (port, forms) in
            [(servers.smtp(), SMTP), (servers.submission(), SMTP), (servers.pop3(), POP3)]
        {
            let mut stream = TcpStream::connect(port).unwrap();
            let mut rest = Vec::new();
            stream.write_all((lines(forms, n) + "QUIT\r\n").as_bytes()).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            // Who hangs up early has heard enough.
            let _ = stream.read_to_end(&mut rest);
            sent += 250;
        }
    }
    drop(servers);
    let told = told.lock().unwrap();
    let heard = told.lines().filter(|line| line.contains(" > ")).count();
    assert!(sent > 10_000 && heard > 10_000, "{sent} sent, {heard} heard");
    let is_obeyed = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(told.chars().find(is_obeyed), None);
    // A line of a stranger is one line, and its meaning is one.
    let is_ours = |line: &str| {
        ["SMTP ", "submission ", "POP3 ", "        "].iter().any(|start| line.starts_with(start))
    };
    assert_eq!(told.lines().find(|line| !is_ours(line)), None);
}

#[test]
fn others_are_served_while_some_dawdle_at_every_port() {
    let (servers, boxes, _told) = servers("everything-works");
    let ports = [servers.smtp(), servers.submission(), servers.pop3(), servers.dns()];
    let dawdlers: Vec<TcpStream> = ports
        .iter()
        .flat_map(|port| (0..20).map(move |_| *port))
        .map(|port: SocketAddr| {
            let mut stream = TcpStream::connect(port).unwrap();
            stream.write_all(b"\0").unwrap();
            stream
        })
        .collect();
    let customer = servers.customer().to_owned();
    let user = Some((customer.as_str(), boxes[&customer].as_str()));
    let to = ["feedback@allbusiness.com"];
    let sent = send(servers.submission(), user, &customer, &to, MESSAGE);
    assert!(accepted(&sent.recipients[0].1), "{sent:?}");
    let sent = send(servers.smtp(), None, "eve@elsewhere.example", &to, MESSAGE);
    assert!(accepted(&sent.recipients[0].1), "{sent:?}");
    assert!(!fetch(servers.pop3(), "feedback", &boxes["feedback"]).is_empty());
    let mut asker = TcpStream::connect(servers.dns()).unwrap();
    let question = b"\0\x0d\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
    asker.write_all(&[question, &b"\0\x02\0\x01"[..]].concat()).unwrap();
    assert_eq!(dawdlers.len(), 80);
}

#[test]
fn servers_go_on_while_nobody_reads_what_they_print() {
    let ports = ["--smtp", "0", "--submission", "0", "--pop3", "0", "--dns", "0"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey"));
    command.arg("serve").args(ports).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("Ctrl-C ends it.\n") {
        assert_ne!(output.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let smtp = said.lines().find_map(|line| line.trim_start().strip_prefix("SMTP")).unwrap();
    let smtp: SocketAddr = smtp.split_whitespace().next().unwrap().parse().unwrap();
    // What is told of these fills any pipe, and all that is kept beside it.
    for _ in 0..20 {
        let mut stream = TcpStream::connect(smtp).unwrap();
        let commands = format!("VRFY {}\r\n", "x".repeat(400)).repeat(1_000);
        let mut replies = stream.try_clone().unwrap();
        let reader = std::thread::spawn(move || {
            let mut all = String::new();
            replies.read_to_string(&mut all).map(|_| all)
        });
        stream.write_all((commands + "QUIT\r\n").as_bytes()).unwrap();
        let replies = reader.join().unwrap().unwrap();
        assert!(
            replies.lines().count() >= 1_000 && replies.contains("\r\n221 "),
            "{}",
            replies.len()
        );
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    let rest = String::from_utf8_lossy(&rest);
    assert!(rest.contains(" lines are left out, because nobody read them in time.)\n"));
    assert!(rest.ends_with("Ended.\n") && child.wait().unwrap().success());
}

#[test]
fn beyond_this_computer_passwords_are_new_each_time() {
    let open = |bind: &str| {
        let settings = Settings { bind: bind.parse().unwrap(), ..settings() };
        let servers = Servers::open(preset("everything-works"), &settings, Tell::new(|_| {}));
        let servers = servers.expect("free ports");
        let boxes = servers.boxes();
        (servers, boxes)
    };
    let (_, usual) = open("127.0.0.1");
    assert_eq!(open("127.0.0.1").1, usual);
    let (servers, first) = open("0.0.0.0");
    let (_, second) = open("0.0.0.0");
    for boxes in [[&usual, &first], [&first, &second]] {
        for (one, other) in boxes[0].iter().zip(boxes[1]) {
            assert!(one.0 == other.0 && one.1 != other.1, "{one:?}");
        }
    }
    // They open boxes, and sign in to send.
    let key = |name: &str| first.iter().find(|(it, _)| it == name).unwrap().1.clone();
    let local = |port: SocketAddr| SocketAddr::from(([127, 0, 0, 1], port.port()));
    let customer = servers.customer().to_owned();
    let user = (customer.as_str(), &*key(&customer));
    let to = ["feedback@allbusiness.com"];
    let sent = send(local(servers.submission()), Some(user), &customer, &to, MESSAGE);
    assert!(accepted(&sent.recipients[0].1), "{sent:?}");
    assert!(fetch(local(servers.pop3()), "feedback", &key("feedback")).len() <= 1);
}
