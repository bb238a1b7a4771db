//! The glossary: what the terms mean, and how it is where the simple story bends the truth.

/// One term.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it stands in the list.
    pub term: &'static str,
    /// As it may stand in a sentence, longest first.
    pub shown: &'static [&'static str],
    /// What it means.
    pub text: &'static str,
}

/// A stretch of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// Plain text.
    Text(&'a str),
    /// A term, as it stands in the sentence.
    Term(&'a str, &'static Entry),
}

/// All entries, by the alphabet.
pub static ENTRIES: &[Entry] = &[
    Entry {
        term: "Bounce",
        shown: &["bounce"],
        text: "A report that comes back when a message cannot be delivered. The last server that had \
               the message writes it and sends it to the address the message came from.",
    },
    Entry {
        term: "Cache",
        shown: &["cache"],
        text: "A memory for answers. Each answer from the registry says how long it may be \
               remembered. Until then, the server that asked need not ask again.",
    },
    Entry {
        term: "Domain",
        shown: &["domains", "domain"],
        text: "The part of an address after the @, such as allbusiness.com. It works like a \
               postcode: all mail for it goes to the same place. The whole name counts, not just its \
               first word.",
    },
    Entry {
        term: "Domain name registry (DNS)",
        shown: &["domain name registry", "registry"],
        text: "The list that says which server takes mail for a domain, and which IP address a \
               server has. It is not one list but many: the root knows who keeps .com, .com knows \
               who keeps allbusiness.com, and that server has the answer. Its proper name is the \
               domain name system.",
    },
    Entry {
        term: "Email program",
        shown: &["email program"],
        text: "What you read and write mail with: an app on your computer or phone, or a page on \
               your provider’s website that does the same.",
    },
    Entry {
        term: "Greylisting",
        shown: &["greylisting"],
        text: "A server asks a sender it has not met before to come back in a few minutes. Real \
               servers do come back; many senders of spam do not.",
    },
    Entry {
        term: "IP address",
        shown: &["IP addresses", "IP address"],
        text: "The number of a computer on the internet, such as 198.51.100.26. Every packet \
               carries the number it is going to, as a parcel carries a street and house number. \
               Several domains can share one, and one domain can have several.",
    },
    Entry {
        term: "Mailbox",
        shown: &["mailboxes", "mailbox"],
        text: "Where your provider keeps your mail until your program collects it. Like a \
               post-office box, it has a name on the outside and a lock.",
    },
    Entry {
        term: "MX record",
        shown: &["MX record"],
        text: "The line in the registry that names the server that takes mail for a domain. MX \
               stands for mail exchanger. There can be several, with numbers: the lowest is tried \
               first.",
    },
    Entry {
        term: "Packet",
        shown: &["packets", "packet"],
        text: "A piece of data small enough to travel over the internet in one go, about 1,500 \
               bytes. Each carries its address and its place in the sequence, so packets may arrive \
               in any order, and a lost one can be sent again.",
    },
    Entry {
        term: "Password",
        shown: &["password"],
        text: "The key to your mailbox. Programs should send it only over an encrypted \
               connection (see TLS). Some large providers want an app password or a sign-in on \
               their own page instead.",
    },
    Entry {
        term: "POP server",
        shown: &["POP server", "POP side"],
        text: "A server that keeps mailboxes and hands out what is in them. The language is called \
               POP3. Strictly speaking, the SMTP part of such a server takes the mail in, and POP3 \
               is only how it is collected. Most programs today use IMAP instead, which leaves the \
               mail on the server.",
    },
    Entry {
        term: "Port",
        shown: &["port"],
        text: "A door number on a computer. Mail servers call each other on 25. Here your program \
               hands mail in on 587 and collects it on 110. Real programs encrypt the connection \
               there (see TLS), or use 465 and 995, where it is encrypted from the first byte.",
    },
    Entry {
        term: "Provider",
        shown: &["provider’s", "provider"],
        text: "The company that runs your mail server: a mail service, your employer’s, or the one \
               that brings the internet to your home (ISP, internet service provider).",
    },
    Entry {
        term: "Queue",
        shown: &["queue"],
        text: "Where a server keeps messages it has promised to pass on. If it cannot hand one on \
               now, it tries again later, for some days.",
    },
    Entry {
        term: "Relay",
        shown: &["relay"],
        text: "A mail server on the way that passes messages on to the next one. It may check for \
               viruses, or simply stand at the door of a large company.",
    },
    Entry {
        term: "SMTP server",
        shown: &["SMTP server", "SMTP"],
        text: "A server that takes mail and sends it on. SMTP, the Simple Mail Transfer Protocol, \
               is the language in which mail is handed over, from your program to your provider and \
               from server to server.",
    },
    Entry {
        term: "Stamp (Received line)",
        shown: &["stamps", "stamp"],
        text: "A line that each mail server puts on top of a message it takes: who it came from, \
               which server took it, and when. It begins with Received: and is in the full header. \
               Read from the bottom up, the stamps show the way the message came. (Spammers can forge the lowest.)",
    },
    Entry {
        term: "TLS",
        shown: &["TLS"],
        text: "A sealed tube around one conversation. Nobody listening on the line can read it, but \
               the computers at its ends can. Real programs and most servers use it. It is left out \
               here so that you can read along.",
    },
    Entry {
        term: "User name",
        shown: &["user name"],
        text: "The name of your mailbox, often the part before the @ or the whole address. It says \
               which box is yours, like the number on a post-office box.",
    },
];

/// Cuts a sentence so that the first place of each term can be marked.
pub fn find_terms(sentence: &str) -> Vec<Stretch<'_>> {
    // Longer terms first: in "domain name registry" the domain is no term of its own.
    // (Put in their places one by one: there are few, and a sort is a lot of code for the page.)
    let mut shown: Vec<(&'static str, &'static Entry)> = Vec::new();
    for (one, entry) in ENTRIES.iter().flat_map(|it| it.shown.iter().map(move |one| (*one, it))) {
        let place = shown.partition_point(|(other, _)| other.len() >= one.len());
        shown.insert(place, (one, entry));
    }
    let mut found: Vec<(usize, usize, &'static Entry)> = Vec::new();
    for (shown, entry) in shown {
        if found.iter().any(|(.., known)| known.term == entry.term) {
            continue;
        }
        // (Looked for at each place: sentences are short, and nothing else in the page needs the standard
        // library's search.)
        let mut places = sentence
            .char_indices()
            .filter(|(at, _)| sentence[*at..].starts_with(shown))
            .map(|(at, _)| (at, at + shown.len()));
        let free = places.find(|place| {
            is_word(sentence, *place)
                && found.iter().all(|(from, to, _)| place.1 <= *from || *to <= place.0)
        });
        if let Some((from, to)) = free {
            let place = found.partition_point(|(other, ..)| *other < from);
            found.insert(place, (from, to, entry));
        }
    }
    let mut stretches = Vec::new();
    let mut done = 0;
    for (from, to, entry) in found {
        if done < from {
            stretches.push(Stretch::Text(&sentence[done..from]));
        }
        stretches.push(Stretch::Term(&sentence[from..to], entry));
        done = to;
    }
    if done < sentence.len() {
        stretches.push(Stretch::Text(&sentence[done..]));
    }
    stretches
}

/// Near enough for our own sentences: to know all letters of the world takes large tables.
const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}

/// A piece of a sentence; and around a term what no line may be broken from it: a bracket, a comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tied<'a> {
    /// What stands directly before it.
    pub before: &'a str,
    /// The piece itself.
    pub piece: Stretch<'a>,
    /// What stands directly after it.
    pub after: &'a str,
}

/// The same pieces, each term with what is tied to it.
pub fn tied_terms(sentence: &str) -> Vec<Tied<'_>> {
    let pieces = find_terms(sentence);
    let mut tied: Vec<Tied<'_>> = Vec::new();
    let (mut taken, mut before) = (0, "");
    for (n, piece) in pieces.iter().enumerate() {
        let next = pieces.get(n + 1);
        tied.push(match (*piece, next) {
            (Stretch::Text(text), next) => {
                let rest = text.get(std::mem::take(&mut taken)..).unwrap_or_default();
                let end = next.map_or(rest.len(), |_| rest.rfind(' ').map_or(0, |at| at + 1));
                let (text, tail) = rest.split_at(end);
                before = tail;
                Tied { before: "", piece: Stretch::Text(text), after: "" }
            }
            (piece, next) => {
                let after = match next {
                    Some(Stretch::Text(text)) => text.split(' ').next().unwrap_or_default(),
                    _ => "",
                };
                taken = after.len();
                Tied { before: std::mem::take(&mut before), piece, after }
            }
        });
    }
    tied
}

/// Whether the place is a word of its own (`port` is none in `important`, nor in `port.example`).
fn is_word(sentence: &str, (from, to): (usize, usize)) -> bool {
    let part_of_word = |c: char| is_letter(c) || matches!(c, '-' | '@' | '_');
    let before = sentence[..from].chars().next_back();
    let mut after = sentence[to..].chars();
    let next = after.next();
    let dotted =
        |c: Option<char>, other: Option<char>| c == Some('.') && other.is_some_and(is_letter);
    !before.is_some_and(part_of_word)
        && !next.is_some_and(part_of_word)
        && !dotted(next, after.next())
        && !dotted(before, sentence[..from].chars().rev().nth(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let stretches = find_terms(sentence);
        let terms: Vec<_> = stretches
            .iter()
            .filter_map(|stretch| match stretch {
                Stretch::Term(shown, _) => Some(*shown),
                Stretch::Text(_) => None,
            })
            .collect();
        assert_eq!(terms, expected, "{sentence}");
        let whole: String = stretches
            .iter()
            .map(|stretch| match stretch {
                Stretch::Text(text) | Stretch::Term(text, _) => *text,
            })
            .collect();
        assert_eq!(whole, sentence);
    }

    #[test]
    fn what_is_tied_to_a_term_is_not_said_again() {
        let sentence = "A packet, another packet: the (mailbox), and SMTP.";
        let tied = tied_terms(sentence);
        let whole: String = tied
            .iter()
            .flat_map(|tied| match tied.piece {
                Stretch::Text(text) | Stretch::Term(text, _) => [tied.before, text, tied.after],
            })
            .collect();
        assert_eq!(whole, sentence);
        let around: Vec<_> = tied.iter().map(|tied| (tied.before, tied.after)).collect();
        for expected in [("", ","), ("(", "),"), ("", ".")] {
            assert!(around.contains(&expected), "{expected:?}: {around:?}");
        }
    }

    #[test]
    fn the_first_place_of_each_term_is_marked() {
        check("A packet, and a packet, in packets.", &["packets"]);
        check("An SMTP server has a domain.", &["SMTP server", "domain"]);
        check("the domain name registry", &["domain name registry"]);
        check("It is important.", &[]);
        check("mail for port.example and a@relay.example", &[]);
        check("", &[]);
    }

    #[test]
    fn entries_are_sorted_and_each_can_be_found() {
        assert!(ENTRIES.is_sorted_by_key(|entry| entry.term.to_lowercase()));
        for entry in ENTRIES {
            for shown in entry.shown {
                check(&format!("a {shown}."), &[shown]);
            }
        }
    }
}
