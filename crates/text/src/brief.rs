//! Titles and captions as the narrow block under the picture holds them: where a sentence is too
//! long for it, the names in it are shortened in the middle. What is spoken, printed and listed
//! keeps them whole.

use model::limits::page::{MAX_CAPTION, MAX_TITLE};

/// How many characters a name has at most, and how many it keeps in any case.
const NAMES: (usize, usize) = (30, 9);

/// A title that fits.
pub fn title(title: &str) -> String {
    fit(title, MAX_TITLE)
}

/// A caption that fits.
pub fn caption(caption: &str) -> String {
    fit(caption, MAX_CAPTION)
}

/// What a line means, in at most so many characters.
pub fn gloss(gloss: &str, most: usize) -> String {
    fit(gloss, most)
}

/// The beginning of somebody's words, in whole words if they are not too long, and without the full stop: a sentence
/// goes on behind them.
pub fn beginning(words: &str, most: usize) -> String {
    if fits(words, most) {
        return words.trim_end_matches('.').to_owned();
    }
    let cut: String = words.chars().take(most).collect();
    let whole = cut.rfind(' ').filter(|at| *at > most / 2).unwrap_or(cut.len());
    [cut[..whole].trim_end_matches([' ', ',', '.', ';', ':']), "…"].concat()
}

/// The sentence with its names as long as there is room for them; if all else fails, cut off.
fn fit(sentence: &str, most: usize) -> String {
    let mut shorter = sentence.to_owned();
    for limit in (NAMES.1..=NAMES.0).rev() {
        let words: Vec<String> = sentence.split(' ').map(|word| name(word, limit)).collect();
        shorter = words.join(" ");
        if shorter.chars().count() <= most {
            return shorter;
        }
    }
    cut(&shorter, most)
}

/// A word with a hole in its middle; of an address, in the middle of each half.
fn name(word: &str, limit: usize) -> String {
    let Some((local_part, domain)) = word.rsplit_once('@').filter(|_| !fits(word, limit)) else {
        return hollow(word, limit);
    };
    let (local, rest) = (local_part.chars().count(), domain.chars().count());
    // A short half leaves its room to the other one.
    let half = (limit - 1) / 2;
    let first = local.min(half.max((limit - 1).saturating_sub(rest)));
    [hollow(local_part, first), hollow(domain, limit - 1 - first)].join("@")
}

fn hollow(word: &str, limit: usize) -> String {
    if fits(word, limit) {
        return word.to_owned();
    }
    let kept = limit.saturating_sub(1);
    let count = word.chars().count();
    let head = word.chars().take(kept - kept / 2);
    head.chain(['…']).chain(word.chars().skip(count - kept / 2)).collect()
}

/// The beginning of a sentence.
fn cut(sentence: &str, most: usize) -> String {
    if fits(sentence, most) {
        return sentence.to_owned();
    }
    sentence.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn fits(text: &str, most: usize) -> bool {
    text.chars().count() <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_in_the_middle_and_only_where_it_is_needed() {
        let plain = "Your message to feedback@allbusiness.com is ready.";
        assert_eq!(caption(plain), plain);
        assert_eq!(name("mail.a-very-long-name.example", 20), "mail.a-ver…e.example");
        assert_eq!(name("a-person-of-many-names@b.example,", 20), "a-pe…ames@b.example,");
        assert_eq!(name("ann@a-very-long-name.example", 20), "ann@a-very-l…example");
        assert_eq!(title(&"word ".repeat(30)).chars().count(), MAX_TITLE);
    }
}
