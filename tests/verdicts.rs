//! The verdict card and who knows what when: right for every preset, and read off the trace.

use model::address::Mailbox;
use model::presets::{self, PRESETS};
use model::scenario::{Condition, RefusalStage, Scenario};
use model::time::Instant;
use sim::simulate;
use sim::trace::{EventKind, Folder, Outcome, Trace};
use story::knowledge::{self, Knowledge};
use story::verdict::{self, Fixer, Verdict};

fn run(slug: &str) -> Trace {
    simulate(&presets::find(slug).expect("a preset").scenario())
}

fn run_with(slug: &str, relays: u8, conditions: &[Condition]) -> Trace {
    let mut parts = presets::find(slug).expect("a preset").parts();
    parts.relays = relays;
    parts.conditions.extend_from_slice(conditions);
    simulate(&Scenario::new(parts).expect("valid"))
}

/// One card as it should be: its recipients, what happened, the host, whether it is tried again,
/// who can fix it, the first action, and the numbers of the reply.
struct Card {
    to: &'static str,
    happened: &'static str,
    host: &'static str,
    place: &'static str,
    again: &'static str,
    fixers: &'static [Fixer],
    action: &'static str,
    codes: &'static str,
}

const FINE: [&str; 7] = [
    "everything-works",
    "two-boxes",
    "same-provider",
    "long-way-round",
    "big-attachment",
    "lost-packet",
    "crossed-packets",
];

const BOX: &str = "The mail server of allbusiness.com, mail.allbusiness.com";
const HOST: &str = "mail.allbusiness.com";
const TO: &str = "feedback@allbusiness.com";
const FIVE: &str = "No: a reply that starts with 5";
const FULL_FOR_GOOD: Card = Card {
    to: TO,
    happened: "was full, and after five days the message was given up.",
    host: HOST,
    place: BOX,
    again: "Not any more: the servers tried 35 times in five days",
    fixers: &[Fixer::Recipient],
    action: "Ask the recipient by phone or text to make room",
    codes: "452 4.x.x x.2.x x.2.2",
};
const MISSPELT: Card = Card {
    to: "feedback@allbusines.com",
    happened: "The domain name registry has no domain called allbusines.com.",
    host: "",
    place: "The domain name registry: ",
    again: "No: waiting does not change this.",
    fixers: &[Fixer::Sender],
    action: "Look at the part after the @: is allbusines.com spelled right?",
    codes: "",
};
const NOBODY_THERE: Card = Card {
    to: "feedbak@allbusiness.com",
    happened: "There is no mailbox named feedbak at allbusiness.com.",
    host: HOST,
    place: BOX,
    again: FIVE,
    fixers: &[Fixer::Sender],
    action: "Look at the part before the @: is feedbak spelled right?",
    codes: "550 5.x.x x.1.x x.1.1",
};

fn expected(slug: &str) -> Vec<Card> {
    let card = Card { ..NOBODY_THERE };
    let refused = |happened, fixers, action, codes| Card {
        to: TO,
        happened,
        fixers,
        action,
        codes,
        ..NOBODY_THERE
    };
    let mended = |happened, again, codes| Card {
        to: TO,
        happened,
        again,
        fixers: &[Fixer::Nobody],
        action: "Nothing",
        codes,
        ..NOBODY_THERE
    };
    vec![match slug {
        "wrong-password" => {
            mended("did not open with the password", "Yes: the program tried the mailbox again", "")
        }
        "sign-in-refused" => Card {
            host: "mail.riverside.example",
            place: "Your provider’s mail server, mail.riverside.example",
            again: "Perhaps by your program, if it has an Outbox",
            ..refused(
                "did not accept the user name and password from your program, so the message was \
                 not sent.",
                &[Fixer::Sender],
                "Check the user name (often your full address) and the password",
                "535 5.x.x x.7.x x.7.8",
            )
        },
        "app-password" => Card {
            host: "mail.riverside.example",
            place: "Your provider’s mail server, mail.riverside.example",
            again: "Perhaps by your program, if it has an Outbox",
            ..refused(
                "does not take your ordinary password from email programs, so the message was not \
                 sent.",
                &[Fixer::Sender],
                "Add the account again in your program with “Sign in with …”",
                "534 5.x.x x.7.x x.7.9",
            )
        },
        "not-your-address" => Card {
            host: "mail.riverside.example",
            place: "Your provider’s mail server, mail.riverside.example",
            again: "Perhaps by your program, if it has an Outbox",
            ..refused(
                "because it does not belong to the account that signed in, so the message was not \
                 sent.",
                &[Fixer::Sender],
                "In your program’s account settings, compare your email address",
                "553 5.x.x x.7.x x.7.1",
            )
        },
        "not-signed-in" => Card {
            host: "mail.riverside.example",
            place: "Your provider’s mail server, mail.riverside.example",
            again: "Perhaps by your program, if it has an Outbox",
            ..refused(
                "mail.riverside.example wanted a sign-in or an encrypted connection first, so the \
                 message was not sent.",
                &[Fixer::Sender],
                "In your program’s settings for outgoing mail, switch on sign-in",
                "530 5.x.x x.7.x x.7.0",
            )
        },
        "sending-limit" => Card {
            host: "mail.riverside.example",
            place: "Your provider’s mail server, mail.riverside.example",
            ..mended(
                "mail.riverside.example said that you had sent too much in a short time, so the message \
                 waited for 30 min; then it was delivered.",
                "the second try succeeded",
                "450 4.x.x x.2.x x.2.1",
            )
        },
        "typo-domain" => Card {
            to: "feedback@allbusines.com",
            host: "mail.allbusines.com",
            place: "The mail server of allbusines.com, mail.allbusines.com",
            again: "No: it counts as delivered, so nobody tries again or tells you.",
            ..refused(
                "mail.allbusines.com has no mailbox named feedback, but takes mail for any name at \
                 allbusines.com, so whoever owns that domain has the message now.",
                &[Fixer::Sender],
                "Compare allbusines.com with the address that you were given.",
                "",
            )
        },
        "spam-folder" => Card {
            again: "No: it counts as delivered, so nobody tries again or tells you.",
            ..refused(
                "put the message into the spam folder of feedback@allbusiness.com, where email \
                 programs that use POP do not look.",
                &[Fixer::Recipient],
                "Ask the recipient by phone or text to look in the spam folder",
                "",
            )
        },
        "misspelt-domain" => MISSPELT,
        "no-such-person" => card,
        "access-denied" => Card {
            to: "feedbak@allbusiness.com",
            ..refused(
                "denied access to feedbak@allbusiness.com, which usually means that there is no \
                 such mailbox.",
                &[Fixer::Sender, Fixer::Recipient, Fixer::RecipientsProvider],
                "Look at the address letter by letter: is feedbak@allbusiness.com right?",
                "550 5.x.x x.4.x x.4.1",
            )
        },
        "closed-group" => refused(
            "feedback@allbusiness.com takes mail from certain people only",
            &[Fixer::Recipient, Fixer::RecipientsProvider],
            "Ask the recipient by phone or text to have your address added",
            "550 5.x.x x.7.x x.7.133",
        ),
        "mailbox-full-refused" => refused(
            "was full, and mail.allbusiness.com does not keep mail until there is room.",
            &[Fixer::Recipient],
            "Ask the recipient by phone or text to make room",
            "552 5.x.x x.2.x x.2.2",
        ),
        "no-answer" => Card {
            again: "Not any more: the servers tried 34 times in five days",
            ..refused(
                "mail.allbusiness.com did not answer, and after five days the message was given \
                 up.",
                &[Fixer::SendersProvider, Fixer::RecipientsProvider],
                "Look at the part after the @: is allbusiness.com spelled right?",
                "",
            )
        },
        "mailbox-full" => mended(
            "was full, so the message waited for 1 day 3 h; then it was delivered.",
            "the eleventh try succeeded",
            "452 4.x.x x.2.x x.2.2",
        ),
        "mailbox-full-for-good" => FULL_FOR_GOOD,
        "server-down" => mended(
            "mail.allbusiness.com was not accepting connections, so the message waited for 45 min; then it was \
             delivered.",
            "the third try succeeded",
            "",
        ),
        "backup-server" => mended(
            "so mx2.allbusiness.com, the next server of the domain, took the message",
            "mx2.allbusiness.com kept trying, and its third try succeeded",
            "",
        ),
        "greylisted" => mended(
            "asked it to try again later (greylisting), so the message waited for 15 min",
            "the second try succeeded",
            "451 4.x.x x.7.x x.7.1",
        ),
        "refused-as-spam" => refused(
            "took the message for spam",
            &[Fixer::Sender, Fixer::SendersProvider, Fixer::RecipientsProvider],
            "Rewrite it with fewer links and attachments",
            "554 5.x.x x.7.x x.7.1",
        ),
        "sender-not-proven" => refused(
            "could not verify that the message really comes from",
            &[Fixer::SendersProvider, Fixer::SendersDomain],
            "Forward the report to your provider’s help desk: mail from riverside.example has to be made",
            "550 5.x.x x.7.x x.7.26",
        ),
        "network-blocked" => refused(
            "the recipient’s provider blocks a part of the network it came from",
            &[Fixer::SendersProvider],
            "Forward the report to your provider’s help desk: only they can ask",
            "550 5.x.x x.7.x x.7.1",
        ),
        "sender-blocked" => refused(
            "is on the blocklist zen.blocklist.example.",
            &[Fixer::SendersProvider],
            "Forward the report to your provider’s help desk",
            "554 5.x.x x.7.x x.7.1",
        ),
        "too-big" => refused(
            "bigger than mail.allbusiness.com allows: it is 1.4 MB, and the limit is 1.0 MB.",
            &[Fixer::Sender],
            "Put the file on a file-sharing service",
            "552 5.x.x x.3.x x.3.4",
        ),
        "attachment-blocked" => refused(
            "mail.allbusiness.com does not accept this kind of attachment",
            &[Fixer::Sender],
            "Put the file on a file-sharing service",
            "552 5.x.x x.7.x x.7.0",
        ),
        "mail-loop" => refused(
            "stopped it: it was going in circles",
            &[Fixer::RecipientsProvider],
            "Tell the recipient by phone or text",
            "554 5.x.x x.4.x x.4.6",
        ),
        "no-mail-here" => Card {
            host: "ns.allbusiness.com",
            place: "The domain name registry: a name server of allbusiness.com",
            again: "No: waiting does not change this.",
            ..refused(
                "says that it takes no mail at all",
                &[Fixer::Sender],
                "Find another address",
                "",
            )
        },
        "lookup-fails" => Card {
            host: "ns2.allbusiness.com",
            place: "The domain name registry: a name server of allbusiness.com",
            ..mended(
                "No name server could say which server takes mail for allbusiness.com, so the \
                 message waited for 15 min",
                "the second try succeeded",
                "",
            )
        },
        "several-recipients" => {
            return vec![
                Card { to: "service@allbusiness.com", ..FULL_FOR_GOOD },
                Card { to: "sales@allbusines.com", ..MISSPELT },
            ];
        }
        "vanished-bounce" => Card {
            happened: "and you are never told, because your program gives ann@riversde.example",
            action: "Correct your own address",
            ..NOBODY_THERE
        },
        _ => return Vec::new(),
    }]
}

#[test]
fn every_preset_has_its_cards() {
    for preset in &PRESETS {
        let slug = preset.slug();
        let trace = simulate(&preset.scenario());
        let (cards, expected) = (verdict::of(&trace), expected(slug));
        assert_eq!(expected.is_empty(), FINE.contains(&slug), "{slug}");
        assert_eq!(cards.len(), expected.len(), "{slug}: {cards:#?}");
        for (card, expected) in cards.iter().zip(&expected) {
            check(slug, &trace, card, expected);
        }
    }
}

#[track_caller]
fn check(slug: &str, trace: &Trace, card: &Verdict, expected: &Card) {
    let recipients: Vec<String> = card.recipients.iter().map(ToString::to_string).collect();
    assert_eq!(recipients, [expected.to], "{slug}");
    let host = &trace.cast.host(card.host).name;
    assert!(expected.host.is_empty() || host == expected.host, "{slug}: {host}");
    assert!(card.place.starts_with(expected.place), "{slug}: {}", card.place);
    assert!(card.place.contains(host.as_str()), "{slug}: {}", card.place);
    assert!(card.happened.contains(expected.happened), "{slug}: {}", card.happened);
    assert!(card.again.contains(expected.again), "{slug}: {}", card.again);
    assert_eq!(card.fixers, expected.fixers, "{slug}");
    assert!(card.actions[0].starts_with(expected.action), "{slug}: {:?}", card.actions);
    let parts = card.reply.iter().flat_map(|(_, parts)| parts);
    let codes: Vec<&str> = parts.map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes.join(" "), expected.codes, "{slug}");
    well_formed(slug, card);
}

/// What holds for every card.
#[track_caller]
fn well_formed(slug: &str, card: &Verdict) {
    for sentence in [&card.happened, &card.again, &card.who] {
        assert!(sentence.ends_with('.') && !sentence.contains(". "), "{slug}: {sentence}");
        assert!(!sentence.contains("  ") && !sentence.contains(" ,"), "{slug}: {sentence}");
    }
    assert!((1..=2).contains(&card.actions.len()), "{slug}: {:?}", card.actions);
    assert!(!card.fixers.is_empty() && !card.place.is_empty(), "{slug}");
    let lines = card.copy.lines().count();
    assert!((4..=8).contains(&lines), "{slug}: {}", card.copy);
    // A server says as much as it likes.
    let mut ours = card.copy.lines().filter(|line| !line.starts_with("The server’s reply: "));
    assert!(ours.all(|line| line.chars().count() <= 240), "{slug}: {}", card.copy);
    if let Some((reply, parts)) = &card.reply {
        assert!(card.copy.contains(reply.as_str()), "{slug}");
        assert!(reply.starts_with(&parts[0].0), "{slug}");
        assert!(parts.iter().all(|(_, meaning)| !meaning.is_empty()), "{slug}: {parts:?}");
    }
}

#[test]
fn the_numbers_are_explained_as_the_standards_do() {
    let meanings = |slug: &str| {
        let cards = verdict::of(&run(slug));
        let (_, parts) = cards[0].reply.clone().expect("a reply");
        parts.into_iter().map(|(_, meaning)| meaning).collect::<Vec<_>>()
    };
    let full = meanings("mailbox-full");
    assert!(full[0].starts_with("not now, try again later"), "{full:?}");
    assert!(full[1].starts_with("Persistent transient failure"), "{full:?}");
    assert!(full[2].starts_with("Mailbox status"), "{full:?}");
    assert_eq!(full[3], "Mailbox full");
    assert_eq!(meanings("sender-not-proven")[3], "Multiple authentication checks failed");
    assert!(meanings("too-big")[0].contains("larger than this server ever takes"));
    assert!(meanings("refused-as-spam")[0].contains("refused by the server’s rules"));
    assert!(meanings("attachment-blocked")[0].contains("refused by the server’s rules"));
    assert!(meanings("mail-loop")[0].contains("the transaction failed"));
    assert!(meanings("mail-loop")[3].starts_with("Routing loop detected"));
    assert_eq!(meanings("refused-as-spam")[3], "Delivery not authorized, message refused");
    assert!(meanings("greylisted")[3].ends_with("servers use it with a 4 too)"));
    assert!(meanings("no-such-person")[3].starts_with("Bad destination mailbox address"));
    // No reply, but the report has a status.
    for (slug, status) in [("no-mail-here", "5.1.10"), ("misspelt-domain", "5.1.2")] {
        let cards = verdict::of(&run(slug));
        assert!(cards[0].copy.contains(&["Status in the report: ", status].concat()), "{slug}");
    }
}

#[test]
fn recipients_with_the_same_fate_share_a_card() {
    let conditions = [Condition::SenderBlocked { recipient: 0 }];
    let cards = verdict::of(&run_with("two-boxes", 0, &conditions));
    assert_eq!(cards.len(), 1);
    assert_eq!(cards[0].recipients.len(), 2);
    let conditions =
        [Condition::NoSuchPerson { recipient: 0 }, Condition::NoSuchPerson { recipient: 1 }];
    let cards = verdict::of(&run_with("two-boxes", 2, &conditions));
    assert_eq!(cards.len(), 1);
    assert_eq!(
        cards[0].happened,
        "There are no mailboxes named feedback and service at allbusiness.com."
    );
}

#[test]
fn a_box_that_is_in_use_is_told() {
    let locked = [Condition::BoxLocked { recipient: 0, minutes: 5 }];
    let cards = verdict::of(&run_with("everything-works", 1, &locked));
    assert_eq!(cards.len(), 1);
    assert!(cards[0].happened.contains("was in use by another session"), "{}", cards[0].happened);
    // A hitch on the way and one at the box are two cards.
    let both = [locked[0].clone(), Condition::WrongPassword { recipient: 0 }];
    assert_eq!(verdict::of(&run_with("greylisted", 0, &both[1..])).len(), 2);
}

/// Invariant: the card tells only what the trace says.
#[test]
fn without_the_decisive_events_a_card_is_another_or_none() {
    for preset in &PRESETS {
        let mut trace = simulate(&preset.scenario());
        let cards = verdict::of(&trace);
        if cards.is_empty() {
            continue;
        }
        let mut decisive = 0;
        for n in 0..trace.events.len() {
            let is_decisive = match &trace.events[n].kind {
                EventKind::NotRelayed { .. } => preset.slug() != "vanished-bounce",
                EventKind::SubmissionFailed { .. }
                | EventKind::KeptInOutbox { .. }
                | EventKind::SetAside { .. }
                | EventKind::GaveUp { is_dsn: false, .. }
                | EventKind::TriedAndFailed { .. }
                | EventKind::AuthFailed { .. }
                | EventKind::DsnDropped { .. } => true,
                EventKind::Stored { reverse_path: Some(_), .. } => {
                    preset.slug() != "several-recipients"
                }
                _ => false,
            };
            if is_decisive {
                decisive += 1;
                let event = trace.events.remove(n);
                assert_ne!(verdict::of(&trace), cards, "{}: {event:?}", preset.slug());
                trace.events.insert(n, event);
            }
        }
        assert!(decisive > 0, "{}", preset.slug());
    }
}

#[test]
fn nothing_panics_on_a_record_with_a_gap() {
    for slug in ["several-recipients", "backup-server", "vanished-bounce", "wrong-password"] {
        let mut trace = run(slug);
        for n in 0..trace.events.len() {
            let event = trace.events.remove(n);
            for card in verdict::of(&trace) {
                well_formed(slug, &card);
            }
            let _ = knowledge::at(&trace, event.at);
            trace.events.insert(n, event);
        }
        let cast = trace.cast.clone();
        assert!(verdict::of(&Trace::new(cast)).is_empty());
    }
}

#[test]
fn what_the_provider_itself_refuses_is_between_the_sender_and_the_provider() {
    for mishap in mishaps() {
        let Condition::Refused { hop: 0, .. } = mishap else { continue };
        let cards = verdict::of(&run_with("everything-works", 1, std::slice::from_ref(&mishap)));
        assert_eq!(cards.len(), 1, "{mishap:?}");
        assert!(cards[0].place.starts_with("Your provider’s mail server"), "{mishap:?}");
        assert!(!cards[0].fixers.contains(&Fixer::RecipientsProvider), "{mishap:?}");
        assert!(!cards[0].actions.concat().contains("Forward the report"), "{mishap:?}");
    }
}

/// A box that cannot be used just now is no reason to look for another address.
#[test]
fn what_is_for_now_is_not_told_as_for_ever() {
    let card = |hop, permanent, times| {
        let stage = RefusalStage::Rcpt;
        let conditions = [Condition::Refused { hop, stage, permanent, times }];
        let cards = verdict::of(&run_with("everything-works", 1, &conditions));
        assert_eq!(cards.len(), 1);
        cards.into_iter().next().expect("a card")
    };
    let off = card(1, true, None);
    assert!(
        off.happened.ends_with("said that the mailbox of feedback@allbusiness.com takes no mail.")
    );
    assert!(off.actions[0].contains("an address that works"));
    for (hop, times, action) in [
        (0, None, "Press Send again in a while."),
        (1, None, "Tell the recipient by phone or text that the mailbox takes no mail."),
        (1, Some(2), "Nothing: servers keep a message and try again on their own."),
    ] {
        let busy = card(hop, false, times);
        assert!(busy.happened.contains("could not take mail just then"), "{}", busy.happened);
        assert_eq!(busy.actions[0], action);
        assert!(!busy.fixers.contains(&Fixer::Recipient));
    }
}

/// A wait is put down to what caused it.
#[test]
fn two_troubles_do_not_share_a_wait() {
    let down = Condition::ServerDown { recipient: 0, minutes: Some(40), silent: false };
    let cards = verdict::of(&run_with("greylisted", 0, &[down]));
    assert_eq!(cards.len(), 1);
    let told = &cards[0].happened;
    assert!(
        told.contains("asked it to try again later (greylisting), so the message waited for 1 h;"),
        "{told}"
    );
    assert!(cards[0].again.contains("the fourth try succeeded"), "{}", cards[0].again);

    let full = Condition::BoxFull { recipient: 0, hours: Some(3) };
    let told = verdict::of(&run_with("backup-server", 1, &[full]))[0].happened.clone();
    assert!(told.ends_with("took the message and handed it on 45 min later."), "{told}");
}

/// The next server of a domain takes the message and hands it on without a wait.
#[test]
fn another_way_is_not_a_late_one() {
    let once = Condition::Refused {
        hop: 1,
        stage: RefusalStage::Greeting,
        permanent: false,
        times: Some(1),
    };
    let mut parts = presets::find("backup-server").expect("a preset").parts();
    parts.conditions =
        vec![Condition::PreferredServerDown { recipient: 0, minutes: Some(0) }, once];
    let cards = verdict::of(&simulate(&Scenario::new(parts).expect("valid")));
    assert_eq!(cards.len(), 1);
    assert!(
        cards[0].copy.contains("was delivered, but not in the usual way."),
        "{}",
        cards[0].copy
    );
    assert!(!cards[0].copy.contains("but late"), "{}", cards[0].copy);
}

fn mishaps() -> Vec<Condition> {
    use RefusalStage::{Data, Greeting, Hello, Mail, Message, Rcpt};
    let mut mishaps = vec![
        Condition::ServerDown { recipient: 0, minutes: None, silent: true },
        Condition::ServerDown { recipient: 0, minutes: Some(90), silent: true },
        Condition::PreferredServerDown { recipient: 0, minutes: None },
        Condition::NameServersSilent { recipient: 0, minutes: None },
        Condition::MailLoop { recipient: 0 },
        Condition::NullMx { recipient: 0 },
        Condition::BoxLocked { recipient: 0, minutes: 30 },
        Condition::BoxFull { recipient: 0, hours: None },
        Condition::SizeLimit { recipient: 0, kilobytes: 1 },
        Condition::SenderMisspelt,
        Condition::SignInRefused,
    ];
    for stage in [Greeting, Hello, Mail, Rcpt, Data, Message] {
        for (hop, permanent, times) in [
            (0, true, None),
            (0, false, None),
            (1, true, None),
            (1, false, None),
            (1, false, Some(2)),
        ] {
            mishaps.push(Condition::Refused { hop, stage, permanent, times });
        }
    }
    mishaps
}

/// The card, the outcomes told, and the outcomes of the record agree.
#[test]
fn cards_and_outcomes_agree() {
    for slug in ["everything-works", "same-provider", "two-boxes", "no-such-person", "greylisted"] {
        for mishap in mishaps() {
            for relays in [0, 2] {
                let trace = run_with(slug, relays, std::slice::from_ref(&mishap));
                let name = format!("{slug}, {mishap:?}, {relays} relays");
                let cards = verdict::of(&trace);
                for card in &cards {
                    well_formed(&name, card);
                }
                agrees(&name, &trace, &cards);
            }
        }
    }
}

fn in_spam_folder(trace: &Trace, wanted: &Mailbox) -> bool {
    trace.events.iter().any(|event| match &event.kind {
        EventKind::SetAside { mailbox, folder: Folder::Spam, .. } => mailbox == wanted,
        _ => false,
    })
}

#[track_caller]
fn agrees(name: &str, trace: &Trace, cards: &[Verdict]) {
    let last = knowledge::at(trace, trace.end());
    for ((mailbox, outcome), told) in trace.outcomes.iter().zip(&last.outcomes) {
        let (word, good) = match outcome {
            Outcome::NotSent => ("not sent", Some(false)),
            Outcome::OnTheWay => ("waiting in a queue", None),
            Outcome::Failed => ("not delivered", Some(false)),
            Outcome::SetAside if in_spam_folder(trace, mailbox) => {
                ("in the spam folder", Some(false))
            }
            Outcome::SetAside => ("in somebody else’s box", Some(false)),
            Outcome::Delivered => ("in the box", Some(true)),
            Outcome::Collected => ("collected", Some(true)),
        };
        assert_eq!((told.1.as_str(), told.2), (word, good), "{name}");
        let mine: Vec<_> = cards.iter().filter(|card| card.recipients.contains(mailbox)).collect();
        match outcome {
            Outcome::NotSent | Outcome::Failed | Outcome::OnTheWay | Outcome::SetAside => {
                assert_eq!(mine.len(), 1, "{name}: {mine:#?}");
                assert_ne!(mine[0].fixers, [Fixer::Nobody], "{name}");
            }
            Outcome::Delivered | Outcome::Collected => assert!(mine.len() <= 2, "{name}"),
        }
    }
    let queued = last.servers.iter().any(|(_, holds)| holds.contains("In the queue"));
    let open = trace.outcomes.iter().any(|(_, outcome)| *outcome == Outcome::OnTheWay);
    assert!(!queued || open || trace.cut_short, "{name}: {:?}", last.servers);
}

#[test]
fn every_preset_ends_with_what_the_record_says() {
    for preset in &PRESETS {
        let trace = simulate(&preset.scenario());
        agrees(preset.slug(), &trace, &verdict::of(&trace));
    }
}

// ---- who knows what when -----------------------------------------------------------------------

fn at(trace: &Trace, millis: u64) -> Knowledge {
    knowledge::at(trace, Instant::from_micros(millis * 1_000))
}

/// Just after the first event of a kind.
fn after(trace: &Trace, select: impl Fn(&EventKind) -> bool) -> Knowledge {
    let event = trace.events.iter().find(|event| select(&event.kind)).expect("it happens");
    knowledge::at(trace, event.at)
}

fn holds(knowledge: &Knowledge, server: &str) -> String {
    let mut found = knowledge.servers.iter().filter(|(name, _)| name == server);
    found.next().map_or_else(String::new, |(_, holds)| holds.clone())
}

const NEVER_TOLD: &str = "Unless a report comes, you hear no more";

#[test]
fn everything_works() {
    let trace = run("everything-works");
    let begin = at(&trace, 10);
    assert_eq!(begin.sender, ["You have pressed Send."]);
    assert!(begin.servers.is_empty());
    assert_eq!(begin.recipients, [(TO.to_owned(), "Sees nothing of it.".to_owned())]);
    assert_eq!(begin.outcomes, [(TO.to_owned(), "not sent yet".to_owned(), None)]);

    let sent = at(&trace, 200);
    assert!(sent.sender[1].starts_with("Your program says: sent."));
    assert!(sent.sender[2].starts_with(NEVER_TOLD));
    assert!(holds(&sent, "mail.riverside.example").starts_with("In the queue: the message to"));

    let stored = after(&trace, |kind| matches!(kind, EventKind::Stored { .. }));
    assert_eq!(holds(&stored, HOST), "In the box feedback: one message.");
    assert_eq!(stored.servers.len(), 1);
    assert_eq!(stored.recipients[0].1, "A message waits in the box.");

    let end = knowledge::at(&trace, trace.end());
    assert!(end.servers.is_empty());
    assert_eq!(end.recipients[0].1, "Has the message.");
    assert_eq!(end.outcomes[0].2, Some(true));
    // She never learns that it was delivered, let alone read.
    assert_eq!(end.sender, sent.sender);
}

#[test]
fn mailbox_full() {
    let trace = run("mailbox-full");
    let minutes = |n: u64| at(&trace, n * 60_000);
    let first = minutes(5);
    let queue = holds(&first, "mail.riverside.example");
    assert_eq!(
        queue,
        "In the queue: the message to feedback@allbusiness.com, next try Mon 5 Jan, 09:15."
    );
    assert_eq!(holds(&first, HOST), "The box feedback is full.");
    assert_eq!(first.outcomes[0].1, "waiting in a queue");
    assert_eq!(first.sender.len(), 3, "she knows nothing of it yet");
    // The report about the delay is written and lies in her box: only when she has fetched it does
    // she know.
    let reported =
        after(&trace, |kind| matches!(kind, EventKind::Stored { reverse_path: None, .. }));
    assert!(holds(&reported, "mail.riverside.example").contains("In the box ann: one message."));
    assert_eq!(reported.sender, first.sender);
    let fetched = minutes(8 * 60);
    assert!(fetched.sender[2].contains("still trying to deliver"));
    assert!(fetched.sender[3].starts_with(NEVER_TOLD));
    let emptied = minutes(27 * 60);
    assert_eq!(holds(&emptied, HOST), "");
    assert_eq!(emptied.recipients[0].1, "Sees nothing of it.");
    let end = knowledge::at(&trace, trace.end());
    assert!(end.servers.is_empty());
    assert_eq!(end.sender, fetched.sender);
}

#[test]
fn no_such_person() {
    let trace = run("no-such-person");
    let written = after(&trace, |kind| matches!(kind, EventKind::DsnWritten { .. }));
    assert_eq!(written.outcomes[0].1, "not delivered");
    assert_eq!(holds(&written, "mail.riverside.example"), "In the queue: a report.");
    assert!(written.sender[2].starts_with(NEVER_TOLD), "she does not know yet");
    let end = knowledge::at(&trace, trace.end());
    assert_eq!(end.sender.len(), 3);
    assert_eq!(
        end.sender[2],
        "A report in your mail says the message could not be delivered to feedbak@allbusiness.com."
    );
    assert_eq!(end.recipients[0].1, "Sees nothing of it.");
}

#[test]
fn a_report_from_far_away_is_recognised() {
    let trace = run("mail-loop");
    let end = knowledge::at(&trace, trace.end());
    assert!(end.sender[2].contains("could not be delivered"), "{:?}", end.sender);
    assert!(end.servers.is_empty(), "{:?}", end.servers);
}

#[test]
fn vanished_bounce() {
    let trace = run("vanished-bounce");
    let end = knowledge::at(&trace, trace.end());
    assert_eq!(end.outcomes[0].2, Some(false));
    assert_eq!(end.sender.len(), 3);
    assert!(end.sender[2].starts_with(NEVER_TOLD), "she never learns of it");
    assert_eq!(holds(&end, "mail.riverside.example"), "In the box postmaster: one message.");
}

#[test]
fn several_recipients() {
    let trace = run("several-recipients");
    let middle = at(&trace, 60_000);
    let words: Vec<&str> = middle.outcomes.iter().map(|(_, word, _)| word.as_str()).collect();
    assert_eq!(words, ["collected", "waiting in a queue", "not delivered"]);
    assert_eq!(
        holds(&middle, "mail.riverside.example"),
        "In the queue: the message to service@allbusiness.com, next try Mon 5 Jan, 09:15."
    );
    assert!(middle.sender[2].contains("could not be delivered to sales@allbusines.com"));
    let hopes = "Unless a report comes, you hear no more. Nobody tells you when it reaches \
                 feedback@allbusiness.com and service@allbusiness.com or when it is read.";
    assert_eq!(middle.sender[3], hopes);
    let end = knowledge::at(&trace, trace.end());
    let good: Vec<Option<bool>> = end.outcomes.iter().map(|(_, _, good)| *good).collect();
    assert_eq!(good, [Some(true), Some(false), Some(false)]);
}

#[test]
fn who_kept_a_message_is_named() {
    let held = |hop, seconds| Condition::Held { hop, seconds };
    let trace = run_with("everything-works", 1, &[held(1, 600), held(2, 11_520)]);
    let cards = verdict::of(&trace);
    let [card] = &*cards else { panic!("{cards:?}") };
    assert_eq!(
        card.happened,
        "mail.allbusiness.com kept the message for 3 h 12 min before passing it on."
    );
    assert_eq!(
        (trace.cast.host(card.host).name.as_str(), &*card.fixers),
        (HOST, &[Fixer::Nobody][..])
    );
    assert!(card.copy.contains("was delivered, but late."), "{}", card.copy);
    assert_eq!(verdict::mended(&trace), Some(true));
    let own = verdict::of(&run_with("everything-works", 1, &[held(0, 600)]));
    assert!(own[0].actions[1].contains("help desk"), "{:?}", own[0].actions);
}
