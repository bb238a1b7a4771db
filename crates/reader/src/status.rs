//! Reads the fields of delivery reports (RFC 3464, RFC 6533), wherever they stand: in a part of their own, in the
//! notice itself, in what a mail program showed of them.

use std::ops::Range;

use crate::{
    fields::{self, trimmed},
    mapped::Mapped,
};

/// What a report says of one recipient. Places are those in the text that was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// `Final-Recipient`, without the type of address.
    pub(crate) recipient: Option<Range<usize>>,
    /// `Original-Recipient`, without the type of address.
    pub(crate) original: Option<Range<usize>>,
    /// `X-Actual-Recipient` of Sendmail, without the type of address.
    pub(crate) actual: Option<Range<usize>>,
    /// `Action`.
    pub(crate) action: Option<Range<usize>>,
    /// `Status`.
    pub(crate) status: Option<Range<usize>>,
    /// `Remote-MTA`, without its type.
    pub(crate) remote: Option<Range<usize>>,
    /// `Diagnostic-Code`, without its type.
    pub(crate) diagnostic: Option<Range<usize>>,
    /// `Reporting-MTA` of the whole report, without its type.
    pub(crate) reporter: Option<Range<usize>>,
}

/// What a field is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Recipient,
    Original,
    Actual,
    Action,
    Status,
    Remote,
    Diagnostic,
    Reporter,
    /// Known, but not needed.
    Other,
}

const NAMES: &[(&str, Name)] = &[
    ("final-recipient", Name::Recipient),
    ("original-recipient", Name::Original),
    ("x-actual-recipient", Name::Actual),
    ("action", Name::Action),
    ("status", Name::Status),
    ("remote-mta", Name::Remote),
    ("diagnostic-code", Name::Diagnostic),
    ("reporting-mta", Name::Reporter),
    // PMDF and its successors put the same fields in words.
    ("recipient-address", Name::Recipient),
    ("original-address", Name::Original),
    ("remote-system", Name::Remote),
    ("reason", Name::Other),
    ("dsn-gateway", Name::Other),
    ("received-from-mta", Name::Other),
    ("arrival-date", Name::Other),
    ("original-envelope-id", Name::Other),
    ("last-attempt-date", Name::Other),
    ("will-retry-until", Name::Other),
    ("final-log-id", Name::Other),
];

/// Reads all groups that name a recipient or what was done.
pub(crate) fn read(words: &Mapped) -> Vec<Group> {
    let text = words.text();
    let mut groups = Groups::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim().is_empty() {
            groups.is_apart = true;
            groups.open = None;
        } else if let Some((name, colon)) = known(line.trim_start()) {
            let indent = line.len() - line.trim_start().len();
            groups.add(name, range.start + indent + colon..range.end);
        } else if let (Some(Name::Diagnostic | Name::Recipient), Some(end)) =
            (groups.open, groups.end())
        {
            // Wrapped, whether or not with white space in front.
            *end = range.end;
        }
    }
    groups.finish(text)
}

/// The name of a field, and where its body begins. `Diagnostic code` is `Diagnostic-Code`, too.
fn known(line: &str) -> Option<(Name, usize)> {
    let start = &line[..line.floor_char_boundary(LONGEST_NAME)];
    let len = start.find(':')?;
    let name = &start[..len];
    let is = |known: &str| {
        known.len() == len
            && known.bytes().zip(name.bytes()).all(|(known, byte)| {
                known == byte.to_ascii_lowercase() || (known == b'-' && byte == b' ')
            })
    };
    let known = NAMES.iter().find(|(known, _)| is(known)).map(|(_, name)| *name);
    let is_extension = fields::name(line) == Some(len) && name.starts_with(['X', 'x']);
    known.or(is_extension.then_some(Name::Other)).map(|it| (it, len + 1))
}

/// No name that is looked for is longer.
const LONGEST_NAME: usize = 40;

#[derive(Default)]
struct Groups {
    done: Vec<Group>,
    group: Group,
    reporter: Option<Range<usize>>,
    /// Whether an empty line came since the last field.
    is_apart: bool,
    /// The field that may go on in the next line.
    open: Option<Name>,
}

impl Groups {
    fn add(&mut self, name: Name, body: Range<usize>) {
        let is_full = self.group.action.is_some() || self.group.status.is_some();
        let is_next = match self.group.slot(name) {
            Some(Some(_)) => true,
            Some(None) => {
                self.is_apart && is_full && matches!(name, Name::Recipient | Name::Original)
            }
            None => false,
        };
        if is_next {
            self.close();
        }
        self.is_apart = false;
        self.open = Some(name);
        match name {
            Name::Reporter => self.reporter = Some(body),
            _ => {
                if let Some(slot) = self.group.slot(name) {
                    *slot = Some(body);
                }
            }
        }
    }

    /// The end of the field that may go on.
    fn end(&mut self) -> Option<&mut usize> {
        let open = self.open?;
        self.group.slot(open)?.as_mut().map(|body| &mut body.end)
    }

    fn close(&mut self) {
        self.done.push(std::mem::take(&mut self.group));
    }

    fn finish(mut self, text: &str) -> Vec<Group> {
        self.close();
        self.done.retain(|group| {
            group.recipient.is_some()
                || group.original.is_some()
                || (group.action.is_some() && group.status.is_some())
        });
        for group in &mut self.done {
            group.reporter.clone_from(&self.reporter);
            for (slot, is_typed) in [
                (&mut group.recipient, true),
                (&mut group.original, true),
                (&mut group.actual, true),
                (&mut group.action, false),
                (&mut group.status, false),
                (&mut group.remote, true),
                (&mut group.diagnostic, true),
                (&mut group.reporter, true),
            ] {
                *slot = slot.take().and_then(|body| value(text, body, is_typed));
            }
        }
        self.done
    }
}

impl Group {
    fn slot(&mut self, name: Name) -> Option<&mut Option<Range<usize>>> {
        Some(match name {
            Name::Recipient => &mut self.recipient,
            Name::Original => &mut self.original,
            Name::Actual => &mut self.actual,
            Name::Action => &mut self.action,
            Name::Status => &mut self.status,
            Name::Remote => &mut self.remote,
            Name::Diagnostic => &mut self.diagnostic,
            Name::Reporter | Name::Other => return None,
        })
    }
}

/// The body of a field without white space around it, and without `rfc822;` or `smtp;`.
fn value(text: &str, body: Range<usize>, is_typed: bool) -> Option<Range<usize>> {
    let mut range = trimmed(text, body);
    if is_typed {
        let value = &text[range.clone()];
        let kind = value.bytes().take(20);
        let kind = kind
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            .count();
        let rest = value[kind..].trim_start();
        if kind > 0 && rest.starts_with(';') {
            range = trimmed(text, range.end - rest.len() + 1..range.end);
        }
    }
    (!range.is_empty()).then_some(range)
}
