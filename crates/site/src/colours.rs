//! Values of properties, worked out: `var()` by what it stands for, `color-mix()` by the colour.

use std::collections::BTreeMap;

/// The custom properties that hold for an element.
pub(super) type Values = BTreeMap<String, String>;

/// Most values within values: more is a value that stands for itself.
const DEEPEST: u8 = 16;

/// A value as it is where these custom properties hold. Nothing if one of them is missing.
pub(super) fn resolve(value: &str, values: &Values) -> Option<String> {
    let value = without_variables(value, values, 0)?;
    Some(mixed(&value))
}

fn without_variables(value: &str, values: &Values, depth: u8) -> Option<String> {
    const VAR: &str = "var(";
    let Some(start) = value.find(VAR) else {
        return Some(value.trim().to_owned());
    };
    if depth > DEEPEST {
        return None;
    }
    let inside = &value[start + VAR.len()..];
    let end = end_of_bracket(inside)?;
    let (name, fallback) = match inside[..end].split_once(',') {
        Some((name, fallback)) => (name.trim(), Some(fallback)),
        None => (inside[..end].trim(), None),
    };
    let meant = match values.get(name).map(String::as_str).or(fallback) {
        Some(meant) => without_variables(meant, values, depth + 1)?,
        None => return None,
    };
    let all = [&value[..start], &meant, &inside[end + 1..]].concat();
    without_variables(&all, values, depth + 1)
}

/// Replaces `color-mix(in srgb, A p%, B)` by the colour.
fn mixed(value: &str) -> String {
    const MIX: &str = "color-mix(in srgb,";
    let Some(start) = value.rfind(MIX) else {
        return value.to_owned();
    };
    let inside = &value[start + MIX.len()..];
    let colour = end_of_bracket(inside).and_then(|end| {
        let (one, two) = inside[..end].split_once(',')?;
        let (one, part) = one.trim().rsplit_once(' ')?;
        let part: u32 = part.strip_suffix('%')?.parse().ok().filter(|part| *part <= 100)?;
        let (one, two) = (rgb(one.trim())?, rgb(two.trim())?);
        let mix =
            |n: usize| (u32::from(one[n]) * part + u32::from(two[n]) * (100 - part) + 50) / 100;
        Some((end, format!("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2))))
    });
    match colour {
        Some((end, colour)) => mixed(&[&value[..start], &colour, &inside[end + 1..]].concat()),
        None => value.to_owned(),
    }
}

/// `#rgb` or `#rrggbb`.
fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits: Vec<u8> = colour
        .strip_prefix('#')?
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    match digits.len() {
        3 => Some([0, 1, 2].map(|n| digits[n] * 17)),
        6 => Some([0, 2, 4].map(|n| digits[n] * 16 + digits[n + 1])),
        _ => None,
    }
}

/// Where the bracket ends that has just been opened.
fn end_of_bracket(inside: &str) -> Option<usize> {
    let mut depth = 1_i32;
    inside.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Option<&str>) {
        let pairs = [
            ("--a", "#fff"),
            ("--b", "var(--a)"),
            ("--loop", "var(--loop)"),
            ("--part", "25%"),
            ("--mix", "color-mix(in srgb, var(--a) var(--part), #000)"),
        ];
        let values = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        assert_eq!(resolve(value, &values).as_deref(), expected, "{value}");
    }

    #[test]
    fn values() {
        check("2px", Some("2px"));
        check("var(--b)", Some("#fff"));
        check("var(--c, var(--a)) solid", Some("#fff solid"));
        check("var(--c)", None);
        check("var(--loop)", None);
        check("var(--a", None);
        check("var(--mix)", Some("#404040"));
        check("color-mix(in srgb, var(--mix) 50%, #ffffff)", Some("#a0a0a0"));
        check("color-mix(in srgb, red 50%, #ffffff)", Some("color-mix(in srgb, red 50%, #ffffff)"));
    }
}
