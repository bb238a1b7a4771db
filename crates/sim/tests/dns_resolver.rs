//! The resolver asks its way down, remembers, follows aliases and outwaits silence.

mod dns_internet;

use dns_internet::{Internet, OTHER, ROOT, a, check, mx, name, other_zone, other_zone_of, write};
use domain::base::iana::Rtype;
use model::time::{Duration, Instant};
use sim::dns::{Resolver, ResolverConfig, Zone, describe};
use std::collections::BTreeMap;

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
    check(&mut internet, a("mx.allbusiness.com"), &own, "[198.51.100.26]");
    check(&mut internet, mx("allbusiness.com"), &[], hosts);
    assert_eq!(internet.other_events, ["known MX allbusiness.com for 3600 s"]);
    internet.now += Duration::from_secs(3_000);
    check(&mut internet, a("mx.allbusiness.com"), &own, "[198.51.100.26]");
    check(&mut internet, mx("allbusiness.com"), &[], hosts);
    assert_eq!(internet.other_events, ["known MX allbusiness.com for 600 s"]);
    internet.now += Duration::from_secs(600);
    check(&mut internet, mx("allbusiness.com"), &down[2..], hosts);
    internet.now += Duration::from_secs(172_800);
    check(&mut internet, mx("allbusiness.com"), &down, hosts);
}

/// A week is the longest (RFC 8767 section 4), also in the answer that is given at once.
#[test]
fn nothing_may_be_remembered_for_years() {
    let mut internet = Internet::new();
    let zone = Zone::new(name("other.example"), name("ns.other.example"));
    let long = zone.mx(name("other.example"), 268_435_456, 5, name("mail.other.example"));
    internet.serve(OTHER, vec![long]);
    for (known, times) in [("answered", 1), ("known", 2)] {
        internet.look_up(mx("other.example")).unwrap();
        let last = internet.other_events.last().unwrap();
        assert_eq!(*last, format!("{known} MX other.example for 604800 s"), "time {times}");
    }
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

    let own = ["2 for com: A allbusiness.com", "53 for allbusiness.com: A allbusiness.com"];
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
    check(&mut internet, a("in.allbusiness.com"), &one, "[198.51.100.26]");
    check(&mut internet, a("in.allbusiness.com"), &[], "[198.51.100.26]");
    check(&mut internet, a("mx.allbusiness.com"), &[], "[198.51.100.26]");
    let out = [
        "53 for allbusiness.com: A out.allbusiness.com",
        "1 for .: A mail.other.example",
        "3 for example: A mail.other.example",
        "54 for other.example: A mail.other.example",
    ];
    check(&mut internet, a("out.allbusiness.com"), &out, "[203.0.113.7]");
    assert_eq!(internet.other_events[0], "out.allbusiness.com is mail.other.example");
    check(&mut internet, a("out.allbusiness.com"), &[], "[203.0.113.7]");
    let gone = [
        "53 for allbusiness.com: A gone.allbusiness.com",
        "54 for other.example: A gone.other.example",
    ];
    check(&mut internet, a("gone.allbusiness.com"), &gone, "the name does not exist");
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
    check(&mut internet, mx("half.com"), &asked, "[5 mail.other.example]");
    assert_eq!(internet.other_events[1..3], ["1 silent 1 at 2020 ms", "1 silent 2 at 6020 ms"]);
    internet.now = Instant::ZERO;
    let asked = [
        "2 for com: MX silent.com",
        "1 for silent.com: MX silent.com",
        "1 for silent.com: MX silent.com again",
        "2 for silent.com: MX silent.com",
        "2 for silent.com: MX silent.com again",
    ];
    check(&mut internet, mx("silent.com"), &asked, "no name server answered");
    assert_eq!(internet.now.since(Instant::ZERO), Duration::from_millis(12_020));
    // Failures are not remembered; the delegation is.
    check(&mut internet, mx("silent.com"), &asked[1..], "no name server answered");
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
    check(&mut internet, mx("glueless.com"), &asked, "[5 mail.other.example]");
    internet.now += Duration::from_secs(599);
    check(&mut internet, mx("glueless.com"), &[], "[5 mail.other.example]");
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
    assert_eq!(sent.bytes[2..], *b"\0\0\0\x01\0\0\0\0\0\0\x01a\x07example\0\0\x0f\0\x01");
    let summary = describe(&sent.bytes).unwrap();
    let mx = Rtype::MX.to_string();
    assert_eq!(summary.question, Some(("a.example.".to_owned(), mx)));
}
