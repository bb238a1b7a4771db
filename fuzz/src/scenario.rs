//! Scenario files that somebody wrote by hand, or meant to do harm with.

use journey::export::{pcap, transcript};
use journey::scenario_file;
use model::limits::simulation::LONGEST_JOURNEY;
use model::scenario::{Parts, Scenario};
use model::story::Evidence;
use model::time::Instant;
use scene::{Layout, Size, frame_at};
use sim::trace::{EventKind, Outcome, Trace};
use sim::{Bounds, simulate_within};
use story::{LONGEST_STORY, TracedStory, verdict};

/// Small, so that many scenarios can be tried, and some are cut short.
const BOUNDS: Bounds = Bounds { events: 6_000, bytes: 3_000_000 };

/// A larger attachment is tried with this size: composing it would take most of the time.
const LARGEST_TRIED: u64 = 20_000;

/// A scenario file. What is accepted is written and read back the same, simulates to an end within
/// bounds, gives each recipient one outcome that the events bear out, and can be told and drawn.
pub fn scenario(data: &[u8]) {
    let Some(mut parts) = read(data) else { return };
    if Scenario::new(parts.clone()).is_err() {
        return;
    }
    let written = scenario_file::write(&parts);
    let again = scenario_file::read(written.as_bytes()).expect("what was written is read");
    assert_eq!(again, parts);
    if let Some(attachment) = &mut parts.attachment {
        attachment.size = attachment.size.min(LARGEST_TRIED);
    }
    let scenario = Scenario::new(parts).expect("a smaller attachment is allowed, too");
    let trace = simulate_within(&scenario, BOUNDS);
    check_outcomes(&scenario, &trace);
    let cards = verdict::of(&trace);
    for (mailbox, outcome) in &trace.outcomes {
        let mine = cards.iter().filter(|card| card.recipients.contains(mailbox)).count();
        let arrived = matches!(outcome, Outcome::Delivered | Outcome::Collected);
        assert!(if arrived { mine <= 2 } else { mine == 1 }, "{mailbox} {outcome:?}: {mine} cards");
    }
    // A capture has a header and one record for each packet.
    let captured: usize = trace.packets.iter().map(|packet| packet.bytes.len() + 16).sum();
    assert!(pcap::pcap(&trace).len() >= captured);
    check_story(&story::tell(trace));
}

/// JSON; or the same parts in postcard's encoding, in which a changed byte is more often another
/// scenario.
fn read(data: &[u8]) -> Option<Parts> {
    if data.first().is_some_and(|&first| first == b'{' || first.is_ascii_whitespace()) {
        scenario_file::read(data).ok()
    } else {
        postcard::from_bytes(data).ok()
    }
}

fn check_outcomes(scenario: &Scenario, trace: &Trace) {
    let end = trace.events.last().map_or(Instant::ZERO, |event| event.at);
    assert!(end.since(Instant::ZERO) <= LONGEST_JOURNEY);
    let told: Vec<_> = trace.outcomes.iter().map(|(mailbox, _)| mailbox.clone()).collect();
    assert_eq!(told, scenario.parts().recipients, "one outcome for each recipient");
    for (mailbox, outcome) in &trace.outcomes {
        let count = |select: &dyn Fn(&EventKind) -> bool| {
            trace.events.iter().filter(|event| select(&event.kind)).count()
        };
        let stored = count(&|kind| {
            matches!(kind, EventKind::Stored { mailbox: m, reverse_path: Some(_), message, .. }
                | EventKind::SetAside { mailbox: m, reverse_path: Some(_), message, .. }
                if m.same_box(mailbox) && trace[*message].ends_with(&trace.messages[0]))
        });
        let given_up = count(&|kind| {
            matches!(kind, EventKind::GaveUp { recipients, is_dsn: false, .. }
                if recipients.contains(mailbox))
        });
        let not_sent = count(&|kind| {
            matches!(kind, EventKind::SubmissionFailed { recipients, .. }
                if recipients.contains(mailbox))
        });
        let expected = match outcome {
            Outcome::NotSent if trace.cut_short && not_sent == 0 => (0, 0, 0),
            Outcome::NotSent => (0, 0, 1),
            Outcome::OnTheWay => (0, 0, 0),
            Outcome::Failed => (0, 1, 0),
            Outcome::SetAside | Outcome::Delivered | Outcome::Collected => (1, 0, 0),
        };
        assert_eq!((stored, given_up, not_sent), expected, "{mailbox} {outcome:?}");
    }
}

fn check_story(story: &TracedStory) {
    assert!(!story.steps.is_empty() && story.end() <= LONGEST_STORY);
    let mut at = 0;
    for step in &story.steps {
        assert!(step.from == at && step.from <= step.rest && step.rest <= step.until);
        assert!(!step.title.is_empty() && !step.caption.is_empty());
        at = step.until;
        assert!(step.evidence.iter().all(|evidence| match *evidence {
            Evidence::Event(id) => id.0 < story.trace.events.len(),
            Evidence::Packet(id) => id.index() < story.trace.packets.len(),
        }));
    }
    for size in Size::ALL {
        let layout = Layout::new(story, size);
        let scene = layout.scene();
        for step in &story.steps {
            for at in [step.from, step.rest] {
                for token in frame_at(story, &layout, at).motion.tokens {
                    assert!((0..=scene.width * 100).contains(&token.x), "{token:?} at {at}");
                    assert!((0..=scene.height * 100).contains(&token.y), "{token:?} at {at}");
                }
            }
        }
    }
    assert!(!transcript::transcript(story).is_empty());
}
