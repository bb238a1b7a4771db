//! A moment, as people say it.

use crate::sim::time::Instant;
use crate::text::knowledge as words;

/// A moment for people: `Mon 5 Jan, 09:15`.
pub fn clock(at: Instant) -> String {
    let civil = at.civil();
    words::clock(civil.weekday(), civil.day, civil.month_name(), (civil.hour, civil.minute))
}
