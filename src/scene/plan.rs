//! What stays the same in the picture of a story: where everything stands, and what is known of
//! the story as a whole.

use super::frame::{Fate, Mark};
use super::layout::{Rect, Street};
use super::size::Size;
use crate::sim::cast::HostId;
use crate::sim::time::Instant;
use crate::story::Story;
use crate::story::knowledge::fates;
use crate::story::lookups;
use crate::story::verdict;
use crate::text::knowledge::Fate as Known;

/// The picture of one story at one size, before any moment is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub(super) street: Street,
    /// Beats in which the registry answers that there is no such domain, or none that takes mail.
    pub(super) noes: Vec<usize>,
    /// Where there are several recipients: what became of the message for each, and when.
    pub(super) fates: Vec<Vec<(Instant, Known)>>,
    /// Hosts that the verdict names, and how that ended.
    pub(super) blamed: Vec<(HostId, Mark)>,
}

impl Layout {
    /// The picture of this story.
    pub fn new(story: &Story, size: Size) -> Self {
        let trace = &story.trace;
        let known = fates(trace);
        let blamed = verdict::of(trace).into_iter().map(|verdict| {
            let ends: Vec<Known> = trace
                .outcomes
                .iter()
                .zip(&known)
                .filter(|((mailbox, _), _)| verdict.recipients.contains(mailbox))
                .filter_map(|(_, changes)| Some(changes.last()?.1))
                .collect();
            let all = |fate: Known| ends.iter().all(|end| *end == fate);
            let mark = if all(Known::Collected) {
                Mark::Mended
            } else if all(Known::Waiting) || all(Known::OnTheWay) {
                Mark::Clock
            } else {
                Mark::Stop
            };
            (verdict.host, mark)
        });
        let blamed = blamed.collect();
        let fates = if known.len() < 2 { Vec::new() } else { known };
        Self {
            street: Street::new(&trace.cast, size),
            noes: lookups::refusals(story),
            fates,
            blamed,
        }
    }

    /// For how much room it is.
    pub const fn size(&self) -> Size {
        self.street.size
    }

    /// The whole scene.
    pub const fn scene(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.street.width, height: self.street.measures().height }
    }

    /// How far down the street is.
    pub const fn street(&self) -> i32 {
        self.street.measures().street
    }

    /// Whether there is room to name the two ports of the wall of boxes.
    pub fn names_ports(&self) -> bool {
        let wall = self.street.place(self.street.wall());
        wall.port_out - wall.port_in >= 9 * self.letters() + 50
    }

    /// The size of the letters of signs and tags.
    pub const fn letters(&self) -> i32 {
        self.street.measures().small
    }
}

impl From<Known> for Fate {
    fn from(known: Known) -> Self {
        match known {
            Known::Unsent | Known::OnTheWay => Self::Open,
            Known::Waiting => Self::Waiting,
            Known::Failed | Known::NotSent => Self::Returned,
            Known::Delivered | Known::Collected => Self::Delivered,
        }
    }
}
