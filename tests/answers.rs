//! What servers do with what another server answers: RFC 5321's consequences, stage by stage.

use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::presets;
use model::refusal::Refusal;
use model::scenario::{Condition, RefusalStage, Scenario};
use model::time::Duration;
use sim::simulate;
use sim::trace::{Cause, EventKind, Trace};
use story::verdict;

const STAGES: [AnswerStage; 6] = [
    AnswerStage::Greeting,
    AnswerStage::Hello,
    AnswerStage::Mail,
    AnswerStage::Rcpt,
    AnswerStage::Data,
    AnswerStage::Message,
];

fn says(stage: AnswerStage, reply: &str) -> Answer {
    Answer::Reply { stage, reply: Refusal::read(reply).expect("a refusal") }
}

fn run(
    slug: &str,
    others: &[Condition],
    to: AnswersTo,
    answer: Answer,
    times: Option<u8>,
) -> Trace {
    let mut parts = presets::find(slug).expect("a preset").parts();
    parts.conditions = others.to_vec();
    parts.conditions.push(Condition::Answers(ServerAnswer { to, answer, times }));
    simulate(&Scenario::new(parts).expect("valid"))
}

/// What happened, in words: how often it was tried in vain, went to the next server, was reported as
/// late and as lost, and how it ended.
fn told(trace: &Trace) -> String {
    let count = |select: &dyn Fn(&EventKind) -> bool| {
        trace.events.iter().filter(|event| select(&event.kind)).count()
    };
    let vain = count(&|kind| matches!(kind, EventKind::NotRelayed { .. }));
    let next = count(&|kind| matches!(kind, EventKind::TriedAndFailed { .. }));
    let late = count(&|kind| matches!(kind, EventKind::DsnWritten { delayed: true, .. }));
    let lost = count(&|kind| matches!(kind, EventKind::DsnWritten { delayed: false, .. }));
    let not_sent = count(&|kind| matches!(kind, EventKind::SubmissionFailed { .. }));
    let outcomes: Vec<_> =
        trace.outcomes.iter().map(|(_, outcome)| format!("{outcome:?}")).collect();
    let mut told = outcomes.join(" ");
    for (n, what) in
        [(vain, "vain"), (next, "next"), (late, "late"), (lost, "lost"), (not_sent, "unsent")]
    {
        if n > 0 {
            told = format!("{told}, {n} {what}");
        }
    }
    told
}

/// The server of the domain answers so to the provider's: always, or the first two times.
#[track_caller]
fn check(answer: &Answer, times: Option<u8>, expected: &str) {
    let trace = run("everything-works", &[], AnswersTo::Domain(0), answer.clone(), times);
    assert_eq!(told(&trace), expected, "{answer:?}");
    let cards = verdict::of(&trace);
    assert_eq!(cards.len(), 1, "{answer:?}");
}

/// For ever: tried as long as a queue keeps it, with a notice after a while.
const GIVEN_UP: &str = "Failed, 35 vain, 1 late, 1 lost";

/// The same, where each try takes its time, so that there are a few less of them.
#[track_caller]
fn check_given_up(answer: &Answer) {
    let trace = run("everything-works", &[], AnswersTo::Domain(0), answer.clone(), None);
    let told = told(&trace);
    let tries = told.strip_prefix("Failed, ").and_then(|rest| rest.split_once(" vain, "));
    let (tries, rest) = tries.expect("it is given up");
    assert!((32..=35).contains(&tries.parse::<u32>().expect("a number")), "{answer:?}: {told}");
    assert_eq!(rest, "1 late, 1 lost", "{answer:?}");
}

// RFC 5321 section 4.2.1: 5yz is not tried again, 4yz is.
#[test]
fn five_bounces_at_once_and_four_waits_at_every_stage() {
    for stage in STAGES {
        for code in ["500", "504", "550", "552 5.2.2", "554 5.7.1", "559"] {
            // Who does not know EHLO is greeted with HELO (section 3.2).
            if stage == AnswerStage::Hello && ["500", "504"].contains(&code) {
                continue;
            }
            check(&says(stage, code), None, "Failed, 1 vain, 1 lost");
            check(&says(stage, code), Some(1), "Failed, 1 vain, 1 lost");
        }
        for code in ["421", "450 4.2.1", "451", "452 4.2.2", "459"] {
            check(&says(stage, code), None, GIVEN_UP);
            check(&says(stage, code), Some(2), "Collected, 2 vain");
        }
    }
}

#[test]
fn who_does_not_know_ehlo_is_greeted_with_helo() {
    for code in ["500 5.5.1 What?", "502", "504"] {
        let answer = says(AnswerStage::Hello, code);
        let trace = run("everything-works", &[], AnswersTo::Domain(0), answer, None);
        assert_eq!(told(&trace), "Collected");
        let said = |word: &str| {
            trace.events.iter().any(
                |event| matches!(&event.kind, EventKind::Said { text, .. } if text.starts_with(word)),
            )
        };
        assert!(said("HELO ") && said(&code[..3]));
    }
    // But that knows no sign-in.
    let answer = says(AnswerStage::Hello, "502 5.5.1 What?");
    let trace = run("everything-works", &[], AnswersTo::Hop(0), answer, None);
    assert_eq!(told(&trace), "NotSent, 1 unsent");
}

// RFC 5321 section 4.5.3.2: nobody waits for ever; what was not answered is tried again.
#[test]
fn silence_and_a_cut_line_are_for_now() {
    for stage in STAGES {
        for answer in [Answer::Silence { stage }, Answer::HangUp { stage }] {
            check_given_up(&answer);
            check(&answer, Some(1), "Collected, 1 vain");
        }
    }
    check_given_up(&Answer::RefusedCall);
    check(&Answer::RefusedCall, Some(2), "Collected, 2 vain");
    check_given_up(&Answer::SilentNames);
    check(&Answer::SilentNames, Some(2), "Collected, 2 vain");
}

#[test]
fn how_long_is_waited_depends_on_the_stage() {
    for (stage, minutes) in [
        (AnswerStage::Greeting, 5),
        (AnswerStage::Hello, 5),
        (AnswerStage::Mail, 5),
        (AnswerStage::Rcpt, 5),
        (AnswerStage::Data, 2),
        (AnswerStage::Message, 10),
    ] {
        let answer = Answer::Silence { stage };
        let trace = run("everything-works", &[], AnswersTo::Domain(0), answer, Some(1));
        let at = |select: fn(&EventKind) -> bool| {
            trace.events.iter().find(|event| select(&event.kind)).expect("it happened").at
        };
        let called = at(|kind| matches!(kind, EventKind::Routed { .. }));
        let failed =
            at(|kind| matches!(kind, EventKind::NotRelayed { cause: Cause::NoReply { .. }, .. }));
        let waited = failed.since(called);
        let patience = Duration::from_mins(minutes);
        assert!(waited >= patience, "{stage:?}: {waited:?}");
        assert!(waited <= patience + Duration::from_secs(2), "{stage:?}: {waited:?}");
    }
}

// RFC 5321 section 5.1: the next server of the domain, if the first is of no use at all.
#[test]
fn a_server_that_does_not_talk_leaves_it_to_the_next() {
    use AnswerStage::{Data, Greeting, Hello, Mail, Message, Rcpt};
    let second = [Condition::PreferredServerDown { recipient: 0, minutes: Some(0) }];
    let next = |answer: Answer| {
        let trace = run("backup-server", &second, AnswersTo::Hop(1), answer, None);
        trace.events.iter().any(|event| matches!(event.kind, EventKind::TriedAndFailed { .. }))
    };
    for (answer, expected) in [
        (says(Greeting, "554 No mail service here"), true),
        (says(Greeting, "521 This host takes no mail"), true),
        (says(Greeting, "421 Too busy"), true),
        (says(Hello, "421 Too busy"), true),
        (says(Hello, "451 Not now"), true),
        (says(Hello, "550 This name is not welcome"), false),
        (says(Mail, "451 Not now"), false),
        (says(Mail, "421 Going down"), true),
        (says(Rcpt, "421 Going down"), true),
        (says(Data, "421 Going down"), true),
        (says(Message, "421 Going down"), false),
        (says(Rcpt, "550 5.1.1 Nobody"), false),
        (Answer::Silence { stage: Greeting }, true),
        (Answer::HangUp { stage: Hello }, true),
        (Answer::Silence { stage: Data }, true),
        (Answer::HangUp { stage: Rcpt }, true),
        (Answer::HangUp { stage: Message }, false),
        (Answer::RefusedCall, true),
    ] {
        assert_eq!(next(answer.clone()), expected, "{answer:?}");
    }
}

// RFC 5321 section 3.3: a recipient that is refused is nobody else's business.
#[test]
fn a_recipient_is_refused_alone() {
    let rcpt = |to, reply| told(&run("two-boxes", &[], to, says(AnswerStage::Rcpt, reply), None));
    let second = AnswersTo::Recipient(1);
    assert_eq!(rcpt(second, "550 5.1.1 Nobody"), "Collected Failed, 1 vain, 1 lost");
    assert_eq!(rcpt(second, "452 4.2.2 Full"), "Collected Failed, 35 vain, 1 late, 1 lost");
    // 421 ends the conversation, for everybody (section 3.8).
    assert_eq!(rcpt(second, "421 Going down"), "Failed Failed, 70 vain, 1 late, 1 lost");
    let both = AnswersTo::Domain(0);
    assert_eq!(rcpt(both, "550 5.1.1 Nobody"), "Failed Failed, 2 vain, 1 lost");
    let first_time = run("two-boxes", &[], both, says(AnswerStage::Rcpt, "450 Not now"), Some(1));
    assert_eq!(told(&first_time), "Collected Collected, 1 vain");
}

#[test]
fn what_the_provider_does_not_take_is_told_at_once() {
    for stage in AnswerStage::ALL {
        for answer in [
            says(stage, "421 Not now"),
            says(stage, "451 4.3.0 Not now"),
            says(stage, "554 5.7.0 No"),
            Answer::Silence { stage },
            Answer::HangUp { stage },
            Answer::RefusedCall,
        ] {
            for times in [Some(1), None] {
                let trace = run("everything-works", &[], AnswersTo::Hop(0), answer.clone(), times);
                assert_eq!(told(&trace), "NotSent, 1 unsent", "{answer:?}");
                let cards = verdict::of(&trace);
                assert_eq!(cards.len(), 1);
                assert!(cards[0].place.starts_with("Your provider’s mail server"));
            }
        }
    }
}

#[test]
fn a_server_answers_in_its_own_words() {
    let words = "550-5.7.26 This mail is not\n550-5.7.26 what it says.\n550 5.7.26 abc - gsmtp";
    let trace =
        run("everything-works", &[], AnswersTo::Domain(0), says(AnswerStage::Message, words), None);
    for line in words.lines() {
        let said = |kind: &EventKind| matches!(kind, EventKind::Said { text, .. } if text == line);
        assert_eq!(trace.events.iter().filter(|event| said(&event.kind)).count(), 1, "{line}");
    }
    let whole = "550 5.7.26 This mail is not what it says. abc - gsmtp";
    let (reply, _) = verdict::of(&trace)[0].reply.clone().expect("there was one");
    assert_eq!(reply, whole);
    let report = trace.messages.iter().any(|message| {
        String::from_utf8_lossy(message).contains(&["Diagnostic-Code: smtp; ", whole].concat())
    });
    assert!(report);
}

/// What stood in old links is a case of the same.
#[test]
fn a_refusal_of_old_is_an_answer_in_usual_words() {
    let stage = RefusalStage::Rcpt;
    let old = Condition::Refused { hop: 1, stage, permanent: true, times: None };
    let mut parts = presets::find("everything-works").expect("a preset").parts();
    parts.conditions = vec![old];
    let old = simulate(&Scenario::new(parts).expect("valid"));
    let answer = says(AnswerStage::Rcpt, "550 5.2.1 Mailbox is switched off");
    let new = run("everything-works", &[], AnswersTo::Hop(1), answer, None);
    assert_eq!(old.events, new.events);
    assert_eq!(old.packets, new.packets);
}

/// The card is told by what the words mean, whoever says them and with whatever code.
#[test]
fn the_card_says_what_the_words_mean() {
    use AnswerStage::{Greeting, Mail, Message, Rcpt};
    let mut wrong = Vec::new();
    for (stage, reply, holds) in [
        (Rcpt, "550 User unknown in virtual mailbox table", "there is no mailbox named feedback"),
        (Rcpt, "554 5.7.1 Recipient does not exist here", "there is no mailbox named feedback"),
        (Rcpt, "550 Requested action not taken: mailbox full", "was full"),
        (Rcpt, "452 4.2.2 The mailbox is over its quota, try again later", "was full"),
        (Rcpt, "550 5.2.1 This mailbox is disabled", "takes no mail"),
        (
            Rcpt,
            "451 4.7.1 Greylisted, please try again in five minutes",
            "asked it to try again later (greylisting)",
        ),
        (Rcpt, "554 5.7.1 Relay access denied", "takes no mail for allbusiness.com from strangers"),
        (Greeting, "554 5.7.1 Your IP address is listed on a blocklist", "is on a blocklist"),
        (
            Greeting,
            "421 4.7.0 Too many connections from your IP address",
            "too much mail came at once",
        ),
        (
            Message,
            "550-5.7.1 Our system has detected that this message is\n550 likely spam",
            "for spam",
        ),
        (Message, "550 5.7.26 This message passes neither SPF nor DKIM", "could not verify"),
        (Message, "552 5.3.4 Message too large", "is bigger than"),
        (Mail, "530 5.7.0 Must issue a STARTTLS command first", "an encrypted connection first"),
        (Rcpt, "450 4.3.2 Come again", "could not take mail just then"),
    ] {
        let trace = run("everything-works", &[], AnswersTo::Domain(0), says(stage, reply), None);
        let cards = verdict::of(&trace);
        assert_eq!(cards.len(), 1, "{reply}");
        assert!(!cards[0].fixers.is_empty() && !cards[0].actions.is_empty(), "{reply}");
        if !cards[0].happened.to_lowercase().contains(holds) {
            wrong.push((reply, cards[0].happened.clone()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
