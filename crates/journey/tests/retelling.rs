//! Real bounces become journeys in which happens what they report, in the servers' own words.
#![cfg(not(target_arch = "wasm32"))]

use journey::retelling::{Missing, Names, Retold, retell};
use journey::share_link::{decode, encode};
use model::answer::{Answer, ServerAnswer};
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
    let story = story::tell(trace).story;
    for condition in &retold.parts.conditions {
        let Condition::Answers(ServerAnswer { answer: Answer::Reply { reply, .. }, .. }) =
            condition
        else {
            continue;
        };
        let shown = |line: String| {
            story.lines.iter().any(|it| it.refuses && it.text.trim_end() == line.trim_end())
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
    if opened.conditions != retold.parts.conditions || opened.recipients != retold.parts.recipients
    {
        faults.push(format!("the link opens something else: {} bytes", link.fragment.len()));
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
    for mail in mails {
        let source = fs::read(mail.path()).expect("a mail");
        let name = mail.file_name().to_string_lossy().into_owned();
        let found = read(&String::from_utf8_lossy(&source));
        match retell(&found, names, &Owner::default()) {
            Ok(retold) => {
                told += 1;
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
            assert_eq!((retold.of.len(), retold.left_out), (count - left_out, left_out));
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
