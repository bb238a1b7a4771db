//! Whether it is over.

use crate::{Cause, EnhancedCode, needle};

/// Whether a message is given up or tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finality {
    /// It is tried again.
    Temporary,
    /// It is not.
    Final,
}

/// How notices say that a message has been given up, whatever the code was.
const GIVEN_UP: &str = "\
    giving up|given up|not going to try again|failed permanently|permanent error|\
    permanent failure|permanent fatal|queue too long|could not be delivered for|\
    couldn't be delivered for|will not be retried|will not retry|no further attempts|\
    deleted from queue|deleted from the queue|retry timeout exceeded|\
    retry time exceeded|retry time not reached for any host after a long failure|\
    message expired|discarded|action: failed|status=bounced|undeliverable|unzustellbar|\
    delivery has failed";

/// How notices say that a message is still on its way.
const STILL_TRYING: &str = "\
    will be retried|will retry|will-retry-until|been delayed|is delayed|keep trying|\
    continue to try|still being retried|still trying|not yet been delivered|\
    still undelivered|do not need to resend|transient|action: delayed|status=deferred|\
    noch nicht zugestellt|weiter versucht";

impl Finality {
    /// What notices say, then what the codes say, then what such a cause mostly means.
    pub(crate) fn of(
        text: &str,
        code: Option<u16>,
        enhanced: Option<EnhancedCode>,
        cause: Cause,
    ) -> Self {
        let said = Self::of_notice(text).or_else(|| Self::of_codes(code, enhanced));
        said.unwrap_or(match cause {
            Cause::Later | Cause::TooMuch => Self::Temporary,
            _ => Self::Final,
        })
    }

    /// What notices say.
    pub(crate) fn of_notice(text: &str) -> Option<Self> {
        if needle::find(text, STILL_TRYING).is_some() {
            Some(Self::Temporary)
        } else {
            needle::find(text, GIVEN_UP).map(|_| Self::Final)
        }
    }

    /// What the codes say. A client goes by the reply code (RFC 5321, 4.2.1).
    pub(crate) fn of_codes(code: Option<u16>, enhanced: Option<EnhancedCode>) -> Option<Self> {
        match (code.map(|code| code / 100), enhanced.map(|enhanced| enhanced.class)) {
            (Some(4), _) | (None, Some(4)) => Some(Self::Temporary),
            (Some(5), _) | (None, Some(5)) => Some(Self::Final),
            _ => None,
        }
    }
}
