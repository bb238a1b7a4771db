//! What is told of journeys that no preset shows: as true as of those.

use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::presets::{self, PRESETS};
use model::refusal::Refusal;
use model::scenario::{Condition, Parts, RefusalStage, Scenario};
use model::story::{BeatKind, Step, Story, refusals};
use scene::{Face, MEASURED, Typeface};
use sim::simulate;
use sim::trace::EventKind;
use story::{TracedStory, verdict};
use text::captions::whom_in;
use text::{brief, units};

fn tell(slug: &str, condition: Condition) -> TracedStory {
    let mut parts = presets::find(slug).expect("a preset").parts();
    parts.conditions.push(condition);
    story::tell(simulate(&Scenario::new(parts).expect("valid")))
}

fn told(slug: &str) -> TracedStory {
    story::tell(simulate(&presets::find(slug).expect("a preset").scenario()))
}

fn stories() -> impl Iterator<Item = (&'static str, TracedStory)> {
    PRESETS.iter().map(|preset| (preset.slug(), told(preset.slug())))
}

#[track_caller]
fn step<'a>(story: &'a Story, name: &str) -> &'a Step {
    let step = story.steps.iter().find(|step| step.name == name);
    step.unwrap_or_else(|| panic!("no step {name}"))
}

/// The caption of the step of this name.
#[track_caller]
fn caption<'a>(story: &'a Story, name: &str) -> &'a str {
    &step(story, name).caption
}

#[track_caller]
fn check(slug: &str, condition: &Condition, step: &str, holds: &str) {
    let story = tell(slug, condition.clone());
    let told = caption(&story, step);
    assert!(told.contains(holds), "{slug}, {condition:?}, {step}: {told}");
}

const DOWN: Condition = Condition::ServerDown { recipient: 0, minutes: None, silent: false };
const FULL: Condition = Condition::BoxFull { recipient: 0, hours: Some(3) };
const BUSY_ONCE: Condition =
    Condition::Refused { hop: 0, stage: RefusalStage::Rcpt, permanent: false, times: Some(1) };

#[test]
fn a_try_for_two_is_one_try() {
    check("two-boxes", &DOWN, "waiting-1", "for 15 min, then tries again");
    check("two-boxes", &DOWN, "waiting-2", "The server tries five more times");
    check("two-boxes", &DOWN, "waiting-3", "The server tries 29 more times");
    let both = "for feedback@allbusiness.com and service@allbusiness.com";
    let blocked = Condition::SenderBlocked { recipient: 0 };
    check("two-boxes", &blocked, "refused", both);
    let story = tell("two-boxes", blocked);
    assert!(story.steps.iter().all(|step| !step.name.starts_with("waiting")), "nothing waits");
}

#[test]
fn the_time_in_a_caption_is_the_one_on_the_clock_beside_it() {
    let mut found = 0;
    for (slug, story) in stories() {
        for step in &story.steps {
            let clock = units::span(story.clock(step.rest).micros());
            for (words, whole) in [
                (" after Send", [&clock, " after Send"].concat()),
                (" since Send", [" in the ", &clock, " since Send."].concat()),
            ] {
                let holds = !step.caption.contains(words) || step.caption.contains(&whole);
                assert!(holds, "{slug}, {} at {clock}: {}", step.name, step.caption);
                found += usize::from(step.caption.contains(words));
            }
        }
    }
    assert!(found > 40, "only {found} captions name a time");
}

#[test]
fn within_a_step_the_clock_does_not_go_back() {
    for (slug, story) in stories() {
        for pair in story.beats.windows(2).filter(|pair| pair[0].step == pair[1].step) {
            let name = &story.steps[pair[0].step].name;
            assert!(pair[0].sim.0 <= pair[1].sim.0, "{slug}, {name}: {pair:?}");
        }
    }
}

#[test]
fn what_is_said_has_time_to_be_read() {
    for (slug, story) in stories() {
        for beat in &story.beats {
            let least = match beat.kind {
                BeatKind::Say { .. } => 500,
                BeatKind::Ask { .. } | BeatKind::Answer { .. } => 400,
                _ => 0,
            };
            let (lasts, step) = (beat.until - beat.from, &story.steps[beat.step].name);
            assert!(lasts >= least, "{slug}, {step}: {lasts} ms for {:?}", beat.kind);
        }
    }
}

#[test]
fn with_several_recipients_each_step_says_for_whom_it_is() {
    let story = told("several-recipients");
    let whom = |name: &str| {
        let (people, number) = whom_in(&story, step(&story, name)).unwrap_or_default();
        [people, number].join(" ")
    };
    let [feedback, service, sales] = [
        "for feedback@allbusiness.com (1 of 3)",
        "for service@allbusiness.com (2 of 3)",
        "for sales@allbusines.com (3 of 3)",
    ];
    for (name, expected) in [
        ("packets", " "),
        ("domain", " "),
        ("registry", "for feedback@allbusiness.com and service@allbusiness.com "),
        ("right-server", feedback),
        ("refused", service),
        ("waiting-1", service),
        ("box", feedback),
        ("key", feedback),
        ("collected", feedback),
        ("waiting-2", service),
        ("delay-notice", service),
        ("delay-notice-collected", service),
        ("waiting-3", service),
        ("given-up", service),
        ("bounce-written", service),
        ("bounce-collected", service),
        ("other-domain-2", sales),
        ("unknown-domain", sales),
        ("bounce-written-2", sales),
        ("bounce-collected-2", sales),
    ] {
        assert_eq!(whom(name), expected, "{name}");
    }
    let story = told("two-boxes");
    let about = |name: &str| step(&story, name).recipients.clone();
    assert_eq!([about("box"), about("key"), about("key-2")], [vec![], vec![0], vec![1]]);
    for (slug, story) in stories().filter(|(_, story)| story.overview.recipients.len() == 1) {
        assert!(story.steps.iter().all(|step| whom_in(&story, step).is_none()), "{slug}");
    }
}

#[test]
fn who_gets_the_message_is_not_marked_with_somebody_elses_no() {
    let story = told("several-recipients");
    let refusals = refusals::of(&story);
    let stopped: Vec<&str> = story
        .steps
        .iter()
        .zip(&refusals)
        .filter_map(|(step, stop)| stop.map(|_| step.name.as_str()))
        .collect();
    assert_eq!(stopped, ["refused", "other-domain-2"]);
    // In the right server's step nobody is refused; what is said of the other comes with them.
    let said = |name: &str| -> Vec<&str> {
        let of_step = |beat: &&model::story::Beat| story.steps[beat.step].name == name;
        let beats = story.beats.iter().filter(of_step);
        let lines = beats.filter_map(|beat| match beat.kind {
            BeatKind::Say { lines: (first, _), .. } => Some(story.lines[first].text.as_str()),
            _ => None,
        });
        lines.collect()
    };
    let right = said("right-server");
    assert!(right.contains(&"RCPT TO:<feedback@allbusiness.com>"), "{right:?}");
    assert!(right.iter().all(|line| !line.contains("service@") && !line.starts_with('4')));
    assert_eq!(said("refused"), ["RCPT TO:<service@allbusiness.com>", "452 4.2.2 Mailbox full"]);
}

#[test]
fn a_hitch_is_known_only_once_it_is_told() {
    for (slug, story) in stories() {
        let refusals = refusals::of(&story);
        let hitch = refusals::hitch(&story.beats, refusals.iter().flatten().map(|no| no.from));
        let fails = !verdict::of(&story.trace).is_empty();
        if fails {
            let hitch = hitch.unwrap_or_else(|| panic!("{slug}: nothing is told of the hitch"));
            let step = &story.steps[story.step_at(hitch)];
            let early = ["pressed-send", "envelope", "packets", "domain", "address"];
            // There the provider says no to the addresses.
            let at_envelope = ["not-signed-in", "not-your-address", "sending-limit"];
            let early = if at_envelope.contains(&slug) { &early[..1] } else { &early[..] };
            assert!(!early.contains(&step.name.as_str()), "{slug}: told in {}", step.name);
        }
    }
}

#[test]
fn the_registry_answers_at_the_second_try() {
    let story = told("lookup-fails");
    assert_eq!(step(&story, "address").title, "Now the registry answers");
    let told = caption(&story, "address");
    assert!(told.starts_with("On the second try, the registry answers: mail."), "{told}");
}

#[test]
fn steps_and_card_count_the_same_tries() {
    let story = told("mailbox-full");
    let told = caption(&story, "waiting-3");
    assert!(told.contains("That makes ten tries in the"), "{told}");
    let flags: Vec<&str> = story
        .beats
        .iter()
        .filter_map(|beat| match &beat.kind {
            BeatKind::Wait { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(flags, ["15 min in the queue", "six tries so far", "ten tries so far"]);
    let card = &verdict::of(&story.trace)[0];
    assert_eq!(card.again, "Yes, and the eleventh try succeeded.");
}

/// Else a misspelling could not be seen.
#[test]
fn the_names_in_the_examples_are_shown_whole() {
    for (slug, story) in stories() {
        for step in &story.steps {
            assert_eq!(brief::caption(&step.caption), step.caption, "{slug}");
            assert_eq!(brief::title(&step.title), step.title, "{slug}");
        }
    }
}

#[test]
fn a_later_copy_does_not_go_round() {
    let story = tell("two-boxes", FULL);
    assert!(story.steps.iter().all(|step| step.name != "round-and-round"));
    assert!(caption(&story, "right-server").contains("checks that service@allbusiness.com exists"));
    assert!(
        caption(&story, "right-server-2").contains("checks that feedback@allbusiness.com exists")
    );
    assert!(caption(&story, "box").contains("picks the mailbox: “service” is one"));
    assert!(caption(&story, "box-2").contains("picks the mailbox: “feedback” is one"));
    check("everything-works", &FULL, "right-server", "checks that the address exists");
    let looping = Condition::MailLoop { recipient: 0 };
    check("two-boxes", &looping, "round-and-round", "97 times");
}

#[test]
fn only_what_was_asked_so_far_is_counted() {
    let silent = Condition::NameServersSilent { recipient: 0, minutes: None };
    check("everything-works", &silent, "registry", "asked four times");
}

#[test]
fn nobody_asks_for_a_last_packet_that_is_lost() {
    let lost = |packet| Condition::PacketLost { hop: 0, packet };
    check("everything-works", &lost(1), "packet-lost", "says three times");
    check("everything-works", &lost(1), "packet-again", "Only packet 1 is sent again.");
    check("everything-works", &lost(2), "packet-lost", "says once");
    check("everything-works", &lost(2), "packet-again", "sent again, and two others with it");
    check("everything-works", &lost(3), "packet-again", "sent again, and one other with it");
    check("everything-works", &lost(4), "packet-lost", "Your program hears nothing about it");
    check("everything-works", &lost(4), "packet-again", "Only packet 4 is sent again.");
}

#[test]
fn what_is_not_sent_to_one_is_sent_to_the_other() {
    let story = tell("two-boxes", BUSY_ONCE);
    let told = caption(&story, "not-sent");
    assert!(told.contains("nothing was sent to feedback@allbusiness.com: 450"), "{told}");
    assert!(caption(&story, "box").contains("service"));
    check("everything-works", &BUSY_ONCE, "not-sent", "stays on your computer");
    let sender =
        Condition::Refused { hop: 0, stage: RefusalStage::Mail, permanent: true, times: None };
    check("everything-works", &sender, "envelope", "from ann@riverside.example. The server");
}

#[test]
fn a_notice_that_travels_is_no_bounce() {
    check("everything-works", &DOWN, "bounce-returns", "The notice travels back");
    check("everything-works", &DOWN, "bounce-returns-2", "The bounce travels back");
}

#[test]
fn a_box_in_use_is_no_wrong_key() {
    let locked = Condition::BoxLocked { recipient: 0, minutes: 5 };
    let story = tell("everything-works", locked);
    let refusals: Vec<_> = story.lines.iter().filter(|l| l.text.starts_with("-ERR")).collect();
    assert!(!refusals.is_empty());
    assert!(refusals.iter().all(|line| line.gloss == "The box is open in another program."));
    let told = caption(&story, "box-in-use");
    assert!(told.contains("another session has the mailbox “feedback” open"), "{told}");
    assert!(told.contains("tries again 5 min later"), "{told}");
    unique("in use", &story);
    let names: Vec<&str> = story.steps.iter().map(|step| step.name.as_str()).collect();
    assert!(names.ends_with(&["box", "box-in-use", "key", "collected"]), "{names:?}");

    // Without the event it was never in use.
    let mut trace = story.trace.clone();
    let in_use = |kind: &EventKind| matches!(kind, EventKind::MaildropLocked { .. });
    let at = trace.events.iter().position(|event| in_use(&event.kind)).expect("it was in use");
    trace.events.remove(at);
    let without = story::tell(trace);
    assert!(without.steps.iter().all(|step| step.name != "box-in-use"));

    // The second of two, in another domain: told as fully.
    let mut parts = presets::find("two-boxes").expect("a preset").parts();
    parts.recipients[1] = "bob@shop.example".parse().expect("an address");
    parts.conditions.push(Condition::BoxLocked { recipient: 1, minutes: 2_000 });
    let story = story::tell(simulate(&Scenario::new(parts).expect("valid")));
    assert!(caption(&story, "box-in-use-2").contains("the mailbox “bob”"));
    assert!(caption(&story, "collected-2").contains("mailbox “bob”"));
    unique("two domains", &story);
}

#[test]
fn a_box_that_stays_in_use_is_told_once() {
    let locked = Condition::BoxLocked { recipient: 0, minutes: u16::MAX };
    let story = tell("everything-works", locked);
    let told = story.steps.iter().filter(|step| step.name.starts_with("box-in-use")).count();
    assert_eq!(told, 1);
    assert_eq!(story.steps.last().map(|step| step.name.as_str()), Some("box-in-use"));
}

#[test]
fn the_size_of_a_message_is_the_one_that_was_announced() {
    let mut parts = presets::find("same-provider").expect("a preset").parts();
    parts.text = "Hi\n".to_owned();
    let story = story::tell(simulate(&Scenario::new(parts).expect("valid")));
    let told = |holds: &str| story.lines.iter().filter(|line| line.text.contains(holds)).count();
    let size = story.lines.iter().find_map(|line| line.text.split_once(" SIZE="));
    let (_, size) = size.expect("a size is announced");
    assert_eq!(told(&["(the message, ", size, " bytes)"].concat()), 1);
    let stat = story.lines.iter().find_map(|line| line.text.strip_prefix("+OK 1 "));
    let octets = stat.expect("an answer to STAT").split(' ').next().unwrap_or_default();
    assert_eq!(told(&["(the message, ", octets, " bytes)"].concat()), 1);
}

#[test]
fn no_two_steps_of_a_journey_have_the_same_name() {
    for slug in ["everything-works", "two-boxes", "several-recipients", "backup-server"] {
        for hop in [0, 1] {
            for stage in [RefusalStage::Greeting, RefusalStage::Rcpt, RefusalStage::Message] {
                for (permanent, times) in [(true, None), (false, Some(1)), (false, None)] {
                    let story = tell(slug, Condition::Refused { hop, stage, permanent, times });
                    unique(slug, &story);
                }
            }
        }
        for condition in [DOWN, FULL, Condition::Greylisted { recipient: 0 }] {
            unique(slug, &tell(slug, condition));
        }
    }
    let mut parts = presets::find("two-boxes").expect("a preset").parts();
    parts.recipients[1] = "bob@shop.example".parse().expect("an address");
    parts.conditions.push(Condition::Greylisted { recipient: 1 });
    let story = story::tell(simulate(&Scenario::new(parts).expect("valid")));
    assert!(caption(&story, "key-2").contains("bob"));
    unique("two domains", &story);
}

#[track_caller]
fn unique(slug: &str, story: &Story) {
    let names: Vec<&str> = story.steps.iter().map(|step| step.name.as_str()).collect();
    for (n, name) in names.iter().enumerate() {
        assert!(!names[..n].contains(name), "{slug}: {name} twice in {names:?}");
    }
}

/// How many lines a text takes in a column of this width, in thousandths of the size of its letters.
fn lines(letters: &Typeface, face: Face, text: &str, column: i32) -> usize {
    let wide = |text: &str| letters.width(text, 1_000, face);
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ') {
        let with = if used == 0 { wide(word) } else { used + wide(" ") + wide(word) };
        if with <= column {
            used = with;
            continue;
        }
        if used > 0 {
            lines += 1;
        }
        // A word that has no room in a line of its own is broken anywhere.
        lines += usize::try_from((wide(word) - 1) / column).unwrap_or(0);
        used = wide(word) % column;
    }
    lines
}

/// The text of `name` in a style sheet: what stands behind all others of its kind.
fn sample(sheet: &str, name: &str) -> String {
    let start = ["\n.ej-most", name, "::before { content: \""].concat();
    let (_, rest) = sheet.split_once(&start).expect("the sample");
    rest.split_once('"').expect("its end").0.to_owned()
}

/// The column beside the clock, the title and so on, is as high for each step as for any other: as high as
/// the samples make it, in whatever letters.
#[test]
fn no_caption_takes_more_lines_than_the_one_that_makes_room() {
    let sheet = include_str!("../static/ej.css");
    let (title, caption) = (sample(sheet, ".is-title"), sample(sheet, ""));
    let mut told: Vec<(String, String)> = Vec::new();
    for (_, story) in stories() {
        told.extend(
            story
                .steps
                .iter()
                .map(|step| (brief::title(&step.title), brief::caption(&step.caption))),
        );
    }
    told.sort();
    told.dedup();
    let mut faults: Vec<String> = Vec::new();
    for percent in [75, 100, 140] {
        for apart in [0, 120] {
            let usual = Typeface::default();
            let advance = |face, n: u32| {
                let letter = MEASURED.chars().nth(n as usize).expect("one of them").to_string();
                usual.width(&letter, 1_000, face).cast_unsigned() * percent / 100 + apart
            };
            let letters = Typeface::measured(advance, 0).expect("likely letters");
            // From 280 pixels with letters twice as large as usual to 870 with letters of 16.
            for (face, sample, least) in
                [(Face::Bold, &title, 7_800), (Face::Plain, &caption, 9_000)]
            {
                for column in (least..56_000).step_by(340) {
                    // The sample has a little less room.
                    let most = lines(&letters, face, sample, column - 300);
                    for (title, caption) in &told {
                        let text = if face == Face::Bold { title } else { caption };
                        let takes = lines(&letters, face, text, column);
                        if takes > most {
                            faults
                                .push(format!("{percent} %, {column}: {takes} of {most}: {text}"));
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
    // On the usual phones, and the smallest ones.
    let usual = Typeface::default();
    assert!(lines(&usual, Face::Plain, &caption, 326 * 1_000 / 15 - 300) <= 4, "at 360 pixels");
    assert!(lines(&usual, Face::Plain, &caption, 286 * 1_000 / 15 - 300) <= 5, "at 320 pixels");
}

#[test]
fn another_answer_than_usual_is_told_in_the_servers_own_words() {
    let stage = AnswerStage::Message;
    let answers = |answer| {
        let to = AnswersTo::Domain(0);
        Condition::Answers(ServerAnswer { to, answer, times: None })
    };
    let says = |reply: &str| {
        answers(Answer::Reply { stage, reply: Refusal::read(reply).expect("a refusal") })
    };
    let refused = |reply: &str, holds: &str| {
        check("everything-works", &says(reply), "refused", holds);
    };
    refused(
        "550 Sorry,\nnot today",
        "refuses mail for feedback@allbusiness.com: “Sorry, not today”. The 5 in 550 means",
    );
    refused("450 4.1.1 x", "there is no such mailbox. The 4 in 450 means");
    refused("554", "feedback@allbusiness.com. The 5 in 554 means");
    let long = "We have had so many complaints about this that nothing more is taken";
    refused(&["554 ", long].concat(), "“We have had so many complaints about…”");
    let quiet = answers(Answer::Silence { stage });
    check(
        "everything-works",
        &quiet,
        "no-connection",
        "accepted the connection and then said nothing",
    );
    let cut = answers(Answer::HangUp { stage });
    check("everything-works", &cut, "no-connection", "hung up without an answer");
    for condition in [quiet, cut, says(&["554 ", long].concat())] {
        for slug in ["everything-works", "two-boxes", "several-recipients", "backup-server"] {
            unique(slug, &tell(slug, condition.clone()));
        }
    }
}

#[test]
fn where_a_message_lay_is_told() {
    let held = |hop| Condition::Held { hop, seconds: 11_520 };
    check("everything-works", &held(0), "held", "It sat at mail.riverside.example for 3 h 12 min");
    check("everything-works", &held(1), "held", "It sat at mx.allbusiness.com for 3 h 12 min");
    check("everything-works", &held(2), "held", "It sat at mail.allbusiness.com for 3 h 12 min");
    check("two-boxes", &held(0), "held", "Nobody refused it");
    let story = tell("everything-works", held(1));
    let step = step(&story, "held");
    let wait = story.beats.iter().find(|beat| matches!(beat.kind, BeatKind::Wait { .. }));
    let wait = wait.expect("it is seen");
    assert!(wait.from >= step.from && wait.until - wait.from < 2_000, "hours pass in a moment");
    assert!(wait.sim.1.since(wait.sim.0).micros() == 11_520_000_000);
    assert!(story.end() <= 75_000);
}

#[test]
fn a_wrong_clock_is_told() {
    let off = |hop, seconds| Condition::ClockOff { hop, seconds };
    check(
        "everything-works",
        &off(0, -7_200),
        "clock-off",
        "mail.riverside.example’s clock is 2 h slow",
    );
    check(
        "everything-works",
        &off(1, 5_400),
        "clock-off",
        "mx.allbusiness.com’s clock is 1 h 30 min fast",
    );
    check("everything-works", &off(2, -59), "clock-off", "time seems to go back here.");
    let story = tell("everything-works", off(1, -7_200));
    let order: Vec<&str> = story.steps.iter().map(|step| step.name.as_str()).collect();
    let at = |name| order.iter().position(|step| *step == name).expect(name);
    assert!(at("relay") + 1 == at("clock-off"), "{order:?}");
    assert!(verdict::of(&story.trace).is_empty(), "nothing went wrong with the message");
}

#[test]
fn what_stays_in_the_outbox_is_told_and_tried_again() {
    let story = told("sending-limit");
    for (step, holds) in [
        (
            "outbox",
            "too much was sent in a short time. Your program keeps the message, and tries again after 30 min",
        ),
        ("sent-again", "30 min later, your program calls mail.riverside.example again"),
        ("packets", "is now responsible"),
        ("collected", "30 min 2 s after Send"),
    ] {
        assert!(caption(&story, step).contains(holds), "{step}: {}", caption(&story, step));
    }
    let again = |minutes| Condition::SendingLimit { minutes };
    // Several tries are told in one step.
    check("everything-works", &again(70), "outbox", "That makes three tries in 1 h 30 min");
    check("everything-works", &again(70), "sent-again", "This time the server takes the addresses");
    // Programs do not try for ever.
    check("everything-works", &again(6_000), "sent-again", "still does not take the message");
    check("everything-works", &again(6_000), "not-sent", "450 4.2.1");
}

#[test]
fn what_lies_elsewhere_than_in_the_box_is_told() {
    for relays in [0, 2] {
        let parts = |slug: &str| {
            let mut parts = presets::find(slug).expect("a preset").parts();
            parts.relays = relays;
            story::tell(simulate(&Scenario::new(parts).expect("valid")))
        };
        let story = parts("spam-folder");
        assert!(caption(&story, "filed-as-spam").contains("into the spam folder of feedback"));
        assert!(caption(&story, "nothing-there").contains("The inbox is empty"));
        let said = |text: &str| story.lines.iter().any(|line| line.text == text);
        assert!(said("+OK 0 0") && story.steps.iter().all(|step| step.name != "box"));
        let story = parts("typo-domain");
        assert!(caption(&story, "right-server").contains("whatever the name before the @"));
        assert!(caption(&story, "catch-all").contains("in one mailbox, a catch-all"));
        assert!(story.steps.last().is_some_and(|step| step.name == "catch-all"));
    }
    // For two at once in one step, and for one of two beside the other.
    let both = tell("two-boxes", Condition::LookAlikeDomain { recipient: 1 });
    assert!(step(&both, "catch-all").recipients.is_empty(), "it is about everybody");
    let one = tell("two-boxes", Condition::SpamFolder { recipient: 1 });
    assert!(caption(&one, "filed-as-spam").contains("the spam folder of service"));
    assert!(caption(&one, "box").contains("feedback"));
}

/// Whether it went smoothly in each domain or not.
#[test]
fn that_the_journey_is_complete_is_told_last() {
    let check = |parts: Parts, complete: bool| {
        let story = story::tell(simulate(&Scenario::new(parts).expect("a valid scenario")));
        let told = |step: &Step| [&*step.title, &*step.caption].concat().contains("is complete");
        let last = story.steps.len() - 1;
        for (n, step) in story.steps.iter().enumerate() {
            assert_eq!(told(step), complete && n == last, "{}: {}", step.name, step.caption);
        }
    };
    let usual = presets::find("everything-works").expect("a preset").parts();
    let two = ["feedback@allbusiness.com", "info@south.example"].map(|it| it.parse().expect("one"));
    check(Parts { recipients: two.into(), ..usual.clone() }, true);
    check(usual, true);
    check(presets::find("two-boxes").expect("a preset").parts(), true);
    check(presets::find("several-recipients").expect("a preset").parts(), false);
}
