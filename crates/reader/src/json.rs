//! Reads reports that services send to programs: Amazon SES and its like put the fields of RFC 3464 into JSON.
//!
//! Simplified: names and strings are looked for, nothing is parsed; a quotation mark ends a string, whether it is
//! escaped (as in JSON within JSON) or not.

use std::ops::Range;

use crate::status::Group;

/// What a string is.
enum Name {
    Recipient,
    Action,
    Status,
    Diagnostic,
    Reporter,
    Remote,
}

/// Names in lower case, as several services have them.
const NAMES: &[(&str, Name)] = &[
    ("emailaddress", Name::Recipient),
    ("email", Name::Recipient),
    ("recipient", Name::Recipient),
    ("rcpt_to", Name::Recipient),
    ("action", Name::Action),
    ("event", Name::Action),
    ("status", Name::Status),
    ("diagnosticcode", Name::Diagnostic),
    ("reason", Name::Diagnostic),
    ("raw_reason", Name::Diagnostic),
    ("details", Name::Diagnostic),
    ("reportingmta", Name::Reporter),
    ("remotemta", Name::Remote),
];

/// All recipients of whom something is said.
pub(crate) fn read(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut group = Group::default();
    let mut reporter = None;
    let mut at = 0;
    while let Some(key) = string(text, at) {
        at = key.end;
        let Some(value) = value(text, key.end) else {
            at += text[at..].find('"').map_or(0, |mark| mark + 1);
            continue;
        };
        let name = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(&text[key.clone()]));
        at = value.end + text[value.end..].find('"').map_or(0, |mark| mark + 1);
        let Some((_, name)) = name else { continue };
        let slot = match name {
            Name::Recipient => {
                if group.recipient.is_some() {
                    groups.push(std::mem::take(&mut group));
                }
                &mut group.recipient
            }
            Name::Action => &mut group.action,
            Name::Status => &mut group.status,
            Name::Diagnostic => &mut group.diagnostic,
            Name::Reporter => &mut reporter,
            Name::Remote => &mut group.remote,
        };
        *slot = Some(untyped(text, value)).filter(|value| !value.is_empty());
    }
    groups.push(group);
    groups.retain(|group| {
        group.recipient.is_some() && (group.diagnostic.is_some() || group.status.is_some())
    });
    for group in &mut groups {
        group.reporter.clone_from(&reporter);
    }
    groups
}

/// The next string: what stands between two quotation marks.
fn string(text: &str, at: usize) -> Option<Range<usize>> {
    let start = at + text[at..].find('"')? + 1;
    let len = text[start..].find('"')?;
    Some(start..start + text[start..start + len].trim_end_matches('\\').len())
}

/// The string after a name and a colon.
fn value(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text[at..].trim_start_matches('\\').strip_prefix('"')?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().trim_start_matches('\\');
    let rest = rest.strip_prefix('"')?;
    let start = text.len() - rest.len();
    let len = rest.find('"')?;
    Some(start..start + rest[..len].trim_end_matches('\\').len())
}

/// The string without `smtp;`.
fn untyped(text: &str, value: Range<usize>) -> Range<usize> {
    let said = &text[value.clone()];
    let kinds = ["smtp;", "dsn;", "dns;", "rfc822;", "x-ses;"];
    let kind = kinds
        .iter()
        .find(|kind| said.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind)));
    let rest = said[kind.map_or(0, |kind| kind.len())..].trim_start();
    value.end - rest.len()..value.end
}
