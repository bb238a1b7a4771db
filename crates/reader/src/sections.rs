//! Finds whom a notice in words tells of, and which of its lines tell of whom.
//!
//! Most programs begin a line with the address. Where none does, the addresses in sentences are weighed: by the
//! words before and after them, and by whom the message that comes back was for.

use std::{collections::BTreeMap, ops::Range};

use crate::{RECIPIENTS, Said, address, cue, fields, mapped::Mapped};

/// What a notice says of one recipient.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    /// The recipient.
    pub(crate) address: Option<Said<String>>,
    /// The lines that tell of it.
    pub(crate) words: Mapped,
}

/// Others who are named in bounces, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Others {
    /// Whom the bounce went to, and who wrote it.
    pub(crate) correspondents: Vec<String>,
    /// Whom the message that comes back was for.
    pub(crate) addressees: Vec<String>,
}

/// The sections of a notice, in order of appearance.
pub(crate) fn read(notice: &Mapped, others: &Others) -> Vec<Section> {
    let text = notice.text();
    let mut leads = [const { BTreeMap::<usize, Range<usize>>::new() }; 2];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let found = lead(text, at, line).map(|lead| (0, lead));
        let found = found.or_else(|| Some((1, in_transcript(line, at)?)));
        if let Some((rank, lead)) = found {
            leads[rank].insert(at, lead);
        }
        at += line.len();
    }
    let leads = leads.into_iter().find(|leads| !leads.is_empty());
    split(notice, &leads.unwrap_or_else(|| weighed(text, others)))
}

/// What stands before the address in a line of its own.
const LABELS: &str = "\
    recipient:|recipients:|recipient address:|addressed to:|failed recipient:|failed recipients:|original recipient:|\
    intended recipient:|recipient(s):|user unknown:|unknown user:|empfänger:|destinataire:|destinatario:|宛先:|受信者:";

/// The address in `554 <anna@example.org>... User unknown` and `>>> RCPT To:<anna@example.org>`.
fn in_transcript(line: &str, at: usize) -> Option<Range<usize>> {
    let rest = line.trim_start_matches([' ', '\t', '>', '<']);
    let rest = match cue::starts(rest, "rcpt to:|rcpt:") {
        Some(len) => &rest[len..],
        None => {
            let is_code = |next: char| next.is_ascii_digit() || " .-#".contains(next);
            let said = rest.trim_start_matches(is_code);
            (said.len() < rest.len()).then_some(said)?
        }
    };
    let found = address::first(rest).filter(|found| found.start <= 2)?;
    let is_told = rest[found.end..].trim_start_matches('>').starts_with(['.', '\n', ':', ','])
        || rest[found.end..].trim_start_matches('>').is_empty();
    let offset = at + line.len() - rest.len();
    is_told.then_some(offset + found.start..offset + found.end)
}

/// The address that a line begins with, as those do which tell of a recipient.
fn lead(text: &str, at: usize, line: &str) -> Option<Range<usize>> {
    let marks = |next: char| next.is_whitespace() || "<>\"'*-•·([".contains(next);
    let labelled = line.trim_start_matches(marks);
    let label = cue::starts(labelled, LABELS).unwrap_or(0);
    let start = line.len() - labelled[label..].trim_start_matches(marks).len();
    let found = address::first(&line[start..]).filter(|found| found.start == 0)?;
    let mut found = start + found.start..start + found.end;
    // `anna@example.org <anna@example.org>`
    let after = line[found.end..].trim_start_matches(['>', '"', '\'']);
    if let Some(named) = after.trim_start().strip_prefix('<')
        && let Some(inner) = address::first(named).filter(|inner| inner.start == 0)
    {
        let offset = line.len() - named.len();
        found = offset..offset + inner.end;
    }
    let after = line[found.end..].trim_start_matches(['>', '"', '\'', ')', ']']);
    let is_list = after.starts_with(',') && address::first(after).is_none();
    let is_list = is_list && !after[1..].trim().is_empty();
    let before = text[..at].trim_end_matches(['\n', ' ']);
    let is_other = cue::ends(before, NOT_RECIPIENTS) && text[before.len()..at].len() < 3;
    let is_office = address::is_office(&line[found.clone()]);
    (!is_list && !is_other && !is_office && !after.starts_with('/'))
        .then_some(at + found.start..at + found.end)
}

/// Words before the address of somebody else than the recipient.
const NOT_RECIPIENTS: &str = "\
    from|mail from|sender|by|contact|reply-to|return-path|original sender|hello|hi|hallo|dear|bonjour|hola|von|de|\
    absender|expéditeur|remitente|envelope-from|cc|message-id|auth|mailto";

/// Words before a recipient's address.
const BEFORE: &str = "\
    delivered to|deliver to|your mail to|message to|email to|e-mail to|undeliverable to|\
    recipient|recipients|recipient address|address|addresses|rcpt|rcpt to|sent to|delivery to|an|a|à|para|\
    allowed size|user|mailbox|failed|failed to|full|group|for|gateway for|account|empfänger|destinataire|\
    destinatario|destinatarios|destinataires|final-recipient|adresse|dirección|宛先|受信者|mail to";

/// Words after it.
const AFTER: &str = "\
    couldn't|could not|couldn’t|wasn't|wasn’t|was not|is full|over quota|cannot|because|does not|doesn't|failed|\
    konnte|wurde|n'a|ne peut|no se|no pudo|に配信|へ|に|not found|is unavailable|has been|is over|unknown|\
    is not|exceeded|on ";

/// The addresses that stand out, each with its place.
fn weighed(text: &str, others: &Others) -> BTreeMap<usize, Range<usize>> {
    let mut best = 0;
    let mut chosen: Vec<Range<usize>> = Vec::new();
    let (mut last, mut line) = (0, 0);
    for found in address::all(text) {
        line = text[last..found.start].rfind('\n').map_or(line, |at| last + at + 1);
        let name = text[found.clone()].to_ascii_lowercase();
        let start = text.ceil_char_boundary(last.max(found.start.saturating_sub(40)));
        let before = &text[start.min(found.start)..found.start];
        let end = text.floor_char_boundary(found.end + 40);
        let after = text[found.end..end].trim_start_matches(['>', ')', ']', '"', '\'', ' ', '\n']);
        last = found.end;
        let field = fields::name(&text[line..found.start]).map(|len| &text[line..line + len]);
        let is_other = field.is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            ["from", "to", "cc", "sender", "reply-to", "message-id", "von", "de", "an", "para"]
                .contains(&&*name)
        });
        if cue::ends(before, NOT_RECIPIENTS) || is_other || text[..found.start].ends_with("//") {
            continue;
        }
        let mut weight = 1;
        weight += 2 * i32::from(cue::ends(before, BEFORE));
        weight += 2 * i32::from(cue::starts(after, AFTER).is_some());
        let ends_line = text[found.end..].trim_start_matches(['>', '.', ' ']).starts_with('\n');
        weight += i32::from(ends_line && before.trim_end_matches([' ', '<', '\n']).ends_with(':'));
        weight += 4 * i32::from(others.addressees.contains(&name));
        weight -= 2 * i32::from(others.correspondents.contains(&name));
        weight -= 2 * i32::from(address::is_office(&name));
        if weight > best {
            best = weight;
            chosen.clear();
        }
        let is_alone = weight < 3 && !chosen.is_empty();
        if weight == best && best > 0 && !is_alone {
            chosen.push(found);
        }
    }
    chosen.into_iter().map(|found| (found.start, found)).collect()
}

/// Gives each line to whom it tells of: whom it begins with or, until the next, whom it names.
fn split(notice: &Mapped, leads: &BTreeMap<usize, Range<usize>>) -> Vec<Section> {
    let text = notice.text();
    let mut sections: Vec<Section> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for lead in leads.values() {
        let name = text[lead.clone()].to_ascii_lowercase();
        if !known.contains_key(&name) && sections.len() < RECIPIENTS {
            known.insert(name, sections.len());
            let address = notice.said(lead.clone(), text[lead.clone()].to_owned());
            sections.push(Section { address, words: Mapped::default() });
        }
    }
    if let [section] = &mut *sections {
        section.words = notice.clone();
        return sections;
    }
    let mut current = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut named =
            address::all(line).filter_map(|found| known.get(&line[found].to_ascii_lowercase()));
        current = named.next().copied().or(current);
        if let Some(section) = current.and_then(|index: usize| sections.get_mut(index)) {
            section.words.push_part(notice, at..at + line.len());
        }
        at += line.len();
    }
    sections
}
