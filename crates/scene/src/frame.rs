//! What a frame consists of.

use super::layout::{PlaceId, Rect};
use text::scene::{self as words, Seen};

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
        hosts.chain(self.fates.iter().map(|fate| fate.title.clone()))
    }
}

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

/// A line of text, around its middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// Its middle.
    pub x: i32,
    /// Its baseline.
    pub y: i32,
    /// The size of its letters.
    pub size: i32,
    /// It is the name; otherwise what a machine says of itself.
    pub name: bool,
    /// How wide it is at most.
    pub width: i32,
}

/// A sign beside a host: a shape each, so that colour is never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An octagon: it said no.
    Stop,
    /// A clock: it is waited for, or waits.
    Clock,
    /// An arrow in a circle: it was the trouble, and is mended.
    Mended,
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

/// A few words above a host, with a sign before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Above whom.
    pub place: PlaceId,
    /// The sign.
    pub mark: Mark,
    /// The words.
    pub text: String,
    /// The size of its letters.
    pub size: i32,
    /// Where it is, in whole scene units.
    pub rect: Rect,
    /// Where its point goes.
    pub points: Points,
}

/// Where a flag points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// To its host, above which it is (or below, where that hangs in the sky).
    AtHost,
    /// To the left, where its host is out of view.
    Left,
    /// To the right.
    Right,
}

/// What became of the message for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FatePose {
    /// Who, and the same in a word or two.
    pub title: String,
    /// What.
    pub fate: Fate,
    /// It is this recipient's turn in the picture.
    pub current: bool,
    /// The middle of its sign, in whole scene units.
    pub at: (i32, i32),
    /// How large the sign is.
    pub size: i32,
}

/// What became of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Still on its way.
    Open,
    /// In a queue, to be tried again.
    Waiting,
    /// In the box, or collected.
    Delivered,
    /// Given up; a report went back, or the program said so at once.
    Returned,
}

/// A drawer of the card index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawerPose {
    /// What is in it: `root`, `.com`, `allbusiness.com`.
    pub name: String,
    /// Who answers is in this one.
    pub open: bool,
    /// Where its front is, in whole scene units.
    pub rect: Rect,
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
    /// How far below the street it lies; nothing for the line to the card index.
    pub depth: Option<i32>,
    /// How it is.
    pub state: RouteState,
    /// What is spoken on it, with an arrow while something travels, where there is room for it.
    pub tag: Option<TextLine>,
    /// Which way something travels on it, if it does: as from `from` to `to`?
    pub forward: Option<bool>,
    /// One of its ends is away.
    pub away: bool,
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
    /// A report went back on it: dashes.
    Return,
    /// A report goes back on it now: thick dashes, with direction.
    Returning,
    /// Nobody answers on it, or it is waited for: short dashes, with a clock.
    Waiting,
}

/// A box of the wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxPose {
    /// The name on its door, shortened to fit.
    pub name: String,
    /// How it is.
    pub state: BoxState,
    /// Where its door is, in whole scene units.
    pub rect: Rect,
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
    /// It stays shut: the key did not fit. Yellow, with a bar across and an octagon.
    Locked,
}

/// Something that travels or lies somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The same thing keeps the same key.
    pub key: u64,
    /// What it is.
    pub kind: TokenKind,
    /// What it is written on, it or what it is a part of.
    pub paper: Paper,
    /// How large it is, in percent of the measures at [`TokenKind`]: small servers hold small
    /// letters.
    pub scale: i32,
    /// It is large enough for what is written on it to be read.
    pub legible: bool,
}

/// What something is written on: one sees from afar what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// That of the letter.
    Letter,
    /// That of a report.
    Report,
    /// That of a report that only tells of a delay.
    Notice,
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
    /// A report, opened by its reader, 72 × 64.
    OpenReport,
    /// A report that only tells of a delay, 64 × 44: white, with a clock.
    Notice,
    /// The same, opened by its reader, 72 × 64.
    OpenNotice,
    /// Where a letter is awaited in pieces, 64 × 44: how many, and how many are there.
    Ghost {
        /// Pieces awaited.
        pieces: u16,
        /// Pieces that arrived.
        arrived: u16,
        /// Which of them were lost on the way: the number of the first, and how many.
        gap: Option<(u16, u16)>,
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

/// Where somebody who speaks is, seen from the bubble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Below it.
    Below,
    /// On its left.
    Left,
    /// On its right.
    Right,
    /// Not near enough for a tail: a line leads there, as an SVG path in whole scene units.
    Apart(String),
}

/// What somebody says, and where there is room for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble {
    /// Who: the middle of the speaker, in whole scene units.
    pub tail_x: i32,
    /// The top of the speaker, in whole scene units.
    pub tail_y: i32,
    /// From where to where the bubble may reach.
    pub from: i32,
    /// See [`Bubble::from`].
    pub until: i32,
    /// Its lower edge at most.
    pub edge: i32,
    /// On which side its speaker is.
    pub tail: Tail,
    /// The speaker says no.
    pub refuses: bool,
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
