//! A small internet of name servers for the tests of the resolver. Its clock jumps: a datagram
//! takes [`ROUND_TRIP`] there and back, and silence lasts until the resolver's next wake-up.

#![allow(dead_code, reason = "each test file uses its own part")]

use model::time::{Duration, Instant};
use sim::dns::{
    Answer, DnsName, LookupError, MxHost, NameServer, Question, Resolver, ResolverConfig,
    ResolverEvent, Transmit, Zone,
};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

pub(crate) const ROOT: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
pub(crate) const COM: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 2);
pub(crate) const EXAMPLE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 3);
pub(crate) const ALLBUSINESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);
pub(crate) const OTHER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 54);
pub(crate) const EVIL: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 66);
pub(crate) const ROUND_TRIP: Duration = Duration::from_millis(20);

pub(crate) type Server = Box<dyn Fn(&[u8]) -> Option<Vec<u8>>>;

pub(crate) struct Internet {
    pub(crate) now: Instant,
    pub(crate) servers: BTreeMap<Ipv4Addr, Server>,
    pub(crate) resolver: Resolver,
    pub(crate) asked: Vec<String>,
    pub(crate) other_events: Vec<String>,
}

impl Internet {
    pub(crate) fn new() -> Self {
        let mut internet = Self {
            now: Instant::ZERO,
            servers: BTreeMap::new(),
            resolver: Resolver::new(ResolverConfig::new(vec![ROOT], 42)),
            asked: Vec::new(),
            other_events: Vec::new(),
        };
        internet.serve(ROOT, vec![root_zone()]);
        internet.serve(COM, vec![com_zone()]);
        internet.serve(EXAMPLE, vec![example_zone()]);
        internet.serve(ALLBUSINESS, vec![allbusiness_zone()]);
        internet.serve(OTHER, vec![other_zone()]);
        internet
    }

    pub(crate) fn serve(&mut self, at: Ipv4Addr, zones: Vec<Zone>) {
        let server = NameServer::new(zones);
        self.put(at, move |query| server.answer(query));
    }

    pub(crate) fn put(
        &mut self,
        at: Ipv4Addr,
        server: impl Fn(&[u8]) -> Option<Vec<u8>> + 'static,
    ) {
        self.servers.insert(at, Box::new(server));
    }

    pub(crate) fn silence(&mut self, at: Ipv4Addr) {
        self.servers.remove(&at);
    }

    pub(crate) fn look_up(&mut self, question: Question) -> Result<Answer, LookupError> {
        self.asked.clear();
        self.other_events.clear();
        let lookup = self.resolver.lookup(self.now, question);
        for _ in 0..1_000 {
            self.note_events();
            if let Some((id, result)) = self.resolver.poll_answer() {
                assert_eq!(id, lookup);
                assert_eq!(self.resolver.poll_timeout(), None);
                assert_eq!(self.resolver.open_ports().count(), 0);
                return result;
            }
            self.exchange();
        }
        panic!("a look-up never ends: {:?}", self.asked);
    }

    pub(crate) fn exchange(&mut self) {
        let sent: Vec<Transmit> = std::iter::from_fn(|| self.resolver.poll_transmit()).collect();
        if sent.is_empty() {
            self.now = self.resolver.poll_timeout().expect("nothing to wait for");
            self.resolver.handle_timeout(self.now);
        }
        for datagram in sent {
            assert!(self.resolver.open_ports().any(|port| port == datagram.local_port));
            let server = self.servers.get(&datagram.to);
            if let Some(answer) = server.and_then(|server| server(&datagram.bytes)) {
                self.now += ROUND_TRIP;
                self.resolver.handle_datagram(self.now, datagram.to, datagram.local_port, &answer);
            }
        }
    }

    pub(crate) fn note_events(&mut self) {
        while let Some(event) = self.resolver.poll_event() {
            match event {
                ResolverEvent::Asked { server, zone, question, try_number, .. } => {
                    let again = if try_number > 1 { " again" } else { "" };
                    let host = server.octets()[3];
                    self.asked.push(format!("{host} for {zone}: {question}{again}"));
                }
                ResolverEvent::Referred { zone, servers, .. } => {
                    let servers: Vec<_> = servers.iter().map(ToString::to_string).collect();
                    let servers = servers.join(" ");
                    self.other_events.push(format!("referred to {zone}: {servers}"));
                }
                ResolverEvent::Alias { name, target, .. } => {
                    self.other_events.push(format!("{name} is {target}"));
                }
                ResolverEvent::Answered { question, ttl, .. } => {
                    self.other_events.push(format!("answered {question} for {ttl} s"));
                }
                ResolverEvent::FromCache { question, remaining, .. } => {
                    self.other_events.push(format!("known {question} for {remaining} s"));
                }
                ResolverEvent::TimedOut { server, try_number, .. } => {
                    let at = self.now.since(Instant::ZERO).millis();
                    let host = server.octets()[3];
                    self.other_events.push(format!("{host} silent {try_number} at {at} ms"));
                }
                ResolverEvent::ServerFailed { server, fault, .. } => {
                    let host = server.octets()[3];
                    self.other_events.push(format!("{host} useless: {fault}"));
                }
                ResolverEvent::Failed { question, error, .. } => {
                    self.other_events.push(format!("failed {question}: {error}"));
                }
            }
        }
    }
}

pub(crate) fn name(text: &str) -> DnsName {
    text.parse().expect("a name")
}

pub(crate) fn mx(text: &str) -> Question {
    Question::mx(text.parse().expect("a name"))
}

pub(crate) fn a(text: &str) -> Question {
    Question::a(text.parse().expect("a name"))
}

pub(crate) fn root_zone() -> Zone {
    Zone::new(DnsName::root(), name("a.root.example"))
        .delegate(name("com"), 172_800, name("ns.com"), COM)
        .delegate(name("example"), 172_800, name("ns.example"), EXAMPLE)
}

pub(crate) fn com_zone() -> Zone {
    let nobody = |last| Ipv4Addr::new(192, 0, 2, last);
    Zone::new(name("com"), name("ns.com"))
        .delegate(name("allbusiness.com"), 172_800, name("ns.allbusiness.com"), ALLBUSINESS)
        // Two servers, the first one silent.
        .delegate(name("half.com"), 172_800, name("ns1.half.com"), nobody(1))
        .delegate(name("half.com"), 172_800, name("ns2.half.com"), OTHER)
        .delegate(name("silent.com"), 172_800, name("ns1.silent.com"), nobody(1))
        .delegate(name("silent.com"), 172_800, name("ns2.silent.com"), nobody(2))
        // Servers without glue: one that can be found, and three that cannot.
        .ns(name("glueless.com"), 172_800, name("ns.other.example"))
        .ns(name("orphan.com"), 172_800, name("ns.orphan.com"))
        .ns(name("left.com"), 172_800, name("ns.right.com"))
        .ns(name("right.com"), 172_800, name("ns.left.com"))
        .delegate(name("lame.com"), 172_800, name("ns.lame.com"), ALLBUSINESS)
        .delegate(name("upward.com"), 172_800, name("ns.upward.com"), ROOT)
        .delegate(name("evil.com"), 172_800, name("ns.evil.com"), EVIL)
}

pub(crate) fn example_zone() -> Zone {
    Zone::new(name("example"), name("ns.example")).delegate(
        name("other.example"),
        172_800,
        name("ns.other.example"),
        OTHER,
    )
}

pub(crate) fn allbusiness_zone() -> Zone {
    Zone::new(name("allbusiness.com"), name("ns.allbusiness.com"))
        .mx(name("allbusiness.com"), 3_600, 20, name("backup.allbusiness.com"))
        .mx(name("allbusiness.com"), 3_600, 10, name("mx.allbusiness.com"))
        .a(name("mx.allbusiness.com"), 600, Ipv4Addr::new(198, 51, 100, 26))
        .a(name("backup.allbusiness.com"), 600, Ipv4Addr::new(198, 51, 100, 27))
        .null_mx(name("quiet.allbusiness.com"), 600)
        .mx(name("odd.allbusiness.com"), 600, 10, name("localhost"))
        .cname(name("in.allbusiness.com"), 60, name("mx.allbusiness.com"))
        .cname(name("out.allbusiness.com"), 60, name("mail.other.example"))
        .cname(name("gone.allbusiness.com"), 60, name("gone.other.example"))
        .cname(name("ping.allbusiness.com"), 60, name("pong.other.example"))
        .cname(name("under.allbusiness.com"), 60, name("_x.other.example"))
}

pub(crate) fn other_zone_of(apex: &str) -> Zone {
    Zone::new(name(apex), name("ns.other.example")).mx(
        name(apex),
        600,
        5,
        name("mail.other.example"),
    )
}

pub(crate) fn other_zone() -> Zone {
    other_zone_of("other.example")
        .a(name("ns.other.example"), 600, OTHER)
        .a(name("mail.other.example"), 600, Ipv4Addr::new(203, 0, 113, 7))
        .cname(name("pong.other.example"), 60, name("ping.allbusiness.com"))
}

pub(crate) fn write(result: &Result<Answer, LookupError>) -> String {
    match result {
        Ok(Answer::Mx(hosts, _)) => {
            let hosts: Vec<_> = hosts
                .iter()
                .map(|(preference, host)| match host {
                    MxHost::Host(host) => format!("{preference} {host}"),
                    MxHost::Null => format!("{preference} ."),
                })
                .collect();
            format!("[{}]", hosts.join(", "))
        }
        Ok(Answer::A(addresses, _)) => format!("{addresses:?}"),
        Ok(Answer::NoData) => "no data".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
pub(crate) fn check(internet: &mut Internet, question: Question, asked: &[&str], result: &str) {
    let asking = question.to_string();
    let found = internet.look_up(question);
    assert_eq!(internet.asked, asked, "{asking}: {:?}", internet.other_events);
    assert_eq!(write(&found), result, "{asking}: {:?}", internet.other_events);
}
