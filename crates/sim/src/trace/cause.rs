//! Why a message could not be handed on, as the server that holds it sees it.

use crate::smtp::Reply;
use crate::smtp::client::{Problem, Stage};
use crate::smtp::reply::EnhancedCode;
use std::fmt;

/// Why a message could not be handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The next server said so.
    Reply {
        /// At which point of the conversation.
        stage: Stage,
        /// Its words.
        reply: Reply,
    },
    /// There was no connection.
    NoConnection {
        /// The call was refused; otherwise nobody answered at all.
        refused: bool,
    },
    /// The connection ended, or made no sense, before there was an answer.
    ConnectionLost {
        /// At which point of the conversation.
        stage: Stage,
    },
    /// The server took the call, and at some point said nothing more.
    NoReply {
        /// At which point of the conversation.
        stage: Stage,
    },
    /// There is no such domain (RFC 5321 section 5.1).
    NoSuchDomain,
    /// The domain states that it takes no mail (RFC 7505).
    NullMx,
    /// The domain names no server that could take its mail.
    NoUsableServer,
    /// The best server for this mail would be the one that holds it.
    LoopsBack,
    /// No name server answered.
    DnsTimeout,
    /// The box is here, but over its quota.
    BoxFull,
    /// There is no such box here.
    NoSuchBox,
}

impl Cause {
    /// What a client's problem means.
    pub fn of(problem: &Problem) -> Self {
        match &problem.reply {
            Some(reply) => Self::Reply { stage: problem.stage, reply: reply.clone() },
            None if problem.timed_out => Self::NoReply { stage: problem.stage },
            None => Self::ConnectionLost { stage: problem.stage },
        }
    }

    /// Whether it makes sense to try again later.
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Reply { reply, .. } => !reply.is_permanent(),
            Self::NoConnection { .. }
            | Self::ConnectionLost { .. }
            | Self::NoReply { .. }
            | Self::DnsTimeout
            | Self::BoxFull => true,
            Self::NoSuchDomain
            | Self::NullMx
            | Self::NoUsableServer
            | Self::LoopsBack
            | Self::NoSuchBox => false,
        }
    }

    /// Whether another server of the domain may do better: this one was not there, or stopped talking before it
    /// had the message (RFC 5321 section 5.1). A greeting that says no, and 421 at any time, is about the
    /// server, and not about the message (sections 3.1, 3.8 and 4.2.1); a name that is refused for good is about
    /// who calls.
    ///
    /// Simplified: any other no for now is waited for, also where the next server might say yes.
    pub const fn asks_for_next_server(&self) -> bool {
        match self {
            Self::NoConnection { .. } | Self::Reply { stage: Stage::Greeting, .. } => true,
            // Who had the whole message may have kept it.
            Self::ConnectionLost { stage } | Self::NoReply { stage } => {
                !matches!(stage, Stage::Message)
            }
            Self::Reply { stage, reply } => match stage {
                Stage::Hello => !reply.is_permanent(),
                Stage::Message => false,
                _ => reply.is(421),
            },
            Self::DnsTimeout
            | Self::BoxFull
            | Self::NoSuchDomain
            | Self::NullMx
            | Self::NoUsableServer
            | Self::LoopsBack
            | Self::NoSuchBox => false,
        }
    }

    /// The status code for a report (RFC 3463): the server's own, where it gave one.
    pub fn status(&self) -> EnhancedCode {
        match self {
            Self::Reply { reply, .. } => reply.enhanced().unwrap_or_else(|| {
                if reply.is_permanent() {
                    EnhancedCode::of::<5, 0, 0>()
                } else {
                    EnhancedCode::of::<4, 0, 0>()
                }
            }),
            Self::NoConnection { .. } => EnhancedCode::of::<4, 4, 1>(),
            Self::ConnectionLost { .. } | Self::NoReply { .. } => EnhancedCode::of::<4, 4, 2>(),
            Self::NoSuchDomain => EnhancedCode::of::<5, 1, 2>(),
            Self::NullMx => EnhancedCode::of::<5, 1, 10>(),
            Self::NoUsableServer => EnhancedCode::of::<5, 4, 4>(),
            Self::LoopsBack => EnhancedCode::of::<5, 4, 6>(),
            Self::DnsTimeout => EnhancedCode::of::<4, 4, 3>(),
            Self::BoxFull => EnhancedCode::of::<4, 2, 2>(),
            Self::NoSuchBox => EnhancedCode::of::<5, 1, 1>(),
        }
    }

    /// The status code for the report that the message was given up: where nothing ever answered, that it grew too
    /// old says more than one more try without an answer would (RFC 3463 section 3.5, X.4.1 and X.4.7).
    pub fn final_status(&self) -> EnhancedCode {
        match self {
            Self::NoConnection { refused: false } => EnhancedCode::of::<4, 4, 7>(),
            _ => self.status(),
        }
    }

    /// The reply, if there was one.
    pub const fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Reply { reply, .. } => Some(reply),
            _ => None,
        }
    }
}

/// For golden texts: the reply on one line, or what happened instead.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reply { reply, .. } => return write!(f, "{reply}"),
            Self::NoConnection { refused: true } => "the connection was refused",
            Self::NoConnection { refused: false } => "nobody answered the call",
            Self::ConnectionLost { .. } => "the connection ended without an answer",
            Self::NoReply { .. } => "the server took the call and then fell silent",
            Self::NoSuchDomain => "there is no such domain",
            Self::NullMx => "the domain takes no mail",
            Self::NoUsableServer => "the domain names no usable server",
            Self::LoopsBack => "mail for this domain would come back here",
            Self::DnsTimeout => "the registry does not answer",
            Self::BoxFull => "the box is full",
            Self::NoSuchBox => "there is no such box",
        })
    }
}
