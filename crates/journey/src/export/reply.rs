//! A journey as the text of a reply to a customer: what happened, who can fix it, what in it is made up, and a link.

use sim::trace::Trace;
use story::verdict::Verdict;
use text::site as words;

/// Writes it: a paragraph for each card, or one that says that all is well; what is made up in them, if anything; then the
/// link.
pub fn reply(trace: &Trace, cards: &[Verdict], made_up: Option<&str>, link: &str) -> String {
    let mut paragraphs: Vec<String> =
        cards.iter().map(|card| words::card(&card.copy, &card.who)).collect();
    if paragraphs.is_empty() {
        let people = trace.outcomes.iter().map(|(mailbox, _)| mailbox.to_string());
        let provider = trace.cast.owner.provider();
        paragraphs.push(words::all_is_well(&people.collect::<Vec<_>>(), provider));
    }
    paragraphs.extend(made_up.map(str::to_owned));
    paragraphs.push(words::see(link));
    paragraphs.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::presets;
    use sim::simulate;
    use story::verdict;

    #[track_caller]
    fn check(slug: &str, wanted: &[&str]) {
        let trace = simulate(&presets::find(slug).unwrap().scenario());
        let text = reply(&trace, &verdict::of(&trace), None, "https://a.example/#x");
        for part in wanted {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(text.ends_with("\n\nSee it step by step: https://a.example/#x\n"), "{text}");
    }

    #[test]
    fn a_reply_says_what_happened_and_who_can_fix_it() {
        check("everything-works", &["This is how a message to feedback@allbusiness.com travels"]);
        check(
            "no-such-person",
            &["What happened: There is no mailbox named feedbak", "\nYou can fix it."],
        );
        check("several-recipients", &["service@allbusiness.com", "sales@allbusines.com"]);
    }
}
