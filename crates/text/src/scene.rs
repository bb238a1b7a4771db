//! The words in the picture: names of hosts, tags of routes.

use super::knowledge::outcome;
use super::owner::of_provider_first;
use model::story::DeliveryStatus;

/// What stands below a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostWords {
    /// Its name for people.
    pub label: String,
    /// A shorter one for narrow screens.
    pub short: String,
    /// Its name on the network, or which program it is.
    pub technical: String,
}

fn words(label: &str, short: &str, technical: &str) -> HostWords {
    let [label, short, technical] = [label, short, technical].map(str::to_owned);
    HostWords { label, short, technical }
}

/// The sender's computer.
pub fn sender() -> HostWords {
    words("Your computer", "Your computer", "your email program")
}

/// The provider's server.
pub fn provider(name: &str, provider: Option<&str>) -> HostWords {
    let whose = of_provider_first(provider);
    words(&[&whose, " mail server"].concat(), &[&whose, " server"].concat(), name)
}

/// A relay.
pub fn relay(name: &str, number: usize, of: usize) -> HostWords {
    let label = if of == 1 {
        "Another mail server".to_owned()
    } else {
        ["Mail server ", &number.to_string(), " of ", &of.to_string()].concat()
    };
    words(&label, &label, name)
}

/// The destination.
pub fn destination(name: &str, domain: &str) -> HostWords {
    let label = [domain, "’s mail server"].concat();
    words(&label, &[domain, "’s server"].concat(), name)
}

/// The backup server of the destination's domain.
pub fn backup(name: &str, domain: &str) -> HostWords {
    let label = [domain, "’s backup server"].concat();
    words(&label, "Backup server", name)
}

/// Where a server would stand if there was one.
pub fn nowhere(domain: &str) -> HostWords {
    let label = ["No server for ", domain].concat();
    words(&label, &label, "")
}

/// The only recipient's computer.
pub fn recipient() -> HostWords {
    words("The recipient’s computer", "Recipient’s computer", "their email program")
}

/// The computer of one of several recipients.
pub fn recipient_of(number: usize, of: usize) -> HostWords {
    let label = ["Recipient ", &number.to_string(), " of ", &of.to_string()].concat();
    words(&label, &label, "")
}

/// What is written on the front of the card index, the longer the better.
pub const REGISTRY: [&str; 3] = ["Domain name registry", "Name registry", "DNS"];

/// The uppermost drawer of the card index.
pub const ROOT: &str = "root";

/// On a wall of boxes after the domain, where there are several such walls: which one it is.
pub fn sign_of(number: usize, of: usize) -> String {
    [" (", &number.to_string(), " of ", &of.to_string(), ")"].concat()
}

/// On a route that ends at a no.
pub const REFUSED: &str = "refused";

/// On a route that ends at a no for now.
pub const PUT_OFF: &str = "not now";

/// On a route on which a report goes back.
pub const REPORT: &str = "report";

/// The same, where it only tells of a delay.
pub const NOTICE: &str = "notice";

/// Above the host that the verdict names, when everything has been told: what became of it.
pub const FAILED_HERE: &str = "It failed here";
/// The same of a host that is out of view.
pub const FAILED_ELSEWHERE: &str = "It failed over there";
/// The same of a host where it lies, and nobody sees it.
pub const ENDED_HERE: &str = "It ended up here";
/// The same of a host that is out of view.
pub const ENDED_ELSEWHERE: &str = "It ended up over there";

/// The same, while it is still tried.
pub const HELD_UP_HERE: &str = "It is held up here";
/// The same of a host that is out of view.
pub const HELD_UP_ELSEWHERE: &str = "It is held up over there";
/// The same, when all went well in the end.
pub const WAS_HELD_UP_HERE: &str = "It was held up here";
/// The same of a host that is out of view.
pub const WAS_HELD_UP_ELSEWHERE: &str = "It was held up over there";

/// A recipient, and what became of the message for them.
pub fn status(address: &str, status: DeliveryStatus) -> String {
    [address, ": ", outcome(status).0].concat()
}

/// What is spoken on a route, and in which direction while it is in use (true: forward).
pub fn tag(protocol: &str, direction: Option<bool>) -> String {
    match direction {
        None => protocol.to_owned(),
        Some(true) => [protocol, " →"].concat(),
        Some(false) => ["← ", protocol].concat(),
    }
}

/// What can be seen of a host, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It does something.
    InPlay,
    /// It says no.
    SaysNo,
    /// It said no a while ago.
    SaidNo,
    /// It says no for now.
    PutsOff,
    /// It said so a while ago.
    PutOff,
    /// Nobody answers there.
    Silent,
    /// It keeps the message until the next try.
    Waits,
}

/// Who stands in the picture, in the order of the street.
pub fn street<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    let first = names.next().unwrap_or_default();
    let all = ["from left to right: ", first].concat();
    names.fold(all, |all, name| [&all, ", ", name].concat())
}

/// A host and what can be seen of it.
pub fn seen(name: &str, seen: Seen) -> String {
    let words = match seen {
        Seen::InPlay => " is busy",
        Seen::SaysNo => " says no",
        Seen::SaidNo => " said no",
        Seen::PutsOff => " says: not now",
        Seen::PutOff => " said: not now",
        Seen::Silent => " does not answer",
        Seen::Waits => " keeps the message for now",
    };
    [name, words].concat()
}
