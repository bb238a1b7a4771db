//! What is known of the motion ahead of time: when the pose changes, and how the tokens of a beat
//! travel, in straight stretches. So whoever draws can sleep from one change to the next.

use super::compose::motion;
use super::facts::moment::Moment;
use super::frame::TokenPlace;
use super::geometry::layout::Layout;
use super::geometry::stage::Stage;
use super::timing::{KEY_THERE, LETTER_IN, WHOLE, flights, reached};
use model::show_time::ShowTime;
use model::story::{Beat, BeatKind, Story};

/// How far apart the moments are at which a beat's motion is looked at, in milliseconds, and how
/// many there are at least.
const SAMPLE: u32 = 20;
const SAMPLES: u32 = 24;

/// How far a track may be from the motion it stands for: hundredths of a scene unit, and percent of
/// opacity.
const CLOSE: i32 = 40;

/// How one token moves in the course of a beat: from point to point, in straight lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Ten-thousandths of the beat, increasing from 0 to 10,000, and where the token is then.
    pub points: Vec<(u32, TokenPlace)>,
}

impl Track {
    /// Whether the token goes anywhere, appears or vanishes.
    pub fn moves(&self) -> bool {
        self.points.windows(2).any(|pair| pair[0].1 != pair[1].1)
    }
}

/// The moments at which the picture or what is said changes other than by motion, in order:
/// between two of them, the [`super::Pose`] stays the same.
pub fn changes(story: &Story) -> Vec<ShowTime> {
    let mut all: Vec<ShowTime> = story.beats.iter().flat_map(changes_within).collect();
    all.extend((0..story.beats.len()).filter_map(|n| story.turns_at(n)));
    all.extend(story.steps.iter().flat_map(|step| [step.from, step.rest, step.until]));
    all.extend(story.lines.iter().map(|line| line.show_at));
    all.push(story.end());
    all.sort_unstable();
    all.dedup();
    all
}

/// The beginning of a beat, and when something of it has arrived.
fn changes_within(beat: &Beat) -> Vec<ShowTime> {
    let mut parts = vec![0];
    match &beat.kind {
        BeatKind::Pieces { pieces, .. } => {
            let arrivals = pieces.iter().zip(flights(pieces)).filter(|(piece, _)| !piece.lost);
            parts.extend(arrivals.map(|(_, flight)| flight.until));
        }
        BeatKind::Key { .. } => parts.push(KEY_THERE),
        BeatKind::Store { .. } => parts.push(LETTER_IN),
        _ => {}
    }
    parts.into_iter().map(|part| reached(beat, part)).collect()
}

/// How the tokens move in the beat that is shown at the moment `at`, in the order of
/// [`super::Pose::tokens`].
pub fn tracks(story: &Story, layout: &Layout, at: ShowTime) -> Vec<Track> {
    let Some(beat) = story.beats.get(story.beat_at(at)) else {
        return Vec::new();
    };
    let mut now = Moment::new(story, at);
    let stage = Stage::new(&now, layout);
    let count = beat.until.saturating_sub(beat.from).div_ceil(SAMPLE).max(SAMPLES);
    let mut samples: Vec<Vec<(u32, TokenPlace)>> = Vec::new();
    for sample in 0..=count {
        now.done = sample * WHOLE / count;
        let places = motion(&now, &stage).tokens;
        samples.resize_with(places.len().max(samples.len()), Vec::new);
        for (track, place) in samples.iter_mut().zip(places) {
            track.push((now.done, place));
        }
    }
    samples.into_iter().map(|points| Track { points: straightened(&points) }).collect()
}

/// The points that are needed to stay close to all of them.
fn straightened(points: &[(u32, TokenPlace)]) -> Vec<(u32, TokenPlace)> {
    let Some(first) = points.first() else {
        return Vec::new();
    };
    let mut kept = vec![*first];
    let mut from = 0;
    for to in 1..points.len() {
        let next = to + 1;
        if next == points.len() || !(from + 1..next).all(|n| is_close(points, from, next, n)) {
            kept.push(points[to]);
            from = to;
        }
    }
    kept
}

/// Whether point `n` lies where the straight way between two others is at that time.
fn is_close(points: &[(u32, TokenPlace)], from: usize, to: usize, n: usize) -> bool {
    let ((from, a), (to, b), (at, here)) = (points[from], points[to], points[n]);
    let (gone, all) = (i64::from(at - from), i64::from(to - from).max(1));
    let off = |a: i32, b: i32, here: i32| {
        let there = i64::from(a) + i64::from(b - a) * gone / all;
        (i64::from(here) - there).abs() > i64::from(CLOSE)
    };
    // What appears or vanishes does so between two samples.
    !off(a.x, b.x, here.x)
        && !off(a.y, b.y, here.y)
        && (a.opacity == b.opacity && here.opacity == a.opacity)
}
