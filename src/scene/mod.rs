//! Geometry: where everything stands and moves at one moment of the story.
//!
//! [`frame_at`] is a pure function of show time: seeking to a moment from anywhere gives the
//! same frame. A frame has a discrete half, the [`Pose`], which stays the same until the
//! [`next_change`], and a continuous half, the [`Motion`], which [`tracks`] tells for
//! a whole beat at once.
//!
//! Positions are whole hundredths of a scene unit; the scene is 1200 units wide and 480 high.

mod compose;
mod flight;
mod frame;
mod layout;
mod past;
mod path;
mod state;
mod track;

pub use frame::{
    BoxPose, BoxState, Bubble, HostPose, HostState, Motion, Pose, RoutePose, RouteState, Symbol,
    Token, TokenKind, TokenPlace,
};
pub use layout::{Layout, Place, PlaceId, Rect, SCENE_HEIGHT, SCENE_WIDTH, STREET};
pub use track::{Track, next_change, tracks};

use crate::player::ShowTime;
use crate::story::Story;

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
