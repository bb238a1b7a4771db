//! Servers that real clients call, and what they do there.

#![allow(dead_code, reason = "not every test needs everything")]

use journey::serve::{Clock, Limits, Servers, Settings, Tell, collect, deliver};
use model::scenario::Parts;
use sim::pop3;
use sim::smtp::client::Stage;
use sim::smtp::{ClientConfig, ClientResult, Credentials, RecipientResult};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// How long a test waits for something.
const LIMIT: std::time::Duration = std::time::Duration::from_mins(1);

pub(crate) const MESSAGE: &[u8] =
    b"From: ann@riverside.example\r\nSubject: Hello\r\n\r\n.\r\nreal bytes\r\n";

pub(crate) fn send(
    server: SocketAddr,
    credentials: Option<(&str, &str)>,
    from: &str,
    to: &[&str],
    message: &[u8],
) -> ClientResult {
    let config = ClientConfig {
        helo_name: "client.example".to_owned(),
        credentials: credentials
            .map(|(user, key)| Credentials { user: user.to_owned(), password: key.to_owned() }),
        reverse_path: Some(from.parse().expect("an address")),
        recipients: to.iter().map(|to| to.parse().expect("an address")).collect(),
        message: message.to_vec().into(),
    };
    deliver(server, Clock::start(), Limits::default(), config)
}

pub(crate) fn fetch(server: SocketAddr, user: &str, password: &str) -> Vec<Arc<Vec<u8>>> {
    let config = pop3::ClientConfig {
        user: user.to_owned(),
        password: password.to_owned(),
        after_wrong: None,
        leave_on_server: false,
    };
    let result = collect(server, Clock::start(), Limits::default(), config);
    assert_eq!(result.problem, None);
    result.messages
}

pub(crate) fn accepted(result: &RecipientResult) -> bool {
    matches!(result, RecipientResult::Accepted(_))
}

/// Where and with which code it was refused.
pub(crate) fn refused(result: &RecipientResult) -> (Stage, u16) {
    match result {
        RecipientResult::Permanent(problem) | RecipientResult::Transient(problem) => {
            (problem.stage, problem.reply.as_ref().map_or(0, |reply| reply.code().get()))
        }
        RecipientResult::Accepted(reply) => panic!("accepted: {reply:?}"),
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        bind: "127.0.0.1".parse().expect("an address"),
        smtp: Some(0),
        submission: Some(0),
        pop3: Some(0),
        dns: Some(0),
        dns_host: None,
        speed: 1_000,
    }
}

/// The servers of a journey, the passwords of its boxes, and what is told.
pub(crate) fn servers(slug: &str) -> (Servers, BTreeMap<String, String>, Receiver<String>) {
    servers_for(preset(slug), 1_000)
}

/// The servers of a journey in which time passes so many times faster.
pub(crate) fn servers_for(
    journey: Parts,
    speed: u32,
) -> (Servers, BTreeMap<String, String>, Receiver<String>) {
    let (tell, told) = channel();
    let tell = Tell::new(move |text: &str| {
        let _ = tell.send(text.to_owned());
    });
    let servers =
        Servers::open(journey, &Settings { speed, ..settings() }, tell).expect("free ports");
    let boxes = servers.boxes().into_iter().collect();
    (servers, boxes, told)
}

pub(crate) fn preset(slug: &str) -> Parts {
    model::presets::find(slug).expect("a preset").parts()
}

/// Waits until something is told that begins so, and returns it.
#[track_caller]
pub(crate) fn wait_for(told: &Receiver<String>, what: &str) -> String {
    let mut heard = String::new();
    loop {
        let Ok(text) = told.recv_timeout(LIMIT) else { panic!("no word of {what} in:\n{heard}") };
        if text.starts_with(what) {
            return text;
        }
        heard.push_str(&text);
    }
}

/// Waits until it is so.
#[track_caller]
pub(crate) fn wait_until(mut it_is_so: impl FnMut() -> bool) {
    let clock = Clock::start();
    while !it_is_so() {
        let waited = std::time::Duration::from_micros(clock.now().micros());
        assert!(waited < LIMIT, "it is not so after a long time");
    }
}
