//! What an answer was the answer to.

use crate::needle;

/// How far the conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The server was being called.
    Connecting,
    /// It greeted.
    Greeting,
    /// The client introduced itself.
    Ehlo,
    /// The client signed in.
    Auth,
    /// The client named the sender.
    Mail,
    /// The client named a recipient.
    Rcpt,
    /// The client wanted to send the message.
    Data,
    /// The client had sent the message.
    EndOfData,
}

/// How programs say what an answer was to. Where several appear, the first of the table counts.
const WORDINGS: &[(Stage, &str)] = &[
    (
        Stage::EndOfData,
        "end of data|end of message|after i sent the message|did not like our final data|\
         pipelined end of data|for text command",
    ),
    (
        Stage::Rcpt,
        "reply to rcpt|after rcpt|after pipelined rcpt|our rcpt to|rcpt_to]|\
         does not like recipient|rcpt command|response to rcpt|noqueue: reject: rcpt",
    ),
    (
        Stage::Mail,
        "reply to mail from|after mail from|after pipelined mail from|our mail from|\
         mail_from]|does not like sender|mail command|response to mail from|\
         noqueue: reject: mail",
    ),
    (Stage::Data, "reply to data|after data|after pipelined data|our data"),
    (Stage::Auth, "after auth|sasl authentication failed|reply to auth"),
    (Stage::Ehlo, "reply to ehlo|reply to helo|after ehlo|after helo"),
    (
        Stage::Greeting,
        "refused to talk to me|after initial connection|connected to|initial greeting",
    ),
    (Stage::Connecting, "connect to|establish an smtp connection"),
];

impl Stage {
    /// What the text says that it was the answer to.
    pub(crate) fn read(text: &str) -> Option<Self> {
        WORDINGS
            .iter()
            .find(|(_, wordings)| needle::find(text, wordings).is_some())
            .map(|(stage, _)| *stage)
    }
}
