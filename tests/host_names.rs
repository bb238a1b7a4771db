//! Mail servers with names of their own in one journey: looked up, called and shown under them.
#![cfg(not(target_arch = "wasm32"))]

use model::cast::Role;
use model::host_names::NamedServer;
use model::naming;
use model::preset_id::PresetId;
use model::presets::Preset;
use model::scenario::{Condition, Parts, Scenario};
use model::story::BeatKind;
use proptest::prelude::*;
use sim::simulate;
use sim::trace::{Outcome, Trace};
use story::tell;

fn journey(relays: u8, names: &[(NamedServer, &str)]) -> Parts {
    let mut parts = Preset::of(PresetId::EverythingWorks).parts();
    parts.relays = relays;
    parts.recipients.push("bob@office.example".parse().expect("an address"));
    let (used, refused) = naming::usable(&parts, names.iter().copied());
    assert_eq!(refused, [], "{names:?}");
    parts.host_names = used;
    parts
}

fn run(parts: Parts) -> Trace {
    simulate(&Scenario::new(parts).expect("a valid scenario"))
}

/// Mail arrives under these names, reports find their way back, and nobody is called as usual who has another name.
#[track_caller]
fn check(relays: u8, names: &[(NamedServer, &str)]) {
    let trace = run(journey(relays, names));
    for (mailbox, outcome) in &trace.outcomes {
        assert_eq!(*outcome, Outcome::Collected, "{mailbox}");
    }
    let text = trace.to_string();
    for (server, name) in names {
        let role = match server {
            NamedServer::Provider => Role::Provider,
            NamedServer::Relay(n) => Role::Relay(n + 1),
            NamedServer::Home(n) => Role::Destination(*n),
        };
        let host = trace.cast.hosts.iter().find(|host| host.role == role).expect("a host");
        assert_eq!(host.name, *name);
        assert!(text.contains(name), "{name} is not on record");
    }
    let mut parts = journey(relays, names);
    parts.conditions.push(Condition::NoSuchPerson { recipient: 0 });
    let story = tell(run(parts)).story;
    assert!(story.beats.iter().any(|beat| matches!(beat.kind, BeatKind::Report { .. })));
    assert!(story.steps.iter().any(|step| step.name == "bounce-collected"));
}

#[test]
fn servers_are_called_as_the_scenario_says() {
    use NamedServer::{Home, Provider, Relay};
    check(0, &[(Provider, "smtp.riverside.example"), (Home(0), "mx.allbusiness.com")]);
    check(0, &[(Home(0), "mx-in.l.hosting.co.uk"), (Home(1), "mx2-in.l.hosting.co.uk")]);
    check(2, &[(Relay(0), "filter.example.net"), (Relay(1), "mail.allbusiness.com")]);
    check(1, &[(Relay(0), "mail.office.example"), (Home(0), "ns.riverside.example")]);
    check(1, &[(Home(0), "allbusiness.com"), (Provider, "example.org")]);
    check(8, &[(Relay(7), "relay1.allbusiness.com"), (Relay(0), "relay8.allbusiness.com")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is accepted is a valid scenario, and mail arrives.
    #[test]
    fn mail_arrives_whatever_servers_are_called(
        names in prop::collection::vec(
            (0_u8..5, prop_oneof![
                "[a-z]{1,3}(\\.[a-z]{2,4}){1,3}",
                "(mail|ns|mx|mx2|pop|in|relay2|pc1)(-a|-b)?\\.(allbusiness|office|riverside|nic|b)\\.(com|example|net)",
                "(allbusiness|office|riverside|nic|root-servers|l\\.b)\\.(com|example)",
            ]),
            1..8,
        ),
        relays in 0_u8..3,
    ) {
        let mut parts = journey(relays, &[]);
        let names: Vec<_> = names.iter().map(|(n, name)| {
            let server = match n {
                0 => NamedServer::Provider,
                1 | 2 => NamedServer::Relay(n - 1),
                _ => NamedServer::Home(n - 3),
            };
            (server, name.as_str())
        }).collect();
        (parts.host_names, _) = naming::usable(&parts, names.into_iter());
        let trace = run(parts.clone());
        for (mailbox, outcome) in &trace.outcomes {
            prop_assert_eq!(*outcome, Outcome::Collected, "{}: {:?}", mailbox, parts.host_names);
        }
    }
}
