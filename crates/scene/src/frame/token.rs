//! What travels or lies somewhere.

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
