//! Names and descriptions of the presets.

use model::preset_id::PresetId;

/// When the reader has changed something.
pub const YOUR_OWN: &str = "Your own";

/// A short name, and a sentence.
pub fn describe(id: PresetId) -> (&'static str, &'static str) {
    match id {
        PresetId::EverythingWorks => {
            ("Everything works", "A message from Send to the recipient’s screen.")
        }
        PresetId::TwoBoxes => (
            "Two boxes, one domain",
            "One message for two people at the same domain: each has a box and a key of their own.",
        ),
        PresetId::SameProvider => (
            "Same provider",
            "Sender and recipient are customers of the same provider: nobody need be asked.",
        ),
        PresetId::LongWayRound => (
            "The long way round",
            "Four servers pass the message on before it is in the right place.",
        ),
        PresetId::BigAttachment => (
            "A big attachment",
            "A file of 1 MB grows by more than a third and travels in nearly a thousand packets.",
        ),
        PresetId::LostPacket => {
            ("A packet is lost", "One piece never arrives, and is sent once more.")
        }
        PresetId::CrossedPackets => {
            ("Packets cross", "One piece is overtaken on the way, and the row is put right again.")
        }
        PresetId::WrongPassword => {
            ("Wrong password", "The key does not fit at first; the message waits in the box.")
        }
        PresetId::SignInRefused => (
            "Sign-in refused",
            "The program has the wrong password for sending, so the message does not even leave.",
        ),
        PresetId::MisspeltDomain => (
            "A letter missing in the domain",
            "Nobody has registered the name after the @, and the message comes back.",
        ),
        PresetId::NoSuchPerson => (
            "No such person",
            "The domain is right, but there is no box of that name, and the message comes back.",
        ),
        PresetId::MailboxFull => (
            "The mailbox is full",
            "The message waits at the door until the owner has made room, a day later.",
        ),
        PresetId::MailboxFullForGood => (
            "The mailbox stays full",
            "Nobody makes room, and after five days the message comes back.",
        ),
        PresetId::ServerDown => (
            "The server is down",
            "Nobody takes the call, so the message waits and is tried again.",
        ),
        PresetId::BackupServer => (
            "A second server helps out",
            "The first server is down; the second one takes the message and keeps it safe.",
        ),
        PresetId::Greylisted => (
            "Come back later",
            "The server does not know the sender yet, and asks to be called again: greylisting.",
        ),
        PresetId::RefusedAsSpam => (
            "Taken for spam",
            "The server reads the message, takes it for spam and refuses it; a report comes back.",
        ),
        PresetId::SenderNotProven => (
            "The sender is not proven",
            "The server cannot verify that the message comes from the sender’s domain.",
        ),
        PresetId::SenderBlocked => {
            ("On a blocklist", "The provider’s server has a bad name, and is not let in.")
        }
        PresetId::TooBig => (
            "The message is too big",
            "The recipient’s server says how much it takes, and this is more: it is not handed over.",
        ),
        PresetId::MailLoop => (
            "Round in circles",
            "Two servers pass the message to each other until one counts too many stamps.",
        ),
        PresetId::NoMailHere => {
            ("No mail here", "The domain states that it takes no mail at all, so nobody is called.")
        }
        PresetId::LookupFails => (
            "The registry is silent",
            "The domain’s name servers do not answer for a while; the message waits.",
        ),
        PresetId::SeveralRecipients => (
            "Three people, three endings",
            "One message for three people: one gets it, one box is full, one domain is misspelt.",
        ),
        PresetId::VanishedBounce => (
            "The report that vanished",
            "The sender’s own address is misspelt, so the bad news goes nowhere.",
        ),
    }
}
