//! Puts together what the fields of a report, its notice and its header say of each recipient.

use std::ops::Range;

use diagnosis::{EnhancedCode, Finality};

use crate::{
    Action, Kind, RECIPIENTS, Recipient, Said, address, around, hosts, json,
    mapped::Mapped,
    mime::{Message, Role},
    notice::{Heard, Notice},
    replies::{self, Meaning, Spoken},
    stages,
    status::{self, Group},
};

/// Reads a report, whole or in parts; or only a server's words, if nobody tells of them.
pub(crate) fn read(message: &Message) -> (Kind, Vec<Recipient>) {
    let notice = Notice::new(message);
    let by_fields = by_fields(message, &notice);
    if !by_fields.is_empty() {
        return (Kind::Report, by_fields);
    }
    if !notice.is_bounce() {
        return (Kind::Nothing, Vec::new());
    }
    let kind = if notice.is_bare_reply() { Kind::Line } else { Kind::Report };
    (kind, by_words(&notice))
}

/// Recipients of whom fields tell.
fn by_fields(message: &Message, notice: &Notice) -> Vec<Recipient> {
    let parts = message.parts.iter().filter(|part| part.role == Role::Status);
    let mut groups: Vec<(&Mapped, Group)> = parts
        .flat_map(|part| status::read(&part.body).into_iter().map(|group| (&part.body, group)))
        .collect();
    if groups.is_empty() {
        groups = status::read(&notice.words).into_iter().map(|it| (&notice.words, it)).collect();
    }
    if groups.is_empty() {
        let found = json::read(notice.words.text());
        groups = found.into_iter().map(|it| (&notice.words, it)).collect();
    }
    let is_one = groups.len() == 1;
    groups.truncate(RECIPIENTS);
    groups.iter().map(|(words, group)| by_group(words, group, notice, is_one)).collect()
}

/// What a group of fields says, and what the notice adds to it.
fn by_group(words: &Mapped, group: &Group, notice: &Notice, is_one: bool) -> Recipient {
    let address = address_in(words, group.recipient.as_ref());
    let address = address
        .or_else(|| address_in(words, group.original.as_ref()))
        .or_else(|| address_in(words, group.actual.as_ref()));
    let section = address.as_ref().and_then(|address| notice.section(address));
    let section = section.or(is_one.then_some((&notice.words, &notice.whole)));
    let heard = section.map_or_else(Heard::default, |(_, heard)| heard.clone());
    let Heard { spoken: noticed, host, stage } = heard;
    let diagnostic = group.diagnostic.clone().map(|it| words.part(it));
    let spoken = diagnostic.as_ref().map(replies::read_diagnostic).unwrap_or_default();
    let action = first_word(words, group.action.as_ref())
        .and_then(|it| words.said(it.clone(), Action::parse(&words.text()[it])?));
    let field = first_word(words, group.status.as_ref())
        .and_then(|it| words.said(it.clone(), EnhancedCode::parse(&words.text()[it])?));
    let status = merged(field, spoken.status, noticed.status.clone());
    let text = diagnostic
        .as_ref()
        .and_then(|words| words.words(0..words.text().len()))
        .or_else(|| said_of(section?.0, &noticed, address.as_ref()));
    let remote = group.remote.clone().and_then(|it| hosts::named(words, it));
    let reporter = group.reporter.clone().and_then(|it| hosts::named(words, it));
    let meaning = replies::decide(spoken.meaning, noticed.meaning, status.as_ref());
    let is_nameless = address.is_none() && is_one;
    let mut recipient = Recipient {
        address: if is_nameless { notice.named().into_iter().next() } else { address },
        action,
        code: spoken.code.or(noticed.code),
        status,
        text,
        host: remote.or_else(|| diagnostic.as_ref().and_then(hosts::answered)).or(host),
        by: reporter.or_else(|| notice.by.clone()),
        stage: diagnostic.as_ref().and_then(stages::find).or(stage),
        ..Recipient::default()
    };
    conclude(&mut recipient, meaning);
    recipient
}

/// Recipients of whom words tell.
fn by_words(notice: &Notice) -> Vec<Recipient> {
    let mut named = notice.named();
    named.truncate(RECIPIENTS);
    let whole = (&notice.words, &notice.whole);
    if named.is_empty() {
        return vec![told(None, whole, notice)];
    }
    let is_one = named.len() == 1;
    let section = |address: &Said<String>| notice.section(address).filter(|_| !is_one);
    named
        .into_iter()
        .map(|address| {
            let section = section(&address).unwrap_or(whole);
            told(Some(address), section, notice)
        })
        .collect()
}

fn told(
    address: Option<Said<String>>,
    (words, heard): (&Mapped, &Heard),
    notice: &Notice,
) -> Recipient {
    let Heard { spoken, host, stage } = heard.clone();
    let text = said_of(words, &spoken, address.as_ref());
    let meaning = match (spoken.meaning, notice.by_subject.clone()) {
        (Some(found), Some(subject)) if !found.is_specific && subject.is_specific => Some(subject),
        (None, subject) => subject.or_else(|| notice.whole.spoken.meaning.clone()),
        (found, _) => found,
    };
    let mut recipient = Recipient {
        address,
        action: notice.action.clone(),
        code: spoken.code,
        status: spoken.status,
        text,
        host,
        by: notice.by.clone(),
        stage,
        ..Recipient::default()
    };
    conclude(&mut recipient, meaning);
    recipient
}

/// The address in the body of a field.
fn address_in(words: &Mapped, body: Option<&Range<usize>>) -> Option<Said<String>> {
    let body = body?;
    let found = address::first(&words.text()[body.clone()])?;
    let found = body.start + found.start..body.start + found.end;
    words.said(found.clone(), words.text()[found].to_owned())
}

/// The first word in the body of a field: `failed (no such user)`
fn first_word(words: &Mapped, body: Option<&Range<usize>>) -> Option<Range<usize>> {
    let body = body?;
    let text = &words.text()[body.clone()];
    let end = text.find([' ', '\t', '\n', '(', ';', ',']).unwrap_or(text.len());
    Some(body.start..body.start + end)
}

/// The status code that says most: that of the server's words, or that of the report unless it says nothing.
fn merged(
    field: Option<Said<EnhancedCode>>,
    said: Option<Said<EnhancedCode>>,
    noticed: Option<Said<EnhancedCode>>,
) -> Option<Said<EnhancedCode>> {
    let is_vague = |code: &Said<EnhancedCode>| (code.value.subject, code.value.detail) == (0, 0);
    said.or(match field {
        Some(field) if is_vague(&field) => noticed.or(Some(field)),
        field => field.or(noticed),
    })
}

/// What was said of a recipient: the reply that decides, or else what the notice says around the address.
fn said_of(
    words: &Mapped,
    spoken: &Spoken,
    address: Option<&Said<String>>,
) -> Option<Said<String>> {
    spoken.text.clone().or_else(|| around::paragraph(words, address.map(|it| &*it.value)))
}

/// Adds what follows from what was read.
pub(crate) fn conclude(recipient: &mut Recipient, meaning: Option<Meaning>) {
    let action = recipient.action.as_ref().map(|action| action.value);
    if matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded)) {
        return;
    }
    let finality = match (action, &meaning) {
        (Some(Action::Delayed), _) => Finality::Temporary,
        (Some(_), _) => Finality::Final,
        (None, Some(meaning)) => meaning.finality,
        (None, None) => return,
    };
    recipient.is_final = Some(finality == Finality::Final);
    if let Some(meaning) = meaning {
        recipient.cause = Some(meaning.cause);
        recipient.evidence = meaning.evidence;
    }
}
