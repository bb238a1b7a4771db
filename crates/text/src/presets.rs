//! Names and descriptions of the presets.

/// When the reader has changed something.
pub const YOUR_OWN: &str = "Your own";

/// A short name, and a sentence.
pub fn describe(slug: &str) -> (&'static str, &'static str) {
    match slug {
        "everything-works" => {
            ("Everything works", "A message from Send to the recipient’s screen.")
        }
        "two-boxes" => (
            "Two boxes, one domain",
            "One message for two people at the same domain: each has a box and a key of their own.",
        ),
        "same-provider" => (
            "Same provider",
            "Sender and recipient are customers of the same provider: nobody need be asked.",
        ),
        "long-way-round" => (
            "The long way round",
            "Four servers pass the message on before it is in the right place.",
        ),
        "big-attachment" => (
            "A big attachment",
            "A file of 1 MB grows by more than a third and travels in nearly a thousand packets.",
        ),
        "lost-packet" => ("A packet is lost", "One piece never arrives, and is sent once more."),
        "crossed-packets" => {
            ("Packets cross", "One piece is overtaken on the way, and the row is put right again.")
        }
        "wrong-password" => {
            ("Wrong password", "The key does not fit at first; the message waits in the box.")
        }
        "sign-in-refused" => (
            "Sign-in refused",
            "The program has the wrong password for sending, so the message does not even leave.",
        ),
        "misspelt-domain" => (
            "A letter missing in the domain",
            "Nobody has registered the name after the @, and the message comes back.",
        ),
        "no-such-person" => (
            "No such person",
            "The domain is right, but there is no box of that name, and the message comes back.",
        ),
        "mailbox-full" => (
            "The mailbox is full",
            "The message waits at the door until the owner has made room, a day later.",
        ),
        "mailbox-full-for-good" => (
            "The mailbox stays full",
            "Nobody makes room, and after five days the message comes back.",
        ),
        "server-down" => (
            "The server is down",
            "Nobody takes the call, so the message waits and is tried again.",
        ),
        "backup-server" => (
            "A second server helps out",
            "The first server is down; the second one takes the message and keeps it safe.",
        ),
        "greylisted" => (
            "Come back later",
            "The server does not know the sender yet, and asks to be called again: greylisting.",
        ),
        "refused-as-spam" => (
            "Taken for spam",
            "The server reads the message, takes it for spam and refuses it; a report comes back.",
        ),
        "sender-not-proven" => (
            "The sender is not proven",
            "The server cannot verify that the message comes from the sender’s domain.",
        ),
        "sender-blocked" => {
            ("On a blocklist", "The provider’s server has a bad name, and is not let in.")
        }
        "too-big" => (
            "The message is too big",
            "The recipient’s server says how much it takes, and this is more: it is not handed over.",
        ),
        "mail-loop" => (
            "Round in circles",
            "Two servers pass the message to each other until one counts too many stamps.",
        ),
        "no-mail-here" => {
            ("No mail here", "The domain states that it takes no mail at all, so nobody is called.")
        }
        "lookup-fails" => (
            "The registry is silent",
            "The domain’s name servers do not answer for a while; the message waits.",
        ),
        "several-recipients" => (
            "Three people, three endings",
            "One message for three people: one gets it, one box is full, one domain is misspelt.",
        ),
        "vanished-bounce" => (
            "The report that vanished",
            "The sender’s own address is misspelt, so the bad news goes nowhere.",
        ),
        _ => ("", ""),
    }
}
