//! Joins lines that a program wrapped, so that sentences and replies are whole again.

use crate::{address, cue, fields, mapped::Mapped};

/// No program wraps earlier than at this column.
const NARROWEST: usize = 68;

/// None lets a line be longer, unless its last word is.
const WIDEST: usize = 80;

/// How long a word is that does not fit, in characters.
const LONG_WORD: usize = 30;

/// How many lines a text has at least before it counts as double-spaced.
const FEW: usize = 8;

/// The text without the empty lines that a copy may have between any two.
pub(crate) fn single_spaced(words: &Mapped) -> Mapped {
    let text = words.text();
    let lines = || text.lines().map(|line| !line.trim().is_empty());
    let has_neighbours = lines().zip(lines().skip(1)).any(|(line, next)| line && next);
    if has_neighbours || lines().filter(|is_full| *is_full).count() < FEW {
        return words.clone();
    }
    let mut single = Mapped::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            single.push_part(words, at..at + line.len());
        }
        at += line.len();
    }
    single
}

/// The text with wrapped lines joined: those that had no room for the first word of the next.
pub(crate) fn reflow(words: &Mapped) -> Mapped {
    let text = words.text();
    let mut joined = Mapped::default();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let end = at + line.len();
        let full = line.trim_end();
        let goes_on = lines.peek().is_some_and(|next| !full.is_empty() && is_wrapped(full, next));
        if goes_on {
            joined.push_part(words, at..at + full.len());
            if let Some(source) = words.hull(at + full.len()..end) {
                joined.push_decoded(" ", source);
            }
        } else {
            joined.push_part(words, at..end);
        }
        at = end;
    }
    joined
}

/// Whether the next line goes on with this one, and begins nothing of its own.
fn is_wrapped(line: &str, next: &str) -> bool {
    let rest = next.trim();
    let Some(word) = rest.split_whitespace().next() else { return false };
    let columns = line.chars().count();
    let last = line.split_whitespace().next_back().map_or(0, |word| word.chars().count());
    if columns + 1 + word.chars().count() <= NARROWEST || (columns > WIDEST && last < LONG_WORD) {
        return false;
    }
    let begins = rest.starts_with(['-', '*', '•', '=', '|', '>', '/'])
        || (rest.starts_with('(') && next.starts_with([' ', '\t']))
        || rest.starts_with("<<<")
        || rest.starts_with("...")
        || starts_with_code(rest)
        || starts_with_time(rest)
        || fields::name(rest).is_some_and(|len| !line.trim_end().ends_with(&rest[..len]))
            && !is_command(rest)
        || address::first(rest).is_some_and(|found| found.start <= 1);
    !begins && !line.ends_with("--") && !line.ends_with("==")
}

/// `FROM:<anna@example.org>` goes on with `MAIL`.
fn is_command(rest: &str) -> bool {
    rest.starts_with("FROM:") || rest.starts_with("TO:")
}

/// Whether a line begins with a reply code, as each line of a long reply does.
fn starts_with_code(rest: &str) -> bool {
    let code = rest.bytes().take_while(u8::is_ascii_digit).count();
    code == 3 && rest[3..].starts_with([' ', '-']) && rest.starts_with(['2', '4', '5'])
}

/// Whether a line begins with a date or a time stamp, as those of logs do.
pub(crate) fn starts_with_time(rest: &str) -> bool {
    let is_year = rest.len() > 4
        && rest.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && rest[4..].starts_with(['-', '/', '.']);
    let months = "jan |feb |mar |apr |may |jun |jul |aug |sep |oct |nov |dec |@4000";
    let month = cue::starts(rest, months);
    let is_month = month.is_some_and(|len| {
        let day =
            rest[len..].trim_start_matches(' ').bytes().take_while(u8::is_ascii_digit).count();
        len == 5 || day > 0
    });
    is_year || is_month
}
