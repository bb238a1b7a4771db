//! The way that a message took, as its header tells it: from the first server to the last, with the time at each.

use model::time::Civil;
use reader::{Found, Hop, Said};
use text::explanation as words;
use text::units;

/// The servers on the way in words, one by one.
pub fn in_words(found: &Found) -> impl Iterator<Item = String> {
    in_order(found).map(|(hop, delay)| {
        let delay = delay.and_then(|it| u64::try_from(it).ok()).filter(|it| *it > 0);
        let delay = delay.map(|seconds| units::span(seconds.saturating_mul(1_000_000)));
        let at = date_and_time(hop).map(|(date, time)| [&date, " ", &time, " UTC"].concat());
        let at = at.unwrap_or_else(|| words::NOT_SAID.to_owned());
        let by = value(hop.by.as_ref()).unwrap_or(words::NOT_SAID);
        let from = value(hop.from.as_ref()).unwrap_or(words::NOT_SAID);
        words::hop(by, from, &at, delay.as_deref())
    })
}

/// The servers in the order in which they took the message, each with the seconds since the one before.
pub fn in_order(found: &Found) -> impl Iterator<Item = (&Hop, Option<i64>)> {
    let seconds = |hop: &Hop| hop.at.as_ref().map(|at| at.value.seconds);
    let mut before = None;
    found.hops.iter().rev().map(move |hop| {
        let delay = seconds(hop).zip(before).map(|(now, before)| now - before);
        before = seconds(hop).or(before);
        (hop, delay)
    })
}

/// When, as ISO 8601 in UTC has it.
pub fn at(hop: &Hop) -> Option<String> {
    let (date, time) = date_and_time(hop)?;
    Some([&date, "T", &time, "Z"].concat())
}

/// Date and time in UTC.
fn date_and_time(hop: &Hop) -> Option<(String, String)> {
    let seconds = u64::try_from(hop.at.as_ref()?.value.seconds).ok()?;
    let c = Civil::from_unix(seconds);
    let date = format!("{:04}-{:02}-{:02}", c.year, c.month, c.day);
    Some((date, format!("{:02}:{:02}:{:02}", c.hour, c.minute, c.second)))
}

fn value(said: Option<&Said<String>>) -> Option<&str> {
    said.map(|it| it.value.as_str())
}
