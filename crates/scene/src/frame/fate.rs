//! What became of the message for one of several recipients.

use model::story::DeliveryStatus;

/// What became of the message for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FatePose {
    /// Who, and the same in a word or two.
    pub title: String,
    /// What.
    pub fate: Fate,
    /// It is this recipient's turn in the picture.
    pub current: bool,
    /// The middle of its sign, in whole scene units.
    pub at: (i32, i32),
    /// How large the sign is.
    pub size: i32,
}

/// What became of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Still on its way.
    Open,
    /// In a queue, to be tried again.
    Waiting,
    /// In the box, or collected.
    Delivered,
    /// Given up; a report went back, or the program said so at once. Or it lies where it is not seen.
    Returned,
}

impl From<DeliveryStatus> for Fate {
    fn from(status: DeliveryStatus) -> Self {
        match status {
            DeliveryStatus::Unsent | DeliveryStatus::OnTheWay => Self::Open,
            DeliveryStatus::Waiting => Self::Waiting,
            DeliveryStatus::Failed
            | DeliveryStatus::NotSent
            | DeliveryStatus::InSpamFolder
            | DeliveryStatus::InCatchAll => Self::Returned,
            DeliveryStatus::Delivered | DeliveryStatus::Collected => Self::Delivered,
        }
    }
}
