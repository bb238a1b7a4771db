//! Name servers that are broken or lie: every look-up ends, nothing false is believed, and no bytes
//! panic.

mod dns_internet;

use dns_internet::{
    ALLBUSINESS, COM, EVIL, Internet, ROOT, allbusiness_zone, check, com_zone, mx, name, root_zone,
};
use domain::base::iana::Rcode;
use domain::base::name::FlattenInto;
use domain::base::{Message, MessageBuilder, Name};
use domain::rdata::{A, Mx, Ns};
use model::time::{Duration, Instant};
use proptest::prelude::*;
use sim::dns::{
    DnsName, LookupError, NameServer, Question, RecordType, Resolver, ResolverConfig, Zone,
    describe,
};
use std::net::Ipv4Addr;

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
        message.push((wire(owner), 600, Mx::new(10, wire(host)))).ok()?;
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
    Name::vec_from_str(text).expect("a name").flatten_into()
}

#[derive(Default)]
struct Crafted {
    rcode: Option<Rcode>,
    authoritative: bool,
    mx: Vec<(&'static str, &'static str)>,
    ns: Vec<(&'static str, &'static str)>,
    glue: Vec<(&'static str, Ipv4Addr)>,
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
        &["2 for com: MX upward.com", "1 for upward.com: MX upward.com"],
        useless,
    );
    assert_eq!(internet.other_events[1], "1 useless: lame");
    let found = internet.look_up(mx("left.com"));
    assert_eq!(found, Err(LookupError::ServerFailure));
    assert!(internet.asked.len() < 10, "{:?}", internet.asked);
    // A server that refers to its own zone for ever.
    internet.put(EVIL, |query| {
        craft(query, |m| {
            m.ns.push(("evil.com", "ns.evil.com"));
            m.glue.push(("ns.evil.com", EVIL));
        })
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
            let hosts = ["a.evil.com", "b.evil.com", "c.evil.com", "d.evil.com", "e.evil.com"];
            for zone in ["x.evil.com", "a.evil.com", "b.evil.com", "c.evil.com"] {
                m.ns.extend(hosts.map(|host| (zone, host)));
            }
        })
    });
    assert_eq!(internet.look_up(mx("x.evil.com")), Err(LookupError::ServerFailure));
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
                m.mx = vec![("evil.com", "mx.evil.com"), ("allbusiness.com", "mx.evil.com")];
                m.ns = vec![("com", "ns.evil.com"), ("allbusiness.com", "ns.evil.com")];
            }
            m.glue = vec![("mail.other.example", EVIL), ("ns.com", EVIL)];
        })
    });
    let asked = ["1 for .: MX evil.com", "2 for com: MX evil.com", "66 for evil.com: MX evil.com"];
    check(&mut internet, mx("evil.com"), &asked, "[10 mx.evil.com]");
    // Neither was believed for `allbusiness.com` and `com`, nor is the false glue.
    let own = ["2 for com: MX allbusiness.com", "53 for allbusiness.com: MX allbusiness.com"];
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
    check(&mut internet, mx("sub.evil.com"), &asked, "no name server answered");
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
    assert_eq!(resolver.poll_answer().unwrap().1, Err(LookupError::NxDomain));
    // The same answer once more belongs to nothing.
    resolver.handle_datagram(now, ROOT, sent.local_port, &answer);
    assert_eq!(resolver.poll_answer(), None);
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
        let _ = describe(&bytes);
        let mut resolver = Resolver::new(ResolverConfig::new(vec![ROOT], 1));
        resolver.lookup(Instant::ZERO, mx("a.example"));
        let sent = resolver.poll_transmit().unwrap();
        resolver.handle_datagram(Instant::ZERO, ROOT, sent.local_port, &bytes);
        let mut answer = sent.bytes;
        answer[2] |= 0x84;
        answer[7] = 1;
        answer[9] = 1;
        answer.extend(&bytes);
        let _ = describe(&answer);
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
        let _ = describe(&bytes);
    }
}
