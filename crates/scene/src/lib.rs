//! Geometry: where everything stands and moves at one moment of the story.
//!
//! [`frame_at`] is a pure function of show time: seeking to a moment from anywhere gives the
//! same frame. A frame has a discrete half, the [`Pose`], which stays the same between two of the
//! moments that [`changes`] lists, and a continuous half, the [`Motion`], which [`tracks`] tells for
//! a whole beat at once. Readers who want no motion see the [`stills`] instead.
//!
//! Positions are whole hundredths of a scene unit. There is a [`Layout`] for each [`Size`]: on
//! phones the street is longer than the picture is wide, and [`Pose::camera`] says what is seen.

mod boxes;
mod compose;
mod fates;
mod flight;
mod frame;
mod hosts;
mod layout;
mod lettering;
mod past;
mod path;
mod plan;
mod routes;
mod size;
mod speech;
mod state;
mod stills;
mod tokens;
mod track;

pub use frame::{
    BoxPose, BoxState, Bubble, DrawerPose, Fate, FatePose, Flag, Held, HostPose, HostState, Mark,
    Motion, Paper, Points, Pose, RoutePose, RouteState, Symbol, Tail, TextLine, Token, TokenKind,
    TokenPlace,
};
pub use layout::{PlaceId, Rect};
pub use lettering::{Face, MEASURED, Typeface};
pub use plan::{BESIDE_PORTS, Layout};
pub use size::{LETTERS_ON_TOKENS, Size};
pub use stills::{STANDS, Still, next_still, still_at, still_frame, stills};
pub use track::{Track, changes, looks_ahead, tracks};

use model::show_time::ShowTime;
use model::story::Story;

/// The picture at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The discrete half.
    pub pose: Pose,
    /// The continuous half.
    pub motion: Motion,
}

/// The picture at the moment `at`.
pub fn frame_at(story: &Story, layout: &Layout, at: ShowTime) -> Frame {
    let moment = compose::Moment::new(story, layout, at);
    Frame { pose: moment.pose(), motion: moment.motion() }
}

/// Where the tokens are at the moment `at`, in the order of [`Pose::tokens`].
pub fn motion_at(story: &Story, layout: &Layout, at: ShowTime) -> Motion {
    compose::Moment::new(story, layout, at).motion()
}
