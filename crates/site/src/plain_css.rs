//! Our style sheets in the CSS of old, which `simplecss` reads: without comments and `@` rules
//! (pictures are light, wide and printed once), and with every `:is()` written out. It does not read
//! custom properties, so it is given the selectors only.

/// The rules of style sheets that hold everywhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    /// A sheet whose every rule has the one declaration `n`: the number of its block.
    pub selectors: String,
    /// The declarations of each block: names and values.
    pub blocks: Vec<Vec<(String, String)>>,
}

/// The rules of a sheet that hold everywhere.
pub(super) fn plain(sheet: &str) -> Plain {
    let sheet = without_comments(sheet);
    let mut plain = Plain::default();
    let mut rest = sheet.as_str();
    while let Some(open) = rest.find('{') {
        let selectors = rest[..open].trim();
        let body = &rest[open + 1..];
        let end = end_of_block(body);
        // Selectors of pseudo-elements and states say nothing about a drawing.
        if !selectors.starts_with('@') {
            let all = split(selectors, ',').into_iter().flat_map(written_out);
            let known: Vec<String> = all.filter(|selector| !has_state(selector)).collect();
            if !known.is_empty() {
                let number = plain.blocks.len().to_string();
                plain.selectors.push_str(&[&known.join(","), "{n:", &number, "}\n"].concat());
                plain.blocks.push(declarations(&body[..end]));
            }
        }
        rest = body.get(end + 1..).unwrap_or_default();
    }
    plain
}

fn declarations(block: &str) -> Vec<(String, String)> {
    let pairs = split(block, ';').into_iter();
    let pairs = pairs.filter_map(|each| {
        let (name, value) = each.split_once(':')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    });
    pairs.collect()
}

fn without_comments(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    kept
}

/// Where the block ends that has just been opened.
fn end_of_block(body: &str) -> usize {
    let mut depth = 1_u32;
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    body.len()
}

/// The parts of a list; what stands inside of brackets does not part.
fn split(list: &str, at: char) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for c in list.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if c == at && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// A selector once for each way through its `:is()`.
fn written_out(selector: String) -> Vec<String> {
    const IS: &str = ":is(";
    let Some(start) = selector.find(IS) else {
        return vec![selector];
    };
    let inner = &selector[start + IS.len()..];
    let mut depth = 1_i32;
    let end = inner.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    let Some(end) = end else {
        return Vec::new();
    };
    let (before, after) = (&selector[..start], &inner[end + 1..]);
    let choices = split(&inner[..end], ',').into_iter();
    choices.flat_map(|choice| written_out([before, &choice, after].concat())).collect()
}

fn has_state(selector: &str) -> bool {
    selector.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sheet: &str, expected: &str) {
        let plain = plain(sheet);
        let mut written = plain.selectors;
        for (n, block) in plain.blocks.iter().enumerate() {
            let block: Vec<String> =
                block.iter().map(|(name, value)| [name, ":", value].concat()).collect();
            written = written.replace(&format!("{{n:{n}}}"), &format!("{{{}}}", block.join(";")));
        }
        assert_eq!(written, expected);
    }

    #[test]
    fn rules_that_hold_everywhere_stay() {
        check("a { b: c; } /* { */ d, e{f:g}", "a{b:c}\nd,e{f:g}\n");
        check("@media print { a { b: c } } d { e: f }", "d{e:f}\n");
        check("a:hover, b { c: d }", "b{c:d}\n");
        check("a::before { c: d }", "");
        check(".a { --b: var(--c, #fff); d: e }", ".a{--b:var(--c, #fff);d:e}\n");
    }

    #[test]
    fn lists_within_selectors_are_written_out() {
        check("a:is(.b, .c) d {}", "a.b d,a.c d{}\n");
        check(":is(.a, .b):is(.c, .d) {}", ".a.c,.a.d,.b.c,.b.d{}\n");
        check(".x[y=\"1,2\"] {}", ".x[y=\"1,2\"]{}\n");
        check("a:is(.b {} c {}", "c{}\n");
    }
}
