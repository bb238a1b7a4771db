//! A journey that shows everybody's names to whoever pasted them, and hides them in links.

use super::{Missing, Names, Retold, retell};
use model::address::Mailbox;
use model::owner::Owner;
use model::scenario::Parts;
use reader::Found;

/// What stands in links instead of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hiding {
    shown: Parts,
    hidden: Parts,
}

/// The journey with names, and what hides them in links. Where a name cannot be hidden, it is left out of the journey,
/// too, and there is nothing to hide.
///
/// # Errors
/// See [`retell`].
pub fn retell_to_reader(found: &Found, owner: &Owner) -> Result<(Retold, Option<Hiding>), Missing> {
    let hidden = retell(found, Names::Hidden, owner)?;
    match retell(found, Names::Shown, owner) {
        Ok(shown) if is_alike(&shown, &hidden) => {
            let hiding = Hiding { shown: shown.parts.clone(), hidden: hidden.parts };
            Ok((shown, Some(hiding)))
        }
        _ => Ok((hidden, None)),
    }
}

fn is_alike(shown: &Retold, hidden: &Retold) -> bool {
    shown.of == hidden.of
        && shown.parts.recipients.len() == hidden.parts.recipients.len()
        && shown.parts.conditions.len() == hidden.parts.conditions.len()
}

impl Hiding {
    /// The scenario as a link may have it: also where the reader has changed something else meanwhile.
    #[must_use]
    pub fn applied_to(&self, parts: &Parts) -> Parts {
        let mut linked = parts.clone();
        for mailbox in linked.recipients.iter_mut().chain([&mut linked.sender]) {
            if let Some(hidden) = self.hidden(mailbox) {
                mailbox.clone_from(hidden);
            }
        }
        for condition in &mut linked.conditions {
            let at = self.shown.conditions.iter().position(|it| it == condition);
            if let Some(hidden) = at.and_then(|at| self.hidden.conditions.get(at)) {
                condition.clone_from(hidden);
            }
        }
        linked
    }

    fn hidden(&self, mailbox: &Mailbox) -> Option<&Mailbox> {
        let shown = self.shown.recipients.iter().chain([&self.shown.sender]);
        let hidden = self.hidden.recipients.iter().chain([&self.hidden.sender]);
        shown.zip(hidden).find(|(shown, _)| *shown == mailbox).map(|(_, hidden)| hidden)
    }
}
