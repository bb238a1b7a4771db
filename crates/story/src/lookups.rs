//! The look-ups of a journey: who asked whom for what, and what came back.

use model::cast::{HostId, Role, ZoneLevel};
use model::show_time::ShowTime;
use model::story::{Beat, BeatKind};
use model::time::Instant;
use sim::dns::{Answer, LookupError, Question, RecordType, describe};
use sim::trace::{EventId, EventKind, PacketId, Trace};
use text::{captions as words, gloss};

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The look-up this belongs to, counted on the host that asks.
    pub lookup: u32,
    /// Who asked.
    pub host: HostId,
    /// Who was asked.
    pub server: HostId,
    /// What for: `MX allbusiness.com`.
    pub question: Question,
    /// When it was asked.
    pub asked_at: Instant,
    /// The datagram with the question.
    pub query: PacketId,
    /// The datagram with the answer, once there is one.
    pub reply: Option<PacketId>,
    /// The event of the answer.
    pub answered: Option<EventId>,
    /// Whether the answer only says whom to ask next.
    pub referral: bool,
    /// For how long the answer may be remembered, in seconds: as long as its shortest record.
    pub ttl: Option<u32>,
    /// The records in the answer, one a line: `allbusiness.com. 3600 MX 10 mx.allbusiness.com.`
    pub records: Vec<String>,
    /// What the answer is about: the zone that it refers to, or the data asked for.
    subject: String,
    /// The answer is that there is no such name (RFC 2308).
    pub no_such_name: bool,
}

impl Exchange {
    /// The answer in a few words.
    pub fn short_answer(&self) -> String {
        if self.no_such_name {
            return words::NO_SUCH_NAME.to_owned();
        }
        let kind = if self.referral { "NS".to_owned() } else { self.question.rtype.to_string() };
        [&kind, " ", &self.subject].concat()
    }

    /// The answer in plain words.
    pub fn gloss(&self) -> String {
        if self.no_such_name {
            gloss::no_such_name(self.question.name.as_str())
        } else if self.referral {
            gloss::referral(&self.subject)
        } else if self.subject.is_empty() {
            gloss::NO_SUCH_RECORD.to_owned()
        } else {
            match self.question.rtype {
                RecordType::Mx => gloss::mail_servers(self.question.name.as_str(), &self.subject),
                RecordType::A => gloss::address(&self.subject),
            }
        }
    }
}

/// A question in plain words.
pub(super) fn question_in_words(question: &Question) -> String {
    let name = question.name.as_str();
    match question.rtype {
        RecordType::Mx => gloss::which_server(name),
        RecordType::A => gloss::which_address(name),
    }
}

/// What a server wanted to know, and how it found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Who wanted to know.
    pub host: HostId,
    /// What: `MX allbusiness.com`.
    pub question: Question,
    /// Since when.
    pub at: Instant,
    /// Question by question.
    pub steps: Vec<Step>,
    /// What came out, and when; `Err` says why nothing did.
    pub result: Option<(Instant, Result<Answer, LookupError>)>,
}

/// A step of a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A name server was asked: which of the exchanges.
    Asked(usize),
    /// The answer to this question was remembered from before.
    Remembered {
        /// What for.
        question: Question,
        /// When.
        at: Instant,
    },
}

/// The exchanges of a trace ([`of`]), by what they were for.
pub fn grouped(trace: &Trace) -> Vec<Lookup> {
    let mut groups: Vec<(u32, Lookup)> = Vec::new();
    let mut asked = 0;
    for event in &trace.events {
        let (number, question, step) = match &event.kind {
            EventKind::Asked { lookup, question, .. } => {
                asked += 1;
                (lookup, question, Some(Step::Asked(asked - 1)))
            }
            EventKind::Remembered { lookup, question } => {
                let step = Step::Remembered { question: question.clone(), at: event.at };
                (lookup, question, Some(step))
            }
            EventKind::LookedUp { lookup, question, .. } => (lookup, question, None),
            _ => continue,
        };
        let known = groups
            .iter()
            .position(|(known, group)| known == number && group.host == event.host)
            .unwrap_or_else(|| {
                groups.push((
                    *number,
                    Lookup {
                        host: event.host,
                        question: question.clone(),
                        at: event.at,
                        steps: Vec::new(),
                        result: None,
                    },
                ));
                groups.len() - 1
            });
        let group = &mut groups[known].1;
        group.steps.extend(step);
        if let EventKind::LookedUp { question, result, .. } = &event.kind {
            group.question.clone_from(question);
            group.result = Some((event.at, result.clone()));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// All exchanges with name servers, in the order they were asked.
pub fn of(trace: &Trace) -> Vec<Exchange> {
    let mut exchanges: Vec<(u32, Exchange)> = Vec::new();
    for (id, event) in trace.numbered_events() {
        match &event.kind {
            EventKind::Asked { lookup, packet, server, question } => {
                let exchange = Exchange {
                    lookup: *lookup,
                    host: event.host,
                    server: *server,
                    question: question.clone(),
                    asked_at: event.at,
                    query: *packet,
                    reply: None,
                    answered: None,
                    referral: false,
                    ttl: None,
                    records: Vec::new(),
                    subject: String::new(),
                    no_such_name: false,
                };
                exchanges.push((*lookup, exchange));
            }
            EventKind::Answered { lookup, packet, server, question, referral } => {
                let asked = exchanges.iter_mut().rev().find(|(number, exchange)| {
                    number == lookup
                        && exchange.host == event.host
                        && exchange.server == *server
                        && exchange.question == *question
                });
                if let Some((_, exchange)) = asked {
                    exchange.reply = Some(*packet);
                    exchange.answered = Some(id);
                    exchange.referral = *referral;
                    read_reply(trace, *packet, exchange);
                }
            }
            _ => {}
        }
    }
    exchanges.into_iter().map(|(_, exchange)| exchange).collect()
}

/// The beats in which the registry answers that there is no such domain, or one that takes no mail
/// (RFC 7505).
pub(super) fn negative_answers(trace: &Trace, beats: &[Beat]) -> Vec<usize> {
    let exchanges = of(trace);
    let sent_at = |packet: PacketId| trace.packets[packet.index()].sent_at;
    let says_no = |n: usize| {
        let beat = &beats[n];
        let BeatKind::Answer { host, server, .. } = &beat.kind else { return false };
        let question = beats[..n].iter().rev().find_map(|asked| match &asked.kind {
            BeatKind::Ask { host: h, server: s, question, .. } if h == host && s == server => {
                Some(question)
            }
            _ => None,
        });
        exchanges.iter().any(|exchange| {
            exchange.host == *host
                && exchange.server == *server
                && Some(&exchange.question) == question
                && exchange.reply.is_some_and(|reply| sent_at(reply) == beat.sim.0)
                && (exchange.no_such_name
                    || exchange.records.iter().any(|record| record.ends_with(" MX 0 .")))
        })
    };
    (0..beats.len()).filter(|n| says_no(*n)).collect()
}

/// When the story tells an exchange: its beat begins, or the beat before which it happened.
pub fn show_at(trace: &Trace, beats: &[Beat], exchange: &Exchange) -> ShowTime {
    let beat = beats.iter().find(|beat| {
        let sent_at = trace.packets[exchange.query.index()].sent_at;
        beat.sim.0 == sent_at
            && matches!(&beat.kind, BeatKind::Ask { host, question, .. }
                if *host == exchange.host && *question == exchange.question)
    });
    let before = || beats.iter().rev().find(|beat| beat.sim.1 <= exchange.asked_at);
    beat.map_or_else(|| before().map_or(0, |beat| beat.until), |beat| beat.from)
}

/// What a name server is called: the root, `.com`, or its name.
pub fn name_of(trace: &Trace, server: HostId) -> String {
    let host = trace.cast.host(server);
    match &host.role {
        Role::NameServer(ZoneLevel::Root) => words::ROOT.to_owned(),
        Role::NameServer(ZoneLevel::TopLevel(name)) => words::top_level(name),
        _ => host.name.clone(),
    }
}

fn read_reply(trace: &Trace, packet: PacketId, exchange: &mut Exchange) {
    let Some((_, _, payload)) = trace.packets[packet.index()].udp() else {
        return;
    };
    let Some(summary) = describe(payload) else {
        return;
    };
    exchange.no_such_name = summary.rcode == "NXDOMAIN";
    // A no carries its time in the record of authority (RFC 2308 section 5).
    let told = if summary.answers.is_empty() { &summary.authority } else { &summary.answers };
    exchange.ttl = told.iter().map(|record| record.ttl).min();
    let all = [&summary.answers, &summary.authority, &summary.additional];
    for record in all.into_iter().flatten() {
        let ttl = record.ttl.to_string();
        exchange
            .records
            .push([&record.owner, &ttl, &record.rtype, &record.data].map(String::as_str).join(" "));
    }
    // A dot alone is the root: "no host" in a null MX.
    let plain = |name: &str| match name.strip_suffix('.') {
        Some(rest) if !rest.is_empty() && !rest.ends_with(' ') => rest.to_owned(),
        _ => name.to_owned(),
    };
    exchange.subject = if exchange.referral {
        summary.authority.first().map_or_else(String::new, |record| plain(&record.owner))
    } else {
        let data: Vec<String> = summary.answers.iter().map(|record| plain(&record.data)).collect();
        data.join(", ")
    };
}
