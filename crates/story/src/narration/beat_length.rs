//! How long things take, in milliseconds of show time.

use model::show_time::ShowTime;

/// Longest story: a longer one is told faster.
pub const LONGEST_STORY: ShowTime = 74_000;

/// A line of a conversation.
pub(crate) const LINE: ShowTime = 600;
/// A look-up card, one way.
pub(crate) const CARD: ShowTime = 480;
/// Other things.
pub(crate) const WRITE: ShowTime = 1_400;
pub(crate) const SORT: ShowTime = 1_700;
pub(crate) const STORE: ShowTime = 1_300;
pub(crate) const KEY: ShowTime = 1_000;
pub(crate) const READ: ShowTime = 1_200;
/// Time to read after a step; longer captions get more.
pub(crate) const REST: ShowTime = 650;
pub(crate) const REST_PER_CHARACTER: ShowTime = 2;
