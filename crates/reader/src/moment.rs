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

/// Zones by name, in minutes: those of RFC 5322, 4.3, and others that mail programs use. A letter stands for UTC, as
/// nobody could agree on what these mean.
const ZONES: &[(&str, i32)] = &[
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("ast", -240),
    ("adt", -180),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("met", 60),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
];

/// The moment that stands there, and how far it reaches: `Thu, 1 Jan 2026 09:00:00 +0100 (CET)`, or as C writes it,
/// `Thu Jan 1 09:00:00 CET 2026`. Without a zone that is known it is UTC.
pub(crate) fn read(text: &str) -> Option<(Moment, Range<usize>)> {
    let mut words = Words { text, at: 0 };
    let mut word = words.next()?;
    let start = word.0;
    if word.1.starts_with(|first: char| first.is_ascii_alphabetic()) && month(word.1).is_none() {
        word = words.next()?;
    }
    let (day, month) = match month(word.1) {
        Some(month) => (number(words.next()?.1, 1, 31)?, month),
        None => (number(word.1, 1, 31)?, month(words.next()?.1)?),
    };
    let mut word = words.next()?;
    let mut year = year(word.1);
    if year.is_some() {
        word = words.next()?;
    }
    let clock = clock(word.1)?;
    let mut end = word.0 + word.1.len();
    let mut minutes = 0;
    for (at, name) in words.take(2) {
        if year.is_none() && self::year(name).is_some() {
            year = self::year(name);
        } else if let Some(zone) = zone(name) {
            minutes = zone;
        } else {
            break;
        }
        end = at + name.len();
    }
    let days = days(year?, month, day);
    let seconds = days * 86_400 + clock - i64::from(minutes) * 60;
    Some((Moment { seconds, zone: minutes }, start..end))
}

/// The number of a month, from 0.
fn month(word: &str) -> Option<i64> {
    let start = word.get(..3)?;
    let month = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(start))?;
    i64::try_from(month).ok()
}

fn year(digits: &str) -> Option<i64> {
    let is_year = (2..=4).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    Some(match digits.parse().ok().filter(|_| is_year)? {
        year @ 0..50 => 2000 + year,
        year @ 50..1000 => 1900 + year,
        year => year,
    })
}

/// Seconds since midnight, without their fractions: `13:54:23.123`. A leap second counts as the next.
fn clock(clock: &str) -> Option<i64> {
    let mut parts = clock.split('.').next()?.split(':');
    let hour = number(parts.next()?, 0, 23)?;
    let minute = number(parts.next()?, 0, 59)?;
    let second = parts.next().map_or(Some(0), |second| number(second, 0, 60))?;
    Some(hour * 3600 + minute * 60 + second)
}

fn number(digits: &str, least: i64, most: i64) -> Option<i64> {
    let is_short = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then(|| digits.parse().ok()).flatten().filter(|it| (least..=most).contains(it))
}

/// `+0900`, `JST`, `Z`
fn zone(name: &str) -> Option<i32> {
    if name.len() == 1 && name.starts_with(|only: char| only.is_ascii_alphabetic()) {
        return Some(0);
    }
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
        let is_gap = |next: char| next.is_whitespace() || matches!(next, ',' | '-' | '+' | '(');
        let rest = &self.text[self.at..];
        // A hyphen parts the words of `29-Apr-2011`, but `-0800` is a zone.
        let skipped = rest.trim_start_matches([' ', ',', '\n', '\t', '\r']);
        let skipped = match skipped.strip_prefix('-') {
            Some(after) if !is_zone(after) => after,
            _ => skipped,
        };
        let start = self.at + rest.len() - skipped.len();
        let sign = usize::from(skipped.starts_with(['-', '+', '(']));
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
            ("Mon Nov 30 13:54:23 2026", 1_796_046_863, 0),
            ("Mon Nov 30 13:54:23 MST 2026", 1_796_072_063, -420),
            ("30 Nov 2026 13:54:23.999+0530", 1_796_027_063, 330),
            ("Sat, 31 Dec 2016 23:59:60(UTC)", 1_483_228_800, 0),
        ] {
            let (moment, span) = read(text).expect(text);
            assert_eq!(moment, Moment { seconds, zone }, "{text}");
            assert!(text[span].ends_with(|last: char| !last.is_whitespace()));
        }
        for text in
            ["", "Thu", "32 Jan 2026 00:00", "1 Foo 2026 00:00", "1 Jan 2026 24:00", "1 Jan 00:00"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
