//! Titles and captions of a message that lies somewhere else than in the box that it was for.

use super::captions::StepText;
use super::units::list;

/// What stands on the door of the folder for spam, in the picture.
pub const SPAM: &str = "spam";
/// The same of the box for all names that a domain does not have.
pub const CATCH_ALL: &str = "catch-all";

fn step_text(title: &str, caption: &[&str]) -> StepText {
    StepText { title: title.to_owned(), caption: caption.concat() }
}

/// The server has sorted it into the folder for spam.
pub fn in_spam_folder(server: &str, names: &[String]) -> StepText {
    step_text(
        "Into the spam folder",
        &[
            server,
            " suspects spam and puts the message into the spam folder of ",
            &list(names),
            ". It counts as delivered, so you are not told.",
        ],
    )
}

/// The server has put it into the box for all names that the domain does not have.
pub fn in_catch_all(server: &str, domain: &str) -> StepText {
    step_text(
        "Into somebody else’s mailbox",
        &[
            server,
            " keeps mail for any name at ",
            domain,
            " in one mailbox, a catch-all. The message counts as delivered, so you are not told.",
        ],
    )
}

/// A server takes the message, whatever the name before the @.
pub fn taken_for_any_name(server: &str, domain: &str) -> StepText {
    step_text(
        "A server takes it",
        &[
            server,
            " takes mail for ",
            domain,
            ", whatever the name before the @. It cannot know that you meant another domain.",
        ],
    )
}

/// The recipient looks, and does not see it.
pub fn nothing_there(name: &str) -> StepText {
    step_text(
        "Nothing in the inbox",
        &[
            "The recipient’s program opens the mailbox “",
            name,
            "” by POP, which shows only the inbox. The inbox is empty, and the spam folder is not seen.",
        ],
    )
}
