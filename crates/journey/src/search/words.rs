//! Compares codes and words of a text with those that stand for an example.

use diagnosis::LIMIT;

use super::Reason;

/// What an enhanced code counts, such as 5.2.2.
const ENHANCED: u32 = 1_000;
/// What a reply code counts, such as 552.
const REPLY: u32 = 400;
/// What a word counts that stands for one example only. Words for several share it.
const WORD: u32 = 120;
/// So many different words of a text are looked at.
const MOST_WORDS: usize = 200;

/// The words of a text that are looked for, each once, in lower case.
pub(super) struct Query(Vec<String>);

/// What can be found of an example.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    /// What it is called.
    pub name: &'static str,
    /// What happens in it.
    pub told: &'static str,
    /// Codes and words that stand for it.
    pub keywords: &'static str,
}

/// Words that say nothing about what went wrong.
const EMPTY: &str = "\
    a about again all an and any are as at be been but by can cannot com could did do does \
    email emails error example following for from get got had has have host how i if in into \
    is it its mail mails me message messages my net no not of on or org our please problem \
    recipient remote response said see send sender sent server servers smtp so status that \
    the their them then there this to too try up was we went were what when why will with \
    you your";

impl Query {
    /// Takes a text apart.
    pub(super) fn read(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(LIMIT)];
        let words: Vec<String> = tokens(text).map(str::to_lowercase).collect();
        let telling = |word: &&String| !EMPTY.split(' ').any(|empty| empty == **word);
        // Whoever types nothing else means these.
        let any = words.iter().any(|word| telling(&word));
        let mut all = Vec::new();
        for word in words.iter().filter(|word| !any || telling(word)).take(MOST_WORDS) {
            if let Err(at) = all.binary_search(word) {
                all.insert(at, word.clone());
            }
        }
        Self(all)
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well each of these fits, and what fits best, if anything does. A word that fits many of them counts
    /// little.
    pub(super) fn scores(&self, all: impl Iterator<Item = Texts>) -> Vec<Option<(u32, Reason)>> {
        let all: Vec<Vec<_>> = all.map(Texts::known).collect();
        let mut scores: Vec<Option<(u32, u32, Reason)>> = vec![None; all.len()];
        for word in &self.0 {
            let fits: Vec<_> = all.iter().map(|known| best_fit(word, known)).collect();
            let sharing = u32::try_from(fits.iter().flatten().count()).unwrap_or(u32::MAX).max(1);
            for (score, fit) in scores.iter_mut().zip(fits) {
                let Some((fit, known)) = fit else { continue };
                let (most, reason) = match known {
                    _ if !is_code(known) => (WORD, Reason::Word(known)),
                    _ if known.contains('.') => (ENHANCED, Reason::Code(known)),
                    _ => (REPLY, Reason::Code(known)),
                };
                let more = most * fit / sharing + 1;
                let (sum, best, why) = score.unwrap_or((0, 0, reason));
                let why = if more > best { reason } else { why };
                *score = Some((sum + more, best.max(more), why));
            }
        }
        scores.into_iter().map(|score| score.map(|(sum, _, why)| (sum, why))).collect()
    }
}

impl Texts {
    /// Every word of it, with what it counts.
    fn known(self) -> Vec<(&'static str, u32)> {
        let all = [(self.name, 3), (self.keywords, 2), (self.told, 1)].into_iter();
        all.flat_map(|(text, counts)| tokens(text).map(move |word| (word, counts))).collect()
    }
}

/// How well a word fits any of these, and which of them.
fn best_fit(word: &str, known: &[(&'static str, u32)]) -> Option<(u32, &'static str)> {
    let fits =
        known.iter().filter_map(|(known, counts)| Some((fit(word, known)? * counts, *known)));
    fits.max_by_key(|(fit, _)| *fit)
}

/// How well a word fits one that is known: itself, or its beginning while it is being typed.
fn fit(word: &str, known: &str) -> Option<u32> {
    let (beginning, rest) = known.split_at_checked(word.len())?;
    if !beginning.eq_ignore_ascii_case(word) {
        return None;
    }
    // One letter means nothing, and of an enhanced code only whole numbers do.
    let is_enhanced = is_code(known) && known.contains('.');
    let tells = if is_enhanced { word.len() > 2 && rest.starts_with('.') } else { word.len() > 1 };
    if rest.is_empty() { Some(2) } else { tells.then_some(1) }
}

/// Whether it is a code or the beginning of one.
fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Words and codes; `550-5.7.26` is two of these, and a hyphen between letters joins them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'));
    text.split(apart).flat_map(|piece| {
        let is_number = piece.starts_with(|c: char| c.is_ascii_digit());
        let separators: &[char] = if is_number { &['-'] } else { &[] };
        piece
            .split(separators)
            .map(|word| word.trim_matches(|c| matches!(c, '.' | '-')))
            .filter(|word| !word.is_empty())
    })
}
