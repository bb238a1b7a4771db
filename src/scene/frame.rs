//! What a frame consists of.

use super::layout::{PlaceId, Rect};

/// The discrete half of a frame: everything that only changes at certain moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pose {
    /// Hosts, in a fixed order (place order).
    pub hosts: Vec<HostPose>,
    /// Routes between places, in a fixed order.
    pub routes: Vec<RoutePose>,
    /// The boxes of the wall, at most nine, row by row.
    pub boxes: Vec<BoxPose>,
    /// What is in flight or lies somewhere; keyed, drawn in this order.
    pub tokens: Vec<Token>,
    /// What is being said, if anything.
    pub bubble: Option<Bubble>,
    /// What narrow screens show, in whole scene units.
    pub camera: Rect,
    /// What is waited for, beside the clock: `next try in 15 min`.
    pub waiting: Option<String>,
    /// The address under the magnifying glass, while mail is sorted: before the @, after it.
    pub sorted_address: Option<(String, String)>,
}

/// A host in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPose {
    /// Where it stands (see [`super::Layout::place`]).
    pub place: PlaceId,
    /// Which drawing.
    pub symbol: Symbol,
    /// How it is.
    pub state: HostState,
    /// Its name for people: "Your computer".
    pub label: String,
    /// A shorter name for narrow screens.
    pub short_label: String,
    /// What it runs and its name: `SMTP · mail.riverside.example`. May be empty.
    pub technical: String,
    /// Its address: `192.0.2.25`. May be empty.
    pub address: String,
    /// The domain on the front of a wall of boxes; empty elsewhere.
    pub sign: String,
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
    /// In play, and it says no: a red doorstep with an octagon.
    Refusing,
    /// It does not answer: a dashed outline with a clock.
    Silent,
    /// It keeps the letter and waits: ink, with a clock.
    Waiting,
}

/// A route between two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutePose {
    /// From where.
    pub from: PlaceId,
    /// To where.
    pub to: PlaceId,
    /// Its line as an SVG path, in whole scene units.
    pub path: String,
    /// Its two ends on the street (or at the card index), in whole scene units.
    pub ends: [(i32, i32); 2],
    /// How it is.
    pub state: RouteState,
    /// What is spoken on it: `SMTP`, with an arrow while something travels.
    pub tag: String,
    /// Where the tag stands.
    pub tag_at: (i32, i32),
}

/// How a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteState {
    /// Not used yet: dots.
    Idle,
    /// In use: thick, with direction.
    Live,
    /// Used before: thin.
    Used,
    /// It ends at a no: solid, with an octagon at the far end (`to`).
    Refused,
    /// A report goes back on it: dashes.
    Return,
    /// Nobody answers on it, or it is waited for: short dashes, with a clock.
    Waiting,
}

/// A box of the wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxPose {
    /// The name on its door.
    pub name: String,
    /// How it is.
    pub state: BoxState,
}

/// How a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxState {
    /// Closed.
    Closed,
    /// Closed, with the letter in it: yellow.
    Lit,
    /// Open: the key fits.
    Open,
    /// Full: edges of paper, with an octagon.
    Full,
}

/// Something that travels or lies somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The same thing keeps the same key.
    pub key: u64,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The letter, 72 × 50.
    Letter,
    /// The letter as a server holds it, 64 × 44.
    SmallLetter,
    /// The letter, opened by its reader, 72 × 64.
    OpenLetter,
    /// The letter in a queue, 64 × 44, with a clock.
    WaitingLetter,
    /// A report, 64 × 44: white, with a red edge and an arrow back. A new letter, so not yellow.
    Report,
    /// Where a letter is awaited in pieces, 64 × 44: how many, and how many are there.
    Ghost {
        /// Pieces awaited.
        pieces: u16,
        /// Pieces that arrived.
        arrived: u16,
    },
    /// A numbered piece of the message, 30 × 28.
    Piece {
        /// Its number, from 1.
        number: u16,
        /// How many packets it stands for (1, or more in a train).
        count: u16,
        /// It never arrives.
        lost: bool,
        /// It is sent for the second time.
        again: bool,
    },
    /// A line of the conversation on its way, a small slip 22 × 14.
    Line,
    /// A look-up card with what is on it: `MX`, `A`, or an answer. 42 × 30.
    Card {
        /// What is on it.
        text: String,
        /// Whether it comes back with an answer.
        answer: bool,
    },
    /// The key, 52 × 24.
    Key,
}

/// Where a token is at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenPlace {
    /// Which token.
    pub key: u64,
    /// Its middle, in hundredths of a scene unit.
    pub x: i32,
    /// Its middle, in hundredths of a scene unit.
    pub y: i32,
    /// How much of it is seen, in percent.
    pub opacity: u8,
}

/// What somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble {
    /// Who: the middle of the speaker, in whole scene units.
    pub tail_x: i32,
    /// The top of the speaker, in whole scene units: the bubble ends above it.
    pub tail_y: i32,
    /// The line as it goes over the wire (one line; longer replies end in an ellipsis).
    pub line: String,
    /// What it means.
    pub gloss: String,
}

/// The continuous half of a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Motion {
    /// Where the tokens of the pose are, in the same order.
    pub tokens: Vec<TokenPlace>,
}
