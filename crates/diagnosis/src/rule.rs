//! What a rule of the table is, and when it applies.

use crate::{Cause, Finality, Stage, phrase::Phrase};

/// When a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Always.
    Always,
    /// Where the codes say so, or nothing: not tried again.
    Final,
    /// Where the codes say that it is tried again.
    Temporary,
    /// Where a reply code refuses.
    Coded,
    /// Where there is no reply code: nobody was talked to.
    Uncoded,
    /// While a server is being called, and until the client has introduced itself.
    Early,
    /// In answer to the sender's address.
    Mail,
}

impl When {
    /// Whether it is so.
    pub(crate) fn applies(
        self,
        code: Option<u16>,
        by_codes: Option<Finality>,
        stage: Option<Stage>,
    ) -> bool {
        match self {
            Self::Always => true,
            Self::Final => by_codes != Some(Finality::Temporary),
            Self::Temporary => by_codes == Some(Finality::Temporary),
            Self::Coded => code.is_some() && by_codes == Some(Finality::Final),
            Self::Uncoded => code.is_none(),
            Self::Early => stage.is_some_and(|stage| stage <= Stage::Ehlo),
            Self::Mail => stage == Some(Stage::Mail),
        }
    }
}

/// Phrases that tell of a cause.
pub(crate) struct Rule {
    /// The cause.
    pub(crate) cause: Cause,
    /// When they do.
    pub(crate) when: When,
    /// Any of these.
    pub(crate) phrases: &'static [Phrase],
}

/// Phrases that always do.
pub(crate) const fn always(cause: Cause, phrases: &'static [Phrase]) -> Rule {
    Rule { cause, when: When::Always, phrases }
}

/// Phrases that do at times.
pub(crate) const fn when(when: When, cause: Cause, phrases: &'static [Phrase]) -> Rule {
    Rule { cause, when, phrases }
}
