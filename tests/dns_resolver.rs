//! The resolver against a small internet of name servers, friendly and hostile.

use domain::base::iana::{Rcode, Rtype};
use domain::base::name::FlattenInto;
use domain::base::{Message, MessageBuilder, Name};
use domain::rdata::{A, Mx, Ns};
use email_journey::sim::dns::{
    Answer, DnsName, LookupError, MxHost, NameServer, Question, RecordType, Resolver,
    ResolverConfig, ResolverEvent, Transmit, Zone,
};
use email_journey::sim::time::{Duration, Instant};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

const ROOT: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
const COM: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 2);
const EXAMPLE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 3);
const ALLBUSINESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);
const OTHER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 54);
const EVIL: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 66);
const ROUND_TRIP: Duration = Duration::from_millis(20);

type Server = Box<dyn Fn(&[u8]) -> Option<Vec<u8>>>;

struct Internet {
    now: Instant,
    servers: BTreeMap<Ipv4Addr, Server>,
    resolver: Resolver,
    asked: Vec<String>,
    other_events: Vec<String>,
}

impl Internet {
    fn new() -> Self {
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

    fn serve(&mut self, at: Ipv4Addr, zones: Vec<Zone>) {
        let server = NameServer::new(zones);
        self.put(at, move |query| server.answer(query));
    }

    fn put(&mut self, at: Ipv4Addr, server: impl Fn(&[u8]) -> Option<Vec<u8>> + 'static) {
        self.servers.insert(at, Box::new(server));
    }

    fn silence(&mut self, at: Ipv4Addr) {
        self.servers.remove(&at);
    }

    fn look_up(&mut self, question: Question) -> Result<Answer, LookupError> {
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

    fn exchange(&mut self) {
        let sent: Vec<Transmit> = std::iter::from_fn(|| self.resolver.poll_transmit()).collect();
        if sent.is_empty() {
            self.now = self.resolver.poll_timeout().expect("nothing to wait for");
            self.resolver.handle_timeout(self.now);
        }
        for datagram in sent {
            assert!(
                self.resolver
                    .open_ports()
                    .any(|port| port == datagram.local_port)
            );
            let server = self.servers.get(&datagram.to);
            if let Some(answer) = server.and_then(|server| server(&datagram.bytes)) {
                self.now += ROUND_TRIP;
                self.resolver
                    .handle_datagram(self.now, datagram.to, datagram.local_port, &answer);
            }
        }
    }

    fn note_events(&mut self) {
        while let Some(event) = self.resolver.poll_event() {
            match event {
                ResolverEvent::Asked {
                    server,
                    zone,
                    question,
                    try_number,
                    ..
                } => {
                    let again = if try_number > 1 { " again" } else { "" };
                    let host = server.octets()[3];
                    self.asked
                        .push(format!("{host} for {zone}: {question}{again}"));
                }
                ResolverEvent::Referred { zone, servers, .. } => {
                    let servers = servers.join(" ");
                    self.other_events
                        .push(format!("referred to {zone}: {servers}"));
                }
                ResolverEvent::Alias { name, target, .. } => {
                    self.other_events.push(format!("{name} is {target}"));
                }
                ResolverEvent::Answered { question, ttl, .. } => {
                    self.other_events
                        .push(format!("answered {question} for {ttl} s"));
                }
                ResolverEvent::FromCache {
                    question,
                    remaining,
                    ..
                } => self
                    .other_events
                    .push(format!("known {question} for {remaining} s")),
                ResolverEvent::TimedOut {
                    server, try_number, ..
                } => {
                    let at = self.now.since(Instant::ZERO).millis();
                    let host = server.octets()[3];
                    self.other_events
                        .push(format!("{host} silent {try_number} at {at} ms"));
                }
                ResolverEvent::ServerFailed { server, fault, .. } => {
                    let host = server.octets()[3];
                    self.other_events.push(format!("{host} useless: {fault}"));
                }
                ResolverEvent::Failed {
                    question, error, ..
                } => self
                    .other_events
                    .push(format!("failed {question}: {error}")),
            }
        }
    }
}

fn name(text: &str) -> DnsName {
    text.parse().unwrap()
}

fn mx(text: &str) -> Question {
    Question::mx(text.parse().unwrap())
}

fn a(text: &str) -> Question {
    Question::a(text.parse().unwrap())
}

fn root_zone() -> Zone {
    Zone::new(DnsName::root(), name("a.root.example"))
        .delegate(name("com"), 172_800, name("ns.com"), COM)
        .delegate(name("example"), 172_800, name("ns.example"), EXAMPLE)
}

fn com_zone() -> Zone {
    let nobody = |last| Ipv4Addr::new(192, 0, 2, last);
    Zone::new(name("com"), name("ns.com"))
        .delegate(
            name("allbusiness.com"),
            172_800,
            name("ns.allbusiness.com"),
            ALLBUSINESS,
        )
        // Two servers, the first one silent.
        .delegate(name("half.com"), 172_800, name("ns1.half.com"), nobody(1))
        .delegate(name("half.com"), 172_800, name("ns2.half.com"), OTHER)
        .delegate(
            name("silent.com"),
            172_800,
            name("ns1.silent.com"),
            nobody(1),
        )
        .delegate(
            name("silent.com"),
            172_800,
            name("ns2.silent.com"),
            nobody(2),
        )
        // Servers without glue: one that can be found, and three that cannot.
        .ns(name("glueless.com"), 172_800, name("ns.other.example"))
        .ns(name("orphan.com"), 172_800, name("ns.orphan.com"))
        .ns(name("left.com"), 172_800, name("ns.right.com"))
        .ns(name("right.com"), 172_800, name("ns.left.com"))
        .delegate(name("lame.com"), 172_800, name("ns.lame.com"), ALLBUSINESS)
        .delegate(name("upward.com"), 172_800, name("ns.upward.com"), ROOT)
        .delegate(name("evil.com"), 172_800, name("ns.evil.com"), EVIL)
}

fn example_zone() -> Zone {
    Zone::new(name("example"), name("ns.example")).delegate(
        name("other.example"),
        172_800,
        name("ns.other.example"),
        OTHER,
    )
}

fn allbusiness_zone() -> Zone {
    Zone::new(name("allbusiness.com"), name("ns.allbusiness.com"))
        .mx(
            name("allbusiness.com"),
            3_600,
            20,
            name("backup.allbusiness.com"),
        )
        .mx(
            name("allbusiness.com"),
            3_600,
            10,
            name("mx.allbusiness.com"),
        )
        .a(
            name("mx.allbusiness.com"),
            600,
            Ipv4Addr::new(198, 51, 100, 26),
        )
        .a(
            name("backup.allbusiness.com"),
            600,
            Ipv4Addr::new(198, 51, 100, 27),
        )
        .null_mx(name("quiet.allbusiness.com"), 600)
        .mx(name("odd.allbusiness.com"), 600, 10, name("localhost"))
        .cname(name("in.allbusiness.com"), 60, name("mx.allbusiness.com"))
        .cname(name("out.allbusiness.com"), 60, name("mail.other.example"))
        .cname(name("gone.allbusiness.com"), 60, name("gone.other.example"))
        .cname(name("ping.allbusiness.com"), 60, name("pong.other.example"))
        .cname(name("under.allbusiness.com"), 60, name("_x.other.example"))
}

fn other_zone_of(apex: &str) -> Zone {
    Zone::new(name(apex), name("ns.other.example")).mx(
        name(apex),
        600,
        5,
        name("mail.other.example"),
    )
}

fn other_zone() -> Zone {
    other_zone_of("other.example")
        .a(name("ns.other.example"), 600, OTHER)
        .a(
            name("mail.other.example"),
            600,
            Ipv4Addr::new(203, 0, 113, 7),
        )
        .cname(name("pong.other.example"), 60, name("ping.allbusiness.com"))
}

// What an honest server would answer, without any of its records.
fn craft(query: &[u8], fill: impl FnOnce(&mut Crafted)) -> Option<Vec<u8>> {
    let query = Message::from_octets(query).ok()?;
    let mut crafted = Crafted::default();
    fill(&mut crafted);
    let mut message = MessageBuilder::new_vec()
        .start_answer(&query, crafted.rcode.unwrap_or(Rcode::NOERROR))
        .ok()?;
    message.header_mut().set_aa(crafted.authoritative);
    for (owner, host) in crafted.mx {
        message
            .push((wire(owner), 600, Mx::new(10, wire(host))))
            .ok()?;
    }
    let mut message = message.authority();
    for (owner, host) in crafted.ns {
        message.push((wire(owner), 600, Ns::new(wire(host)))).ok()?;
    }
    let mut message = message.additional();
    for (owner, address) in crafted.glue {
        message.push((wire(owner), 600, A::new(address))).ok()?;
    }
    Some(message.finish())
}

fn wire(text: &str) -> Name<Vec<u8>> {
    Name::vec_from_str(text).unwrap().flatten_into()
}

#[derive(Default)]
struct Crafted {
    rcode: Option<Rcode>,
    authoritative: bool,
    mx: Vec<(&'static str, &'static str)>,
    ns: Vec<(&'static str, &'static str)>,
    glue: Vec<(&'static str, Ipv4Addr)>,
}

fn write(result: &Result<Answer, LookupError>) -> String {
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
fn check(internet: &mut Internet, question: Question, asked: &[&str], result: &str) {
    let found = internet.look_up(question.clone());
    assert_eq!(
        internet.asked, asked,
        "{question}: {:?}",
        internet.other_events
    );
    assert_eq!(
        write(&found),
        result,
        "{question}: {:?}",
        internet.other_events
    );
}

#[test]
fn it_asks_its_way_down_and_remembers() {
    let mut internet = Internet::new();
    let hosts = "[10 mx.allbusiness.com, 20 backup.allbusiness.com]";
    let down = [
        "1 for .: MX allbusiness.com",
        "2 for com: MX allbusiness.com",
        "53 for allbusiness.com: MX allbusiness.com",
    ];
    check(&mut internet, mx("allbusiness.com"), &down, hosts);
    assert_eq!(
        internet.other_events,
        [
            "referred to com: ns.com",
            "referred to allbusiness.com: ns.allbusiness.com",
            "answered MX allbusiness.com for 3600 s"
        ]
    );
    let own = ["53 for allbusiness.com: A mx.allbusiness.com"];
    check(
        &mut internet,
        a("mx.allbusiness.com"),
        &own,
        "[198.51.100.26]",
    );
    check(&mut internet, mx("allbusiness.com"), &[], hosts);
    assert_eq!(
        internet.other_events,
        ["known MX allbusiness.com for 3600 s"]
    );
    internet.now += Duration::from_secs(3_000);
    check(
        &mut internet,
        a("mx.allbusiness.com"),
        &own,
        "[198.51.100.26]",
    );
    check(&mut internet, mx("allbusiness.com"), &[], hosts);
    assert_eq!(
        internet.other_events,
        ["known MX allbusiness.com for 600 s"]
    );
    internet.now += Duration::from_secs(600);
    check(&mut internet, mx("allbusiness.com"), &down[2..], hosts);
    internet.now += Duration::from_secs(172_800);
    check(&mut internet, mx("allbusiness.com"), &down, hosts);
}

#[test]
fn negative_answers_are_answers_and_remembered() {
    let mut internet = Internet::new();
    let misspelt = ["1 for .: MX allbusines.com", "2 for com: MX allbusines.com"];
    let no_name = "the name does not exist";
    check(&mut internet, mx("allbusines.com"), &misspelt, no_name);
    check(&mut internet, mx("allbusines.com"), &[], no_name);
    check(&mut internet, a("allbusines.com"), &[], no_name);
    internet.now += Duration::from_secs(300);
    check(&mut internet, mx("allbusines.com"), &misspelt[1..], no_name);

    let own = [
        "2 for com: A allbusiness.com",
        "53 for allbusiness.com: A allbusiness.com",
    ];
    check(&mut internet, a("allbusiness.com"), &own, "no data");
    check(&mut internet, a("allbusiness.com"), &[], "no data");
    let quiet = ["53 for allbusiness.com: MX quiet.allbusiness.com"];
    check(&mut internet, mx("quiet.allbusiness.com"), &quiet, "[0 .]");
    let odd = ["53 for allbusiness.com: MX odd.allbusiness.com"];
    check(&mut internet, mx("odd.allbusiness.com"), &odd, "[]");
}

#[test]
fn aliases_are_followed() {
    let mut internet = Internet::new();
    internet.look_up(mx("allbusiness.com")).unwrap();
    let one = ["53 for allbusiness.com: A in.allbusiness.com"];
    check(
        &mut internet,
        a("in.allbusiness.com"),
        &one,
        "[198.51.100.26]",
    );
    check(
        &mut internet,
        a("in.allbusiness.com"),
        &[],
        "[198.51.100.26]",
    );
    check(
        &mut internet,
        a("mx.allbusiness.com"),
        &[],
        "[198.51.100.26]",
    );
    let out = [
        "53 for allbusiness.com: A out.allbusiness.com",
        "1 for .: A mail.other.example",
        "3 for example: A mail.other.example",
        "54 for other.example: A mail.other.example",
    ];
    check(
        &mut internet,
        a("out.allbusiness.com"),
        &out,
        "[203.0.113.7]",
    );
    assert_eq!(
        internet.other_events[0],
        "out.allbusiness.com is mail.other.example"
    );
    check(
        &mut internet,
        a("out.allbusiness.com"),
        &[],
        "[203.0.113.7]",
    );
    let gone = [
        "53 for allbusiness.com: A gone.allbusiness.com",
        "54 for other.example: A gone.other.example",
    ];
    check(
        &mut internet,
        a("gone.allbusiness.com"),
        &gone,
        "the name does not exist",
    );
    let useless = "no name server gave a useful answer";
    let round = [
        "53 for allbusiness.com: A ping.allbusiness.com",
        "54 for other.example: A pong.other.example",
    ];
    check(&mut internet, a("ping.allbusiness.com"), &round, useless);
    let under = ["53 for allbusiness.com: A under.allbusiness.com"];
    check(&mut internet, a("under.allbusiness.com"), &under, useless);
}

#[test]
fn silence_is_waited_out_then_the_next_server_is_asked() {
    let mut internet = Internet::new();
    internet.serve(OTHER, vec![other_zone(), other_zone_of("half.com")]);
    internet.look_up(a("ns.com")).unwrap_err();
    internet.now = Instant::ZERO;
    let asked = [
        "2 for com: MX half.com",
        "1 for half.com: MX half.com",
        "1 for half.com: MX half.com again",
        "54 for half.com: MX half.com",
    ];
    check(
        &mut internet,
        mx("half.com"),
        &asked,
        "[5 mail.other.example]",
    );
    assert_eq!(
        internet.other_events[1..3],
        ["1 silent 1 at 2020 ms", "1 silent 2 at 6020 ms"]
    );
    internet.now = Instant::ZERO;
    let asked = [
        "2 for com: MX silent.com",
        "1 for silent.com: MX silent.com",
        "1 for silent.com: MX silent.com again",
        "2 for silent.com: MX silent.com",
        "2 for silent.com: MX silent.com again",
    ];
    check(
        &mut internet,
        mx("silent.com"),
        &asked,
        "no name server answered",
    );
    assert_eq!(
        internet.now.since(Instant::ZERO),
        Duration::from_millis(12_020)
    );
    // Failures are not remembered; the delegation is.
    check(
        &mut internet,
        mx("silent.com"),
        &asked[1..],
        "no name server answered",
    );
    internet.silence(ROOT);
    let root = ["1 for .: A x.test", "1 for .: A x.test again"];
    check(&mut internet, a("x.test"), &root, "no name server answered");
}

#[test]
fn missing_glue_is_looked_up() {
    let mut internet = Internet::new();
    internet.serve(OTHER, vec![other_zone(), other_zone_of("glueless.com")]);
    let asked = [
        "1 for .: MX glueless.com",
        "2 for com: MX glueless.com",
        "1 for .: A ns.other.example",
        "3 for example: A ns.other.example",
        "54 for other.example: A ns.other.example",
        "54 for glueless.com: MX glueless.com",
    ];
    check(
        &mut internet,
        mx("glueless.com"),
        &asked,
        "[5 mail.other.example]",
    );
    internet.now += Duration::from_secs(599);
    check(
        &mut internet,
        mx("glueless.com"),
        &[],
        "[5 mail.other.example]",
    );
}

#[test]
fn ways_that_lead_nowhere_end() {
    let mut internet = Internet::new();
    let useless = "no name server gave a useful answer";
    check(
        &mut internet,
        mx("orphan.com"),
        &["1 for .: MX orphan.com", "2 for com: MX orphan.com"],
        useless,
    );
    check(
        &mut internet,
        mx("lame.com"),
        &["2 for com: MX lame.com", "53 for lame.com: MX lame.com"],
        useless,
    );
    assert_eq!(internet.other_events[1], "53 useless: REFUSED");
    check(
        &mut internet,
        mx("upward.com"),
        &[
            "2 for com: MX upward.com",
            "1 for upward.com: MX upward.com",
        ],
        useless,
    );
    assert_eq!(internet.other_events[1], "1 useless: lame");
    let found = internet.look_up(mx("left.com"));
    assert_eq!(found, Err(LookupError::ServerFailure));
    assert!(internet.asked.len() < 10, "{:?}", internet.asked);
    // A server that refers to its own zone for ever.
    internet.put(EVIL, |query| {
        craft(query, |m| m.ns.push(("evil.com", "ns.evil.com")))
    });
    check(
        &mut internet,
        mx("evil.com"),
        &["2 for com: MX evil.com", "66 for evil.com: MX evil.com"],
        useless,
    );
    // A server that names ever more servers nobody can find.
    internet.put(EVIL, |query| {
        craft(query, |m| {
            let hosts = [
                "a.evil.com",
                "b.evil.com",
                "c.evil.com",
                "d.evil.com",
                "e.evil.com",
            ];
            for zone in ["x.evil.com", "a.evil.com", "b.evil.com", "c.evil.com"] {
                m.ns.extend(hosts.map(|host| (zone, host)));
            }
        })
    });
    assert_eq!(
        internet.look_up(mx("x.evil.com")),
        Err(LookupError::ServerFailure)
    );
    assert!(internet.asked.len() < 70, "{}", internet.asked.len());
}

#[test]
fn records_a_server_has_no_say_in_are_passed_over() {
    let mut internet = Internet::new();
    internet.put(EVIL, |query| {
        let sub = query.windows(4).any(|part| part == b"\x03sub");
        craft(query, |m| {
            if sub {
                m.ns = vec![("sub.evil.com", "mail.other.example")];
            } else {
                m.authoritative = true;
                m.mx = vec![
                    ("evil.com", "mx.evil.com"),
                    ("allbusiness.com", "mx.evil.com"),
                ];
                m.ns = vec![("com", "ns.evil.com"), ("allbusiness.com", "ns.evil.com")];
            }
            m.glue = vec![("mail.other.example", EVIL), ("ns.com", EVIL)];
        })
    });
    let asked = [
        "1 for .: MX evil.com",
        "2 for com: MX evil.com",
        "66 for evil.com: MX evil.com",
    ];
    check(&mut internet, mx("evil.com"), &asked, "[10 mx.evil.com]");
    // Neither was believed for `allbusiness.com` and `com`, nor is the false glue.
    let own = [
        "2 for com: MX allbusiness.com",
        "53 for allbusiness.com: MX allbusiness.com",
    ];
    let hosts = "[10 mx.allbusiness.com, 20 backup.allbusiness.com]";
    check(&mut internet, mx("allbusiness.com"), &own, hosts);
    let asked = [
        "66 for evil.com: MX sub.evil.com",
        "1 for .: A mail.other.example",
        "3 for example: A mail.other.example",
        "54 for other.example: A mail.other.example",
        "7 for sub.evil.com: MX sub.evil.com",
        "7 for sub.evil.com: MX sub.evil.com again",
    ];
    check(
        &mut internet,
        mx("sub.evil.com"),
        &asked,
        "no name server answered",
    );
}

#[test]
fn forged_answers_are_ignored() {
    let mut resolver = Resolver::new(ResolverConfig::new(vec![ROOT], 1));
    let server = NameServer::new(vec![Zone::new(DnsName::root(), name("a.root.example"))]);
    let now = Instant::ZERO;
    resolver.lookup(now, mx("a.example"));
    let sent = resolver.poll_transmit().unwrap();
    assert_eq!(sent.to, ROOT);
    let answer = server.answer(&sent.bytes).unwrap();
    let forged = |change: fn(&mut Vec<u8>)| {
        let mut bytes = answer.clone();
        change(&mut bytes);
        bytes
    };
    let wrong: [(Ipv4Addr, u16, Vec<u8>); 8] = [
        (EVIL, sent.local_port, answer.clone()),
        (ROOT, sent.local_port ^ 1, answer.clone()),
        (ROOT, sent.local_port, forged(|b| b[1] ^= 1)),
        (ROOT, sent.local_port, forged(|b| b[2] &= 0x7f)),
        (ROOT, sent.local_port, forged(|b| b[13] ^= 1)),
        (ROOT, sent.local_port, forged(|b| b[24] ^= 1)),
        (ROOT, sent.local_port, forged(|b| b[5] = 0)),
        (ROOT, sent.local_port, forged(|b| b.truncate(11))),
    ];
    for (from, port, bytes) in wrong {
        resolver.handle_datagram(now, from, port, &bytes);
        assert_eq!(resolver.poll_answer(), None, "{from} {port} {bytes:?}");
        assert_eq!(resolver.poll_timeout(), Some(now + Duration::from_secs(2)));
    }
    resolver.handle_datagram(now, ROOT, sent.local_port, &answer);
    assert_eq!(
        resolver.poll_answer().unwrap().1,
        Err(LookupError::NxDomain)
    );
    // The same answer once more belongs to nothing.
    resolver.handle_datagram(now, ROOT, sent.local_port, &answer);
    assert_eq!(resolver.poll_answer(), None);
}

#[test]
fn look_ups_run_side_by_side_and_repeat_with_the_seed() {
    let run = |seed| {
        let mut internet = Internet::new();
        internet.resolver = Resolver::new(ResolverConfig::new(vec![ROOT], seed));
        let now = Instant::ZERO;
        let first = internet.resolver.lookup(now, mx("allbusiness.com"));
        let second = internet.resolver.lookup(now, a("mail.other.example"));
        let mut log = Vec::new();
        let mut answers = BTreeMap::new();
        while answers.len() < 2 {
            while let Some(event) = internet.resolver.poll_event() {
                log.push(format!("{event:?}"));
            }
            internet.exchange();
            answers.extend(std::iter::from_fn(|| internet.resolver.poll_answer()));
        }
        assert_eq!(write(&answers[&second]), "[203.0.113.7]");
        assert!(answers[&first].is_ok());
        log
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn a_question_is_plain_on_the_wire() {
    let mut resolver = Resolver::new(ResolverConfig::new(vec![ROOT], 1));
    resolver.lookup(Instant::ZERO, mx("a.example"));
    let sent = resolver.poll_transmit().unwrap();
    assert_eq!(
        sent.bytes[2..],
        *b"\0\0\0\x01\0\0\0\0\0\0\x01a\x07example\0\0\x0f\0\x01"
    );
    let summary = email_journey::sim::dns::describe(&sent.bytes).unwrap();
    let mx = Rtype::MX.to_string();
    assert_eq!(summary.question, Some(("a.example.".to_owned(), mx)));
}

proptest! {
    // Whatever servers answer to the right question, nothing panics and each look-up ends.
    #[test]
    fn hostile_servers_cannot_break_a_look_up(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        tail in prop::collection::vec(any::<u8>(), 0..40),
        counts in prop::collection::vec(0_u8..4, 3),
        flags in any::<[u8; 2]>(),
        mail in any::<bool>(),
    ) {
        let mut internet = Internet::new();
        for zone in [root_zone(), com_zone(), allbusiness_zone()] {
            let at = match zone.apex().depth() { 0 => ROOT, 1 => COM, _ => ALLBUSINESS };
            let server = NameServer::new(vec![zone]);
            let (flips, tail, counts) = (flips.clone(), tail.clone(), counts.clone());
            internet.put(at, move |query| {
                let mut bytes = server.answer(query)?;
                if !tail.is_empty() {
                    bytes.truncate(query.len());
                    bytes.extend(&tail);
                    bytes[2..4].copy_from_slice(&[0x80 | flags[0] & 0x07, flags[1] & 0x03]);
                    for (section, count) in counts.iter().enumerate() {
                        bytes[7 + 2 * section] = *count;
                    }
                }
                for (at, value) in &flips {
                    let at = query.len() + at.index(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = *value;
                    }
                }
                Some(bytes)
            });
        }
        let rtype = if mail { RecordType::Mx } else { RecordType::A };
        let _ = internet.look_up(Question { name: "allbusiness.com".parse().unwrap(), rtype });
        prop_assert!(internet.asked.len() <= 64);
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let server = NameServer::new(vec![root_zone(), com_zone()]);
        if let Some(answer) = server.answer(&bytes) {
            prop_assert!(answer.len() <= 1_232);
            prop_assert_eq!(&answer[..2], &bytes[..2]);
        }
        let _ = email_journey::sim::dns::describe(&bytes);
        let mut resolver = Resolver::new(ResolverConfig::new(vec![ROOT], 1));
        resolver.lookup(Instant::ZERO, mx("a.example"));
        let sent = resolver.poll_transmit().unwrap();
        resolver.handle_datagram(Instant::ZERO, ROOT, sent.local_port, &bytes);
        let mut answer = sent.bytes;
        answer[2] |= 0x84;
        answer[7] = 1;
        answer[9] = 1;
        answer.extend(&bytes);
        let _ = email_journey::sim::dns::describe(&answer);
        let _ = server.answer(&answer);
        resolver.handle_datagram(Instant::ZERO, ROOT, sent.local_port, &answer);
    }

    #[test]
    fn mangled_questions_are_survived(
        at in any::<prop::sample::Index>(),
        value in any::<u8>(),
        tail in prop::collection::vec(any::<u8>(), 0..30),
    ) {
        let server = NameServer::new(vec![root_zone(), com_zone()]);
        let mut bytes = b"\xab\xcd\0\0\0\x01\0\0\0\0\0\x01\x01a\x07example\0\0\x0f\0\x01".to_vec();
        bytes.extend(&tail);
        let at = at.index(bytes.len());
        bytes[at] = value;
        let _ = server.answer(&bytes);
        let _ = email_journey::sim::dns::describe(&bytes);
    }
}
