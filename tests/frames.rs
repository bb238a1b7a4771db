//! The picture is a pure function of the moment.

use email_journey::presets::PRESETS;
use email_journey::scene::{
    Layout, SCENE_HEIGHT, SCENE_WIDTH, frame_at, motion_at, next_change, tracks,
};
use email_journey::sim::simulate;
use email_journey::story::Story;

fn stories() -> impl Iterator<Item = (&'static str, Story)> {
    PRESETS.iter().map(|preset| (preset.slug, Story::tell(simulate(&preset.scenario()))))
}

#[test]
fn between_two_changes_the_pose_stays_the_same() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story.trace.cast);
        let mut last = None;
        for at in (0..=story.end()).step_by(37) {
            let next = next_change(&story, at);
            assert!(next.is_none_or(|next| next > at));
            let said = (story.step_at(at), story.lines_said(at));
            let pose = frame_at(&story, &layout, at).pose;
            if let Some((before, last_said, last_pose)) = last
                && before == next
            {
                assert!(last_pose == pose, "{slug} at {at}");
                assert_eq!(last_said, said, "{slug} at {at}");
            }
            last = Some((next, said, pose));
        }
    }
}

/// Between two points of a track, the token goes straight on.
#[test]
fn tracks_stay_close_to_the_motion() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story.trace.cast);
        for (n, beat) in story.beats.iter().enumerate() {
            let tracks = tracks(&story, &layout, n);
            for at in (beat.from..beat.until).step_by(31) {
                let motion = motion_at(&story, &layout, at);
                assert_eq!(tracks.len(), motion.tokens.len(), "{slug} at {at}");
                let done = i64::from(at - beat.from) * 10_000 / i64::from(beat.until - beat.from);
                for (track, place) in tracks.iter().zip(&motion.tokens) {
                    let points = &track.points;
                    assert_eq!((points[0].0, points[points.len() - 1].0), (0, 10_000));
                    let next = points.partition_point(|(when, _)| i64::from(*when) <= done);
                    let ((t0, a), (t1, b)) = (points[next - 1], points[next]);
                    let (t0, t1) = (i64::from(t0), i64::from(t1));
                    let off = |a: i32, b: i32, here: i32| {
                        let along = i64::from(b - a) * (done - t0) / (t1 - t0);
                        (i64::from(here) - i64::from(a) - along).abs()
                    };
                    assert_eq!(a.key, place.key, "{slug} at {at}");
                    let far = off(a.x, b.x, place.x).max(off(a.y, b.y, place.y));
                    // Corners are cut by half of what a token moves from one sample to the next.
                    assert!(far <= 900, "{slug} at {at}: {far} off");
                    assert!(track.moves() || far == 0, "{slug} at {at}");
                }
            }
        }
    }
}

#[test]
fn every_token_has_its_place_in_the_scene() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story.trace.cast);
        for at in (0..=story.end()).step_by(53) {
            let frame = frame_at(&story, &layout, at);
            assert_eq!(frame.motion, motion_at(&story, &layout, at));
            assert_eq!(frame.pose.tokens.len(), frame.motion.tokens.len());
            for (token, place) in frame.pose.tokens.iter().zip(&frame.motion.tokens) {
                assert_eq!(token.key, place.key);
                assert!((0..=SCENE_WIDTH * 100).contains(&place.x), "{slug} at {at}: {place:?}");
                assert!((0..=SCENE_HEIGHT * 100).contains(&place.y), "{slug} at {at}: {place:?}");
            }
            let mut keys: Vec<u64> = frame.pose.tokens.iter().map(|token| token.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), frame.pose.tokens.len(), "{slug} at {at}: keys are unique");
        }
    }
}

#[test]
fn tokens_move_without_jumps_within_a_beat() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story.trace.cast);
        for beat in &story.beats {
            let mut last = None;
            for at in (beat.from..beat.until).step_by(8) {
                let motion = motion_at(&story, &layout, at);
                if let Some(before) = last.replace(motion.clone()) {
                    let before: email_journey::scene::Motion = before;
                    for (a, b) in before.tokens.iter().zip(&motion.tokens) {
                        let far = (a.x - b.x).abs().max((a.y - b.y).abs());
                        assert!(a.key != b.key || far <= 9_000, "{slug} at {at}: {far}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_letter_ends_on_the_recipients_screen() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story.trace.cast);
        let frame = frame_at(&story, &layout, story.end());
        if story.steps.last().is_none_or(|step| !step.name.starts_with("collected")) {
            continue;
        }
        assert!(
            frame
                .pose
                .tokens
                .iter()
                .any(|token| token.kind == email_journey::scene::TokenKind::OpenLetter),
            "{slug}"
        );
    }
}
