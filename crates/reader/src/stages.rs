//! How programs say what a server's words were the answer to.

use diagnosis::Stage;

use crate::{Said, cue, mapped::Mapped};

/// Where several appear, the first of the table counts.
const WORDINGS: &[(Stage, &str)] = &[
    (
        Stage::EndOfData,
        "end of data command|end of data|end of message|after i sent the message|\
         did not like our final data|for text command|in response to the end of data|>>> .",
    ),
    (
        Stage::Rcpt,
        "reply to rcpt to|after rcpt to|after pipelined rcpt|our rcpt to|[rcpt_to]|\
         does not like recipient|rcpt command|response to rcpt|noqueue: reject: rcpt|>>> rcpt to|\
         for rcpt command|for rcpt to command|smtp:rcpt",
    ),
    (
        Stage::Mail,
        "reply to mail from|after mail from|after pipelined mail from|our mail from|[mail_from]|\
         does not like sender|mail command|for mail from command|response to mail from|\
         noqueue: reject: mail|>>> mail from",
    ),
    (Stage::Data, "reply to data command|after data|after pipelined data|our data|>>> data"),
    (Stage::Auth, "after auth|sasl authentication failed|reply to auth|>>> auth"),
    (Stage::Ehlo, "reply to ehlo|reply to helo|after ehlo|after helo|>>> ehlo|>>> helo"),
    (
        Stage::Greeting,
        "refused to talk to me|after initial connection|initial greeting|\
         connected to but greeting failed",
    ),
    (
        Stage::Connecting,
        "connect to|establish an smtp connection|accept our requests to connect|\
         connection timed out|connection refused",
    ),
];

/// What the words say that they were the answer to.
pub(crate) fn find(words: &Mapped) -> Option<Said<Stage>> {
    WORDINGS.iter().find_map(|(stage, wordings)| {
        let span = cue::find(words.text(), wordings)?;
        words.said(span, *stage)
    })
}
