//! The picture is a pure function of the moment.

use email_journey::presets::PRESETS;
use email_journey::scene::{Layout, SCENE_HEIGHT, SCENE_WIDTH, frame_at, motion_at, pose_key};
use email_journey::sim::simulate;
use email_journey::story::Story;

fn stories() -> impl Iterator<Item = (&'static str, Story)> {
    PRESETS.iter().map(|preset| (preset.slug, Story::tell(simulate(&preset.scenario()))))
}

#[test]
fn while_the_key_stays_so_does_the_pose() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story.trace.cast);
        let mut last = None;
        for at in (0..=story.end()).step_by(37) {
            let key = pose_key(&story, &layout, at);
            let frame = frame_at(&story, &layout, at);
            if let Some((last_key, last_pose)) = last
                && last_key == key
            {
                assert!(last_pose == frame.pose, "{slug} at {at}");
            }
            last = Some((key, frame.pose));
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
