//! Puts together what the fields of a report, its notice and its header say of each recipient.

use std::ops::Range;

use diagnosis::{EnhancedCode, Finality, WhoseMove};

use crate::{
    Action, Kind, RECIPIENTS, Recipient, Said, actions, address, cue, hosts,
    mapped::Mapped,
    mime::{Message, Role},
    replies::{self, Meaning, Spoken},
    reflow, returned,
    sections::{self, Others, Section},
    stages, status,
};

/// Reads a report, whole or in parts; or only a server's words, if nobody tells of them.
pub(crate) fn read(message: &Message) -> (Kind, Vec<Recipient>) {
    let report = Report::new(message);
    let by_fields = report.by_fields(message);
    if !by_fields.is_empty() {
        return (Kind::Report, by_fields);
    }
    let action = report.action();
    if !report.is_bounce(action.as_ref()) {
        return (Kind::Nothing, Vec::new());
    }
    let is_bare = message.fields.0.is_empty() && action.is_none();
    let is_line = is_bare && (report.spoken.code.is_some() || report.spoken.status.is_some());
    (if is_line { Kind::Line } else { Kind::Report }, report.by_words(action.as_ref()))
}

struct Report<'a> {
    message: &'a Message,
    /// All words for readers, without the message that comes back.
    notice: Mapped,
    sections: Vec<Section>,
    /// What the whole notice says.
    spoken: Spoken,
    /// Whom the message that comes back was for.
    addressees: Vec<Said<String>>,
}

impl<'a> Report<'a> {
    fn new(message: &'a Message) -> Self {
        let mut notice = gather(message, Role::Notice);
        if address::first(notice.text()).is_none() {
            let html = gather(message, Role::Html);
            if !html.text().trim().is_empty() {
                notice = html;
            }
        }
        let end = returned::start(notice.text());
        let mut come_back = notice.part(end..notice.text().len());
        notice = reflow::reflow(&notice.part(0..end));
        if come_back.text().is_empty() {
            come_back = gather(message, Role::Returned);
        }
        let mut others = Others::default();
        for name in ["to", "from", "reply-to"] {
            if let Some(field) = message.fields.get(name) {
                let body = &message.header.text()[..];
                let body = body.get(field.body.clone()).unwrap_or_default();
                others
                    .correspondents
                    .extend(address::all(body).map(|it| body[it].to_ascii_lowercase()));
            }
        }
        let addressees: Vec<_> = returned::named(&come_back, "to")
            .into_iter()
            .filter_map(|it| come_back.said(it.clone(), come_back.text()[it].to_owned()))
            .take(RECIPIENTS)
            .collect();
        others.addressees =
            addressees.iter().map(|it| it.value.to_ascii_lowercase()).collect();
        let sections = sections::read(&notice, &others);
        let spoken = replies::hear(&notice);
        Self { message, notice, sections, spoken, addressees }
    }

    /// Recipients of whom fields tell.
    fn by_fields(&self, message: &Message) -> Vec<Recipient> {
        let mut recipients: Vec<Recipient> = Vec::new();
        let parts = message.parts.iter().filter(|part| part.role == Role::Status);
        let parts: Vec<&Mapped> = parts.map(|part| &part.body).collect();
        let mut groups: Vec<_> = parts
            .iter()
            .flat_map(|words| status::read(words).into_iter().map(|group| (*words, group)))
            .collect();
        if groups.is_empty() {
            groups = status::read(&self.notice).into_iter().map(|it| (&self.notice, it)).collect();
        }
        let is_one = groups.len() == 1;
        for (words, group) in groups.into_iter().take(RECIPIENTS) {
            recipients.push(self.recipient(words, &group, is_one));
        }
        recipients
    }

    fn recipient(&self, words: &Mapped, group: &status::Group, is_one: bool) -> Recipient {
        let text = words.text();
        let address = group.recipient.clone().and_then(|it| address_in(words, it));
        let original = group.original.clone().and_then(|it| address_in(words, it));
        let address = address.or(original);
        let section = self.sections.iter().find(|section| {
            let (Some(ours), Some(theirs)) = (&address, &section.address) else { return false };
            ours.value.eq_ignore_ascii_case(&theirs.value)
        });
        let action = group.action.clone().and_then(|it| {
            let name = text[it.clone()].split([' ', '\n', '(', ';']).next()?;
            words.said(it.start..it.start + name.len(), Action::parse(name)?)
        });
        let field_status = group.status.clone().and_then(|it| {
            let code = text[it.clone()].split([' ', '\n', '(', ';']).next()?;
            words.said(it.start..it.start + code.len(), EnhancedCode::parse(code)?)
        });
        let diagnostic = group.diagnostic.clone().map(|it| words.part(it));
        let spoken = diagnostic.as_ref().map(replies::read_diagnostic).unwrap_or_default();
        let noticed = match section {
            Some(section) if self.sections.len() > 1 => replies::hear(&section.words),
            _ if is_one => self.spoken.clone(),
            _ => Spoken::default(),
        };
        let notice_words =
            section.map(|section| &section.words).or(is_one.then_some(&self.notice));
        let status = merged(field_status, spoken.status.clone(), noticed.status.clone());
        let text = diagnostic
            .as_ref()
            .and_then(|words| words.words(0..words.text().len()))
            .or_else(|| said_of(notice_words?, &noticed, address.as_ref()));
        let meaning = replies::decide(spoken.meaning, noticed.meaning, status.as_ref());
        let mut recipient = Recipient {
            address,
            action,
            code: spoken.code.or(noticed.code),
            status,
            text,
            host: group
                .remote
                .clone()
                .and_then(|it| words.words(it))
                .or_else(|| diagnostic.as_ref().and_then(hosts::answered))
                .or_else(|| hosts::answered(notice_words?)),
            by: group
                .reporter
                .clone()
                .and_then(|it| words.words(it))
                .or_else(|| hosts::reports(&self.notice)),
            stage: diagnostic
                .as_ref()
                .and_then(stages::find)
                .or_else(|| stages::find(notice_words?)),
            ..Recipient::default()
        };
        if recipient.address.is_none() && is_one {
            recipient.address = self.named().into_iter().next();
        }
        conclude(&mut recipient, meaning);
        recipient
    }

    /// Whom `X-Failed-Recipients`, the notice or the message that comes back names.
    fn named(&self) -> Vec<Said<String>> {
        let header = &self.message.header;
        let mut named: Vec<Said<String>> = Vec::new();
        if let Some(field) = self.message.fields.get("x-failed-recipients") {
            let body = field.body.clone();
            named.extend(address::all(&header.text()[body.clone()]).filter_map(|it| {
                let it = it.start + body.start..it.end + body.start;
                header.said(it.clone(), header.text()[it].to_owned())
            }));
        }
        if named.is_empty() {
            named.extend(self.sections.iter().filter_map(|section| section.address.clone()));
        }
        if named.is_empty() {
            named.clone_from(&self.addressees);
        }
        named
    }

    /// What the notice, or else the subject, says that was done.
    fn action(&self) -> Option<Said<Action>> {
        actions::find(&self.notice).or_else(|| actions::find(&self.subject()?))
    }

    /// Whether this tells of a delivery. Messages that only came along the way may have any words in them.
    fn is_bounce(&self, action: Option<&Said<Action>>) -> bool {
        let Message { fields, header, .. } = self.message;
        if fields.get("x-failed-recipients").is_some() {
            return true;
        }
        let body = |name| fields.get(name).and_then(|field| header.text().get(field.body.clone()));
        let is_code = self.spoken.code.is_some() || self.spoken.status.is_some();
        let from = body("from").unwrap_or_default();
        let is_office = address::first(from).is_none_or(|it| address::is_office(&from[it]));
        let is_foreign = fields.get("received").is_some()
            && !is_office
            && !cue::has(body("content-type").unwrap_or_default(), "multipart/report")
            && body("return-path").is_none_or(|path| path != "<>")
            && self.subject().is_none_or(|subject| actions::find(&subject).is_none());
        if is_foreign {
            return is_code && action.is_some();
        }
        self.spoken.meaning.is_some() || action.is_some()
    }

    /// Recipients of whom words tell.
    fn by_words(&self, action: Option<&Said<Action>>) -> Vec<Recipient> {
        let mut named = self.named();
        for section in &self.sections {
            let is_new = |address: &Said<String>| {
                !named.iter().any(|known| known.value.eq_ignore_ascii_case(&address.value))
            };
            named.extend(section.address.clone().filter(is_new));
        }
        if named.is_empty() {
            return vec![self.by_section(None, &self.notice, true, action.cloned())];
        }
        let is_one = named.len() == 1;
        let section_of = |address: &Said<String>| {
            self.sections.iter().find(|section| {
                section
                    .address
                    .as_ref()
                    .is_some_and(|known| known.value.eq_ignore_ascii_case(&address.value))
            })
        };
        named
            .into_iter()
            .take(RECIPIENTS)
            .map(|address| {
                let section = section_of(&address).filter(|_| !is_one);
                let words = section.map_or(&self.notice, |section| &section.words);
                self.by_section(Some(address), words, section.is_none(), action.cloned())
            })
            .collect()
    }

    fn by_section(
        &self,
        address: Option<Said<String>>,
        words: &Mapped,
        is_whole: bool,
        action: Option<Said<Action>>,
    ) -> Recipient {
        let spoken = if is_whole { self.spoken.clone() } else { replies::hear(words) };
        let text = said_of(words, &spoken, address.as_ref());
        let meaning = match (spoken.meaning.clone(), self.by_subject()) {
            (Some(found), Some(subject)) if !found.is_specific && subject.is_specific => {
                Some(subject)
            }
            (None, subject) => subject.or_else(|| self.spoken.meaning.clone()),
            (found, _) => found,
        };
        let mut recipient = Recipient {
            address,
            action,
            code: spoken.code,
            status: spoken.status,
            text,
            host: hosts::answered(words),
            by: hosts::reports(&self.notice),
            stage: stages::find(words),
            ..Recipient::default()
        };
        conclude(&mut recipient, meaning);
        recipient
    }

    fn subject(&self) -> Option<Mapped> {
        let field = self.message.fields.get("subject")?;
        Some(self.message.header.part(field.body.clone()))
    }

    fn by_subject(&self) -> Option<Meaning> {
        replies::read(&self.subject()?).meaning
    }
}

/// All parts of a role, one after the other.
fn gather(message: &Message, role: Role) -> Mapped {
    let mut all = Mapped::default();
    for part in message.parts.iter().filter(|part| part.role == role) {
        all.push_part(&part.body, 0..part.body.text().len());
        if let Some(end) = part.body.hull(0..part.body.text().len())
            && !part.body.text().ends_with('\n')
        {
            all.push_decoded("\n", end);
        }
    }
    all
}

/// The address in the body of a field, or what stands there instead.
fn address_in(words: &Mapped, body: Range<usize>) -> Option<Said<String>> {
    let text = &words.text()[body.clone()];
    let found = address::first(text)?;
    let found = body.start + found.start..body.start + found.end;
    words.said(found.clone(), words.text()[found].to_owned())
}

/// The status code that says most: that of the server's words, unless the report's is as exact.
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

/// What was said of a recipient: the reply that decides, up to the end of its paragraph, or the first words after the
/// address.
fn said_of(
    words: &Mapped,
    spoken: &Spoken,
    address: Option<&Said<String>>,
) -> Option<Said<String>> {
    let text = words.text();
    if spoken.text.is_some() {
        return spoken.text.clone();
    }
    let after = address.and_then(|address| {
        let found = text.find(&address.value)? + address.value.len();
        let rest = &text[found..];
        let rest = rest.trim_start_matches(|next: char| next.is_whitespace() || ">:\"',.;)".contains(next));
        (!rest.is_empty()).then_some(text.len() - rest.len())
    });
    let start = after.unwrap_or(0);
    words.words(start..replies::paragraph_end(text, start..text.len()))
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
        recipient.whose_move = Some(WhoseMove::after(meaning.cause, finality));
        recipient.evidence = meaning.evidence;
    }
}
