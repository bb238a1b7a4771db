//! The boxes that a mail server has, whoever is written to.

use crate::address::LocalPart;
use crate::owner::Owner;

/// Boxes that the destination has beside those written to.
const USUAL_BOXES: [&str; 9] =
    ["feedback", "service", "sales", "info", "jobs", "press", "orders", "billing", "help"];

/// The names of the boxes that a server has in any case: on the owner's first those of the owner, then the
/// usual ones.
pub fn usual_boxes(owner: &Owner, at_home: bool) -> Vec<String> {
    let own = owner.mailboxes().iter().filter(|_| at_home).map(LocalPart::box_name);
    let mut names: Vec<String> = own.collect();
    for name in USUAL_BOXES {
        if names.len() < USUAL_BOXES.len() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
