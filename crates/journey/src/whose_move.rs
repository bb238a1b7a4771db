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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reply: &str, command: &str, whose: &str, cause: &str) {
        let text = format!(
            "<jo@shop.example>: host mx.shop.example[192.0.2.1] said: {reply} (in reply to {command} command)"
        );
        let found = reader::read(&text);
        let told = of(&found.recipients[0]).expect(reply);
        assert_eq!(told.whose_move(), whose, "{reply}: {:?}", told.why);
        assert_eq!(text::search::told(told.cause, told.why), cause, "{reply}");
    }

    #[test]
    fn whose_move_it_is_follows_from_what_was_said() {
        check(
            "550 5.1.1 User unknown",
            "RCPT TO",
            "The sender can fix it.",
            "there is no such mailbox",
        );
        // Nobody signs in there: the server does not know the domain as its own.
        check(
            "554 5.7.1 <jo@shop.example>: Relay access denied",
            "RCPT TO",
            "The recipient’s provider can fix it.",
            "the server does not take mail for this domain from strangers",
        );
        check(
            "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
            "RCPT TO",
            "The recipient or the recipient’s provider can fix it.",
            "the sender’s address is not accepted",
        );
        check(
            "550 5.2.1 This mailbox is disabled",
            "RCPT TO",
            "The recipient or the recipient’s provider can fix it.",
            "the mailbox is switched off",
        );
        check(
            "550 5.7.26 This message does not pass authentication checks",
            "end of DATA",
            "The sender’s provider or the owner of the sender’s domain can fix it.",
            "the sender could not be verified",
        );
        // The server's disk, which no owner of a box can empty.
        check(
            "452 4.3.1 Insufficient system storage",
            "MAIL FROM",
            "Nobody needs to do anything for now.",
            "the server has no room at the moment",
        );
        check(
            "550 5.7.30 Basic authentication is not supported for Client Submission",
            "AUTH",
            "The sender can fix it.",
            "the sign-in is missing or not accepted, or the connection is not encrypted",
        );
        check(
            "550 5.7.30 This mail is unauthenticated: DKIM did not pass",
            "end of DATA",
            "The sender’s provider or the owner of the sender’s domain can fix it.",
            "the sender could not be verified",
        );
        check(
            "554 5.7.1 Client host [192.0.2.7] blocked using zen.blocklist.example; Error: open resolver",
            "RCPT TO",
            "The recipient’s provider can fix it.",
            "the server cannot use its blocklist",
        );
    }
}
