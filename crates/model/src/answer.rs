//! What a mail server answers instead of what it usually would: a reply of any wording, or nothing at
//! all; for whom, at which point of the conversation, and how often.
//!
//! What follows is for RFC 5321 and the codes to say, and not decided here.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// A host answers this, there, so often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerAnswer {
    /// Which server, and whom it answers so.
    pub to: AnswersTo,
    /// What, and at which point.
    pub answer: Answer,
    /// How often; `None`: always.
    pub times: Option<u8>,
}

/// Which server answers so, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswersTo {
    /// The server at the end of this hop (0 is from the sender's computer to the provider), to whoever
    /// is at its beginning.
    Hop(u8),
    /// The server that takes the mail for this recipient's domain, to everybody; to `RCPT`, for all
    /// recipients in that domain.
    Domain(u8),
    /// The same server, to `RCPT` with this recipient. At other points this is as good as
    /// [`Self::Domain`]: a conversation has one answer there for all recipients.
    Recipient(u8),
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// This reply.
    Reply {
        /// At which point.
        stage: AnswerStage,
        /// Its words.
        reply: Refusal,
    },
    /// Nothing, from here on: the connection stays open, and nothing more is said.
    Silence {
        /// At which point.
        stage: AnswerStage,
    },
    /// Nothing: the server hangs up.
    HangUp {
        /// At which point.
        stage: AnswerStage,
    },
    /// There is nobody to answer: calls for mail are refused. How often: so many calls.
    RefusedCall,
    /// Nobody even learns where to call: the domain's name server is silent. How often: so many
    /// look-ups, each of which asks several times.
    SilentNames,
}

/// A point of the conversation at which a server has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AnswerStage {
    /// A call was taken, and a greeting is awaited.
    Greeting,
    /// `EHLO`.
    Hello,
    /// `AUTH`, which only the sender's program says, to the provider.
    Auth,
    /// `MAIL`.
    Mail,
    /// `RCPT`.
    Rcpt,
    /// `DATA`.
    Data,
    /// The message, after its last dot.
    Message,
}

impl AnswerStage {
    /// All points, in the order of a conversation.
    pub const ALL: [Self; 7] = [
        Self::Greeting,
        Self::Hello,
        Self::Auth,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Message,
    ];
}

impl Answer {
    /// At which point of the conversation, if there is one.
    pub const fn stage(&self) -> Option<AnswerStage> {
        match self {
            Self::Reply { stage, .. } | Self::Silence { stage } | Self::HangUp { stage } => {
                Some(*stage)
            }
            Self::RefusedCall | Self::SilentNames => None,
        }
    }
}
