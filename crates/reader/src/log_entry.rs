//! What a line of a log says, in the form of each program.

use std::ops::Range;

use crate::{Action, RECIPIENTS, address, cue, hosts};

/// What a line says. Places are those in the line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry<'a> {
    pub(crate) recipient: Option<Range<usize>>,
    /// More of them, of whom the same is said.
    pub(crate) others: Vec<Range<usize>>,
    pub(crate) action: Option<(Range<usize>, Action)>,
    pub(crate) status: Option<Range<usize>>,
    /// The words of whoever answered.
    pub(crate) said: Range<usize>,
    pub(crate) host: Option<Range<usize>>,
    /// Whether the recipient may be named in a line before.
    pub(crate) is_trace: bool,
    /// Whether underscores stand for spaces.
    pub(crate) is_qmail: bool,
    pub(crate) delivery: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// What a line says, if it tells of a delivery.
    pub(crate) fn read(line: &'a str) -> Option<Self> {
        qmail_end(line).or_else(|| keyed(line)).or_else(|| exim(line)).or_else(|| tracked(line))
    }
}

/// `to=<anna@example.org>, relay=…, dsn=5.1.1, status=bounced (host … said: …)` of Postfix; the same with `stat=` of
/// Sendmail, with `result=` and quotation marks of `OpenSMTPD`; and what Postfix refuses itself, with `to=` at the end.
fn keyed(line: &str) -> Option<Entry<'_>> {
    let to = key(line, "to=")?;
    let named = &line[to..];
    let named = &named[..named.find([' ', '\n', ';']).unwrap_or(named.len())];
    let mut recipients = address::all(named).map(|it| it.start + to..it.end + to);
    let recipient = recipients.next();
    let others = recipients.take(RECIPIENTS).collect();
    let mut entry = Entry { recipient, others, ..<_>::default() };
    let value = |key_name: &str| {
        let start = key(line, key_name)?;
        let rest = &line[start..];
        let len = rest.find([',', ' ', '\n', ';', '"']).unwrap_or(rest.len());
        (len > 0).then_some(start..start + len)
    };
    entry.status = value("dsn=");
    entry.host = key(line, "relay=").and_then(|start| hosts::name_at(line, start));
    let rest_from = |start: usize| start..line.trim_end().len().max(start);
    if let Some(reject) = cue::find(line, "reject: |milter-reject: |reject_warning: ") {
        let end = cue::find(line, "; from=<").map_or(line.len(), |it| it.start);
        let colon = line[reject.end..end].find(": ").map_or(reject.end, |at| reject.end + at + 2);
        entry.said = colon..end;
        entry.action = Some((reject, Action::Failed));
        // `relay=` is not there, and who calls does not answer.
        entry.host = None;
        return Some(entry);
    }
    if let Some(status) = value("status=") {
        let action = match &line[status.clone()] {
            "bounced" | "undeliverable" | "expired" => Action::Failed,
            "deferred" => Action::Delayed,
            "sent" | "deliverable" => Action::Delivered,
            _ => return None,
        };
        let said = line[status.end..].find('(').map_or(status.end, |at| status.end + at + 1);
        let end = line.trim_end().strip_suffix(')').map_or(line.trim_end().len(), str::len);
        entry.said = said..end.max(said);
        entry.action = Some((status, action));
        return Some(entry);
    }
    if let Some(result) = key(line, "result=\"") {
        let word = value("result=\"")?;
        let action = match &line[word.clone()] {
            "Ok" => Action::Delivered,
            "TempFail" => Action::Delayed,
            _ => Action::Failed,
        };
        entry.said = key(line, "stat=\"").map_or(rest_from(result), rest_from);
        let named = key(line, "relay=\"").and_then(|start| {
            let named = start + line[start..].find('(')? + 1;
            hosts::name_at(line, named)
        });
        entry.host = named.or(entry.host);
        entry.action = Some((word, action));
        return Some(entry);
    }
    let stat = key(line, "stat=")?;
    let action = match cue::starts(&line[stat..], "sent|deferred|queued") {
        Some(4) => Action::Delivered,
        Some(_) => Action::Delayed,
        None => Action::Failed,
    };
    let word = line[stat..].find([' ', ':', '\n']).unwrap_or(line.len() - stat);
    entry.said = rest_from(stat);
    entry.action = (word > 0).then_some((stat..stat + word, action));
    Some(entry)
}

/// Where the value of a key begins that stands by itself.
fn key(line: &str, key: &str) -> Option<usize> {
    let found = line.match_indices(key).find(|(at, _)| {
        !line[..*at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_')
    })?;
    Some(found.0 + key.len())
}

/// `** anna@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1]: SMTP error …` of Exim (main log), and
/// `rejected RCPT <anna@example.org>: …`.
fn exim(line: &str) -> Option<Entry<'_>> {
    if let Some(found) = cue::find(line, "rejected rcpt |temporarily rejected rcpt ") {
        let to = address::first(&line[found.end..])?;
        let said = found.end + to.end;
        return Some(Entry {
            recipient: Some(found.end + to.start..said),
            action: Some((found, Action::Failed)),
            said: said + line[said..].find(": ").map_or(0, |at| at + 2)..line.trim_end().len(),
            ..Entry::default()
        });
    }
    let (mark, action) = [
        (" ** ", Action::Failed),
        (" == ", Action::Delayed),
        (" => ", Action::Delivered),
        (" -> ", Action::Delivered),
    ]
    .into_iter()
    .find_map(|(mark, action)| Some((line.find(mark)?, action)))?;
    let is_dated = line[..mark].starts_with(|first: char| first.is_ascii_digit());
    let after = mark + 4;
    let to = address::first(&line[after..])?;
    if to.start > 80 || !(is_dated || line.contains(" R=") || line.contains(" T=")) {
        return None;
    }
    let host = line.find(" H=").and_then(|at| hosts::name_at(line, at + 3));
    let said = line[after..].find(": ").map(|at| after + at + 2);
    let answer = line.find(" C=\"").map(|at| at + 4);
    let said = said.or(answer).unwrap_or(after + to.end);
    Some(Entry {
        recipient: Some(after + to.start..after + to.end),
        action: Some((mark + 1..mark + 3, action)),
        said: said..line.trim_end().len().max(said),
        host,
        ..Entry::default()
    })
}

/// `[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound …};{MSG=};{FQDN=…}]` of Exchange: the last error of a delivery.
fn tracked(line: &str) -> Option<Entry<'_>> {
    let led = line.find("{LED=")? + 5;
    let end = line[led..].find('}').map_or(line.trim_end().len(), |at| led + at);
    let before = address::all(&line[..led]).last();
    let after = || address::all(&line[end..]).next().map(|it| it.start + end..it.end + end);
    let host = line[end..].find("FQDN=").and_then(|at| hosts::name_at(line, end + at + 5));
    let failed = cue::find(&line[..led], "failed|fail|defer|deferred|delayed|delivered");
    let action = failed.map(|found| {
        let action = match cue::starts(&line[found.clone()], "fail|de") {
            Some(4) => Action::Failed,
            _ if line[found.clone()].to_ascii_lowercase().starts_with("deliv") => Action::Delivered,
            _ => Action::Delayed,
        };
        (found, action)
    });
    Some(Entry {
        recipient: before.or_else(after),
        action,
        said: led..end,
        is_trace: true,
        host,
        ..<_>::default()
    })
}

/// `starting delivery 5: msg 123 to remote anna@example.org`
pub(crate) fn qmail_start(line: &str) -> Option<(&str, Range<usize>)> {
    let found = cue::find(line, "starting delivery ")?;
    let number = line[found.end..].split(':').next()?;
    let to = found.end + line[found.end..].find(" to ")?;
    let it = address::first(&line[to..])?;
    Some((number, to + it.start..to + it.end))
}

/// `delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_…`
fn qmail_end(line: &str) -> Option<Entry<'_>> {
    let found = cue::find(line, "delivery ")?;
    let number = line[found.end..].split(':').next()?;
    let after = found.end + number.len();
    let rest = line[after..].strip_prefix(": ")?;
    let word = rest.split(':').next()?;
    let action = match word {
        "failure" => Action::Failed,
        "deferral" => Action::Delayed,
        "success" => Action::Delivered,
        _ => return None,
    };
    let start = line.len() - rest.len();
    let said = (start + word.len() + 1).min(line.trim_end().len());
    Some(Entry {
        action: Some((start..start + word.len(), action)),
        said: said..line.trim_end().len(),
        is_qmail: true,
        delivery: Some(number),
        ..Entry::default()
    })
}
