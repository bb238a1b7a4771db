//! What a frame consists of.

mod bubble;
mod drawer;
mod fate;
mod flag;
mod host;
mod route;
mod text_line;
mod token;
mod wall;

pub use bubble::{Bubble, Tail};
pub use drawer::DrawerPose;
pub use fate::{Fate, FatePose};
pub use flag::{Flag, Points};
pub use host::{Held, HostPose, HostState, Mark, Symbol};
pub use route::{RoutePose, RouteState};
pub use text_line::TextLine;
pub use token::{Paper, Token, TokenKind, TokenPlace};
pub use wall::{BoxPose, BoxState};

use super::rect::Rect;
use text::scene as words;

/// The picture at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The discrete half.
    pub pose: Pose,
    /// The continuous half.
    pub motion: Motion,
}

/// The discrete half of a frame: everything that only changes at certain moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pose {
    /// Hosts, in a fixed order (place order).
    pub hosts: Vec<HostPose>,
    /// Routes between places, in a fixed order.
    pub routes: Vec<RoutePose>,
    /// The boxes of the wall, row by row.
    pub boxes: Vec<BoxPose>,
    /// The drawers of the card index, from the root down.
    pub drawers: Vec<DrawerPose>,
    /// What is in flight or lies somewhere; keyed, drawn in this order.
    pub tokens: Vec<Token>,
    /// What is being said, if anything.
    pub bubble: Option<Bubble>,
    /// What narrow screens show, in whole scene units.
    pub camera: Rect,
    /// What is said in a few words above hosts: `next try in 15 min`, `it failed here`.
    pub flags: Vec<Flag>,
    /// What became of the message for each of several recipients; empty where there is one only.
    pub fates: Vec<FatePose>,
    /// The address under the magnifying glass, while mail is sorted: before the @, after it.
    pub sorted_address: Option<(String, String)>,
}

impl Pose {
    /// What can be seen, for readers who do not see it.
    pub fn in_words(&self) -> impl Iterator<Item = String> {
        let hosts = self.hosts.iter();
        let hosts = hosts.filter_map(|host| host.seen.map(|seen| words::seen(&host.name, seen)));
        let mut street: Vec<&HostPose> = Vec::new();
        for host in self.hosts.iter().filter(|host| !host.away) {
            let at = street.partition_point(|other| other.rect.x <= host.rect.x);
            street.insert(at, host);
        }
        let street = words::street(street.into_iter().map(|host| host.name.as_str()));
        let street = std::iter::once(street);
        hosts.chain(self.fates.iter().map(|fate| fate.title.clone())).chain(street)
    }
}

/// The continuous half of a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Motion {
    /// Where the tokens of the pose are, in the same order.
    pub tokens: Vec<TokenPlace>,
}
