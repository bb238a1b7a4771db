//! Real bounces become journeys in which happens what they report, in the servers' own words.
#![cfg(not(target_arch = "wasm32"))]

use journey::retelling::{Assumed, Missing, Names, Retold, retell, retell_to_reader};
use journey::share_link::{decode, encode};
use model::address::Domain;
use model::answer::{Answer, ServerAnswer};
use model::host_names::NamedServer;
use model::owner::Owner;
use model::preset_id::PresetId;
use model::scenario::{Condition, Scenario};
use reader::{Action, Found, read};
use sim::simulate;
use sim::trace::{EventKind, Outcome, Trace};
use std::fs;
use std::path::Path;

fn recipient_arrived(action: Option<Action>) -> bool {
    matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
}

/// What happens to a recipient in the journey is what was reported.
fn agrees(action: Option<Action>, is_final: Option<bool>, outcome: Outcome) -> bool {
    let arrived = matches!(outcome, Outcome::Delivered | Outcome::Collected);
    if recipient_arrived(action) || is_final == Some(false) {
        arrived
    } else {
        outcome == Outcome::Failed
    }
}

/// What is wrong with the journey of a bounce.
fn faults(found: &Found, retold: &Retold) -> Vec<String> {
    let mut faults = Vec::new();
    let scenario = match Scenario::new(retold.parts.clone()) {
        Ok(scenario) => scenario,
        Err(error) => return vec![format!("no scenario: {error}")],
    };
    let trace: Trace = simulate(&scenario);
    let outcomes: Vec<Outcome> = trace.outcomes.iter().map(|(_, outcome)| *outcome).collect();
    for (n, of) in retold.of.iter().enumerate() {
        let recipient = &found.recipients[*of];
        let action = recipient.action.as_ref().map(|it| it.value);
        if !agrees(action, recipient.is_final, outcomes[n]) {
            faults.push(format!("{n}: {action:?} {:?}, {:?}", recipient.is_final, outcomes[n]));
        }
        let mailbox = &trace.outcomes[n].0;
        let told_late = trace.events.iter().any(|event| {
            matches!(&event.kind, EventKind::DsnWritten { recipients, delayed: true, .. }
                if recipients.contains(mailbox))
        });
        if recipient.is_final == Some(false) && !recipient_arrived(action) && !told_late {
            faults.push(format!("{n}: nobody is told that it is late"));
        }
    }
    faults.extend(faults_of_names(found, retold, &trace));
    let story = story::tell(trace).story;
    for condition in &retold.parts.conditions {
        let Condition::Answers(ServerAnswer { answer: Answer::Reply { reply, .. }, .. }) =
            condition
        else {
            continue;
        };
        let shown = |line: String| {
            story
                .lines
                .iter()
                .any(|it| it.negative.is_some() && it.text.trim_end() == line.trim_end())
        };
        if !reply.reply().wire_lines().all(shown) {
            faults.push(format!("not shown: {reply}"));
        }
    }
    if story.end() > 75_000 {
        faults.push(format!("plays for {} ms", story.end()));
    }
    let link = encode(PresetId::EverythingWorks, None, &retold.parts);
    let opened = decode(&link.fragment).parts;
    if opened != retold.parts {
        faults.push(format!("the link opens something else: {} bytes", link.fragment.len()));
    }
    faults
}

/// Servers are called as the bounce calls them, and nobody has a name that stands nowhere. What is said not to be read
/// is not.
fn faults_of_names(found: &Found, retold: &Retold, trace: &Trace) -> Vec<String> {
    let mut faults = Vec::new();
    let read: Vec<Domain> = found
        .recipients
        .iter()
        .flat_map(|it| [&it.host, &it.by])
        .chain(found.hops.iter().chain(&found.returned_hops).flat_map(|it| [&it.by, &it.from]))
        .filter_map(|said| said.as_ref()?.value.parse().ok())
        .collect();
    let shown = |id| trace.cast.host(id).name.as_str();
    for id in &trace.cast.named_servers {
        if !read.iter().any(|name| name.as_str() == shown(*id)) {
            faults.push(format!("{} was not read", shown(*id)));
        }
    }
    for (n, of) in retold.of.iter().enumerate() {
        let Some(host) = found.recipients[*of].host.as_ref() else { continue };
        let domain = &retold.parts.recipients[n].domain;
        let home = trace.cast.destinations.iter().find(|(known, _)| known == domain);
        let Some((_, home)) = home else { continue };
        let is_assumed = retold.assumed.iter().any(|it| match it {
            Assumed::HostName(NamedServer::Home(n)) => {
                retold.parts.recipients[usize::from(*n)].domain == *domain
            }
            _ => false,
        });
        let is_shown = shown(*home).eq_ignore_ascii_case(&host.value);
        let first = retold.parts.recipients.iter().position(|it| it.domain == *domain) == Some(n);
        if first && is_shown == is_assumed {
            faults.push(format!("{} for {}, assumed: {is_assumed}", shown(*home), host.value));
        }
    }
    faults
}

#[test]
fn real_bounces_become_journeys() {
    check_all(Names::Shown);
}

#[test]
fn and_without_names() {
    check_all(Names::Hidden);
}

fn check_all(names: Names) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reader/tests/bounces/mails");
    let mut mails: Vec<_> = fs::read_dir(folder).expect("bounces").flatten().collect();
    mails.sort_by_key(fs::DirEntry::file_name);
    let (mut told, mut wrong, mut missing) = (0, Vec::new(), Vec::new());
    let mut usual = [0; 3];
    for mail in mails {
        let source = fs::read(mail.path()).expect("a mail");
        let name = mail.file_name().to_string_lossy().into_owned();
        let found = read(&String::from_utf8_lossy(&source));
        match retell(&found, names, &Owner::default()) {
            Ok(retold) => {
                told += 1;
                let assumed = |it: Assumed| usize::from(retold.assumed.contains(&it));
                usual[0] += assumed(Assumed::Sender);
                usual[1] += assumed(Assumed::HostName(NamedServer::Provider));
                usual[2] += assumed(Assumed::HostName(NamedServer::Home(0)));
                let faults = faults(&found, &retold);
                if !faults.is_empty() {
                    wrong.push(format!("{name}: {}\n", faults.join("; ")));
                }
            }
            Err(why) => missing.push((name, why)),
        }
    }
    assert_eq!(wrong.concat(), "");
    assert_eq!(missing, []);
    // Of so few nobody is read who wrote it, or what the servers are called.
    assert!(usual[0] <= 25 && usual[1] <= 52 && usual[2] <= 153, "{usual:?}");
    assert_eq!(told, 304);
}

#[test]
fn nobody_is_named_in_a_link_unless_that_is_wanted() {
    let text = "<anna.b@example.org>: host mx.example.org said: 550 5.1.1 <anna.b@example.org>... \
                forwarded to bob@example.net, user unknown";
    let shown = |names| {
        let parts = retell(&read(text), names, &Owner::default()).expect("a journey").parts;
        let Condition::Answers(ServerAnswer { answer: Answer::Reply { reply, .. }, .. }) =
            &parts.conditions[0]
        else {
            panic!("{:?}", parts.conditions)
        };
        (parts.recipients[0].to_string(), reply.to_string())
    };
    let (to, said) = shown(Names::Hidden);
    assert_eq!(to, "a***@example.org");
    assert_eq!(said, "550 5.1.1 <a***@example.org>... forwarded to b***@example.net, user unknown");
    let (to, said) = shown(Names::Shown);
    assert!(to == "anna.b@example.org" && said.contains("bob@example.net"), "{to}: {said}");
}

/// Names that stand in a server's words without an @.
#[test]
fn nobody_is_named_by_a_bare_name_either() {
    let report = |local: &str, said: &str| {
        format!(
            "From: MAILER-DAEMON@mx.example\nTo: Nina.Berg@riverside.example\nSubject: Undelivered\n\n\
             Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {local}@shop.example\n\
             Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 {said}\n"
        )
    };
    let check = |local, said, expected: &str| {
        let parts = retell(&read(&report(local, said)), Names::Hidden, &Owner::default());
        let parts = parts.expect("a journey").parts;
        let Condition::Answers(ServerAnswer { answer: Answer::Reply { reply, .. }, .. }) =
            &parts.conditions[0]
        else {
            panic!("{:?}", parts.conditions)
        };
        assert_eq!(reply.to_string(), ["550 5.1.1 ", expected].concat());
    };
    check("kijitora", "Unknown user kijitora", "Unknown user k***");
    check("kijitora", "Unknown user: (Kijitora), kijitoras", "Unknown user: (K***), kijitoras");
    check("an", "an answer to an: another", "a*** answer to a***: another");
    check("o.w-ner+x", "no o.w-ner+x here", "no o*** here");
    check("kim", "Nina.Berg may not write to kim", "N*** may not write to k***");
    check("user", "unknown user", "unknown user");
    check("550", "550 is the code", "550 is the code");
}

#[test]
fn who_has_no_room_is_counted() {
    let one = |n| {
        format!("Final-Recipient: rfc822; jo{n}@shop.example\nAction: failed\nStatus: 5.1.1\n\n")
    };
    let check = |count, left_out| {
        let text: String = (0..count).chain(0..3).map(one).collect();
        for names in [Names::Hidden, Names::Shown] {
            let retold = retell(&read(&text), names, &Owner::default()).expect("a journey");
            assert_eq!((retold.of.len(), retold.people_left_out), (count - left_out, left_out));
        }
    };
    check(20, 0);
    check(21, 1);
    check(60, 40);
}

#[test]
fn whoever_is_told_of_twice_is_one_recipient() {
    let twice = "Final-Recipient: rfc822; jo@shop.example\nAction: failed\nStatus: 5.1.1\n\n\
                 Final-Recipient: rfc822; Jo@shop.example\nAction: failed\nStatus: 5.1.1\n";
    for names in [Names::Hidden, Names::Shown] {
        let retold = retell(&read(twice), names, &Owner::default()).expect("a journey");
        assert_eq!(retold.parts.recipients.len(), 1, "{:?}", retold.parts.recipients);
    }
}

#[test]
fn what_is_missing_is_said() {
    let missing = |text| retell(&read(text), Names::Hidden, &Owner::default()).unwrap_err();
    assert_eq!(missing("good morning"), Missing::Recipient);
    assert_eq!(missing("550 5.1.1 User unknown"), Missing::Recipient);
    let arrived = "Final-Recipient: rfc822; jo@shop.example\nAction: delivered\nStatus: 2.0.0\n";
    assert_eq!(missing(arrived), Missing::Failure);
}

#[test]
fn a_reader_sees_the_names_that_links_hide() {
    let text =
        "<anna.b@example.org>: host mx.example.org said: 550 5.1.1 <anna.b@example.org> unknown";
    let (retold, hiding) = retell_to_reader(&read(text), &Owner::default()).expect("a journey");
    let hiding = hiding.expect("names to hide");
    assert_eq!(retold.parts.recipients[0].to_string(), "anna.b@example.org");
    let hidden = retell(&read(text), Names::Hidden, &Owner::default()).expect("a journey").parts;
    assert_eq!(hiding.applied_to(&retold.parts), hidden);
    // Whatever else is changed meanwhile.
    let mut changed = retold.parts.clone();
    changed.subject = "Hello".to_owned();
    changed.recipients.push("bob@example.net".parse().expect("an address"));
    changed.conditions.insert(0, Condition::NullMx { recipient: 1 });
    let linked = hiding.applied_to(&changed);
    assert_eq!(linked.recipients[0], hidden.recipients[0]);
    assert_eq!(linked.recipients[1].to_string(), "bob@example.net", "typed by the reader");
    assert_eq!(linked.conditions[1], hidden.conditions[0]);
    assert!(!encode(PresetId::EverythingWorks, None, &linked).fragment.is_empty());
}

#[test]
fn every_bounce_can_be_shown_with_names_and_linked_without() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reader/tests/bounces/mails");
    let mut unlike = Vec::new();
    for mail in fs::read_dir(folder).expect("bounces").flatten() {
        let source = fs::read(mail.path()).expect("a mail");
        let found = read(&String::from_utf8_lossy(&source));
        let (retold, hiding) = retell_to_reader(&found, &Owner::default()).expect("a journey");
        let Some(hiding) = hiding else {
            unlike.push(mail.file_name());
            continue;
        };
        let linked = hiding.applied_to(&retold.parts);
        Scenario::new(linked.clone()).expect("a journey without names");
        for (shown, linked) in retold.parts.recipients.iter().zip(&linked.recipients) {
            assert_eq!(shown.domain, linked.domain);
            assert!(linked.local_part.as_str().contains("***"), "{linked}");
        }
    }
    assert_eq!(unlike, Vec::<std::ffi::OsString>::new());
}
