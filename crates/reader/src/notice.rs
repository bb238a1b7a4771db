//! What a report says in words: whom it tells of, what of each, and whether it is a report at all.

use diagnosis::Stage;

use crate::{
    Action, RECIPIENTS, Said, actions, address, cue, encoded_words, hosts,
    mapped::Mapped,
    mime::{Message, Role},
    reflow,
    replies::{self, Meaning, Spoken},
    returned,
    sections::{self, Others, Section},
    stages,
};

/// What words say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    /// The reply that decides.
    pub(crate) spoken: Spoken,
    /// The host that said it.
    pub(crate) host: Option<Said<String>>,
    /// What it was the answer to.
    pub(crate) stage: Option<Said<Stage>>,
}

impl Heard {
    fn new(words: &Mapped) -> Self {
        let words = &beginning(words);
        Self {
            spoken: replies::hear(words),
            host: hosts::answered(words),
            stage: stages::find(words),
        }
    }
}

/// The words of a report.
pub(crate) struct Notice<'a> {
    message: &'a Message,
    /// All words for readers, without the message that comes back, wrapped lines joined.
    pub(crate) words: Mapped,
    sections: Vec<Section>,
    /// What each section says, if there are several.
    heard: Vec<Heard>,
    /// What the whole notice says.
    pub(crate) whole: Heard,
    /// The host that writes it.
    pub(crate) by: Option<Said<String>>,
    /// What it says that was done.
    pub(crate) action: Option<Said<Action>>,
    /// What the subject says is wrong.
    pub(crate) by_subject: Option<Meaning>,
    /// Whom the message that comes back was for.
    addressees: Vec<Said<String>>,
}

impl<'a> Notice<'a> {
    /// The words of a message.
    pub(crate) fn new(message: &'a Message) -> Self {
        let mut words = gather(message, Role::Notice);
        if address::first(words.text()).is_none() {
            let html = gather(message, Role::Html);
            if !html.text().trim().is_empty() {
                words = html;
            }
        }
        let words = reflow::single_spaced(&words);
        let end = returned::start(words.text());
        let mut come_back = words.part(end..words.text().len());
        let words = reflow::reflow(&words.part(0..end));
        if come_back.text().is_empty() {
            come_back = gather(message, Role::Returned);
        }
        let addressees: Vec<_> = returned::named(&come_back, "to")
            .into_iter()
            .filter_map(|it| come_back.said(it.clone(), come_back.text()[it].to_owned()))
            .take(RECIPIENTS)
            .collect();
        let correspondents = ["to", "from", "reply-to"].into_iter().flat_map(|name| {
            let body = message.body(name).unwrap_or_default();
            address::all(body).map(|it| body[it].to_ascii_lowercase())
        });
        let others = Others {
            correspondents: correspondents.take(RECIPIENTS).collect(),
            addressees: addressees.iter().map(|it| it.value.to_ascii_lowercase()).collect(),
        };
        let sections = sections::read(&words, &others);
        let heard = match &*sections {
            [] | [_] => Vec::new(),
            several => several.iter().map(|section| Heard::new(&section.words)).collect(),
        };
        let subject = subject(message);
        let start = beginning(&words);
        Self {
            message,
            heard,
            whole: Heard::new(&words),
            by: hosts::reports(&start),
            action: actions::find(&start).or_else(|| subject.as_ref().and_then(actions::find)),
            by_subject: subject.as_ref().and_then(|subject| replies::read(subject).meaning),
            sections,
            words,
            addressees,
        }
    }

    /// The lines that tell of a recipient, and what they say.
    pub(crate) fn section(&self, address: &Said<String>) -> Option<(&Mapped, &Heard)> {
        let at = self.sections.iter().position(|section| {
            let known = section.address.as_ref();
            known.is_some_and(|known| known.value.eq_ignore_ascii_case(&address.value))
        })?;
        Some((&self.sections[at].words, self.heard.get(at).unwrap_or(&self.whole)))
    }

    /// Whom the header, the notice or the message that comes back names.
    pub(crate) fn named(&self) -> Vec<Said<String>> {
        let mut named = Vec::new();
        if let Some(field) = self.message.field("x-failed-recipients") {
            let found = address::all(field.text()).take(RECIPIENTS);
            named
                .extend(found.filter_map(|it| field.said(it.clone(), field.text()[it].to_owned())));
        }
        for section in &self.sections {
            let is_new = |address: &Said<String>| {
                !named.iter().any(|known| known.value.eq_ignore_ascii_case(&address.value))
            };
            let address = section.address.clone().filter(is_new);
            named.extend(address);
        }
        if named.is_empty() {
            named.clone_from(&self.addressees);
        }
        if named.is_empty() {
            // Some tell of the message in the notice: `To: anna@example.org`
            let found = returned::named(&self.words, "to").into_iter().take(RECIPIENTS);
            named.extend(
                found
                    .map(|it| (it.clone(), self.words.text()[it].to_owned()))
                    .filter(|(_, name)| !self.is_correspondent(name))
                    .filter_map(|(it, name)| self.words.said(it, name)),
            );
        }
        named
    }

    fn is_correspondent(&self, address: &str) -> bool {
        ["to", "from"].into_iter().any(|name| {
            let body = self.message.body(name).unwrap_or_default();
            address::all(body).any(|it| body[it].eq_ignore_ascii_case(address))
        })
    }

    /// Whether this tells of a delivery. Messages that only came along the way may have any words in them.
    pub(crate) fn is_bounce(&self) -> bool {
        let message = self.message;
        if message.body("x-failed-recipients").is_some() {
            return true;
        }
        let from = message.body("from").unwrap_or_default();
        let is_office = address::first(from).is_none_or(|it| address::is_office(&from[it]));
        let is_foreign = message.body("received").is_some()
            && !is_office
            && !cue::has(message.body("content-type").unwrap_or_default(), "multipart/report")
            && message.body("return-path").is_none_or(|path| path != "<>")
            && subject(message).is_none_or(|subject| actions::find(&subject).is_none());
        let is_coded = self.whole.spoken.code.is_some() || self.whole.spoken.status.is_some();
        if is_foreign {
            return is_coded && (self.action.is_some() || !self.sections.is_empty());
        }
        self.whole.spoken.meaning.is_some() || self.action.is_some()
    }

    /// Whether this is a server's reply and nothing else.
    pub(crate) fn is_bare_reply(&self) -> bool {
        let Spoken { code, status, .. } = &self.whole.spoken;
        self.message.fields.0.is_empty()
            && self.action.is_none()
            && !cue::has(self.words.text(), "session follows")
            && (code.is_some() || status.is_some())
    }
}

fn subject(message: &Message) -> Option<Mapped> {
    let subject = beginning(&message.field("subject")?);
    Some(encoded_words::decode(&subject))
}

/// As much as is judged.
fn beginning(words: &Mapped) -> Mapped {
    words.part(0..words.text().floor_char_boundary(diagnosis::LIMIT))
}

/// All parts of a role, one after the other.
fn gather(message: &Message, role: Role) -> Mapped {
    let mut all = Mapped::default();
    for part in message.parts.iter().filter(|part| part.role == role) {
        let len = part.body.text().len();
        all.push_part(&part.body, 0..len);
        let last = part.body.text().chars().next_back().map_or(0, char::len_utf8);
        if let Some(source) = part.body.hull(len - last..len)
            && !part.body.text().ends_with('\n')
        {
            all.push_decoded("\n", source);
        }
    }
    all
}
