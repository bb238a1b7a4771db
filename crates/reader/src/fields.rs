//! Header fields (RFC 5322, 2.2), and those of delivery reports, which have the same form (RFC 3464, 2.1).

use std::ops::Range;

/// A field. Places are those in the text that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its name, in lower case.
    pub(crate) name: String,
    /// Its body with all lines, without white space around it.
    pub(crate) body: Range<usize>,
}

/// Fields in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<Field>);

impl Fields {
    /// The first field of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name == name)
    }

    /// Whether one of them has one of these names.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        self.0.iter().any(|field| names.contains(&&*field.name))
    }
}

/// The longest name that is looked for.
const LONGEST_NAME: usize = 40;

/// The name of the field that a line begins with, in bytes.
pub(crate) fn name(line: &str) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let name = line.bytes().take(LONGEST_NAME).take_while(is_name).count();
    let starts = line.starts_with(|first: char| first.is_ascii_alphabetic());
    (starts && line[name..].trim_start_matches([' ', '\t']).starts_with(':')).then_some(name)
}

/// Reads fields up to the first line that is none, and says where that begins.
pub(crate) fn read(text: &str, start: usize) -> (Fields, usize) {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let goes_on = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if let (true, Some(field)) = (goes_on, fields.last_mut()) {
            field.body.end = at + line.trim_end().len();
        } else if let Some(name) = name(line) {
            let colon = name + line[name..].find(':').unwrap_or_default();
            let body = trimmed(text, at + colon + 1..at + line.len());
            fields.push(Field { name: line[..name].to_ascii_lowercase(), body });
        } else {
            break;
        }
        at += line.len();
    }
    for field in &mut fields {
        field.body = trimmed(text, field.body.clone());
    }
    (Fields(fields), at)
}

/// The range without white space around it.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return range.start..range.start };
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}
