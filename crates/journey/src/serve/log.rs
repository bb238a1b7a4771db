//! What `journey serve` prints: what happens on the ports and in the world behind them, each line with
//! what it means.

use super::stream::Heard;
use super::tell::{Tell, printable};
use sim::dns::{DnsSummary, describe};
use sim::live_world::LiveWorld;
use sim::trace::{EventId, EventKind, Folder};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use story::conversation::Reader;
use story::verdict::why_in;
use text::gloss::{self, Protocol};
use text::{serve as words, units};

/// What is said at one port.
pub(super) struct PortLog {
    what: &'static str,
    tell: Tell,
    /// The last command of each client: what a reply answers. Or the 334 that wants more of it.
    commands: Mutex<BTreeMap<SocketAddr, String>>,
}

impl PortLog {
    pub(super) fn new(what: &'static str, tell: Tell) -> Self {
        Self { what, tell, commands: Mutex::new(BTreeMap::new()) }
    }

    /// A line or a message on a connection.
    pub(super) fn heard(&self, protocol: Protocol, peer: SocketAddr, heard: &Heard) {
        let mut commands = super::mail::lock(&self.commands);
        let (arrow, line, gloss) = match heard {
            Heard::Theirs(line) => {
                // Not more of them than there can be connections, some of which are over.
                if commands.len() > 1_000 {
                    commands.clear();
                }
                // What answers a 334 is no command, but the rest of the last one.
                let asked_for_more = commands.remove(&peer).filter(|last| last.starts_with("334"));
                let command = asked_for_more.map_or_else(|| line.clone(), |_| "AUTH".to_owned());
                let gloss = gloss::command(protocol, &command);
                commands.insert(peer, command);
                (">", line.clone(), gloss)
            }
            Heard::Ours(line) => {
                let command = commands.get(&peer).map_or("", String::as_str);
                let gloss = gloss::reply(protocol, command, line, why_in(command, line));
                if protocol == Protocol::Smtp && line.starts_with("334") {
                    commands.insert(peer, line.clone());
                }
                ("<", line.clone(), gloss)
            }
            Heard::TheirMessage(bytes) => {
                (">", words::a_message(*bytes as u64), gloss::MESSAGE.to_owned())
            }
            Heard::OurMessage(bytes) => ("<", words::a_message(*bytes), gloss::MESSAGE.to_owned()),
        };
        drop(commands);
        let port = peer.port().to_string();
        let (line, gloss) = (printable(&line), printable(&gloss));
        self.tell.say(&words::said_at_a_port(self.what, &port, arrow, &line, &gloss));
    }

    /// A question to a name server, and its answer, if there is one.
    pub(super) fn looked_up(&self, question: &[u8], answer: Option<&[u8]>) {
        let asked = describe(question).and_then(|summary| summary.question);
        let (name, kind) = asked.unwrap_or_default();
        let name = &*printable(name.trim_end_matches('.'));
        let subject = [&kind, " ", name].concat();
        let gloss = match kind.as_str() {
            "MX" => gloss::which_server(name),
            "A" => gloss::which_address(name),
            _ => gloss::OTHER_QUESTION.to_owned(),
        };
        let text = match answer {
            None => words::looked_up_in_vain(&subject, &gloss),
            Some(answer) => {
                let Some(answer) = describe(answer) else { return };
                words::looked_up(&subject, &printable(&in_short(&answer)), &gloss)
            }
        };
        self.tell.say(&text);
    }
}

/// What happens in the world behind the ports.
#[derive(Default)]
pub(super) struct WorldLog {
    lines: Reader,
}

impl WorldLog {
    /// What has happened since the last time. Forgets the record when nobody needs it any more.
    pub(super) fn read(&mut self, live: &mut LiveWorld, speed: u32) -> Vec<String> {
        let news = live.news();
        let texts = news.filter_map(|id| self.text(live, id, speed)).collect();
        if live.forget() {
            self.lines = Reader::default();
        }
        texts
    }

    fn text(&mut self, live: &LiveWorld, id: EventId, speed: u32) -> Option<String> {
        let trace = live.trace();
        let name = |host| trace.cast.host(host).name.as_str();
        if let Some(line) = self.lines.line(trace, id) {
            let (speaker, listener) = (name(line.speaker), name(line.listener));
            let (said, gloss) = (printable(&line.text), printable(&line.gloss));
            return Some(words::said_on_the_way(speaker, listener, &said, &gloss));
        }
        let event = &trace[id];
        match &event.kind {
            EventKind::Stored { mailbox, .. } => {
                let name = mailbox.local_part.box_name();
                Some(words::lies_in_the_box(&live.user_name(event.host, &name)))
            }
            EventKind::SetAside { mailbox, folder, .. } => {
                Some(words::lies_elsewhere(*folder == Folder::Spam, &mailbox.to_string()))
            }
            EventKind::WillRetry { recipients, at, .. } => {
                let names: Vec<String> = recipients.iter().map(ToString::to_string).collect();
                let span = units::span(at.since(event.at).micros() / u64::from(speed));
                Some(words::will_try_again(name(event.host), &units::list(&names), &span))
            }
            EventKind::Held { recipients, until, .. } => {
                let names: Vec<String> = recipients.iter().map(ToString::to_string).collect();
                let span = units::span(until.since(event.at).micros() / u64::from(speed));
                Some(words::keeps(name(event.host), &units::list(&names), &span))
            }
            EventKind::DsnDropped { .. } => Some(words::report_dropped(name(event.host))),
            EventKind::BackAgain => Some(words::is_back(name(event.host))),
            EventKind::LockReleased { box_name } => Some(words::lock_released(box_name)),
            _ => None,
        }
    }
}

/// `10 mx.allbusiness.com.`, or why there is nothing.
fn in_short(answer: &DnsSummary) -> String {
    let data = |records: &[sim::dns::RecordSummary]| {
        let texts: Vec<&str> = records.iter().map(|record| record.data.as_str()).collect();
        texts.join(", ")
    };
    let referral = answer.authority.iter().find(|record| record.rtype == "NS");
    match (answer.answers.as_slice(), referral) {
        ([], Some(referral)) if answer.rcode == "NOERROR" => words::ask_there(&referral.data),
        ([], _) if answer.rcode == "NOERROR" => words::NO_RECORDS.to_owned(),
        ([], _) => answer.rcode.clone(),
        (records, _) => data(records),
    }
}
