//! The names of the servers that a mail domain brings along, and no mail domain can have.

use super::address::Domain;

/// As long as the longest label that is put before a domain to name one of its hosts.
pub const LONGEST_LABEL: &str = "xxxxxxxxxxxxxxxxxxxx-laptop";
const SERVER_LABELS: [&str; 4] = ["mail", "ns", "mx", "relay"];

/// Whether `domain` would be the name of one of the servers that the mail `domains` bring along.
pub fn is_server_name<'a>(domain: &Domain, mut domains: impl Iterator<Item = &'a Domain>) -> bool {
    let Some((label, parent)) = domain.as_str().split_once('.') else {
        return false;
    };
    let label = label.trim_end_matches(|c: char| c.is_ascii_digit());
    domain.is_of_registry()
        || SERVER_LABELS.contains(&label) && domains.any(|other| other.as_str() == parent)
}
