//! Datagrams from strangers: questions to the name server, answers to the resolver.

use model::limits::dns::{MAX_EDNS_UDP, MAX_QUESTIONS, MAX_RECORDS, MAX_TTL, MAX_UDP};
use model::time::{Duration, Instant};
use sim::dns::{
    Answer, DnsName, LookupError, MxHost, NameServer, Question, Resolver, ResolverConfig, Zone,
    describe,
};
use std::net::Ipv4Addr;
use std::sync::LazyLock;

const ROOT: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
const COM: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 2);
const HONEST: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);
const EVIL: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 66);
const HEADER: usize = 12;

/// Datagrams, to the one or to the other by the first byte. What the name server answers is a
/// well-formed answer to the question, within its size. Whatever the servers of one domain answer,
/// each of the resolver's look-ups ends, and nothing is believed about another domain.
pub fn dns(data: &[u8]) {
    let Some((&kind, bytes)) = data.split_first() else { return };
    // Reading for people must survive anything, too.
    let _ = describe(bytes);
    if kind & 1 == 0 { ask(bytes) } else { look_up(kind, bytes) }
}

fn name(text: &str) -> DnsName {
    text.parse().expect("a name")
}

/// The root's server, that of `com`, and that of `allbusiness.com`.
static HONEST_SERVERS: LazyLock<[(Ipv4Addr, NameServer); 3]> = LazyLock::new(|| {
    [(ROOT, root_zone()), (COM, com_zone()), (HONEST, honest_zone())]
        .map(|(at, zone)| (at, NameServer::new(vec![zone])))
});

/// One that serves all three zones.
static SERVER: LazyLock<NameServer> =
    LazyLock::new(|| NameServer::new(vec![root_zone(), com_zone(), honest_zone()]));

fn root_zone() -> Zone {
    Zone::new(DnsName::root(), name("a.root.example")).delegate(
        name("com"),
        172_800,
        name("ns.com"),
        COM,
    )
}

fn com_zone() -> Zone {
    Zone::new(name("com"), name("ns.com"))
        .delegate(name("allbusiness.com"), 172_800, name("ns.allbusiness.com"), HONEST)
        .delegate(name("evil.com"), 172_800, name("ns.evil.com"), EVIL)
}

fn honest_zone() -> Zone {
    let zone = Zone::new(name("allbusiness.com"), name("ns.allbusiness.com"))
        .mx(name("allbusiness.com"), 3_600, 20, name("backup.allbusiness.com"))
        .mx(name("allbusiness.com"), 3_600, 10, name("mx.allbusiness.com"))
        .a(name("mx.allbusiness.com"), 600, Ipv4Addr::new(198, 51, 100, 26))
        .null_mx(name("quiet.allbusiness.com"), 600)
        .cname(name("in.allbusiness.com"), 60, name("mx.allbusiness.com"))
        .cname(name("out.allbusiness.com"), 60, name("mail.other.example"))
        .cname(name("round.allbusiness.com"), 60, name("about.allbusiness.com"))
        .cname(name("about.allbusiness.com"), 60, name("round.allbusiness.com"))
        .delegate(name("sub.allbusiness.com"), 900, name("ns.sub.allbusiness.com"), HONEST);
    // More than fits into one datagram.
    (0..100).fold(zone, |zone, last| {
        zone.a(name("many.allbusiness.com"), 60, Ipv4Addr::new(203, 0, 113, last))
    })
}

/// A question to a name server.
fn ask(query: &[u8]) {
    let server = &*SERVER;
    let Some(answer) = server.answer(query) else {
        assert!(query.len() < HEADER || query[2] & 0x80 != 0, "a question without an answer");
        return;
    };
    assert_eq!(server.answer(query).as_ref(), Some(&answer), "the same again");
    assert_eq!(answer[..2], query[..2], "the id");
    // QR is set, opcode and RD are those of the question.
    assert_eq!(answer[2] & 0xf9, query[2] & 0x79 | 0x80);
    let with_edns = query[10..HEADER] != [0, 0];
    assert!(answer.len() <= if with_edns { MAX_EDNS_UDP } else { MAX_UDP }, "{}", answer.len());
    assert_eq!(server.answer(&answer), None, "two servers could talk for ever");
    let told = describe(&answer).expect("an answer has a header");
    assert!(told.is_response && !told.malformed, "{told:?}");
    let asked = describe(query).expect("a question has a header");
    match told.rcode.as_str() {
        "FORMERR" | "NOTIMP" => assert_eq!(told.question, None),
        _ => {
            let same = |(name, rtype): (String, String)| (name.to_ascii_lowercase(), rtype);
            assert_eq!(told.question.clone().map(same), asked.question.map(same), "{told:?}");
        }
    }
}

/// A look-up in a domain whose servers answer with `bytes`, then one in another domain.
fn look_up(kind: u8, bytes: &[u8]) {
    let mut internet = Internet {
        now: Instant::ZERO,
        resolver: Resolver::new(ResolverConfig::new(vec![ROOT], 1)),
        lies: Lies(bytes),
    };
    for question in ["evil.com", "mx.evil.com", "evil.com"] {
        let question = question.parse().expect("a domain");
        // The second time some of it is remembered.
        let question = if kind & 2 == 0 { Question::mx(question) } else { Question::a(question) };
        check_answer(&internet.look_up(&question));
    }
    internet.lies = Lies(&[]);
    let mx = Question::mx("allbusiness.com".parse().expect("a domain"));
    let a = Question::a("mx.allbusiness.com".parse().expect("a domain"));
    let hosts = [(10, "mx.allbusiness.com"), (20, "backup.allbusiness.com")]
        .map(|(preference, host)| (preference, MxHost::Host(host.parse().expect("a domain"))));
    let found = internet.look_up(&mx);
    assert!(matches!(&found, Ok(Answer::Mx(found, _)) if *found == hosts), "{found:?}");
    let found = internet.look_up(&a);
    let address = Ipv4Addr::new(198, 51, 100, 26);
    assert!(matches!(&found, Ok(Answer::A(found, _)) if *found == [address]), "{found:?}");
}

fn check_answer(answer: &Result<Answer, LookupError>) {
    match answer {
        Ok(Answer::Mx(hosts, ttl)) => {
            assert!(hosts.len() <= MAX_RECORDS && hosts.is_sorted() && *ttl <= MAX_TTL);
        }
        Ok(Answer::A(addresses, ttl)) => {
            assert!((1..=MAX_RECORDS).contains(&addresses.len()) && *ttl <= MAX_TTL);
        }
        Ok(Answer::NoData) | Err(_) => {}
    }
}

struct Internet<'a> {
    now: Instant,
    resolver: Resolver,
    lies: Lies<'a>,
}

impl Internet<'_> {
    fn look_up(&mut self, question: &Question) -> Result<Answer, LookupError> {
        let lookup = self.resolver.lookup(self.now, question.clone());
        let mut asked = 0;
        // A question is sent, or one waited for too long: that cannot go on for ever.
        for _ in 0..4 * MAX_QUESTIONS {
            while self.resolver.poll_event().is_some() {}
            if let Some((id, result)) = self.resolver.poll_answer() {
                assert_eq!(id, lookup);
                assert_eq!(self.resolver.poll_answer(), None, "one answer to each look-up");
                assert_eq!(self.resolver.poll_timeout(), None, "nothing is left to wait for");
                assert_eq!(self.resolver.open_ports().count(), 0);
                return result;
            }
            let Some(sent) = self.resolver.poll_transmit() else {
                self.now = self.resolver.poll_timeout().expect("something to wait for");
                self.resolver.handle_timeout(self.now);
                continue;
            };
            asked += 1;
            assert!(asked <= MAX_QUESTIONS && sent.bytes.len() <= MAX_UDP);
            self.now += Duration::from_millis(20);
            let honest = HONEST_SERVERS.iter().find(|(at, _)| *at == sent.to);
            let (answer, port) = match honest {
                Some((_, server)) => (server.answer(&sent.bytes), sent.local_port),
                None => self.lies.answer(&sent.bytes, sent.local_port),
            };
            if let Some(answer) = answer {
                self.resolver.handle_datagram(self.now, sent.to, port, &answer);
            }
        }
        panic!("a look-up that never ends");
    }
}

/// What the evil servers say, one answer after the other.
struct Lies<'a>(&'a [u8]);

impl Lies<'_> {
    fn answer(&mut self, query: &[u8], port: u16) -> (Option<Vec<u8>>, u16) {
        let Some((&length, rest)) = self.0.split_first() else { return (None, port) };
        let (lie, rest) = rest.split_at(usize::from(length).min(rest.len()));
        self.0 = rest;
        let mut answer = query.to_vec();
        match *lie {
            [] => return (None, port),
            // A proper beginning, so that it is listened to.
            [kind @ 0..=0xbf, flags, answers, authority, additional, ref records @ ..] => {
                answer[2] = 0x80 | kind & 0x04;
                answer[3] = flags & 0x03;
                answer[7] = answers & 0x0f;
                answer[9] = authority & 0x0f;
                answer[11] = additional & 0x0f;
                answer.extend(records);
            }
            // Something else in it is wrong, or everything.
            [kind @ 0xc0..=0xdf, place, value, ref records @ ..] => {
                answer[2] |= 0x80;
                let place = usize::from(place) % answer.len();
                answer[place] ^= value;
                answer.extend(records);
                return (Some(answer), port ^ u16::from(kind & 1));
            }
            _ => answer = lie.to_vec(),
        }
        (Some(answer), port)
    }
}
