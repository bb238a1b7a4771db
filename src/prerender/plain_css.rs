//! Our style sheets in the CSS of old, which `simplecss` reads: without comments and `@` rules
//! (pictures are light, wide and printed once), and with every `:is()` written out.

/// The rules of a sheet that hold everywhere.
pub fn plain(sheet: &str) -> String {
    let sheet = without_comments(sheet);
    let mut plain = String::new();
    let mut rest = sheet.as_str();
    while let Some(open) = rest.find('{') {
        let selectors = rest[..open].trim();
        let body = &rest[open + 1..];
        let end = end_of_block(body);
        // Selectors of pseudo-elements and states say nothing about a drawing.
        if !selectors.starts_with('@') {
            let all = split_at_commas(selectors).into_iter().flat_map(written_out);
            let known: Vec<String> = all.filter(|selector| !has_state(selector)).collect();
            if !known.is_empty() {
                plain.push_str(&[&known.join(","), "{", &body[..end], "}\n"].concat());
            }
        }
        rest = body.get(end + 1..).unwrap_or_default();
    }
    plain
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

/// The parts of a list; commas inside of brackets do not part.
fn split_at_commas(list: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for c in list.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
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
    let choices = split_at_commas(&inner[..end]).into_iter();
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
        assert_eq!(plain(sheet), expected);
    }

    #[test]
    fn rules_that_hold_everywhere_stay() {
        check("a { b: c; } /* { */ d, e{f:g}", "a{ b: c; }\nd,e{f:g}\n");
        check("@media print { a { b: c } } d { e: f }", "d{ e: f }\n");
        check("a:hover, b { c: d }", "b{ c: d }\n");
        check("a::before { c: d }", "");
    }

    #[test]
    fn lists_within_selectors_are_written_out() {
        check("a:is(.b, .c) d {}", "a.b d,a.c d{}\n");
        check(":is(.a, .b):is(.c, .d) {}", ".a.c,.a.d,.b.c,.b.d{}\n");
        check(".x[y=\"1,2\"] {}", ".x[y=\"1,2\"]{}\n");
        check("a:is(.b {} c {}", "c{}\n");
    }
}
