//! What becomes of a message, recipient by recipient.

use serde::{Deserialize, Serialize};

/// What became of the message for one recipient so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeliveryStatus {
    /// Not handed in yet.
    Unsent,
    /// The sender's program could not hand it in.
    NotSent,
    /// On the way.
    OnTheWay,
    /// In a queue, to be tried again.
    Waiting,
    /// Given up.
    Failed,
    /// In the box.
    Delivered,
    /// Fetched.
    Collected,
    /// In a folder for spam, which the recipient's program does not show.
    InSpamFolder,
    /// In somebody else's box, at a domain that takes mail for any name.
    InCatchAll,
}
