//! Who can do something about it, in a word or two, as the card has it.

/// Who wrote the message.
pub const SENDER: &str = "The sender";
/// Who runs the server it was handed in at.
pub const SENDERS_PROVIDER: &str = "The sender’s provider";
/// Who owns the domain in the sender's address.
pub const SENDERS_DOMAIN: &str = "The owner of the sender’s domain";
/// Who it was written to.
pub const RECIPIENT: &str = "The recipient";
/// Who runs the server with the boxes.
pub const RECIPIENTS_PROVIDER: &str = "The recipient’s provider";
/// Nobody need do anything.
pub const NOBODY: &str = "Nobody needs to";
