//! What a text tells of somebody, in the terms of the card, and whose move it is.

use diagnosis::{Answer, Cause};
use model::why::Why;
use reader::Recipient;
use story::verdict::{Fixer, told};
use text::explanation;

/// What is wrong for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The cause.
    pub cause: Cause,
    /// What the card would call it.
    pub why: Why,
    /// Whose move it is.
    pub fixers: &'static [Fixer],
}

impl Told {
    /// Whose move it is, in words.
    pub fn whose_move(&self) -> String {
        let names: Vec<&str> = self.fixers.iter().copied().map(Fixer::name).collect();
        explanation::whose_move(&names)
    }
}

/// What a text tells of a recipient; `None` where nothing is wrong.
pub fn of(recipient: &Recipient) -> Option<Told> {
    let cause = recipient.cause?;
    let answer = Answer {
        code: recipient.code.as_ref().map(|it| it.value),
        enhanced: recipient.status.as_ref().map(|it| it.value),
        text: recipient.text.as_ref().map_or("", |it| &it.value),
        stage: recipient.stage.as_ref().map(|it| it.value),
    };
    let (why, fixers) = told(&answer, cause, recipient.is_final == Some(false));
    Some(Told { cause, why, fixers })
}
