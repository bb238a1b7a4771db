//! Geometry: where everything stands and moves at one moment of the story.
//!
//! [`Stage::frame_at`] is a pure function of show time: seeking to a moment from anywhere gives the
//! same frame. A frame has a discrete half, the [`Pose`] (rendered when it changes), and a
//! continuous half, the [`Motion`] (written straight to the picture on every animation frame).
//!
//! Positions are whole hundredths of a scene unit; the scene is 1200 units wide and 480 high.

mod frame;
mod layout;
mod path;

pub use frame::{
    BoxPose, BoxState, Bubble, HostPose, HostState, Motion, Pose, RoutePose, RouteState, Symbol,
    Token, TokenKind, TokenPlace,
};
pub use layout::{Layout, Place, PlaceId, Rect, SCENE_HEIGHT, SCENE_WIDTH, STREET};

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
