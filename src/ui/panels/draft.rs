//! What the reader is typing: kept as it is, valid or not.

use super::study::Study;
use ::text::ui as text;
use model::address::{AddressError, Mailbox};
use model::preset_id::PresetId;
use model::presets::Preset;
use model::scenario::{Parts, Scenario, ScenarioError};
use model::{byte_size, own_words, pasted};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Sender,
    Recipients,
    Subject,
    Text,
    Attachment,
    Relays,
}

impl Field {
    /// Its name for tests, and its `id`.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Sender => "own-sender",
            Self::Recipients => "own-recipients",
            Self::Subject => "own-subject",
            Self::Text => "own-text",
            Self::Attachment => "own-attachment",
            Self::Relays => "own-relays",
        }
    }

    /// The `id` of the sentence that says what is wrong with it.
    pub(super) const fn error_id(self) -> &'static str {
        match self {
            Self::Sender => "own-sender-error",
            Self::Recipients => "own-recipients-error",
            Self::Subject => "own-subject-error",
            Self::Text => "own-text-error",
            Self::Attachment => "own-attachment-error",
            Self::Relays => "own-relays-error",
        }
    }
}

/// What stands in the fields, in the order of [`Field`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    fields: [String; 6],
}

impl Draft {
    /// What the reader goes on from in a scenario that began as this preset.
    pub(super) fn of(preset: PresetId, parts: &Parts) -> Self {
        let recipients: Vec<String> = parts.recipients.iter().map(Mailbox::to_string).collect();
        let (text, attachment) = own_words::beginning(preset, parts);
        Self {
            fields: [
                parts.sender.to_string(),
                recipients.join("\n"),
                parts.subject.clone(),
                text,
                attachment.map_or_else(String::new, |file| byte_size::write(file.size)),
                parts.relays.to_string(),
            ],
        }
    }

    /// What stands in a field.
    pub(super) fn get(&self, field: Field) -> &str {
        &self.fields[field as usize]
    }

    /// After typing.
    pub(super) fn with(&self, field: Field, text: String) -> Self {
        let mut next = self.clone();
        next.fields[field as usize] = text;
        next
    }

    /// The scenario of these words, with everything else as in `before`.
    ///
    /// # Errors
    /// What is wrong, in a sentence, and where.
    pub(super) fn parts(&self, before: &Study) -> Result<Parts, (Field, String)> {
        let address = |field: Field, name| {
            move |(item, why): (String, AddressError)| (field, text::no_address(name, &item, why))
        };
        let sender = pasted::single(self.get(Field::Sender))
            .map_err(address(Field::Sender, text::OWN_SENDER))?;
        let recipients = pasted::list(self.get(Field::Recipients))
            .map_err(address(Field::Recipients, text::OWN_RECIPIENTS))?;
        let relays = self.get(Field::Relays).trim().parse().unwrap_or(u8::MAX);
        let size = byte_size::read(self.get(Field::Attachment));
        let parts = Parts {
            sender,
            recipients,
            subject: self.get(Field::Subject).to_owned(),
            text: self.get(Field::Text).to_owned(),
            attachment: size.map(|size| own_words::attachment(&before.parts, size)),
            relays,
            ..before.parts.clone()
        };
        fitted(parts).map_err(|error| (self.field_of(&error), [&error.to_string(), "."].concat()))
    }

    fn field_of(&self, error: &ScenarioError) -> Field {
        match error {
            ScenarioError::ReservedDomain(name) | ScenarioError::DomainTooLong(name)
                if self.get(Field::Sender).to_lowercase().contains(name.as_str()) =>
            {
                Field::Sender
            }
            ScenarioError::SubjectTooLong(_) => Field::Subject,
            ScenarioError::TextTooLong(_) => Field::Text,
            ScenarioError::TooManyRelays(_) => Field::Relays,
            _ => Field::Recipients,
        }
    }
}

/// The message as the example has it, with whatever goes wrong in `before`.
pub(super) fn example(before: &Study) -> Parts {
    let plain = Preset::of(before.preset).parts_for(&before.parts.owner);
    let (conditions, host_names) =
        (before.parts.conditions.clone(), before.parts.host_names.clone());
    fitted(Parts { conditions, host_names, ..plain.clone() }).unwrap_or(plain)
}

/// What is to go wrong on a hop or at a recipient that is no longer there goes with it.
fn fitted(mut parts: Parts) -> Result<Parts, ScenarioError> {
    let (hops, people) = (parts.relays.saturating_add(1), parts.recipients.len());
    parts.conditions.retain(|condition| {
        condition.hop().is_none_or(|hop| hop <= hops)
            && condition.recipient().is_none_or(|n| usize::from(n) < people)
    });
    parts.keep_usable_names();
    Ok(Scenario::new(parts)?.parts().clone())
}
