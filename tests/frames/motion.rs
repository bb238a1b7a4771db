//! Between two poses tokens move as the tracks say, and what is told is seen to move.

use super::{preset, stories, story};
use model::story::BeatKind;
use scene::{
    Layout, Motion, PlaceId, Size, TokenKind, TokenPlace, Track, changes, frame_at, looks_ahead,
    motion_at, tracks as tracks_at,
};

#[test]
fn between_two_changes_the_pose_stays_the_same() {
    for (slug, story) in stories() {
        let changes = changes(&story);
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            let mut last = None;
            for at in (0..=story.end()).step_by(97) {
                let since = changes.partition_point(|change| *change <= at);
                let said = (story.step_at(at), story.lines_said(at));
                let pose = frame_at(&story, &layout, at).pose;
                if let Some((before, last_said, last_pose)) = last
                    && before == since
                {
                    assert!(last_pose == pose, "{slug}, {size:?}, at {at}");
                    assert_eq!(last_said, said, "{slug} at {at}");
                }
                last = Some((since, said, pose));
            }
        }
    }
}

/// Between two points of a track, the token goes straight on.
#[test]
fn tracks_stay_close_to_the_motion() {
    for (slug, story) in stories() {
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let mut tracks = tracks_at(&story, &layout, beat.from);
                for at in (beat.from..beat.until).step_by(61) {
                    if beat.kind == BeatKind::Rest {
                        // Before its end the picture turns to the next step.
                        tracks = tracks_at(&story, &layout, at);
                    }
                    let motion = motion_at(&story, &layout, at);
                    assert_eq!(tracks.len(), motion.tokens.len(), "{slug} at {at}");
                    let done =
                        i64::from(at - beat.from) * 10_000 / i64::from(beat.until - beat.from);
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
                        // Corners are cut by half of what a token moves between two samples.
                        assert!(far <= 900, "{slug}, {size:?}, at {at}: {far} off");
                        assert!(track.moves() || far == 0, "{slug} at {at}");
                    }
                }
            }
        }
    }
}

#[test]
fn motion_is_that_of_the_frame_and_has_no_jumps_within_a_beat() {
    for (slug, story) in stories() {
        for size in [Size::Narrow, Size::Wide] {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let mut last: Option<Motion> = None;
                for at in (beat.from..beat.until).step_by(16) {
                    let motion = motion_at(&story, &layout, at);
                    let turns =
                        looks_ahead(&story, at) != looks_ahead(&story, at.saturating_sub(16));
                    if let Some(before) = last.replace(motion.clone()).filter(|_| !turns) {
                        for (a, b) in before.tokens.iter().zip(&motion.tokens) {
                            let far = (a.x - b.x).abs().max((a.y - b.y).abs());
                            assert!(a.key != b.key || far <= 9_000, "{slug} at {at}: {far}");
                        }
                    }
                }
                let frame = frame_at(&story, &layout, beat.from);
                assert_eq!(frame.motion, motion_at(&story, &layout, beat.from), "{slug}");
            }
        }
    }
}

/// While two hosts have to do with each other, the reader sees something on its way between them.
#[test]
fn whatever_is_said_is_seen_to_travel() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Wide);
        for beat in &story.beats {
            let between = matches!(
                beat.kind,
                BeatKind::Say { .. }
                    | BeatKind::Acknowledge { .. }
                    | BeatKind::Ask { .. }
                    | BeatKind::Answer { .. }
                    | BeatKind::NoCall { .. }
                    | BeatKind::Pieces { .. }
                    | BeatKind::Key { .. }
            );
            let far = |track: &Track| {
                let way = |along: fn(&TokenPlace) -> i32| {
                    let all = || track.points.iter().map(|(_, place)| along(place));
                    all().max().unwrap_or(0) - all().min().unwrap_or(0)
                };
                way(|place| place.x).max(way(|place| place.y))
            };
            let tracks = tracks_at(&story, &layout, beat.from);
            assert!(!between || tracks.iter().any(|it| far(it) > 2_000), "{slug}: {beat:?}");
        }
    }
}

#[test]
fn the_letter_ends_on_the_recipients_screen() {
    for (slug, story) in stories() {
        let layout = Layout::new(&story, Size::Wide);
        let frame = frame_at(&story, &layout, story.end());
        if story.steps.last().is_none_or(|step| !step.name.starts_with("collected")) {
            continue;
        }
        assert!(
            frame.pose.tokens.iter().any(|token| token.kind == TokenKind::OpenLetter),
            "{slug}"
        );
    }
}

#[test]
fn arrows_point_where_somebody_speaks_and_at_rest_nowhere() {
    let mut seen = 0;
    for (slug, story) in stories() {
        for size in Size::ALL {
            let layout = Layout::new(&story, size);
            for beat in &story.beats {
                let rests = beat.kind == BeatKind::Rest;
                let middle = u32::midpoint(beat.from, beat.until);
                let pose = frame_at(&story, &layout, if rests { beat.from } else { middle }).pose;
                let what = format!("{slug}, {size:?}: {}", story.steps[beat.step].name);
                for route in &pose.routes {
                    let arrow = |text: &str| text.contains(['→', '←']);
                    let tag = route.tag.as_ref().is_some_and(|tag| arrow(&tag.text));
                    assert!(!tag || route.forward.is_some(), "{what}: {:?}", route.tag);
                    assert!(!rests || route.forward.is_none(), "{what}: {:?}", route.tag);
                }
                let BeatKind::Say { speaker, listener, .. } = &beat.kind else { continue };
                let place = |host| PlaceId::of(&story.overview.cast, host);
                let ends = (place(*speaker), place(*listener));
                for route in pose.routes.iter().filter(|route| route.forward.is_some()) {
                    let forward = route.forward == Some(true);
                    let (from, to) = (route.from, route.to);
                    assert_eq!(if forward { (from, to) } else { (to, from) }, ends, "{what}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} arrows");
}

#[test]
fn drawers_open_from_the_root_down() {
    let story = story(preset("everything-works"));
    let layout = Layout::new(&story, Size::Wide);
    let mut opened: Vec<String> = Vec::new();
    for beat in story.beats.iter().filter(|beat| matches!(beat.kind, BeatKind::Ask { .. })) {
        let pose = frame_at(&story, &layout, beat.from).pose;
        let open: Vec<&String> =
            pose.drawers.iter().filter(|drawer| drawer.open).map(|drawer| &drawer.name).collect();
        assert_eq!(open.len(), 1, "{:?}", pose.drawers);
        opened.push(open[0].clone());
    }
    assert_eq!(opened[..3], ["root", ".com", "allbusiness.com"]);
}
