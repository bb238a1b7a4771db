//! A player and its clock: when to look at them again, and how much of the reader's time counts.
//!
//! While the player is in motion, whoever draws it plans the next look ([`Playback::plan`]), waits,
//! and reads the clock then ([`Playback::read`]). A look that comes late says that the machine is
//! slow, or that it was suspended: time counts up to [`LATE`] after the planned look, and no further;
//! so it does where a drawing comes in between ([`Playback::start`]).
//! So a slow machine plays on, every look brings the story forward, and who was away misses the wait
//! that was planned and a second more. How long a look was *planned* to be away never matters.
//!
//! A page that is known to be out of sight stops its clock ([`Playback::stop`]).

use super::{Clock, Marks, Motion, Player, ShowTime};

/// How much time counts after the moment at which a look was planned, in milliseconds.
pub const LATE: u32 = 1_000;

/// How long the time on display may stay the same while the story goes on, in milliseconds. Writing
/// it costs a layout, so it is not written with every frame.
const OFTEN: u32 = 800;

/// While something moves, a look is never planned for later than this, in milliseconds: shortly before a
/// change, the clock waits for it.
pub const LONGEST_WAIT: u32 = OFTEN * 3 / 2;

/// A player, and the clock that brings it forward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Playback {
    player: Player,
    /// Goes while time goes on.
    clock: Option<Clock>,
    /// When the next look is planned, or when the last one was, in milliseconds since the page was
    /// opened.
    due: u32,
}

impl Playback {
    /// A player whose clock does not go yet.
    pub fn new(player: Player) -> Self {
        Self { player, ..Self::default() }
    }

    /// The player, as of the last look.
    pub fn player(&self) -> Player {
        self.player
    }

    /// The clock, while it goes.
    pub fn clock(&self) -> Option<Clock> {
        self.clock
    }

    /// Puts the player somewhere else. The clock stands still until [`Playback::start`].
    pub fn put(&mut self, player: Player) {
        *self = Self::new(player);
    }

    /// A look at the time `now`: the player is where it is by then.
    pub fn read(&mut self, now: u32, marks: &Marks) {
        let Some(clock) = self.clock else {
            return;
        };
        let latest = self.due.saturating_add(LATE);
        self.player = clock.player_at(now.min(latest), marks);
        self.due = self.due.max(now);
        self.clock = match self.player.in_motion() {
            false => None,
            true if now > latest => Some(Clock { started: now, from: self.player }),
            true => Some(clock),
        };
    }

    /// A look where nothing moves, not even the clock. `coming` are the moments of the next two stills, if
    /// there are any. However late a look comes, it never goes past the first of them: each still is seen.
    pub fn read_still(&mut self, now: u32, coming: [Option<ShowTime>; 2], marks: &Marks) {
        let before = self.player;
        self.read(now, marks);
        if let [Some(next), Some(after)] = coming
            && after <= self.player.at
        {
            self.player = Player { at: next, ..before };
            self.clock = Some(Clock { started: now, from: self.player });
        }
    }

    /// Lets the clock go, if the player is in motion. Returns it while it goes.
    ///
    /// A clock that goes already is not read: the player stays where it was drawn. Otherwise a slow
    /// machine would come to the end of a step while it is drawn, and nobody would draw that end. But
    /// what is over [`LATE`] does not count here either: somebody may draw between the planned look and
    /// the one that comes late.
    pub fn start(&mut self, now: u32) -> Option<Clock> {
        let latest = self.due.saturating_add(LATE);
        match &mut self.clock {
            Some(clock) if now > latest => {
                clock.started = clock.started.saturating_add(now - latest);
                self.due = now;
            }
            None if self.player.in_motion() => {
                self.clock = Some(Clock { started: now, from: self.player });
                self.due = now;
            }
            _ => {}
        }
        self.clock
    }

    /// Stops the clock; the player stays in motion where it is `now`.
    pub fn stop(&mut self, now: u32, marks: &Marks) {
        self.read(now, marks);
        self.clock = None;
    }

    /// Plans the next look: when the picture changes, when the player stops, or when it is time to
    /// write the clock. Returns how long to wait for it, in milliseconds: at least one. `changes` are
    /// the moments at which the picture changes, increasing.
    pub fn plan(&mut self, now: u32, changes: &[ShowTime], marks: &Marks) -> u32 {
        let gone = changes.partition_point(|change| *change <= self.player.at);
        let left = self.left_until(changes.get(gone).copied(), now, marks);
        self.look_in(if left < LONGEST_WAIT { left } else { OFTEN }, now)
    }

    /// Plans the next look where nothing moves, not even the clock: when the next picture is seen, or
    /// when the player stops. Returns how long to wait for it.
    pub fn plan_still(&mut self, now: u32, next: Option<ShowTime>, marks: &Marks) -> u32 {
        self.look_in(self.left_until(next, now, marks), now)
    }

    /// How long it is until the moment `next`, or until the player stops if that is earlier, in
    /// milliseconds: at least one.
    fn left_until(&self, next: Option<ShowTime>, now: u32, marks: &Marks) -> u32 {
        let Some(clock) = self.clock else {
            return OFTEN;
        };
        let until = match self.player.motion {
            Motion::Stepping(rest) => rest,
            Motion::Playing | Motion::Paused => marks.end,
        };
        // From now on, not from the moment that was drawn: drawing takes its time.
        let left = i64::from(clock.time_of(next.unwrap_or(until).min(until))) - i64::from(now);
        u32::try_from(left).unwrap_or(0).max(1)
    }

    fn look_in(&mut self, wait: u32, now: u32) -> u32 {
        if self.clock.is_some() {
            self.due = now.saturating_add(wait);
        }
        wait
    }
}
