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
            "One message for two people at the same domain: each has a mailbox and a password of their own.",
        ),
        PresetId::SameProvider => (
            "Same provider",
            "Sender and recipient are customers of the same provider: nothing has to be looked up.",
        ),
        PresetId::LongWayRound => (
            "The long way round",
            "Four servers pass the message on before it reaches the right one.",
        ),
        PresetId::BigAttachment => (
            "A big attachment",
            "A file of 1 MB grows by more than a third and travels in nearly a thousand packets.",
        ),
        PresetId::LostPacket => {
            ("A packet is lost", "One packet never arrives, and is sent once more.")
        }
        PresetId::CrossedPackets => {
            ("Packets cross", "One packet is overtaken on the way, and they are put back in order.")
        }
        PresetId::WrongPassword => {
            ("Wrong password", "The password is wrong at first; the message waits in the mailbox.")
        }
        PresetId::SignInRefused => (
            "Sign-in refused",
            "The program has the wrong password for sending, so the message does not even leave.",
        ),
        PresetId::AppPassword => (
            "An app password is needed",
            "The provider takes your ordinary password on its website, but not from email programs.",
        ),
        PresetId::NotSignedIn => (
            "Not signed in",
            "The program does not sign in, and the server wants to know first who is sending.",
        ),
        PresetId::NotYourAddress => (
            "Not your address",
            "The address in the message does not belong to the account that signed in.",
        ),
        PresetId::SendingLimit => (
            "Too many messages",
            "You have sent too much in an hour. The message stays in the outbox and goes out later.",
        ),
        PresetId::MisspeltDomain => (
            "A letter missing in the domain",
            "Nobody has registered the name after the @, and the message comes back.",
        ),
        PresetId::TypoDomain => (
            "Somebody else’s domain",
            "A letter is missing, and the domain with that name is somebody else’s, who gets the message.",
        ),
        PresetId::NoSuchPerson => (
            "No such person",
            "The domain is right, but it has no mailbox of that name, and the message comes back.",
        ),
        PresetId::AccessDenied => (
            "Access denied",
            "The server says no and not why; most often there is nobody of that name.",
        ),
        PresetId::ClosedGroup => (
            "Members only",
            "The address belongs to a group that takes messages from its members only.",
        ),
        PresetId::MailboxFull => (
            "The mailbox is full",
            "The message waits until the owner has made room, a day later. Not every server waits.",
        ),
        PresetId::MailboxFullForGood => (
            "The mailbox stays full",
            "Nobody makes room, and after five days the message comes back.",
        ),
        PresetId::MailboxFullRefused => (
            "The mailbox is full, at once",
            "The mailbox is full, and the server does not wait: the message comes back at once.",
        ),
        PresetId::ServerDown => (
            "The server is down",
            "The server accepts no connections, so the message waits and is tried again.",
        ),
        PresetId::NoAnswer => (
            "The server never answers",
            "Nothing comes back from the server: a notice after hours, and after days a report.",
        ),
        PresetId::BackupServer => (
            "A second server helps out",
            "The first server is down; the second one takes the message and keeps it safe.",
        ),
        PresetId::Greylisted => (
            "Come back later",
            "The server does not know the sender yet, and says: try again later. That is greylisting.",
        ),
        PresetId::RefusedAsSpam => (
            "Taken for spam",
            "The server reads the message, takes it for spam and refuses it; a report comes back.",
        ),
        PresetId::SpamFolder => (
            "In the spam folder",
            "The message arrives, but in a folder that the recipient does not look into.",
        ),
        PresetId::SenderNotProven => (
            "The sender is not verified",
            "The server cannot verify that the message comes from the sender’s domain.",
        ),
        PresetId::SenderBlocked => (
            "On a blocklist",
            "The provider’s server is on a list of suspected spam senders, and is refused.",
        ),
        PresetId::NetworkBlocked => (
            "A whole network on a blocklist",
            "The recipient’s provider takes no mail from the network that your provider is in.",
        ),
        PresetId::TooBig => (
            "The message is too big",
            "The recipient’s server states a limit, and the message is bigger: it is not sent there.",
        ),
        PresetId::AttachmentBlocked => (
            "The attachment is not let in",
            "The server takes no files of this kind, and refuses the message that holds one.",
        ),
        PresetId::MailLoop => (
            "Round in circles",
            "Two servers pass the message to each other until one counts too many stamps.",
        ),
        PresetId::NoMailHere => (
            "No mail here",
            "The domain states that it takes no mail at all, so no server is contacted.",
        ),
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
            "The sender’s own address is misspelt, so the bad news goes nowhere. Most providers refuse that at once.",
        ),
    }
}
