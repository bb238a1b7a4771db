//! Journeys that are too long to be simulated: each ends within its bounds, what it tells up to there
//! is what would have happened, and whoever reads of it is told that it was cut short.

use journey::export::transcript::transcript;
use model::limits::scenario::{MAX_CONDITIONS, MAX_RECIPIENTS};
use model::presets::{self, PRESETS};
use model::scenario::{Attachment, Condition, Scenario};
use sim::trace::{Outcome, Trace};
use sim::{Bounds, simulate, simulate_within};
use story::verdict;

const TOO_LONG: &str = "The journey became too long to simulate to the end";

/// A cut journey is told as one, without inventing an end.
#[track_caller]
fn check_told(name: &str, trace: Trace) {
    assert!(trace.cut_short, "{name}");
    for (mailbox, outcome) in &trace.outcomes {
        let cards = verdict::of(&trace);
        let mine: Vec<_> = cards.iter().filter(|c| c.recipients.contains(mailbox)).collect();
        let says_so = mine.iter().any(|card| card.happened.starts_with(TOO_LONG));
        let open = matches!(outcome, Outcome::NotSent | Outcome::OnTheWay);
        assert!(says_so || !open || mine[0].happened.contains("the message was not sent"));
        assert!(!says_so || (open && mine.len() == 1), "{name}: {mailbox} {outcome:?}");
    }
    assert!(trace.to_string().ends_with("cut short\n"), "{name}");
    let text = transcript(&story::tell(trace));
    assert!(text.lines().last().is_some_and(|line| line.starts_with(TOO_LONG)), "{name}: {text}");
}

#[test]
fn a_cut_journey_is_the_beginning_of_the_whole_one() {
    for preset in &PRESETS {
        let whole = simulate(&preset.scenario());
        assert!(!whole.cut_short, "{}", preset.slug());
        assert!(!transcript(&story::tell(whole.clone())).contains(TOO_LONG));
        for events in [0, 1, 10, 20, 30, 60, 100] {
            let bounds = Bounds { events, ..Bounds::default() };
            let cut = simulate_within(&preset.scenario(), bounds);
            let (events, packets) = (cut.events.len(), cut.packets.len());
            assert_eq!(cut.events, whole.events[..events], "{}", preset.slug());
            assert_eq!(cut.packets, whole.packets[..packets], "{}", preset.slug());
            if cut.cut_short {
                check_told(preset.slug(), cut);
            } else {
                assert_eq!(cut.digest(), whole.digest(), "{}", preset.slug());
            }
        }
    }
}

/// As much trouble as a scenario can hold, in circles.
fn circles(size: u64) -> Scenario {
    let mut parts = presets::find("mail-loop").expect("a preset").parts();
    let mailbox = |n: usize| format!("bob@d{n}.example").parse().expect("an address");
    parts.recipients = (0..MAX_RECIPIENTS).map(mailbox).collect();
    parts.attachment = Some(Attachment { name: "film.bin".to_owned(), size });
    parts.relays = 8;
    let recipients = (0..20).cycle().take(MAX_CONDITIONS);
    parts.conditions = recipients.map(|recipient| Condition::MailLoop { recipient }).collect();
    Scenario::new(parts).expect("a valid scenario")
}

fn kept(trace: &Trace) -> u64 {
    let packets: usize = trace.packets.iter().map(|packet| packet.bytes.len()).sum();
    let messages: usize = trace.messages.iter().map(|message| message.len()).sum();
    (packets + messages) as u64
}

#[test]
fn a_record_that_grows_and_grows_is_cut_at_its_size() {
    let bytes = 4_000_000;
    let cut = simulate_within(&circles(100_000), Bounds { bytes, ..Bounds::default() });
    // What one event adds is a message and what fits into a window.
    assert!((bytes..bytes + 300_000).contains(&kept(&cut)), "{}", kept(&cut));
    check_told("circles", cut);
}

#[test]
fn a_journey_with_many_events_is_cut_at_their_number() {
    let bounds = Bounds { events: 10_000, ..Bounds::default() };
    let cut = simulate_within(&circles(0), bounds);
    check_told("circles", cut);
}
