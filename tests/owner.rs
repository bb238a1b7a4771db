//! A page's owner has names of their own: they are in the simulation, in the picture and on the
//! verdict card, and whatever stands in them, every example can be run.

use journey::share_link::{decode, encode, owned, pack, unpack};
use model::limits::page::{MAX_CAPTION, MAX_TITLE};
use model::owner::{Field, Owner};
use model::preset_id::PresetId;
use model::presets::{self, PRESETS};
use model::scenario::{Condition, Parts, Scenario};
use model::story::BeatKind;
use proptest::prelude::*;
use scene::{Layout, Size, changes, frame_at};
use sim::trace::{EventKind, Outcome, Trace};
use sim::{Bounds, simulate_within};
use story::{knowledge, verdict};
use text::brief;

fn owner(texts: &[(Field, &str)]) -> Owner {
    let (owner, refused) = Owner::default().with(texts.iter().copied());
    assert_eq!(refused, []);
    owner
}

/// One with everything.
fn acme() -> Owner {
    owner(&[
        (Field::Provider, "Riverside Net"),
        (Field::SmtpServer, "smtp.river.example.net"),
        (Field::PopServer, "pop.hosting.example.org"),
        (Field::Domain, "acme.example"),
        (Field::Mailboxes, "support, accounts"),
        (Field::HelpDesk, "help@acme.example"),
        (Field::Quota, "1 GB"),
        (Field::SizeLimit, "2 MB"),
    ])
}

fn parts(slug: &str, owner: &Owner) -> Parts {
    presets::find(slug).expect("a preset").parts_for(owner)
}

fn run(parts: Parts) -> Trace {
    simulate_within(&Scenario::new(parts).expect("a valid scenario"), Bounds::PAGE)
}

fn trace(slug: &str, owner: &Owner) -> Trace {
    run(parts(slug, owner))
}

fn said(trace: &Trace) -> impl Iterator<Item = &str> {
    trace.events.iter().filter_map(|event| match &event.kind {
        EventKind::Said { text, .. } => Some(text.as_str()),
        _ => None,
    })
}

#[track_caller]
fn check_said(trace: &Trace, line: &str) {
    let lines: Vec<&str> = said(trace).collect();
    assert!(lines.contains(&line), "{line} is not in {lines:#?}");
}

#[test]
fn servers_call_themselves_by_the_owners_names() {
    let trace = trace("everything-works", &acme());
    check_said(&trace, "EHLO smtp.river.example.net");
    check_said(&trace, "RCPT TO:<support@acme.example>");
    // The largest message is announced by the server with the boxes only.
    check_said(&trace, "250-SIZE 2097152");
    let greetings = said(&trace).filter(|line| line.starts_with("220 ")).collect::<Vec<_>>();
    for name in ["smtp.river.example.net", "mx.acme.example", "pop.hosting.example.org"] {
        assert!(greetings.iter().any(|line| line.contains(name)), "{name}: {greetings:?}");
    }
    assert!(trace.outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::Collected)));
    let last = trace.messages.last().expect("a message");
    let text = String::from_utf8_lossy(last);
    for name in ["by smtp.river.example.net", "by pop.hosting.example.org", "by mx.acme.example"] {
        assert!(text.contains(name), "{name} is in no Received line");
    }
}

/// Their names are outside of both mail domains: each has a zone of its own, found from the root.
#[test]
fn the_registry_knows_the_owners_servers() {
    let trace = trace("server-down", &acme());
    let answered: Vec<(String, &str)> = trace
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Answered { question, server, referral: false, .. } => {
                Some((question.to_string(), trace.cast.host(*server).name.as_str()))
            }
            _ => None,
        })
        .collect();
    assert!(answered.contains(&("MX acme.example".to_owned(), "ns.acme.example")), "{answered:?}");
    let address = ("A pop.hosting.example.org".to_owned(), "ns.hosting.example.org");
    assert!(answered.contains(&address), "{answered:?}");
    // A report finds its way back to the provider's server, too.
    let mut parts = parts("no-such-person", &acme());
    parts.relays = 1;
    parts.recipients[0] = "nobody@acme.example".parse().expect("an address");
    let trace = run(parts);
    check_said(&trace, "EHLO mx.acme.example");
    let collected = trace.events.iter().any(|event| {
        event.host == trace.cast.sender && matches!(event.kind, EventKind::Collected { .. })
    });
    assert!(collected, "the sender has the report");
}

#[test]
fn quota_and_size_limit_are_on_the_wire() {
    let full = trace("mailbox-full", &acme());
    check_said(&full, "452 4.2.2 Mailbox full, its quota of 1073741824 bytes is used up");
    let event = full.events.iter().find_map(|event| match event.kind {
        EventKind::BoxFull { octets, quota, .. } => Some((octets, quota)),
        _ => None,
    });
    let (octets, quota) = event.expect("a full box");
    assert!(quota == 1 << 30 && octets >= quota && octets < quota + 20_000, "{octets}");
    assert!(matches!(full.outcomes[0].1, Outcome::Collected), "its owner made room");

    let big = trace("too-big", &acme());
    check_said(&big, "250-SIZE 2097152");
    assert!(said(&big).any(|line| line.starts_with("552 5.3.4")));
    // Where nothing is said of a limit, the message is small enough for the owner's.
    let small = owner(&[(Field::SizeLimit, "64 KB")]);
    let fine = trace("big-attachment", &small);
    assert!(matches!(fine.outcomes[0].1, Outcome::Collected), "{:?}", fine.outcomes);
}

#[test]
fn the_picture_and_the_card_show_the_owners_names() {
    let story = story::tell(trace("mailbox-full", &acme()));
    let layout = Layout::new(&story, Size::Wide);
    let mut seen = String::new();
    for at in changes(&story) {
        let pose = frame_at(&story, &layout, at).pose;
        for line in pose.hosts.iter().flat_map(|host| &host.label) {
            seen.push_str(&line.text);
            seen.push('\n');
        }
        for each in &pose.boxes {
            seen.push_str(&each.name);
            seen.push('\n');
        }
    }
    for name in ["Riverside Net’s", "smtp.river.example.net", "support", "accounts", "feedback"] {
        assert!(seen.contains(name), "{name} is not seen");
    }
    assert!(!seen.contains("allbusiness"));
    let titles: Vec<&str> = story.steps.iter().map(|step| step.title.as_str()).collect();
    assert!(titles.contains(&"Your program calls Riverside Net"), "{titles:?}");

    let cards = verdict::of(&story.trace);
    assert!(cards.iter().all(|card| {
        card.ask.as_ref().is_some_and(|desk| desk.text() == "help@acme.example")
            && card.copy.ends_with("\nAsk: help@acme.example")
    }));
    let cards = verdict::of(&trace("sender-blocked", &acme()));
    assert_eq!(cards[0].who, "Riverside Net can fix it.");
    assert!(cards[0].actions[0].contains("Riverside Net’s help desk"), "{:?}", cards[0].actions);
    let known = knowledge::at(&story.trace, story.trace.end());
    assert!(known.sender.iter().any(|line| line.contains("Riverside Net has accepted")));
}

#[test]
fn misspelt_names_are_those_of_the_owner() {
    let parts = parts("several-recipients", &acme());
    let texts: Vec<String> = parts.recipients.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["support@acme.example", "accounts@acme.example", "feedback@ace.example"]);
    let parts = presets::find("same-provider").expect("a preset").parts_for(&acme());
    assert_eq!(parts.sender.to_string(), "ann@acme.example");
    assert_eq!(parts.recipients[0].to_string(), "bob@acme.example");
    let parts = presets::find("no-such-person").expect("a preset").parts_for(&acme());
    assert_eq!(parts.recipients[0].to_string(), "supprt@acme.example");
}

#[test]
fn what_a_reader_changed_stays_when_the_owner_changes() {
    let before = acme();
    let mut parts = parts("mailbox-full", &before);
    parts.subject = "My own".to_owned();
    let after = owner(&[(Field::Domain, "other.example")]);
    let moved = owned(PresetId::MailboxFull, &parts, &after);
    assert_eq!((moved.subject.as_str(), &moved.owner), ("My own", &after));
    assert_eq!(moved.recipients[0].to_string(), "feedback@other.example");
    assert_eq!(owned(PresetId::MailboxFull, &moved, &before), parts);
    let plain = owned(PresetId::MailboxFull, &parts, &Owner::default());
    assert_eq!(plain.recipients[0].to_string(), "feedback@allbusiness.com");
}

/// Names of a server that others would have had.
#[test]
fn other_servers_make_room_for_the_owners_names() {
    for (smtp, pop) in [
        ("mail.acme.example", "mx.acme.example"),
        ("mx.acme.example", "in.acme.example"),
        ("ns.acme.example", "ann-laptop.riverside.example"),
        ("pc1.acme.example", "mail.riverside.example"),
        ("mx2.acme.example", "ns.riverside.example"),
        ("acme.example.net", "ns.acme.example.net"),
    ] {
        let owner = owner(&[
            (Field::Domain, "acme.example"),
            (Field::SmtpServer, smtp),
            (Field::PopServer, pop),
        ]);
        for slug in ["everything-works", "backup-server", "lookup-fails"] {
            let trace = trace(slug, &owner);
            let mut names: Vec<&str> = trace.cast.hosts.iter().map(|it| it.name.as_str()).collect();
            let number = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), number, "{names:?}");
            assert!(
                matches!(trace.outcomes[0].1, Outcome::Collected),
                "{slug}, {smtp}, {pop}: {:?}",
                trace.outcomes
            );
        }
    }
}

/// The longest names that there can be, in every example and at every width.
#[test]
fn the_longest_names_fit() {
    let name = |label: &str| [label, ".", &"name-of-a-company.".repeat(4), "example"].concat();
    let owner = owner(&[
        (Field::Provider, "Wwwww & Mmmmm of Wwwwwwww Mmmm"),
        (Field::SmtpServer, &name("smtp")),
        (Field::PopServer, &name("pop")),
        (Field::Domain, &name("a")),
        (Field::Mailboxes, "wwwwwwwwwwwwwwwwwwww"),
        (Field::HelpDesk, &"w".repeat(120)),
    ]);
    for preset in &PRESETS {
        let story = story::tell(trace(preset.slug(), &owner));
        for step in &story.steps {
            let (title, caption) = (brief::title(&step.title), brief::caption(&step.caption));
            assert!(title.chars().count() <= MAX_TITLE, "{title}");
            assert!(caption.chars().count() <= MAX_CAPTION, "{caption}");
            assert!(caption.ends_with('.'), "{}: {caption}", preset.slug());
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[a-z]{1,4}(\\.[a-z]{2,8}){1,3}",
        "(mail|ns|mx|pop|in)[0-9]?(-a|-b)?\\.(acme|allbusiness|riverside|nic|acm|ame)\\.(com|example|net)",
        "(acme|allbusiness|riverside|nic|allbusines|root-servers)\\.(com|example)",
        "[a-z]{1,3}(, ?[a-z]{1,3}){0,10}",
        "(https://|mailto:|javascript:)[a-z@./\"<]{0,12}",
        "[0-9]{1,12} ?(KB|MB|GB|)",
    ]
}

/// Small messages only: what is tested is that everything goes, not how large it can be.
fn small(mut owner: Owner) -> Owner {
    if owner.size_limit().is_some_and(|limit| limit > 2 << 20) {
        owner.set(Field::SizeLimit, "2 MB").expect("a limit");
    }
    owner
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is accepted makes every example valid, survives its link, and is read as written.
    #[test]
    fn every_accepted_name_makes_valid_examples(
        texts in prop::collection::vec((0..Field::ALL.len(), text()), 0..8),
        slug in 0..PRESETS.len(),
    ) {
        let texts: Vec<_> = texts.iter().map(|(n, text)| (Field::ALL[*n], text.as_str())).collect();
        let (owner, refused) = Owner::default().with(texts.into_iter());
        for error in refused {
            let sentence = error.to_string();
            prop_assert!(sentence.starts_with(error.field.name()) && sentence.ends_with('.'));
        }
        for preset in &PRESETS {
            let parts = preset.parts_for(&owner);
            prop_assert!(Scenario::new(parts.clone()).is_ok(), "{}: {:?}", preset.slug(), parts);
            prop_assert!(!presets::is_changed(preset.id, &parts));
        }
        let preset = &PRESETS[slug];
        let mut parts = preset.parts_for(&owner);
        parts.subject.push('!');
        // Whom to ask is in no link; the page's own modules tell each other.
        let carried = Parts { owner: parts.owner.without_help_desk(), ..parts.clone() };
        let link = encode(preset.id, None, &parts).fragment;
        for (opened, expected) in
            [(decode(&link), &carried), (unpack(&pack(preset.id, &parts)), &parts)]
        {
            prop_assert_eq!(opened.problem, None);
            prop_assert_eq!(&opened.parts, expected);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Mail finds its way whatever the servers are called.
    #[test]
    fn mail_arrives_whatever_the_servers_are_called(
        texts in prop::collection::vec((1_usize..4, text()), 1..6),
        relays in 0_u8..3,
    ) {
        let texts: Vec<_> = texts.iter().map(|(n, text)| (Field::ALL[*n], text.as_str())).collect();
        let (owner, _) = Owner::default().with(texts.into_iter());
        let parts = Parts { relays, ..parts("everything-works", &small(owner)) };
        let trace = run(parts.clone());
        let arrived = matches!(trace.outcomes[0].1, Outcome::Collected);
        prop_assert!(arrived, "{:?}: {:?}", parts.owner, trace.outcomes);
        // And so does a report.
        let conditions = vec![Condition::NoSuchPerson { recipient: 0 }];
        let story = story::tell(run(Parts { conditions, ..parts }));
        let told = story.beats.iter().any(|beat| matches!(beat.kind, BeatKind::Report { .. }));
        prop_assert!(told && story.steps.iter().any(|step| step.name == "bounce-collected"), "{:?}", story.trace.cast.owner);
    }
}
