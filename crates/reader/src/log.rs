//! Reads lines of logs, each as it is: Postfix, Sendmail, Exim, `OpenSMTPD`, qmail, and the delivery details of Exchange
//! and Microsoft 365.
//!
//! Simplified: lines are not put together by their queue ids, except for qmail, whose lines name recipient and reply
//! apart.

use std::ops::Range;

use diagnosis::EnhancedCode;

use crate::{
    Action, RECIPIENTS, Recipient, address, hosts,
    log_entry::{self, Entry},
    mapped::Mapped,
    reflow, replies,
    report::conclude,
    stages,
};

/// Recipients of whom lines tell.
pub(crate) fn read(words: &Mapped) -> Vec<Recipient> {
    let words = &unwrapped(words);
    let text = words.text();
    let mut recipients = Vec::new();
    let mut deliveries: Vec<(&str, Range<usize>)> = Vec::new();
    let mut recent: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if recipients.len() >= RECIPIENTS {
            break;
        }
        let place = |range: Range<usize>| start + range.start..start + range.end;
        if let Some((delivery, found)) = log_entry::qmail_start(line) {
            deliveries.truncate(RECIPIENTS);
            deliveries.insert(0, (delivery, place(found)));
            continue;
        }
        let Some(mut entry) = Entry::read(line) else {
            recent = address::first(line).map(place).or(recent);
            continue;
        };
        let known = entry.delivery.and_then(|delivery| {
            let at = deliveries.iter().position(|(known, _)| *known == delivery)?;
            Some(deliveries.remove(at).1)
        });
        // Traces name it in a line of its own.
        let traced = if entry.is_trace { recent.take() } else { None };
        let recipient = known.or(entry.recipient.take().map(place)).or(traced);
        let told = told(words, start, &entry, recipient);
        let others = std::mem::take(&mut entry.others).into_iter().filter_map(|it| {
            let it = place(it);
            let address = Some(words.said(it.clone(), text[it].to_owned())?);
            Some(Recipient { address, ..told.clone() })
        });
        let room = RECIPIENTS - recipients.len();
        recipients.extend(std::iter::once(told.clone()).chain(others).take(room));
    }
    recipients
}

/// The text with each entry in one line again, if entries begin with their time.
fn unwrapped(words: &Mapped) -> Mapped {
    let text = words.text();
    if !reflow::starts_with_time(text.trim_start()) {
        return words.clone();
    }
    let mut joined = Mapped::default();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let end = at + line.len();
        let goes_on = lines.peek().is_some_and(|next| {
            !next.trim().is_empty() && !reflow::starts_with_time(next.trim_start())
        });
        if let (true, Some(source)) = (goes_on && line.ends_with('\n'), words.hull(end - 1..end)) {
            joined.push_part(words, at..end - 1);
            joined.push_decoded(" ", source);
        } else {
            joined.push_part(words, at..end);
        }
        at = end;
    }
    joined
}

fn told(words: &Mapped, start: usize, entry: &Entry, recipient: Option<Range<usize>>) -> Recipient {
    let text = words.text();
    let place = |range: &Range<usize>| start + range.start..start + range.end;
    let said = words.part(place(&entry.said));
    let said = if entry.is_qmail { spaced(&said) } else { said };
    let spoken = replies::hear(&said);
    let status = entry.status.as_ref().and_then(|it| {
        let it = place(it);
        words.said(it.clone(), EnhancedCode::parse(&text[it])?)
    });
    let is_done = entry.action.as_ref().is_some_and(|(_, action)| *action == Action::Delivered);
    let code = if is_done { replies::read_success(&said) } else { spoken.code };
    let host = entry.host.as_ref().and_then(|it| {
        let it = place(it);
        words.said(it.clone(), text[it].to_owned())
    });
    let line_end = start + text[start..].find('\n').unwrap_or(text.len() - start);
    let mut told = Recipient {
        address: recipient.and_then(|it| words.said(it.clone(), text[it].to_owned())),
        action: entry.action.as_ref().and_then(|(it, action)| words.said(place(it), *action)),
        code,
        status: spoken.status.or(status),
        text: spoken.text.or_else(|| said.words(0..said.text().len())),
        host: host.or_else(|| hosts::answered(&said)),
        stage: stages::find(&said).or_else(|| stages::find(&words.part(start..line_end))),
        ..Recipient::default()
    };
    let meaning = replies::decide(spoken.meaning, None, told.status.as_ref());
    conclude(&mut told, meaning);
    told
}

/// What qmail wrote with underscores for spaces and slashes for ends of lines.
fn spaced(words: &Mapped) -> Mapped {
    let text = words.text();
    let mut plain = Mapped::default();
    let mut from = 0;
    for (at, mark) in text.match_indices(['_', '/']) {
        plain.push_part(words, from..at);
        if let Some(source) = words.hull(at..at + 1) {
            plain.push_decoded(if mark == "_" { " " } else { "\n" }, source);
        }
        from = at + 1;
    }
    plain.push_part(words, from..text.len());
    plain
}
