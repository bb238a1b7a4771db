//! The words in the picture: names of hosts, tags of routes.

/// What stands below a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostWords {
    /// Its name for people.
    pub label: String,
    /// A shorter one for narrow screens.
    pub short: String,
    /// What it runs and its name.
    pub technical: String,
}

fn words(label: &str, short: &str, technical: String) -> HostWords {
    HostWords { label: label.to_owned(), short: short.to_owned(), technical }
}

/// The sender's computer.
pub fn sender() -> HostWords {
    words("Your computer", "Your computer", "your email program".to_owned())
}

/// The provider's server.
pub fn provider(name: &str, boxes: bool) -> HostWords {
    let runs = if boxes { "SMTP + POP · " } else { "SMTP · " };
    words("Your provider’s mail server", "Your provider’s server", [runs, name].concat())
}

/// A relay.
pub fn relay(name: &str, number: usize, of: usize) -> HostWords {
    let label = if of == 1 {
        "Another mail server".to_owned()
    } else {
        ["Mail server ", &number.to_string(), " of ", &of.to_string()].concat()
    };
    HostWords { short: label.clone(), label, technical: ["relay · ", name].concat() }
}

/// The destination.
pub fn destination(name: &str, domain: &str) -> HostWords {
    HostWords {
        label: ["The mail server of ", domain].concat(),
        short: [domain, "’s server"].concat(),
        technical: ["SMTP + POP · ", name].concat(),
    }
}

/// The backup server of the destination's domain.
pub fn backup(name: &str, domain: &str) -> HostWords {
    HostWords {
        label: ["The backup mail server of ", domain].concat(),
        short: "Backup server".to_owned(),
        technical: ["SMTP · ", name].concat(),
    }
}

/// Where a server would stand if there was one.
pub fn nowhere(domain: &str) -> HostWords {
    let label = ["No server for ", domain].concat();
    HostWords { short: label.clone(), label, technical: String::new() }
}

/// The only recipient's computer.
pub fn recipient() -> HostWords {
    words("The recipient’s computer", "Recipient’s computer", "their email program".to_owned())
}

/// The computer of one of several recipients.
pub fn recipient_of(number: usize, of: usize) -> HostWords {
    let label = ["Recipient ", &number.to_string(), " of ", &of.to_string()].concat();
    HostWords { short: label.clone(), label, technical: "their email program".to_owned() }
}

/// The registry, with the name server that is being asked.
pub fn registry(name: &str) -> HostWords {
    let technical = if name.is_empty() { "DNS".to_owned() } else { ["DNS · ", name].concat() };
    words("Domain name registry", "Domain name registry", technical)
}

/// What is spoken on a route, and in which direction while it is in use (true: forward).
pub fn tag(protocol: &str, direction: Option<bool>) -> String {
    match direction {
        None => protocol.to_owned(),
        Some(true) => [protocol, " →"].concat(),
        Some(false) => ["← ", protocol].concat(),
    }
}
