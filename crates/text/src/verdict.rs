//! The sentences of the verdict card.

pub mod codes;
pub mod fixers;

use super::owner::{of_provider, of_provider_first};
use super::units::{count, ordinal, size, span, times};
use model::why::Why;

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It did not leave the sender's program.
    NotSent,
    /// Refused for good.
    Refused,
    /// Given up after so many tries in so much time.
    Expired {
        /// Tries.
        tries: usize,
        /// Microseconds.
        micros: u64,
    },
    /// Delivered after a wait.
    Waited {
        /// Tries, the successful one included.
        tries: usize,
        /// Microseconds.
        micros: u64,
    },
    /// Delivered after a server had kept it for so long.
    Held {
        /// Microseconds.
        micros: u64,
    },
    /// Taken by another server of the domain.
    BackedUp {
        /// Its name.
        next: String,
        /// Tries it needed to hand it on.
        tries: usize,
        /// How long it kept it, in microseconds, if that was a matter of waiting.
        micros: Option<u64>,
    },
    /// Still in a queue.
    Waits {
        /// The server with the queue.
        holder: String,
        /// When it is tried again.
        next: String,
    },
    /// The simulation ended before it was decided.
    CutShort {
        /// The server with the queue; `None`: it has not left the sender's program.
        holder: Option<String>,
    },
    /// Delivered, and not to the recipient's box.
    SetAside,
    /// In the box, and collected in the end.
    Opened,
    /// In the box, and not collected.
    StillShut,
}

impl Resolution {
    /// Whether nothing is left of what went wrong.
    pub const fn is_overcome(&self) -> bool {
        matches!(
            self,
            Self::Waited { .. } | Self::Held { .. } | Self::BackedUp { .. } | Self::Opened
        )
    }
}

/// What is put into the sentences.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The addresses, as a list.
    pub people: &'a str,
    /// The names before the @, as a list.
    pub boxes: &'a str,
    /// How many they are.
    pub number: usize,
    /// What stands after the @.
    pub domain: &'a str,
    /// The server that did it.
    pub server: &'a str,
    /// That server is the sender's provider's.
    pub own: bool,
    /// The sender has, or will have, a report to forward.
    pub report: bool,
    /// The reply begins with 5.
    pub permanent: bool,
    /// What the sender's provider is called.
    pub provider: Option<&'a str>,
    /// What stands after the @ in the sender's address.
    pub home: &'a str,
    /// The same, where the sender's provider has its boxes.
    pub providers_home: Option<&'a str>,
    /// How big the message is, and how big the server takes them, in bytes.
    pub sizes: Option<(u64, u64)>,
    /// Subject and detail of the reply's enhanced code.
    pub code: Option<(u16, u16)>,
    /// The blocklist that the reply names.
    pub blocklist: Option<&'a str>,
}

/// What happened, in the past tense, without capital and full stop.
fn clause(why: Why, f: &Facts<'_>) -> String {
    let by_server = |what: &str| [f.server, what].concat();
    let for_people = |one: &str, several: &str| {
        let (what, verb) =
            if f.number > 1 { ("the mailboxes of ", several) } else { ("the mailbox of ", one) };
        [what, f.people, verb].concat()
    };
    match why {
        Why::NoSuchDomain => ["the domain name registry has no domain called ", f.domain].concat(),
        Why::NullMx => ["the domain ", f.domain, " says that it takes no mail at all"].concat(),
        Why::NoServer => {
            ["the domain ", f.domain, " names no server that could take its mail"].concat()
        }
        Why::Circle => {
            [f.server, " looked for the mail server of ", f.domain, " and found only itself"]
                .concat()
        }
        Why::DnsTimeout => {
            ["no name server could say which server takes mail for ", f.domain].concat()
        }
        Why::NoSuchBox => {
            let what = if f.number > 1 {
                "there are no mailboxes named "
            } else {
                "there is no mailbox named "
            };
            [what, f.boxes, " at ", f.domain].concat()
        }
        Why::NoAccess => [
            f.server,
            " denied access to ",
            f.people,
            ", which usually means that there is no such mailbox",
        ]
        .concat(),
        Why::ClosedGroup => {
            let take = if f.number > 1 { " take" } else { " takes" };
            let certain = " mail from certain people only, and you are not one of them";
            [f.people, take, certain].concat()
        }
        Why::BoxFull => for_people(" was full", " were full"),
        Why::BoxOff => {
            let said = [f.server, " said that "].concat();
            said + &for_people(" takes no mail", " take no mail")
        }
        Why::BoxBusy => {
            let could = " could not take mail just then";
            [f.server, " said that ", &for_people(could, could)].concat()
        }
        Why::NoCalls => by_server(" was not accepting connections"),
        Why::NoAnswer => by_server(" did not answer"),
        Why::Lost => ["the connection to ", f.server, " ended without a proper answer"].concat(),
        Why::Silent => by_server(" accepted the connection and then fell silent"),
        Why::TooBig => {
            let figures = f.sizes.map_or_else(String::new, |(message, limit)| {
                [": it is ", &size(message), ", and the limit is ", &size(limit)].concat()
            });
            ["the message is bigger than ", f.server, " allows", &figures].concat()
        }
        Why::Spam => by_server(" took the message for spam and refused it"),
        Why::Content => by_server(" refused the message because of what is in it"),
        Why::Attachment => by_server(" does not accept this kind of attachment"),
        Why::NotProven => {
            by_server(" could not verify that the message really comes from the sender’s domain")
        }
        Why::Blocked | Why::NotTrusted if f.own => by_server(if why == Why::Blocked {
            " does not let you in, because the internet address that you call from is on a blocklist"
        } else {
            " does not trust the internet address that you call from"
        }),
        Why::Blocked => {
            let list = f.blocklist.map_or_else(
                || "a blocklist".to_owned(),
                |name| "the blocklist ".to_owned() + name,
            );
            let brought = " refused the message because the server that sent it is on ";
            [f.server, brought, &list].concat()
        }
        Why::NetworkBlocked => by_server(
            " refused the message because the recipient’s provider blocks a part of the network it \
             came from",
        ),
        Why::ListUnread => by_server(" cannot use its blocklist, and refuses everybody"),
        Why::NotTrusted => by_server(" did not trust where the message came from"),
        Why::TooMuch if f.own => by_server(" said that you had sent too much in a short time"),
        Why::TooMuch => by_server(" said that too much mail came at once"),
        Why::SenderRefused => by_server(" takes no mail from the sender’s address"),
        Why::SenderUnknown => by_server(" could not find the domain in the sender’s address"),
        Why::NotYourAddress => by_server(
            " does not let you send from this address, because it does not belong to the account \
             that signed in",
        ),
        Why::NotSignedIn => by_server(" wanted a sign-in or an encrypted connection first"),
        Why::NoRelay => [f.server, " takes no mail for ", f.domain, " from strangers"].concat(),
        Why::Policy => by_server(" refused the message because of its own rules"),
        Why::Greylisted => {
            by_server(" did not know the sender yet and asked it to try again later (greylisting)")
        }
        Why::TooManyHops => [
            "the message had been passed on so often that ",
            f.server,
            " stopped it: it was going in circles",
        ]
        .concat(),
        Why::SignIn => {
            let server = of_provider(f.provider);
            [&server, " server did not accept the user name and password from your program"]
                .concat()
        }
        Why::AppPassword => {
            let server = of_provider(f.provider);
            [&server, " server does not take your ordinary password from email programs"].concat()
        }
        Why::Busy if f.permanent => by_server(" said that it takes no mail"),
        Why::Busy => by_server(" could not take mail just then"),
        Why::Other if f.permanent => by_server(" refused the message"),
        Why::Other => by_server(" could not take the message just then"),
        Why::WrongKey => for_people(
            " did not open with the password that was tried",
            " did not open with the passwords that were tried",
        ),
        Why::InUse => {
            for_people(" was in use by another session", " were in use by other sessions")
        }
        Why::Held => by_server(" kept the message"),
        Why::SpamFolder => {
            let folder = if f.number > 1 {
                " put the message into the spam folders of "
            } else {
                " put the message into the spam folder of "
            };
            [f.server, folder, f.people, ", where email programs that use POP do not look"].concat()
        }
        Why::CatchAll => [
            f.server,
            " has no mailbox named ",
            f.boxes,
            ", but takes mail for any name at ",
            f.domain,
            ", so whoever owns that domain has the message now",
        ]
        .concat(),
        Why::CutShort => "the journey became too long to simulate to the end".to_owned(),
    }
}

/// What happened, in one sentence. `lost`: the address the report should have reached, and whether
/// its domain is the trouble.
pub fn happened(
    why: Why,
    resolution: &Resolution,
    f: &Facts<'_>,
    lost: Option<(&str, bool)>,
) -> String {
    let mut text = capital(&clause(why, f));
    let tail = match resolution {
        Resolution::Refused if why == Why::BoxFull => {
            [", and ", f.server, " does not keep mail until there is room"].concat()
        }
        Resolution::Refused | Resolution::SetAside => String::new(),
        Resolution::NotSent => ", so the message was not sent".to_owned(),
        Resolution::Expired { micros, .. } => {
            [", and after ", &days(*micros), " the message was given up"].concat()
        }
        Resolution::Waited { micros, .. } => {
            [", so the message waited for ", &span(rounded(*micros)), "; then it was delivered"]
                .concat()
        }
        Resolution::Held { micros } => [" for ", &span(*micros), " before passing it on"].concat(),
        Resolution::BackedUp { next, micros: None, .. } => {
            [", so ", next, ", the next server of the domain, took the message and handed it on"]
                .concat()
        }
        Resolution::BackedUp { next, micros: Some(micros), .. } => {
            let kept = span(rounded(*micros));
            [
                ", so ",
                next,
                ", the next server of the domain, took the message and handed it on ",
                &kept,
                " later",
            ]
            .concat()
        }
        Resolution::Waits { holder, .. } | Resolution::CutShort { holder: Some(holder) } => {
            [", and the message is still in the queue of ", holder].concat()
        }
        Resolution::CutShort { holder: None } => {
            ", and the message has not left your program yet".to_owned()
        }
        Resolution::Opened => ", so the message waited there until it was collected".to_owned(),
        Resolution::StillShut => ", so the message is still waiting there".to_owned(),
    };
    text.push_str(&tail);
    match lost {
        Some((address, true)) => {
            for part in [
                ", and you are never told, because your program gives ",
                address,
                " as your address",
            ] {
                text.push_str(part);
            }
        }
        Some((address, false)) => {
            for part in [", and you are never told, because the report could not reach ", address] {
                text.push_str(part);
            }
        }
        None => {}
    }
    text.push('.');
    text
}

/// Whether it is tried again.
pub fn again(resolution: &Resolution, replied: bool) -> String {
    match resolution {
        Resolution::NotSent => {
            "Perhaps by your program, if it has an Outbox, but it fails until this is put right."
                .to_owned()
        }
        Resolution::Refused if replied => {
            "No: a reply that starts with 5 is final, and the servers do not try again.".to_owned()
        }
        Resolution::Refused => "No: waiting does not change this.".to_owned(),
        Resolution::Expired { tries, micros } => [
            "Not any more: the servers tried ",
            &times(*tries),
            " in ",
            &days(*micros),
            " and gave up.",
        ]
        .concat(),
        Resolution::Waited { tries, .. } => {
            ["Yes, and the ", &ordinal(*tries), " try succeeded."].concat()
        }
        Resolution::Held { .. } => "There was no need: nobody had refused it.".to_owned(),
        Resolution::BackedUp { micros: None, .. } => {
            "Yes: the next server on the domain’s list was tried at once.".to_owned()
        }
        Resolution::BackedUp { next, tries, .. } => {
            ["Yes: ", next, " kept trying, and its ", &ordinal(*tries), " try succeeded."].concat()
        }
        Resolution::Waits { next, .. } => ["Yes: the next try is on ", next, " UTC."].concat(),
        Resolution::CutShort { holder: Some(_) } => {
            "It would be: servers keep trying for days.".to_owned()
        }
        Resolution::CutShort { holder: None } => "It would be: nobody has given up yet.".to_owned(),
        Resolution::SetAside => {
            "No: it counts as delivered, so nobody tries again or tells you.".to_owned()
        }
        Resolution::Opened => "Yes: the program tried the mailbox again and got in.".to_owned(),
        Resolution::StillShut => {
            "It has been delivered, and now the recipient’s program has to get in.".to_owned()
        }
    }
}

/// One or two things to do. `lost`: the wrong address of the sender.
pub fn actions(
    why: Why,
    resolution: &Resolution,
    f: &Facts<'_>,
    lost: Option<&str>,
) -> Vec<String> {
    let (first, second) = match resolution {
        Resolution::Waited { .. }
        | Resolution::Held { .. }
        | Resolution::BackedUp { .. }
        | Resolution::Opened => mended(why, f),
        Resolution::CutShort { .. } => (
            "Make the journey simpler: fewer recipients, relays or mishaps at once, or a smaller \
             attachment."
                .to_owned(),
            String::new(),
        ),
        Resolution::Waits { .. } => (
            "Wait, and do not send the message again: it is still being tried.".to_owned(),
            remedy(why, f).0,
        ),
        _ => remedy(why, f),
    };
    let mut actions = vec![first, second];
    if let Some(address) = lost {
        let own = "Correct your own address in your program’s account settings: it says ";
        let most = ". (Most providers would have refused to send from it.)";
        actions.insert(0, [own, address, most].concat());
    }
    actions.retain(|action| !action.is_empty());
    actions.truncate(2);
    actions
}

/// What to do when all is well again: nothing, and something for the next time.
fn mended(why: Why, f: &Facts<'_>) -> (String, String) {
    let next = match why {
        Why::TooMuch if f.own => "If it happens often, ask your provider what its limits are.",
        Why::Greylisted => "Your next message to this address should not have to wait.",
        Why::BoxFull => {
            "If it happens again, ask the recipient to make room: not every server waits."
        }
        Why::WrongKey => {
            "If it happens again, the recipient can check the password saved in their program."
        }
        Why::Held if f.own => {
            let desk = of_provider(f.provider);
            let tell = ["If it happens often, tell ", &desk, " help desk."].concat();
            return ("Nothing now: the message has arrived.".to_owned(), tell);
        }
        Why::Held => {
            "If it happens often, tell the recipient by phone or text that their mail comes late."
        }
        Why::InUse => {
            "If it happens again, the recipient can close other programs that use the mailbox."
        }
        _ => {
            return (
                "Nothing: servers keep a message and try again on their own.".to_owned(),
                if f.own {
                    ["If it happens often, tell ", &of_provider(f.provider), " help desk."].concat()
                } else {
                    String::new()
                },
            );
        }
    };
    ("Nothing now.".to_owned(), next.to_owned())
}

/// What to do when it failed.
fn remedy(why: Why, f: &Facts<'_>) -> (String, String) {
    let own = |text: &str| text.to_owned();
    let help_desk = |why: &str| {
        let what = if f.report { "Forward the report" } else { "Show this" };
        [what, " to ", &of_provider(f.provider), " help desk", why, "."].concat()
    };
    let tell = |what: &str, name: &str| {
        ["Tell the recipient by phone or text that ", name, what, "."].concat()
    };
    let later = || own("Once that is fixed, send the message again.");
    let meanwhile = || own("Until then, reach the recipient by phone or text.");
    match why {
        Why::NoSuchDomain => (
            ["Look at the part after the @: is ", f.domain, " spelled right?"].concat(),
            own(
                "Correct it, and send the message again. If it is right, ask the recipient by phone or text.",
            ),
        ),
        Why::NoSuchBox => (
            ["Look at the part before the @: is ", f.boxes, " spelled right?"].concat(),
            own(
                "Correct it, and send the message again. If it is right, ask the recipient by phone or text for their current address.",
            ),
        ),
        Why::NoAccess => (
            ["Look at the address letter by letter: is ", f.people, " right?"].concat(),
            own(
                "If it is, ask the recipient by phone or text to have their provider look into it.",
            ),
        ),
        Why::ClosedGroup => (
            own(
                "Ask the recipient by phone or text to have your address added to those that may write.",
            ),
            own("Or write to somebody behind that address directly."),
        ),
        Why::NullMx => (
            ["Find another address for the recipient: ", f.domain, " takes no mail."].concat(),
            String::new(),
        ),
        Why::NoServer => (
            ["Look at the part after the @: is ", f.domain, " spelled right?"].concat(),
            tell(" names no usable mail server", f.domain),
        ),
        Why::NotSignedIn | Why::NoRelay if f.own => (
            own("In your program’s settings for outgoing mail, switch on sign-in and encryption."),
            own("Then send the message again."),
        ),
        Why::Circle | Why::NoRelay => {
            (tell(" is not set up to take mail", f.domain), help_desk(""))
        }
        Why::DnsTimeout => (tell("’s name servers do not answer", f.domain), later()),
        Why::BoxFull => (
            own("Ask the recipient by phone or text to make room in the mailbox."),
            own("Then send the message again."),
        ),
        Why::BoxOff => (
            own("Ask the recipient by phone or text for an address that works."),
            String::new(),
        ),
        Why::NoAnswer | Why::Lost | Why::Silent if f.own => (
            own("Check that your computer is online, and press Send again."),
            ["If that does not help, tell ", &of_provider(f.provider), " help desk."].concat(),
        ),
        Why::NoCalls => {
            if f.own {
                (own("Press Send again in a while."), help_desk(", if that does not help"))
            } else {
                (tell(" is not accepting connections", f.server), later())
            }
        }
        Why::BoxBusy | Why::Busy | Why::Other if f.own && !f.permanent => {
            (own("Press Send again in a while."), help_desk(", if that does not help"))
        }
        Why::Busy | Why::Other | Why::Policy if f.own => (help_desk(""), String::new()),
        Why::Spam | Why::Content if f.own => (
            own("Rewrite it without links or attachments, and send it again."),
            help_desk(", if that does not help"),
        ),
        Why::NoAnswer | Why::Lost | Why::Silent => (
            ["Look at the part after the @: is ", f.domain, " spelled right?"].concat(),
            [
                "If it is, ",
                if f.report { "forward the report" } else { "show this" },
                " to ",
                &of_provider(f.provider),
                " help desk, and tell the recipient by phone or text that ",
                f.server,
                " does not answer.",
            ]
            .concat(),
        ),
        Why::Busy => (tell(" takes no mail", f.server), later()),
        Why::ListUnread => (tell(" cannot use its blocklist", f.server), later()),
        Why::BoxBusy => {
            (own("Tell the recipient by phone or text that the mailbox takes no mail."), later())
        }
        Why::TooBig => (
            own("Put the file on a file-sharing service, and send a link to it."),
            own(
                "Or make the file smaller. Most servers take 10 to 25 MB, and a file grows by a third when it is sent.",
            ),
        ),
        Why::Attachment => (
            own("Put the file on a file-sharing service, and send a link to it."),
            own(
                "Renaming the file does not help. The report may link to a list of what is refused.",
            ),
        ),
        Why::Spam => (
            own("Rewrite it with fewer links and attachments, and send it again."),
            [
                "If it happens with all your mail, tell ",
                &of_provider(f.provider),
                " help desk. If you get reports about mail that you never wrote, change your password.",
            ]
            .concat(),
        ),
        Why::Content => (
            own("Rewrite it without links or attachments, and send it again."),
            own("Or ask the recipient by phone or text to have their provider accept your mail."),
        ),
        Why::NotProven if let Some(home) = f.providers_home => (
            help_desk(
                &[": mail from ", home, " has to be made verifiable (SPF and DKIM)"].concat(),
            ),
            meanwhile(),
        ),
        Why::NotProven => (
            ["Send through the mail server that belongs to ", f.home, ", not through another one."]
                .concat(),
            [
                "If you did, the owner of ",
                f.home,
                " has to make its mail verifiable (SPF and DKIM). Forwarding can break that, too.",
            ]
            .concat(),
        ),
        Why::Blocked | Why::NotTrusted if f.own => (
            own("Try from another connection, for example without a VPN."),
            help_desk(": they can let you in all the same"),
        ),
        Why::Blocked => (help_desk(": they have to get their server off the list"), meanwhile()),
        Why::NetworkBlocked => (
            help_desk(
                ": only they can ask the recipient’s provider to take the network off the list",
            ),
            meanwhile(),
        ),
        Why::NotTrusted => {
            (help_desk(": they have to find out why their server is not trusted"), meanwhile())
        }
        Why::TooMuch if f.own => (
            own(
                "Wait: some providers count by the hour, others by the day. Then send it again, to fewer people at once.",
            ),
            own(
                "If you have not sent that much, somebody else may be using your account: change your password.",
            ),
        ),
        Why::TooMuch => (
            own("Wait a while, and send the message again to fewer people at once."),
            help_desk(", if that does not help"),
        ),
        Why::SenderRefused | Why::SenderUnknown => (
            own("Check your own address in your program’s settings: is it right?"),
            if why == Why::SenderUnknown {
                let what = " cannot be found in the domain name registry.";
                ["If it is, tell ", &of_provider(f.provider), " help desk: ", f.home, what].concat()
            } else {
                own("If it is, ask the recipient by phone or text to have their provider accept it.")
            },
        ),
        Why::NotYourAddress => (
            own(
                "In your program’s account settings, compare your email address with the user name for sending.",
            ),
            own("To write from another address, send through the server that belongs to it."),
        ),
        Why::NotSignedIn => {
            (help_desk(": their server has to sign in there, or use encryption"), meanwhile())
        }
        Why::Policy | Why::Greylisted | Why::Other | Why::Held | Why::CutShort => (
            help_desk(""),
            own(
                "Ask the recipient by phone or text whether their provider accepts mail from your address.",
            ),
        ),
        Why::TooManyHops => (
            tell(" passes its mail in circles", f.domain),
            help_desk(", so that they can tell the other provider"),
        ),
        Why::SignIn => (
            own(
                "Check the user name (often your full address) and the password in your program’s settings.",
            ),
            own(
                "If both are right, sign in on your provider’s website: the account may be locked, or need an app password.",
            ),
        ),
        Why::AppPassword => (
            own(
                "Add the account again in your program with “Sign in with …”, if it offers that.",
            ),
            own(if matches!(f.code, Some((7, 139 | 30))) {
                // Microsoft takes no password at all from programs, so no app password either.
                "If it does not, you need another program or your provider’s web page."
            } else {
                "If it does not, look on your provider’s website for an app password: one for programs only."
            }),
        ),
        Why::SpamFolder => (
            own(
                "Ask the recipient by phone or text to look in the spam folder on their provider’s website.",
            ),
            own("They can mark the message as not spam, and add you to their contacts."),
        ),
        Why::CatchAll => (
            [
                "Compare ",
                f.domain,
                " with the address that you were given. If it is misspelt, send the message again to the right one.",
            ]
            .concat(),
            own(
                "Nobody can get the message back. If there was a password in it, change that password.",
            ),
        ),
        Why::WrongKey => {
            (own("The recipient has to enter the right password in their program."), String::new())
        }
        Why::InUse => (
            own(
                "The recipient has to close other programs that have the mailbox open, and wait a while.",
            ),
            String::new(),
        ),
    }
}

/// What stands after the @ in the sender's address, where nobody said it.
pub const YOUR_DOMAIN: &str = "your domain";

/// Who can fix something.
pub const YOU: &str = "you";
/// The same.
pub const SENDERS_DOMAIN: &str = "the owner of your domain";
/// The same.
pub const RECIPIENT: &str = "the recipient";
/// The same.
pub const RECIPIENTS_PROVIDER: &str = "the recipient’s provider";
/// Nobody need.
pub const NOBODY: &str = "Nobody needs to: it has already been put right.";
/// Nobody need so far.
pub const NOBODY_YET: &str = "Nobody, for now.";

/// Who can fix it.
pub fn who<T: AsRef<str>>(names: &[T]) -> String {
    let mut text = String::new();
    for (n, name) in names.iter().enumerate() {
        let last = n + 1 == names.len();
        text.push_str(if n == 0 {
            ""
        } else if last {
            " or "
        } else {
            ", "
        });
        text.push_str(name.as_ref());
    }
    capital(&text) + " can fix it."
}

/// Where it was: the sender's computer.
pub const YOUR_COMPUTER: &str = "Your computer";
/// A recipient's computer.
pub const RECIPIENTS_COMPUTER: &str = "The recipient’s computer";

/// The provider's server.
pub fn provider(name: &str, provider: Option<&str>) -> String {
    [&of_provider_first(provider), " mail server, ", name].concat()
}

/// A server on the way.
pub fn relay(name: &str) -> String {
    ["A mail server on the way, ", name].concat()
}

/// The server with the boxes of a domain, or a second one.
pub fn destination(name: &str, domain: &str, second: bool) -> String {
    let what = if second { "The second mail server of " } else { "The mail server of " };
    [what, domain, ", ", name].concat()
}

/// The registry: the root, a top-level domain, or a domain's own name server.
pub fn registry(level: Option<&str>, own: bool, name: &str) -> String {
    match level {
        None => ["The domain name registry: its root, ", name].concat(),
        Some(domain) if own => {
            ["The domain name registry: a name server of ", domain, ", ", name].concat()
        }
        Some(top) => ["The domain name registry: a name server for .", top, ", ", name].concat(),
    }
}

/// Before the help desk that the page's owner has named.
pub const ASK: &str = "Ask:";

/// What the plain text for a customer is made of.
#[derive(Clone, Copy, Debug)]
pub struct Copied<'a> {
    /// The addresses.
    pub people: &'a str,
    /// How it ended.
    pub resolution: &'a Resolution,
    /// The sentence about what happened.
    pub happened: &'a str,
    /// Where.
    pub place: &'a str,
    /// Whether it is tried again.
    pub again: &'a str,
    /// The reply and what its last part means, if that says anything.
    pub reply: Option<(&'a str, &'a str)>,
    /// The status in the report where there was no reply, and what it means.
    pub status: Option<(&'a str, &'a str)>,
    /// What to do.
    pub actions: &'a [String],
    /// Whom to ask.
    pub ask: Option<&'a str>,
}

/// Plain text for a customer: four to nine short lines, without greeting.
pub fn copy(c: &Copied<'_>) -> String {
    let fate = match c.resolution {
        Resolution::NotSent => " was not sent.",
        Resolution::Refused | Resolution::Expired { .. } => " was not delivered.",
        Resolution::BackedUp { micros: None, .. } => " was delivered, but not in the usual way.",
        Resolution::Waited { .. } | Resolution::Held { .. } | Resolution::BackedUp { .. } => {
            " was delivered, but late."
        }
        Resolution::Waits { .. } | Resolution::CutShort { .. } => " has not been delivered yet.",
        Resolution::SetAside => " was delivered, but not to the inbox that you meant.",
        Resolution::Opened => " was delivered, and collected after a hitch.",
        Resolution::StillShut => " was delivered, but not collected.",
    };
    let mut lines = vec![["Your message to ", c.people, fate].concat()];
    lines.push(["What happened: ", c.happened].concat());
    lines.push(["Where: ", c.place].concat());
    if let Some((reply, meaning)) = c.reply {
        lines.push(["The server’s reply: ", reply].concat());
        if !meaning.is_empty() {
            lines.push(["In words: ", meaning].concat());
        }
    }
    if let Some((status, meaning)) = c.status {
        lines.push(["Status in the report: ", status, " (", meaning, ")"].concat());
    }
    lines.push(["Tried again? ", c.again].concat());
    lines.push(["What to do: ", &c.actions.join(" ")].concat());
    lines.extend(c.ask.map(|ask| [ASK, " ", ask].concat()));
    lines.join("\n")
}

/// Whole days, or less where it is less.
fn days(micros: u64) -> String {
    let days = usize::try_from(micros / 86_400_000_000).unwrap_or(usize::MAX);
    match days {
        0 => span(rounded(micros)),
        1 => "one day".to_owned(),
        _ => [&count(days), " days"].concat(),
    }
}

/// To the minute from a minute on.
const fn rounded(micros: u64) -> u64 {
    const MINUTE: u64 = 60_000_000;
    if micros < MINUTE { micros } else { (micros + MINUTE / 2) / MINUTE * MINUTE }
}

/// The same with a capital letter, unless it begins with a name.
fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if first.contains('.') {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| {
        let mut out: String = c.to_uppercase().collect();
        out.push_str(letters.as_str());
        out
    })
}
