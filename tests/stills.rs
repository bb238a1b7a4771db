//! Readers who want no motion see every state of a step, one after the other.

use model::limits::scenario::MAX_RECIPIENTS;
use model::presets::{self, PRESETS};
use model::scenario::{Parts, Scenario};
use model::story::{Beat, BeatKind, Story};
use scene::{
    BoxState, Frame, Layout, RouteState, STANDS, Size, Still, TokenKind, frame_at, next_still,
    still_at, stills,
};
use sim::simulate;

/// How far from its ends something is that is under way, in hundredths of a scene unit.
const UNDER_WAY: i32 = 1_500;

fn told(scenario: &Scenario) -> Story {
    story::tell(simulate(scenario)).story
}

/// All examples, and a journey that is told as fast as any.
fn stories() -> Vec<(&'static str, Story)> {
    let recipients = (0..MAX_RECIPIENTS)
        .map(|n| format!("person{n}@{}", ["allbusiness.com", "south.example"][n % 2]))
        .map(|address| address.parse().expect("an address"));
    let parts = presets::find("everything-works").expect("a preset").parts();
    let crowded = Scenario::new(Parts { recipients: recipients.collect(), ..parts });
    let crowded = ("as many recipients as can be", told(&crowded.expect("a scenario")));
    let all = PRESETS.iter().map(|preset| (preset.slug(), told(&preset.scenario())));
    all.chain([crowded]).collect()
}

/// The stills that are seen in the course of a beat, each with its picture.
fn pictures<'a>(
    story: &'a Story,
    layout: &'a Layout,
    beat: &'a Beat,
) -> impl Iterator<Item = Frame> + 'a {
    let shown = stills(story).into_iter().map(|still| still.shows);
    let shown = shown.filter(|shows| (beat.from..beat.until).contains(shows));
    shown.map(|shows| frame_at(story, layout, shows))
}

/// For each still, until when it is seen.
fn ends(story: &Story, all: &[Still]) -> Vec<(Still, u32)> {
    let end = |still: &Still| next_still(all, still.from).unwrap_or_else(|| story.end());
    all.iter().map(|still| (*still, end(still))).collect()
}

#[test]
fn each_still_stands_long_enough_to_be_read() {
    for (slug, story) in stories() {
        let all = stills(&story);
        assert_eq!((all[0].from, all[0].shows), (0, 0), "{slug}: it begins like any other");
        for (still, until) in ends(&story, &all) {
            assert!(until - still.from >= STANDS, "{slug}: {still:?} until {until}");
        }
    }
}

/// A still shows a moment of the step whose caption stands below it, and later ones show later moments.
#[test]
fn stills_keep_to_their_steps_and_their_order() {
    for (slug, story) in stories() {
        let all = stills(&story);
        let mut last = None;
        for (still, until) in ends(&story, &all) {
            let step = story.step_at(still.from);
            assert_eq!(story.step_at(still.shows), step, "{slug}: {still:?}");
            assert_eq!(story.step_at(until - 1), step, "{slug}: {still:?}");
            assert!(last < Some(still.shows), "{slug}: {still:?} after {last:?}");
            for at in [still.from, until - 1] {
                assert_eq!(still_at(&all, at), still.shows, "{slug} at {at}");
            }
            last = Some(still.shows);
        }
    }
}

#[test]
fn the_last_still_of_a_step_is_its_rest() {
    for (slug, story) in stories() {
        let all = stills(&story);
        for step in &story.steps {
            assert_eq!(still_at(&all, step.rest), step.rest, "{slug}: {}", step.name);
            assert_eq!(still_at(&all, step.until - 1), step.rest, "{slug}: {}", step.name);
        }
        assert_eq!(still_at(&all, story.end()), story.steps[story.steps.len() - 1].rest);
    }
}

/// Nothing that an example tells is left out: each beat has a picture.
#[test]
fn every_beat_of_every_example_is_seen() {
    for (slug, story) in stories().into_iter().filter(|(slug, _)| presets::find(slug).is_some()) {
        let layout = Layout::new(&story, Size::Wide);
        for beat in &story.beats {
            let seen = pictures(&story, &layout, beat).count();
            assert_eq!(seen, 1, "{slug}: {beat:?}");
        }
    }
}

#[test]
fn where_a_message_travels_pieces_are_seen_on_the_wire() {
    for (slug, story) in stories() {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                if !matches!(beat.kind, BeatKind::Pieces { .. }) {
                    continue;
                }
                let seen =
                    pictures(&story, &layout, beat).any(|frame| pieces_under_way(&frame) > 0);
                assert!(seen, "{slug}, {size:?}: {beat:?}");
            }
        }
    }
}

/// How many pieces are between the ends of a wire in use, and nothing is written below them.
fn pieces_under_way(frame: &Frame) -> usize {
    let in_use = |route: &RouteState| {
        !matches!(route, RouteState::Idle | RouteState::Used | RouteState::Return)
    };
    let wires = frame.pose.routes.iter().filter(|route| in_use(&route.state));
    let wires = wires.filter(|route| route.tag.is_none());
    let wires: Vec<_> = wires.map(|route| route.ends.map(|(x, _)| x * 100)).collect();
    let tokens = frame.pose.tokens.iter().zip(&frame.motion.tokens);
    let pieces = tokens.filter(|(token, place)| {
        let between = wires
            .iter()
            .any(|[a, b]| (a.min(b) + UNDER_WAY..b.max(a) - UNDER_WAY).contains(&place.x));
        matches!(token.kind, TokenKind::Piece { .. }) && place.opacity == 100 && between
    });
    pieces.count()
}

#[test]
fn where_a_key_is_tried_it_is_seen_in_the_lock() {
    for (slug, story) in stories() {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let BeatKind::Key { fits, .. } = beat.kind else { continue };
                let seen = pictures(&story, &layout, beat).any(|frame| key_in_lock(&frame, fits));
                assert!(seen, "{slug}, {size:?}: {beat:?}");
            }
        }
    }
}

/// Whether the key is in the door of a box, which is open or stays shut.
fn key_in_lock(frame: &Frame, fits: bool) -> bool {
    let tokens = frame.pose.tokens.iter().zip(&frame.motion.tokens);
    let mut keys = tokens.filter(|(token, _)| token.kind == TokenKind::Key);
    let state = if fits { BoxState::Open } else { BoxState::Locked };
    let doors = frame.pose.boxes.iter().filter(|door| door.state == state);
    let doors: Vec<_> = doors.map(|door| door.rect).collect();
    keys.any(|(_, key)| {
        doors.iter().any(|door| {
            (door.x * 100..door.right() * 100).contains(&key.x)
                && (door.y * 100..door.bottom() * 100).contains(&key.y)
        })
    })
}

/// Who speaks has a bubble, who asks has a card on its way.
#[test]
fn what_is_said_and_asked_is_seen_with_its_speaker() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Wide);
        for still in stills(&story) {
            let beat = &story.beats[story.beat_at(still.shows)];
            let frame = frame_at(&story, &layout, still.shows);
            let tokens = || frame.pose.tokens.iter().zip(&frame.motion.tokens);
            match beat.kind {
                BeatKind::Say { .. } | BeatKind::Acknowledge { .. } => {
                    assert!(frame.pose.bubble.is_some(), "{slug}: {beat:?}");
                    let slip = tokens().any(|(token, place)| {
                        token.kind == TokenKind::Line && place.opacity == 100
                    });
                    assert!(slip, "{slug}: {beat:?}");
                }
                BeatKind::Ask { .. } | BeatKind::Answer { .. } => {
                    assert!(frame.pose.bubble.is_some(), "{slug}: {beat:?}");
                    let card = tokens().any(|(it, _)| matches!(it.kind, TokenKind::Card { .. }));
                    assert!(card, "{slug}: {beat:?}");
                }
                _ => {}
            }
        }
    }
}
