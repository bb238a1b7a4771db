//! Names and descriptions of the presets.

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
            "A file of 1 MB grows by a third and travels in many hundred packets.",
        ),
        "lost-packet" => ("A packet is lost", "One piece never arrives, and is sent once more."),
        "crossed-packets" => {
            ("Packets cross", "One piece is overtaken on the way, and the row is put right again.")
        }
        "wrong-password" => {
            ("Wrong password", "The key does not fit at first; the message waits in the box.")
        }
        _ => ("", ""),
    }
}
