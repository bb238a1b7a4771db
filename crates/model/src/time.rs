//! Simulated time: whole microseconds since the journey began.
//!
//! Own types instead of the standard library's, because there is no clock behind them: time is
//! always an argument. Every journey begins at the same calendar moment, [`EPOCH_UNIX_SECONDS`].

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// 2026-01-05 09:00:00 UTC, a Monday, in seconds since 1970: where every journey's clock starts.
pub const EPOCH_UNIX_SECONDS: u64 = 1_767_603_600;

/// A moment, in microseconds since the journey began.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Instant(u64);

/// A span of simulated time, in microseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Duration(u64);

impl Instant {
    /// The beginning of the journey.
    pub const ZERO: Self = Self(0);

    /// The moment `micros` microseconds after the beginning.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Microseconds since the beginning.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Time since `earlier`; zero if `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// This moment as a calendar date and time in UTC.
    pub const fn civil(self) -> Civil {
        Civil::from_unix(EPOCH_UNIX_SECONDS + self.0 / 1_000_000)
    }

    /// This moment as RFC 5322 section 3.3 writes it: `Mon, 05 Jan 2026 09:00:00 +0000`.
    pub fn rfc5322(self) -> String {
        self.rfc5322_off_by(0)
    }

    /// The same as a clock has it that is so many seconds ahead, or behind; not before 1970.
    pub fn rfc5322_off_by(self, seconds: i32) -> String {
        let right = EPOCH_UNIX_SECONDS + self.0 / 1_000_000;
        let c = Civil::from_unix(right.saturating_add_signed(i64::from(seconds)));
        format!(
            "{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
            c.weekday(),
            c.day,
            c.month_name(),
            c.year,
            c.hour,
            c.minute,
            c.second
        )
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// A span of `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000)
    }

    /// A span of `seconds` seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * 1_000_000)
    }

    /// A span of `minutes` minutes.
    pub const fn from_mins(minutes: u64) -> Self {
        Self::from_secs(minutes * 60)
    }

    /// Microseconds.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Whole milliseconds, rounded down.
    pub const fn millis(self) -> u64 {
        self.0 / 1_000
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, rhs: Duration) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, rhs: Duration) {
        *self = *self + rhs;
    }
}

impl Sub<Self> for Instant {
    type Output = Duration;
    fn sub(self, rhs: Self) -> Duration {
        self.since(rhs)
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

/// Seconds with six decimals, as in the golden transcripts: `0.012345`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

/// Seconds with six decimals: `0.012345`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

/// A calendar date and time of day in UTC (proleptic Gregorian).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, such as 2026.
    pub year: u64,
    /// Month, 1 to 12.
    pub month: u64,
    /// Day of the month, from 1.
    pub day: u64,
    /// Hour, 0 to 23.
    pub hour: u64,
    /// Minute, 0 to 59.
    pub minute: u64,
    /// Second, 0 to 59 (leap seconds do not exist here).
    pub second: u64,
    days_since_1970: u64,
}

impl Civil {
    /// A moment that is so many seconds after the beginning of 1970.
    pub const fn from_unix(seconds: u64) -> Self {
        let days = seconds / 86_400;
        let time = seconds % 86_400;
        // Days are counted from 1 March of year 0, so that a leap day ends a year and every
        // 400-year era has the same length.
        let shifted = days + 719_468;
        let era = shifted / 146_097;
        let day_of_era = shifted % 146_097;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Self {
            year,
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: time / 3_600,
            minute: time / 60 % 60,
            second: time % 60,
            days_since_1970: days,
        }
    }

    /// `Mon` to `Sun`.
    pub const fn weekday(self) -> &'static str {
        // 1970-01-01 was a Thursday.
        match (self.days_since_1970 + 3) % 7 {
            0 => "Mon",
            1 => "Tue",
            2 => "Wed",
            3 => "Thu",
            4 => "Fri",
            5 => "Sat",
            _ => "Sun",
        }
    }

    /// `Jan` to `Dec`.
    pub const fn month_name(self) -> &'static str {
        match self.month {
            1 => "Jan",
            2 => "Feb",
            3 => "Mar",
            4 => "Apr",
            5 => "May",
            6 => "Jun",
            7 => "Jul",
            8 => "Aug",
            9 => "Sep",
            10 => "Oct",
            11 => "Nov",
            _ => "Dec",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seconds: u64, expected: &str) {
        assert_eq!((Instant::ZERO + Duration::from_secs(seconds)).rfc5322(), expected);
    }

    #[test]
    fn wrong_clocks_have_dates_too() {
        let at = Instant::ZERO + Duration::from_secs(61);
        assert_eq!(at.rfc5322_off_by(-3_600), "Mon, 05 Jan 2026 08:01:01 +0000");
        assert_eq!(at.rfc5322_off_by(86_400), "Tue, 06 Jan 2026 09:01:01 +0000");
        assert_eq!(at.rfc5322_off_by(i32::MIN), "Thu, 01 Jan 1970 00:00:00 +0000");
    }

    #[test]
    fn dates_are_written_as_rfc_5322_wants() {
        check(0, "Mon, 05 Jan 2026 09:00:00 +0000");
        check(61, "Mon, 05 Jan 2026 09:01:01 +0000");
        check(15 * 3_600, "Tue, 06 Jan 2026 00:00:00 +0000");
        check(27 * 86_400, "Sun, 01 Feb 2026 09:00:00 +0000");
        check(790 * 86_400, "Sun, 05 Mar 2028 09:00:00 +0000");
        check(785 * 86_400, "Tue, 29 Feb 2028 09:00:00 +0000");
        check(786 * 86_400, "Wed, 01 Mar 2028 09:00:00 +0000");
    }
}
