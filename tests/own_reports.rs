//! Reports that our own servers write are understood: each is about what really happened.

use diagnosis::{Cause, Finality, Paste};
use journey::answers;
use journey::switches;
use journey::whose_move;
use model::address::Mailbox;
use model::answer::{Answer, AnswersTo, ServerAnswer};
use model::presets::{self, PRESETS};
use model::refusal::Refusal;
use model::scenario::{Parts, Scenario};
use model::switch_id::SwitchId;
use model::why::Why;
use sim::simulate;
use sim::trace::{EventKind, Trace};
use story::verdict::{self, Fixer};
use text::answers::USUAL;

/// What the classifier calls what the card calls this; several where a report in words cannot say which.
fn causes(why: Why) -> &'static [Cause] {
    match why {
        Why::NoSuchDomain | Why::NoServer => &[Cause::NoSuchDomain],
        Why::NullMx => &[Cause::NoMailHere],
        Why::Circle | Why::TooManyHops => &[Cause::Loop],
        Why::NoSuchBox | Why::NoAccess => &[Cause::NoSuchPerson],
        Why::BoxFull => &[Cause::MailboxFull],
        Why::BoxOff | Why::BoxBusy => &[Cause::MailboxOff],
        Why::DnsTimeout | Why::NoCalls | Why::NoAnswer | Why::Lost | Why::Silent => {
            &[Cause::NoAnswer]
        }
        Why::TooBig => &[Cause::TooBig],
        Why::Spam => &[Cause::Spam],
        Why::Content | Why::Attachment => &[Cause::Content],
        Why::NotProven => &[Cause::NotProven],
        Why::Blocked | Why::NetworkBlocked | Why::ListUnread | Why::NotTrusted => {
            &[Cause::NotTrusted]
        }
        Why::NoRelay | Why::NotSignedIn | Why::SignIn | Why::AppPassword => &[Cause::NotSignedIn],
        Why::TooMuch => &[Cause::TooMuch],
        Why::SenderRefused | Why::SenderUnknown | Why::NotYourAddress | Why::ClosedGroup => {
            &[Cause::SenderRefused]
        }
        Why::Greylisted | Why::Busy => &[Cause::Later],
        Why::Policy | Why::Other => &[Cause::Other],
        Why::WrongKey
        | Why::InUse
        | Why::Held
        | Why::SpamFolder
        | Why::CatchAll
        | Why::CutShort => &[],
    }
}

/// The reports of a journey, each with those it is about, and whether it is only late.
fn reports(trace: &Trace) -> Vec<(String, &[Mailbox], bool)> {
    let each = trace.events.iter().filter_map(|event| match &event.kind {
        EventKind::DsnWritten { message, recipients, delayed, .. } => {
            let text = String::from_utf8(trace[*message].to_vec()).expect("reports are ASCII");
            Some((text, recipients.as_slice(), *delayed))
        }
        _ => None,
    });
    each.collect()
}

/// What is wrong with the reports of a journey; and how many there were.
fn check(name: &str, parts: Parts) -> (String, usize) {
    let trace = simulate(&Scenario::new(parts).expect("valid"));
    let cards = verdict::of(&trace);
    let reports = reports(&trace);
    let wrong = reports.iter().filter_map(|(text, about, delayed)| {
        let why = cards.iter().filter(|it| it.recipients.iter().any(|it| about.contains(it)));
        let why: Vec<Why> = why.map(|card| card.why).collect();
        let finality = if *delayed { Finality::Temporary } else { Finality::Final };
        let read = Paste::read(text).diagnosis.map(|it| (it.cause, it.finality));
        let right =
            why.iter().any(|why| causes(*why).iter().any(|cause| read == Some((*cause, finality))));
        let said = text.split("--=_").nth(1).unwrap_or(text);
        let wrong = || format!("{name}: {why:?}, {finality:?} was read as {read:?}\n{said}\n");
        (!right).then(wrong)
    });
    (wrong.collect(), reports.len())
}

#[track_caller]
fn check_all(each: impl Iterator<Item = (String, usize)>, at_least: usize) {
    let (wrong, numbers): (Vec<String>, Vec<usize>) = each.unzip();
    assert_eq!(wrong.concat(), "");
    let written: usize = numbers.iter().sum();
    assert!(written >= at_least, "{written} reports, {at_least} expected");
}

#[test]
fn the_report_of_each_example_is_read_as_what_it_is_about() {
    check_all(PRESETS.iter().map(|it| check(it.slug(), it.parts())), 10);
}

#[test]
fn the_report_of_each_thing_to_switch_on_is_read_as_what_it_is_about() {
    let parts = presets::find("everything-works").expect("a preset").parts();
    let each = SwitchId::ALL.into_iter();
    check_all(each.map(|it| check(it.slug(), switches::pressed(it, &parts, 0))), 10);
}

#[test]
fn the_report_of_each_usual_answer_is_read_as_what_it_is_about() {
    let parts = presets::find("everything-works").expect("a preset").parts();
    let each = USUAL.iter().map(|usual| {
        let reply = Refusal::read(usual.reply).expect("a refusal");
        let answer = Answer::Reply { stage: usual.stage, reply };
        let answer = ServerAnswer { to: AnswersTo::Domain(0), answer, times: None };
        check(usual.name, answers::with(&parts, answer))
    });
    // Nobody is asked to sign in there.
    check_all(each, USUAL.len() - 1);
}

/// The panel that reads a report, `journey explain` and the card of the journey never send people to somebody else.
#[test]
fn the_report_and_the_card_name_the_same_people() {
    let parts = presets::find("everything-works").expect("a preset").parts();
    let usual = USUAL.iter().map(|usual| {
        let reply = Refusal::read(usual.reply).expect("a refusal");
        let answer = Answer::Reply { stage: usual.stage, reply };
        let answer = ServerAnswer { to: AnswersTo::Domain(0), answer, times: None };
        (usual.name, answers::with(&parts, answer))
    });
    let presets = PRESETS.iter().map(|it| (it.slug(), it.parts()));
    let mut compared = 0;
    for (name, parts) in presets.chain(usual) {
        let trace = simulate(&Scenario::new(parts).expect("valid"));
        let cards = verdict::of(&trace);
        for (text, _, delayed) in reports(&trace) {
            for recipient in &reader::read(&text).recipients {
                let address = recipient.address.as_ref().map(|it| it.value.clone());
                let whose = |card: &&verdict::Verdict| {
                    card.recipients.iter().any(|it| Some(it.to_string()) == address)
                };
                let Some(card) = cards.iter().find(whose).filter(|_| !delayed) else { continue };
                // What has been put right in the meantime is nobody's move.
                if card.fixers == [Fixer::Nobody] || name == "vanished-bounce" {
                    continue;
                }
                let told = whose_move::of(recipient).expect("a cause");
                assert_eq!(told.fixers, card.fixers, "{name}: {:?}, {:?}", told.why, card.why);
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "{compared}");
}
