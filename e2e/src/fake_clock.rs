//! The time of the page in the test's hands: a journey of a minute is played in a moment, and a
//! machine is as slow as a test wants it.

use crate::browser::Browser;

const TAKE: &str = include_str!("fake_clock.js");

/// What became of a journey while time went, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Gone {
    /// How long that took.
    pub took: u32,
    /// For how long at most the step, the slider and the time on display stayed the same.
    pub same: u32,
    /// How far the slider went back at most.
    pub back: u32,
}

impl Browser {
    /// Takes the time of this page (or the frame we are in) into our hands: from now on it stands
    /// still for the page's own scripts. What they wait for already comes as it would have come.
    #[track_caller]
    pub fn take_time(&self) {
        self.script(TAKE, &[]);
    }

    /// Each frame keeps the machine busy for so long, in milliseconds.
    #[track_caller]
    pub fn draw_slowly(&self, drawing: u32) {
        self.script("window.e2eClock.drawing = arguments[0]", &[drawing.into()]);
    }

    /// Lets time go while the journey plays, for at most so many milliseconds. What the page has to do
    /// before and after is done.
    #[track_caller]
    pub fn let_time_go(&self, most: u32) -> Gone {
        let gone = self.script("return window.e2eClock.go(arguments[0])", &[most.into()]);
        let millis = |n: usize| gone[n].as_u64().and_then(|it| u32::try_from(it).ok());
        let [took, same, back] = [0, 1, 2].map(|n| millis(n).expect("whole milliseconds"));
        Gone { took, same, back }
    }

    /// So many milliseconds are gone all at once, as on a machine that was suspended.
    #[track_caller]
    pub fn suspend(&self, millis: u32) {
        self.script("window.e2eClock.now += arguments[0]", &[millis.into()]);
    }
}
