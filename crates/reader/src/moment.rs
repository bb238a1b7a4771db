//! Dates and times (RFC 5322, 3.3), with the zones of old (4.3).

use std::ops::Range;

/// A moment, and the zone that it was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Seconds since the beginning of 1970 in UTC, without leap seconds.
    pub seconds: i64,
    /// Minutes that the zone is ahead of UTC.
    pub zone: i32,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Zones by name, in minutes (RFC 5322, 4.3).
const ZONES: &[(&str, i32)] = &[
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("jst", 540),
    ("cet", 60),
    ("cest", 120),
];

/// The moment that stands there, and how far it reaches. `Thu, 1 Jan 2026 09:00:00 +0100 (CET)`
pub(crate) fn read(text: &str) -> Option<(Moment, Range<usize>)> {
    let mut words = Words { text, at: 0 };
    let mut first = words.next()?;
    let start = first.0;
    if first.1.starts_with(|first: char| first.is_ascii_alphabetic()) {
        first = words.next()?;
    }
    let day = number(first.1, 1, 31)?;
    let month = words.next()?.1.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| month.starts_with(known))?;
    let year = match words.next()?.1.parse::<i64>().ok()? {
        year @ 0..50 => 2000 + year,
        year @ 50..1000 => 1900 + year,
        year @ 1000..10_000 => year,
        _ => return None,
    };
    let (at, clock) = words.next()?;
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 0, 23)?;
    let minute = number(parts.next()?, 0, 59)?;
    let second = parts.next().map_or(Some(0), |second| number(second, 0, 60))?;
    let mut end = at + clock.len();
    let zone = words.next().and_then(|(at, name)| Some((at + name.len(), zone(name)?)));
    let minutes = zone.map_or(0, |(zone_end, minutes)| {
        end = zone_end;
        minutes
    });
    let month = i64::try_from(month).ok()?;
    let days = days(year, month, day);
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - i64::from(minutes) * 60;
    Some((Moment { seconds, zone: minutes }, start..end))
}

fn number(digits: &str, least: i64, most: i64) -> Option<i64> {
    let is_short = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then(|| digits.parse().ok()).flatten().filter(|it| (least..=most).contains(it))
}

/// `+0900`, `JST`
fn zone(name: &str) -> Option<i32> {
    if let Some((_, minutes)) = ZONES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Some(*minutes);
    }
    let sign = match name.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = name[1..].replace(':', "");
    if digits.len() != 4 {
        return None;
    }
    let digits: i32 = digits.parse().ok()?;
    Some(sign * (digits / 100 * 60 + digits % 100))
}

/// Days since the beginning of 1970. Months count from 0.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that the day in between comes last.
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let leaps = year / 4 - year / 100 + year / 400;
    year * 365 + leaps + (month * 306 + 5) / 10 + day - 1 - 719_468
}

/// Words with their places. Commas part words, comments are words in brackets.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let is_gap = |next: char| next.is_whitespace() || next == ',' || next == '-';
        let rest = &self.text[self.at..];
        // A hyphen parts the words of `29-Apr-2011`, but `-0800` is a zone.
        let skipped = rest.trim_start_matches([' ', ',', '\n', '\t', '\r']);
        let skipped = match skipped.strip_prefix('-') {
            Some(after) if !is_zone(after) => after,
            _ => skipped,
        };
        let start = self.at + rest.len() - skipped.len();
        let sign = usize::from(skipped.starts_with('-'));
        let len = skipped[sign..].find(is_gap).map_or(skipped.len(), |len| len + sign);
        self.at = start + len;
        (len > 0).then(|| (start, &self.text[start..start + len]))
    }
}

fn is_zone(after: &str) -> bool {
    after.len() >= 4
        && after.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && !after[4..].starts_with(|next: char| next.is_ascii_digit())
        && !after[4..].trim_start().starts_with(|next: char| next.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_any_zone() {
        for (text, seconds, zone) in [
            ("Thu, 1 Jan 1970 00:00:00 +0000", 0, 0),
            ("Thu, 01 Jan 1970 01:00:00 +0100 (CET)", 0, 60),
            ("29 Feb 2000 12:00 GMT", 951_825_600, 0),
            ("Mon, 30 Nov 2026 13:54:23 -0800 (PST)", 1_796_075_663, -480),
            ("1 Jan 70 00:00:00 -0000", 0, 0),
            ("29-Apr-2011 23:34:45 +0900", 1_304_087_685, 540),
            ("Thu, 9 Apr 99 23:45:56 EST", 923_719_556, -300),
        ] {
            let (moment, span) = read(text).expect(text);
            assert_eq!(moment, Moment { seconds, zone }, "{text}");
            assert!(text[span].ends_with(|last: char| !last.is_whitespace()));
        }
        for text in ["", "Thu", "32 Jan 2026 00:00", "1 Foo 2026 00:00", "1 Jan 2026 24:00"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
