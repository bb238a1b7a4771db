//! A journey plays from Play to its end, on any machine: the clock is handed in.

use email_journey::player::{Action, LATE, LONGEST_WAIT, Marks, Playback, Player, ShowTime, Speed};
use journey::compile::compile_preset;
use model::presets::{PRESETS, Preset};
use proptest::prelude::*;
use scene::stills;

/// What a player needs of a journey: its marks and changes.
#[derive(Debug)]
struct Timeline {
    marks: Marks,
    changes: Vec<ShowTime>,
    /// It is for a reader who wants no motion: nothing is looked at between two changes.
    still: bool,
}

impl Timeline {
    fn preset(preset: &Preset) -> Self {
        let story = compile_preset(preset);
        Self { marks: story.story.marks(), changes: story.changes, still: false }
    }

    /// The same as it is seen without motion.
    fn still(preset: &Preset) -> Self {
        let story = compile_preset(preset);
        let changes = stills(&story.story).iter().map(|still| still.from).collect();
        Self { marks: story.story.still_marks(), changes, still: true }
    }

    /// Every preset with motion and without.
    fn all() -> impl Iterator<Item = (&'static str, Self)> {
        let both = |preset: &'static Preset| [Self::preset(preset), Self::still(preset)];
        PRESETS
            .iter()
            .flat_map(move |preset| both(preset).map(|timeline| (preset.slug(), timeline)))
    }

    /// How many changes there are up to a moment.
    fn gone(&self, at: ShowTime) -> usize {
        self.changes.partition_point(|change| *change <= at)
    }
}

/// A page that shows a journey, as the widget does it, and the time on its reader's clock.
struct Page<'j> {
    timeline: &'j Timeline,
    playback: Playback,
    now: u32,
}

impl<'j> Page<'j> {
    /// The reader has pressed Play.
    fn playing(timeline: &'j Timeline, speed: Speed) -> Self {
        let player = Player { speed, ..Player::default() }.after(Action::Toggle, &timeline.marks);
        let mut page = Self { timeline, playback: Playback::new(player), now: 5_000 };
        page.playback.start(page.now);
        page
    }

    fn at(&self) -> ShowTime {
        self.playback.player().at
    }

    fn has_ended(&self) -> bool {
        !self.playback.player().in_motion()
    }

    /// Waits for the next look, which comes `late`, and draws for so long when the picture changes.
    /// Returns how long the page meant to wait.
    fn look(&mut self, late: u32, drawing: u32) -> u32 {
        let (before, clock) = (self.at(), self.playback.clock());
        let Timeline { marks, changes, still } = self.timeline;
        let gone = self.timeline.gone(before);
        let [next, after] = [gone, gone + 1].map(|n| changes.get(n).copied());
        let wait = if *still {
            self.playback.plan_still(self.now, next, marks)
        } else {
            self.playback.plan(self.now, changes, marks)
        };
        assert!(wait > 0, "no look without a pause before it");
        self.now += wait + late;
        if *still {
            self.playback.read_still(self.now, [next, after], marks);
        } else {
            self.playback.read(self.now, marks);
        }
        assert!(self.at() >= before, "back from {before} to {}", self.at());
        let gone = |at| self.timeline.gone(at);
        if self.playback.clock() != clock || gone(self.at()) != gone(before) {
            self.now += drawing;
            self.playback.start(self.now);
        }
        wait
    }
}

/// Plays to the end where every look is as late as that and every drawing takes as long. Returns how
/// long that took.
#[track_caller]
fn check(timeline: &Timeline, speed: Speed, late: u32, drawing: u32) -> u32 {
    let mut page = Page::playing(timeline, speed);
    let started = page.now;
    // A look at each change and at each time that is written, and as many again for rounding.
    let most = 2 * (timeline.changes.len() + speed.lasts(timeline.marks.end) as usize / 500);
    for _ in 0..most {
        if page.has_ended() {
            assert_eq!(page.at(), timeline.marks.end);
            return page.now - started;
        }
        let (before, since) = (page.at(), page.now);
        page.look(late, drawing);
        // At half speed a single millisecond may not show yet.
        assert!(page.at() > before || page.now - since < 2, "stands still at {before}");
    }
    panic!("{speed:?}, {late} ms late: no end after {most} looks, but at {}", page.at());
}

#[test]
fn every_preset_plays_to_its_end_at_every_speed() {
    for (slug, timeline) in Timeline::all() {
        for speed in Speed::ALL {
            let took = check(&timeline, speed, 0, 0);
            let lasts = speed.lasts(timeline.marks.end);
            assert!((lasts..lasts + 3).contains(&took), "{slug}: {took}, not {lasts}");
        }
    }
}

#[test]
fn slow_machines_come_to_the_end_too() {
    for (_, timeline) in Timeline::all() {
        for speed in Speed::ALL {
            for slow in [17, 300, 999, 1_000, 1_001, 1_199, 1_200, 1_500, 6_000, 600_000] {
                check(&timeline, speed, slow, 0);
                check(&timeline, speed, 0, slow);
                check(&timeline, speed, slow, slow);
            }
        }
    }
}

/// Whoever was silent for long because that was the plan has not been away, and a look that is just
/// not too late counts in full.
#[test]
fn a_long_wait_is_no_absence() {
    let mut longest = 0;
    for end in 1..2_000 {
        for still in [false, true] {
            let marks = Marks { end, ..Marks::default() };
            let timeline = Timeline { marks, changes: vec![], still };
            let mut page = Page::playing(&timeline, Speed::Normal);
            let wait = page.look(LATE, 0);
            assert!(still || wait <= LONGEST_WAIT);
            assert_eq!(page.at(), end.min(wait + LATE));
            longest = longest.max(wait);
        }
    }
    assert!(longest > LATE, "the page never waited longer than it may be late");
}

#[test]
fn who_comes_back_after_an_hour_has_missed_the_planned_wait_and_a_second() {
    let timeline = Timeline::preset(&PRESETS[0]);
    for speed in Speed::ALL {
        let mut page = Page::playing(&timeline, speed);
        page.look(0, 0);
        let before = page.at();
        let wait = page.look(3_600_000, 0);
        let missed = page.at() - before;
        assert!(missed > 0 && missed <= speed.scale(wait + LATE), "{missed} after {wait}");
        // From there it goes on like any other.
        let before = page.at();
        let wait = page.look(0, 0);
        assert!(page.at() - before <= speed.scale(wait) + 1);
    }
}

/// After a suspension, a window that changes its size may be drawn before the look that was planned.
#[test]
fn a_drawing_before_the_late_look_makes_an_absence_no_longer() {
    let timeline = Timeline::preset(&PRESETS[0]);
    for speed in Speed::ALL {
        let mut page = Page::playing(&timeline, speed);
        page.look(0, 0);
        let before = page.at();
        let first = page.playback.plan(page.now, &timeline.changes, &timeline.marks);
        page.now += first + 3_600_000;
        page.playback.start(page.now);
        assert_eq!(page.at(), before, "drawn as it was");
        let second = page.look(0, 0);
        let missed = page.at() - before;
        assert!(missed > 0 && missed <= speed.scale(first + LATE + second) + 1, "{missed}");
    }
}

#[test]
fn nothing_is_missed_while_the_page_is_hidden() {
    let timeline = Timeline::preset(&PRESETS[0]);
    let mut page = Page::playing(&timeline, Speed::Normal);
    page.look(0, 0);
    page.playback.stop(page.now, &timeline.marks);
    let before = page.at();
    page.now += 60_000;
    page.playback.read(page.now, &timeline.marks);
    page.playback.stop(page.now, &timeline.marks);
    assert_eq!(page.at(), before);
    page.playback.start(page.now);
    let wait = page.look(0, 0);
    assert_eq!(page.at(), before + wait);
    assert!(!page.has_ended());
}

/// A page without motion looks once for each picture, also on slow machines, and shows each of them when it
/// is due.
#[test]
fn without_motion_every_still_is_looked_at_once() {
    for preset in &PRESETS {
        for (late, drawing) in [(0, 0), (300, 0), (0, 300), (900, 900), (5_000, 40)] {
            let timeline = Timeline::still(preset);
            let mut page = Page::playing(&timeline, Speed::Normal);
            let mut seen = vec![timeline.gone(0)];
            while !page.has_ended() {
                page.look(late, drawing);
                seen.push(timeline.gone(page.at()));
            }
            // The last one is looked at once more at the end.
            seen.dedup();
            let all: Vec<_> = (1..=timeline.changes.len()).collect();
            assert_eq!(seen, all, "{}, {late} ms late", preset.slug());
        }
    }
}

/// Next begins where the step does, and ends where it rests; pressed again it is there at once.
#[test]
fn without_motion_next_leads_to_the_step_itself() {
    for preset in &PRESETS {
        let story = compile_preset(preset).story;
        let marks = story.still_marks();
        let mut player = Player::default();
        for (n, step) in story.steps.iter().enumerate().skip(1) {
            let begun = player.after(Action::Next, &marks);
            assert_eq!((begun.at, begun.in_motion()), (step.from, true), "{}", preset.slug());
            assert_eq!(story.step_at(begun.at), n, "{}", preset.slug());
            player = begun.after(Action::Next, &marks);
            assert_eq!((player.at, player.in_motion()), (marks.rests[n], false));
        }
        assert_eq!(player.at, marks.end, "{}", preset.slug());
    }
}

/// What can happen to a page that plays.
#[derive(Clone, Debug)]
enum Event {
    /// A look, so late, and a drawing that takes so long.
    Look { late: u32, drawing: u32 },
    /// The clock is read in between, when somebody asks where the player is.
    Asked { after: u32 },
    /// It is drawn in between, because its window changes.
    Drawn { after: u32 },
    /// It is hidden for so long.
    Hidden { lasts: u32 },
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let late = prop_oneof![4 => 0..40_u32, 2 => 900..1_300_u32, 1 => 0..10_000_000_u32];
    let drawing = prop_oneof![4 => 0..40_u32, 1 => 0..20_000_u32];
    let event = prop_oneof![
        4 => (late, drawing).prop_map(|(late, drawing)| Event::Look { late, drawing }),
        1 => (0..1_500_u32).prop_map(|after| Event::Asked { after }),
        1 => prop_oneof![0..1_500_u32, 0..10_000_000_u32].prop_map(|after| Event::Drawn { after }),
        1 => (0..10_000_000_u32).prop_map(|lasts| Event::Hidden { lasts }),
    ];
    prop::collection::vec(event, 0..60)
}

/// A journey of up to half a minute, whose picture changes at any moments.
fn timelines() -> impl Strategy<Value = Timeline> {
    let moments = prop::collection::btree_set(1..30_000_u32, 1..80);
    (moments, any::<bool>()).prop_map(|(moments, still)| {
        let changes: Vec<ShowTime> = moments.into_iter().collect();
        let end = changes.last().copied().unwrap_or_default();
        Timeline { marks: Marks { end, ..Marks::default() }, changes, still }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_it_never_goes_back_and_comes_to_its_end(
        timeline in timelines(),
        events in events(),
        speed in prop::sample::select(&Speed::ALL[..]),
    ) {
        let mut page = Page::playing(&timeline, speed);
        let (mut last, mut in_sight) = (0, 0_u64);
        for event in events {
            if page.has_ended() {
                break;
            }
            let before = page.now;
            match event {
                Event::Look { late, drawing } => {
                    page.look(late, drawing);
                    in_sight += u64::from(page.now - before);
                }
                Event::Asked { after } => {
                    page.now += after;
                    page.playback.read(page.now, &timeline.marks);
                    in_sight += u64::from(after);
                }
                Event::Drawn { after } => {
                    page.now += after;
                    page.playback.start(page.now);
                    prop_assert_eq!(page.at(), last, "drawn as it was");
                    in_sight += u64::from(after);
                }
                Event::Hidden { lasts } => {
                    page.playback.stop(page.now, &timeline.marks);
                    let left = page.at();
                    page.now += lasts;
                    page.playback.read(page.now, &timeline.marks);
                    prop_assert_eq!(page.at(), left);
                    page.playback.start(page.now);
                }
            }
            prop_assert!(page.at() >= last);
            // Never faster than the reader's time.
            prop_assert!(u64::from(page.at()) <= in_sight * 2);
            last = page.at();
        }
        // Enough time in sight, in looks that come when they should.
        for _ in 0..2 * (timeline.changes.len() + 200) {
            if page.has_ended() {
                break;
            }
            page.look(0, 0);
        }
        prop_assert_eq!(page.at(), timeline.marks.end);
        prop_assert!(page.has_ended());
    }
}
