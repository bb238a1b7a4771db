//! What is drawn of tokens, one after the other, each with a key of its own.

use crate::frame::{Paper, Token, TokenKind, TokenPlace};

pub(super) const LETTER_KEY: u64 = 1;
pub(super) const GHOST_KEY: u64 = 2;
pub(super) const KEY_KEY: u64 = 3;
pub(super) const REPORT_KEY: u64 = 4;
pub(super) const COPY_KEYS: u64 = 10;
pub(super) const LINE_KEYS: u64 = 1_000;
pub(super) const PIECE_KEYS: u64 = 1_000_000;

/// In the order in which they are drawn.
pub(crate) type Tokens = Vec<(Token, TokenPlace)>;

/// Adds one that is on a letter's paper, unless it is a report.
pub(super) fn put(
    tokens: &mut Tokens,
    (key, kind): (u64, TokenKind),
    scale: i32,
    (x, y): (i32, i32),
    opacity: u8,
) {
    let paper = match kind {
        TokenKind::Report | TokenKind::OpenReport => Paper::Report,
        TokenKind::Notice | TokenKind::OpenNotice => Paper::Notice,
        _ => Paper::Letter,
    };
    tokens.push((
        Token { key, kind, paper, scale, legible: true },
        TokenPlace { key, x, y, opacity },
    ));
}
