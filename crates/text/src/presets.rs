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
            "One message for two people at the same domain. Each has their own mailbox and password.",
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
            "A 1 MB file grows by more than a third and travels in nearly a thousand packets.",
        ),
        PresetId::LostPacket => ("A packet is lost", "One packet never arrives and is sent again."),
        PresetId::CrossedPackets => (
            "Packets out of order",
            "One packet is overtaken on the way. The server puts them back in order.",
        ),
        PresetId::WrongPassword => {
            ("Wrong password", "The password is wrong at first. The message waits in the mailbox.")
        }
        PresetId::SignInRefused => (
            "Sign-in refused",
            "The email program has the wrong password for sending, so the message never leaves.",
        ),
        PresetId::AppPassword => (
            "An app password is needed",
            "The provider takes your ordinary password on its website, but not from email programs.",
        ),
        PresetId::NotSignedIn => (
            "Not signed in",
            "The email program does not sign in, but the server wants to know who is sending.",
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
            "A typo in the domain",
            "Nobody has registered the name after the @, so the message comes back.",
        ),
        PresetId::TypoDomain => (
            "Somebody else’s domain",
            "A letter is missing, and the domain with that name is somebody else’s. They get the message.",
        ),
        PresetId::NoSuchPerson => (
            "No such person",
            "The domain is right, but it has no mailbox with that name, so the message comes back.",
        ),
        PresetId::AccessDenied => (
            "Access denied",
            "The server refuses without saying why. Usually there is no such mailbox.",
        ),
        PresetId::ClosedGroup => (
            "Not from outside",
            "The address takes mail from its own organization only, and you write from outside.",
        ),
        PresetId::MailboxFull => (
            "The mailbox is full",
            "The message waits until the owner makes room a day later. Not every server waits.",
        ),
        PresetId::MailboxFullForGood => (
            "The mailbox stays full",
            "Nobody makes room, and after five days the message comes back.",
        ),
        PresetId::MailboxFullRefused => (
            "Mailbox full: refused",
            "The mailbox is full and the server does not wait. The message comes back at once.",
        ),
        PresetId::ServerDown => (
            "The server is down",
            "The server accepts no connections, so the message waits for another try.",
        ),
        PresetId::NoAnswer => (
            "The server never answers",
            "The server says nothing at all. You get a notice after hours, and a report after days.",
        ),
        PresetId::BackupServer => (
            "A second server helps out",
            "The first server is down. The second one takes the message and keeps it safe.",
        ),
        PresetId::Greylisted => (
            "Come back later",
            "The server does not know the sender yet, so it says “try again later”. That is greylisting.",
        ),
        PresetId::RefusedAsSpam => (
            "Taken for spam",
            "The server reads the message, takes it for spam and refuses it. A report comes back.",
        ),
        PresetId::SpamFolder => (
            "In the spam folder",
            "The message arrives, but in a folder that the recipient does not look in.",
        ),
        PresetId::SenderNotProven => (
            "The sender is not verified",
            "The server cannot verify that the message comes from the sender’s domain.",
        ),
        PresetId::SenderBlocked => (
            "On a blocklist",
            "Your provider’s server is on a list of suspected spam senders, so it is refused.",
        ),
        PresetId::NetworkBlocked => (
            "A network on a blocklist",
            "The recipient’s provider blocks the part of the network that your provider’s server is in.",
        ),
        PresetId::TooBig => (
            "The message is too big",
            "The recipient’s server sets a size limit. The message is bigger, so it is not sent.",
        ),
        PresetId::AttachmentBlocked => (
            "The attachment is blocked",
            "The server does not take this kind of file, so it refuses the message.",
        ),
        PresetId::MailLoop => (
            "Round in circles",
            "Two servers pass the message back and forth until one counts too many stamps.",
        ),
        PresetId::NoMailHere => (
            "No mail here",
            "The domain says that it takes no mail at all, so no server is contacted.",
        ),
        PresetId::LookupFails => (
            "The registry is silent",
            "The domain’s name servers do not answer for a while, so the message waits.",
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
