//! Examples and switches are found by what people type.

use diagnosis::Cause;
use journey::answers;
use journey::search::{self, Reason};
use journey::switches;
use model::answer::{AnswerStage, AnswersTo};
use model::preset_id::PresetId;
use model::presets::{self, PRESETS, Preset};
use model::scenario::Scenario;
use model::switch_id::SwitchId;
use model::why::Why;
use sim::simulate;
use std::collections::BTreeSet;
use story::verdict;

/// What is offered first for a text, where that is not what should be.
fn check(text: &str, example: &str, switch: Option<&str>) -> Option<String> {
    let found = search::find(text);
    let examples: Vec<_> = found.examples.iter().map(|hit| (hit.what.slug(), hit.reason)).collect();
    let switches: Vec<_> = found.switches.iter().map(|hit| hit.what.slug()).collect();
    let right = examples.first().is_some_and(|(first, _)| *first == example)
        && switch.is_none_or(|switch| switches.first() == Some(&switch));
    (!right).then(|| format!("{text}\n  {:?}\n  {examples:?}\n  {switches:?}\n", found.meaning))
}

/// As people type them.
#[test]
fn codes_and_words_find_what_they_mean() {
    let wrong: Vec<_> = [
        ("550 5.1.1", "no-such-person", Some("no-such-person")),
        ("5.1.1", "no-such-person", Some("no-such-person")),
        ("551", "no-such-person", None),
        ("5.2.2", "mailbox-full-refused", Some("box-full-for-good")),
        ("4.2.2", "mailbox-full", Some("box-full")),
        ("452", "mailbox-full", None),
        ("quota exceeded", "mailbox-full-refused", None),
        ("full", "mailbox-full", None),
        ("Mailbox FULL", "mailbox-full-refused", None),
        ("5.1.2", "misspelt-domain", Some("no-such-domain")),
        ("domain not found", "misspelt-domain", Some("no-such-domain")),
        ("5.1.10", "no-such-person", None),
        ("421", "greylisted", None),
        ("450", "greylisted", Some("greylisted")),
        ("451 4.7.1", "greylisted", Some("greylisted")),
        ("4.7.0", "greylisted", None),
        ("greylisting", "greylisted", Some("greylisted")),
        ("grey", "greylisted", None),
        ("530", "not-signed-in", Some("not-signed-in")),
        ("534", "app-password", Some("sign-in-refused")),
        ("app password", "app-password", None),
        ("too many messages", "sending-limit", Some("sending-limit")),
        ("junk folder", "spam-folder", Some("spam-folder")),
        ("catch-all", "typo-domain", Some("look-alike-domain")),
        ("5.7.60", "not-your-address", None),
        ("5.7.133", "closed-group", None),
        ("blocked attachment", "attachment-blocked", None),
        ("S3150", "network-blocked", None),
        ("535", "sign-in-refused", Some("sign-in-refused")),
        ("5.7.8", "sign-in-refused", Some("sign-in-refused")),
        ("relay access denied", "not-signed-in", None),
        ("550-5.7.26", "sender-not-proven", Some("sender-not-proven")),
        ("5.7.26", "sender-not-proven", Some("sender-not-proven")),
        ("dmarc", "sender-not-proven", None),
        ("spf fail", "sender-not-proven", None),
        ("552", "mailbox-full-refused", None),
        ("5.3.4", "too-big", Some("size-limit")),
        ("file too large", "too-big", None),
        ("554 5.4.6", "mail-loop", Some("mail-loop")),
        ("too many hops", "mail-loop", Some("mail-loop")),
        ("5.4.1", "access-denied", None),
        ("access denied", "access-denied", None),
        ("4.4.1", "server-down", None),
        ("4.4.7", "no-answer", None),
        ("timed out", "no-answer", None),
        ("connection refused", "server-down", None),
        ("4.4.3", "lookup-fails", None),
        ("blocked", "sender-blocked", None),
        ("spamhaus", "sender-blocked", Some("sender-blocked")),
        ("blacklist", "sender-blocked", Some("sender-blocked")),
        ("spam", "refused-as-spam", None),
        ("came back", "misspelt-domain", None),
        ("never arrived", "spam-folder", None),
        ("cc", "two-boxes", None),
        ("retransmission", "lost-packet", None),
    ]
    .into_iter()
    .filter_map(|(text, example, switch)| check(text, example, switch))
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// As people paste them, in the words of many providers.
#[test]
fn whole_answers_find_what_they_mean() {
    let wrong: Vec<_> = [
        (
            "550-5.1.1 The email account that you tried to reach does not exist. Please try\n\
             550-5.1.1 double-checking the recipient's email address for typos or unnecessary spaces.",
            "no-such-person",
        ),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "no-such-person"),
        ("550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "access-denied"),
        ("554 delivery error: dd This user doesn't have a yahoo.com account", "no-such-person"),
        ("550 5.1.1 <anna@icloud.example>: user lookup success but no user record found", "no-such-person"),
        ("550 Requested action not taken: mailbox unavailable", "no-such-person"),
        ("452-4.2.2 The email account that you tried to reach is over quota.", "mailbox-full"),
        ("552 5.2.2 The email account that you tried to reach is over quota and inactive", "mailbox-full-refused"),
        ("554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException", "mailbox-full-refused"),
        ("552 RP-RCP:1 requested mail action aborted: mailbox exceeds its allowed storage", "mailbox-full-refused"),
        ("534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9 the help", "app-password"),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "app-password"),
        ("553 5.7.1 <ann@a.example>: Sender address rejected: not owned by user ann@b.example", "not-your-address"),
        ("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "not-your-address"),
        (
            "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction \
             check failed because the sender was not authenticated when sending to this group",
            "closed-group",
        ),
        (
            "552-5.7.0 This message was blocked because its content presents a potential\n\
             552-5.7.0 security issue.",
            "attachment-blocked",
        ),
        (
            "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service \
             provider since part of their network is on our block list (S3140).",
            "network-blocked",
        ),
        ("550 5.4.310 DNS domain exampel.org does not exist [Message=InfoDomainNonexistent]", "misspelt-domain"),
        ("Host or domain name not found. Name service error for name=gmial.example type=AAAA: Host not found", "misspelt-domain"),
        ("556 5.1.10 Domain does not accept mail (nullMX)", "no-mail-here"),
        ("connect to mx.example.org[192.0.2.25]:25: Connection timed out", "server-down"),
        ("451 4.7.1 <anna@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example/help", "greylisted"),
        ("451-4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation", "sender-blocked"),
        ("535-5.7.8 Username and Password not accepted. For more information, go to support", "sign-in-refused"),
        ("535 5.7.3 Authentication unsuccessful [AM6PR02CA0001]", "sign-in-refused"),
        ("554 5.7.1 <bob@example.net>: Relay access denied", "not-signed-in"),
        (
            "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n\
             550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.",
            "sender-not-proven",
        ),
        ("554 5.7.9 Message not accepted for policy reasons. Email rejected per DMARC policy of example.com", "sender-not-proven"),
        ("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "sender-blocked"),
        (
            "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit",
            "sender-blocked",
        ),
        ("553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list", "sender-blocked"),
        ("554 5.7.1 The message was rejected because it looks like spam. Score 12.3", "refused-as-spam"),
        ("550 High probability of spam", "refused-as-spam"),
        ("552-5.3.4 Your message exceeded Google's message size limits.", "too-big"),
        ("550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", "too-big"),
        ("554 5.4.14 Hop count exceeded - possible mail loop ATTR34", "mail-loop"),
        ("Too many hops 26 (25 max): from <a@example.com> via mx.example", "mail-loop"),
    ]
    .into_iter()
    .filter_map(|(text, example)| check(text, example, None))
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn why_something_was_found_is_said() {
    let first = |text| search::find(text).examples.first().map(|hit| hit.reason);
    assert_eq!(first("5.2.2"), Some(Reason::Meaning));
    assert_eq!(first("retransmission"), Some(Reason::Word("retransmission")));
    assert_eq!(first("250"), Some(Reason::Code("250")));
    assert_eq!(first(""), Some(Reason::None));
    let meaning = search::find("host mx said: 552 5.2.2 over quota").meaning.expect("one");
    assert_eq!((meaning.cause, meaning.said.as_str()), (Cause::MailboxFull, "5.2.2"));
    assert!(meaning.is_certain);
    let vague = search::find("450").meaning.expect("a guess");
    assert!(!vague.is_certain, "{vague:?}");
    // What no example shows is understood all the same.
    let off = search::find("550 5.2.1 disabled");
    assert_eq!(off.meaning.map(|it| it.cause), Some(Cause::MailboxOff));
}

#[test]
fn without_a_text_there_is_everything_and_for_nonsense_nothing() {
    for text in ["", "  ", "\n", "…"] {
        let all = search::find(text);
        assert_eq!(all.examples.len(), PRESETS.len(), "{text:?}");
        assert_eq!(all.switches.len(), SwitchId::ALL.len(), "{text:?}");
    }
    assert!(search::find("xyzzy").is_empty());
    let long = "é 550 ".repeat(100_000);
    assert!(!search::find(&long).is_empty());
}

#[test]
fn each_switch_is_switched_on_and_off_for_one_recipient() {
    let names: BTreeSet<&str> = SwitchId::ALL.into_iter().map(switches::name).collect();
    assert_eq!(names.len(), SwitchId::ALL.len());
    assert!(!names.contains(""));
    let plain = presets::find("two-boxes").expect("a preset").parts();
    for switch in SwitchId::ALL {
        assert!(!switches::is_on(switch, &plain, 1), "{}", switch.slug());
        let on = switches::pressed(switch, &plain, 1);
        assert!(switches::is_on(switch, &on, 1), "{}", switch.slug());
        let others = SwitchId::ALL.into_iter().filter(|it| switches::is_on(*it, &on, 1));
        assert_eq!(others.count(), 1, "{}: and no other", switch.slug());
        if on.conditions[0].recipient().is_some() {
            assert!(!switches::is_on(switch, &on, 0), "{}", switch.slug());
        }
        assert_eq!(switches::pressed(switch, &on, 1), plain, "{}", switch.slug());
    }
}

/// The answer that is offered for a text, as it stands on the wire, where, for whom, and how often.
#[track_caller]
fn check_answer(text: &str, expected: Option<(&str, AnswerStage, AnswersTo, Option<u8>)>) {
    let found = search::find(text);
    let answer = found.answer.as_ref().map(|it| (it.reply.to_string(), it.answer()));
    let answer = answer.as_ref().map(|(reply, answer)| {
        (reply.as_str(), answer.answer.stage().expect("a reply"), answer.to, answer.times)
    });
    assert_eq!(answer, expected, "{text}");
}

#[test]
fn an_answer_is_offered_as_it_was_pasted() {
    use AnswerStage::{Auth, Greeting, Message, Rcpt};
    use AnswersTo::{Domain, Hop, Recipient};
    check_answer(
        "550 5.1.1 <bob@b.example>: Recipient address rejected (in reply to RCPT TO command)",
        Some(("550 5.1.1 <bob@b.example>: Recipient address rejected", Rcpt, Recipient(0), None)),
    );
    check_answer(
        "host mx.b.example[192.0.2.1] said:\n550-5.7.26 Not verified.\n550 5.7.26 See the help.\n\nReporting-MTA: dns; a.example",
        Some(("550-5.7.26 Not verified.\n550 5.7.26 See the help.", Message, Domain(0), None)),
    );
    check_answer(
        "SMTP error: 550: no such box",
        Some(("550 no such box", Rcpt, Recipient(0), None)),
    );
    check_answer(
        "5.2.1 mailbox disabled",
        Some(("550 5.2.1 mailbox disabled", Rcpt, Recipient(0), None)),
    );
    check_answer(
        "Sorry, no mailbox here by that name. (#5.1.1)",
        Some(("550 Sorry, no mailbox here by that name. (#5.1.1)", Rcpt, Recipient(0), None)),
    );
    check_answer(
        "535 5.7.3 Authentication unsuccessful",
        Some(("535 5.7.3 Authentication unsuccessful", Auth, Hop(0), None)),
    );
    check_answer(
        "host mx refused to talk to me: 421 4.7.0 Too many connections",
        Some(("421 4.7.0 Too many connections", Greeting, Domain(0), Some(2))),
    );
    // What a report says besides is not the server's.
    for text in [
        "550 5.1.1 User unknown\nLast-Attempt-Date: Mon, 05 Jan 2026 09:00:00 +0000",
        "550 5.1.1 User unknown\nStatus: 5.1.1",
        "<<< 550 5.1.1 User unknown\n>>> QUIT\n<<< 221 Bye",
        "Remote server returned '550 5.1.1 User unknown'",
    ] {
        check_answer(text, Some(("550 5.1.1 User unknown", Rcpt, Recipient(0), None)));
    }
    // What says nothing but a code is offered where nothing else shows it.
    check_answer("550", None);
    check_answer("5.2.2", None);
    check_answer("5.2.1", Some(("550 5.2.1", Rcpt, Recipient(0), None)));
    // Without a code, a usual answer means the same.
    check_answer(
        "mailbox disabled",
        Some(("550 5.2.1 This mailbox is disabled", Rcpt, Recipient(0), None)),
    );
    check_answer("too many messages", None);
    check_answer("", None);
    check_answer("250 2.0.0 OK, queued", None);
    check_answer("where is my mail?", None);
}

/// Each answer of a large provider plays, comes back or arrives late, and the verdict says why.
#[test]
fn each_answer_that_is_offered_shows_what_it_means() {
    let texts = [
        ("550 5.2.1 The email account that you tried to reach is disabled.", Why::BoxOff),
        ("554 5.7.1 This account has been suspended; mailbox switched off", Why::BoxOff),
        (
            "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more",
            Why::TooMuch,
        ),
        (
            "421 4.7.28 Our system has detected an unusual rate of mail originating from your IP",
            Why::TooMuch,
        ),
        (
            "552 5.7.0 This message was blocked because its content presents a potential security issue.",
            Why::Content,
        ),
        (
            "553 5.1.8 <ann@a.example>: Sender address rejected: Domain not found",
            Why::SenderUnknown,
        ),
        ("554 Transaction failed", Why::Other),
    ];
    for (text, why) in texts {
        let found = search::find(text);
        let own = found.answer.as_ref().unwrap_or_else(|| panic!("{text}"));
        let preset = Preset::of(PresetId::EverythingWorks);
        let scenario = Scenario::new(answers::with(&preset.parts(), own.answer())).expect(text);
        let trace = simulate(&scenario);
        let cards = verdict::of(&trace);
        assert_eq!(cards.iter().map(|card| card.why).collect::<Vec<_>>(), [why], "{text}");
    }
}

/// Of whatever real bounces mean, an example or a thing to switch on shows it, or the very answer does; and that is
/// offered first.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn what_real_bounces_mean_is_offered_first() {
    let (mut understood, mut offered) = (0, 0);
    for line in include_str!("../../diagnosis/tests/bounces/decoded.jsonl").lines() {
        let mail: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        for bounce in mail["bounces"].as_array().expect("a mail has bounces") {
            let text = bounce["text"].as_str().expect("a bounce has a text");
            let found = search::find(text);
            if found.meaning.is_none() {
                continue;
            }
            understood += 1;
            let first = found.examples.first().map(|hit| hit.reason);
            let answer_is_first = found.answer.is_some() && !found.shows_meaning();
            if first == Some(Reason::Meaning) || answer_is_first {
                offered += 1;
            } else {
                println!("{:?}: {text}\n  {:?}", found.meaning, found.examples.first());
            }
        }
    }
    println!("{offered} of {understood}");
    assert!(understood > 280, "{understood}");
    assert_eq!(offered, understood);
}
