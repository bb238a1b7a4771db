//! A host in the picture, and the signs on it.

use super::text_line::TextLine;
use crate::place::PlaceId;
use crate::rect::Rect;
use model::story::VerdictOutcome;
use text::scene::Seen;

/// A host in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPose {
    /// Which place it stands at.
    pub place: PlaceId,
    /// Where its drawing is, in whole scene units.
    pub rect: Rect,
    /// Where the routes to it and from it end on the street.
    pub ports: (i32, i32),
    /// The middle of where it stands, even while it is drawn elsewhere (on narrow screens only).
    pub home: i32,
    /// Which drawing.
    pub symbol: Symbol,
    /// How it is.
    pub state: HostState,
    /// The sign beside it, if any, and where its middle is.
    pub mark: Option<(Mark, (i32, i32))>,
    /// It is out of the way of something that needs its room (on narrow screens only).
    pub away: bool,
    /// Which letter it holds.
    pub held: Held,
    /// Its whole name.
    pub name: String,
    /// What is seen of it, if there is anything to say.
    pub seen: Option<Seen>,
    /// Its name and what it runs, as there is room for it.
    pub label: Vec<TextLine>,
    /// What is written on its front: a domain, a heading. May be empty.
    pub sign: String,
    /// How many more like it stand behind it.
    pub behind: usize,
}

/// Which drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A computer with a message being written.
    Compose,
    /// A computer with an inbox.
    Inbox,
    /// A mail server with an envelope on it.
    MailServer,
    /// A mail server with an arrow on it.
    Relay,
    /// The card index.
    Registry,
    /// The wall of boxes.
    Wall,
}

/// How a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostState {
    /// Not in play: grey.
    Idle,
    /// In play: ink, with a doorstep in the colour of the stage.
    InPlay,
    /// It said no: a red doorstep with an octagon, and ink while it is in play.
    Refusing {
        /// It is in play.
        in_play: bool,
    },
    /// It does not answer, or does not exist: a dashed outline.
    Silent,
}

impl HostState {
    /// Whether it is drawn in ink.
    pub const fn in_play(self) -> bool {
        matches!(self, Self::InPlay | Self::Refusing { in_play: true })
    }
}

/// Which letter a host holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// None.
    Nothing,
    /// One that is drawn instead of what else is on its front.
    Letter,
    /// One with a clock of its own.
    WaitingLetter,
    /// Such a one, and the notice that tells of it.
    LetterAndNotice,
}

/// A sign beside a host: a shape each, so that colour is never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An octagon: it said no.
    Stop,
    /// A clock: it is waited for, or waits.
    Clock,
    /// The same octagon: it lies there, where nobody sees it.
    Astray,
    /// An arrow in a circle: it was the trouble, and is mended.
    Mended,
}

impl From<VerdictOutcome> for Mark {
    fn from(outcome: VerdictOutcome) -> Self {
        match outcome {
            VerdictOutcome::Well => Self::Mended,
            VerdictOutcome::Open => Self::Clock,
            VerdictOutcome::Badly => Self::Stop,
            VerdictOutcome::Astray => Self::Astray,
        }
    }
}
