//! Where everything stands and moves at one moment of the story.
//!
//! [`frame_at`] is a pure function of show time: seeking to a moment from anywhere gives the
//! same frame. A frame has a discrete half, the [`Pose`], which stays the same between two of the
//! moments that [`changes`] lists, and a continuous half, the [`Motion`], which [`tracks`] tells for
//! a whole beat at once. Readers who want no motion see the [`stills`] instead.
//!
//! It is made in layers, none of which knows a later one: `facts` reads off the story what is so at
//! that moment, `geometry` says where everything stands then, each file of `drawing` draws one part,
//! and `compose` puts the parts together. What they share lies below: the types of a `frame`,
//! `place`, `rect`, `lettering`, and in `timing` what happens when within a beat.
//!
//! Positions are whole hundredths of a scene unit. There is a [`Layout`] for each [`Size`]: on
//! phones the street is longer than the picture is wide, and [`Pose::camera`] says what is seen.

mod compose;
mod drawing;
mod facts;
mod frame;
mod geometry;
mod lettering;
mod place;
mod rect;
mod stills;
mod timing;
mod track;

pub use compose::{frame_at, motion_at};
pub use frame::{
    BoxPose, BoxState, Bubble, DrawerPose, Fate, FatePose, Flag, Frame, Held, HostPose, HostState,
    Mark, Motion, Paper, Points, Pose, RoutePose, RouteState, Symbol, Tail, TextLine, Token,
    TokenKind, TokenPlace,
};
pub use geometry::layout::{BESIDE_PORTS, Layout};
pub use geometry::size::{LETTERS_ON_TOKENS, Size};
pub use lettering::{Face, MEASURED, Typeface};
pub use place::PlaceId;
pub use rect::Rect;
pub use stills::{STANDS, Still, next_still, still_at, stills};
pub use timing::looks_ahead;
pub use track::{Track, changes, tracks};
