//! Leaves out of a pasted message what no server said about its delivery: header fields, and the message that comes
//! back with a notice.

use std::borrow::Cow;

use crate::needle;

/// Where programs begin to quote the message that could not be delivered.
const RETURNED: &str = "\
    content-type: message/rfc822|content-type: text/rfc822-headers|\
    content-type: message/global|below this line is a copy of the message|\
    original message -----|this is a copy of the message|this is a copy of your message|\
    unsent message follows|original message follows|original message headers:|\
    start of returned message|text of the original message|headerstruncated";

/// Fields whose words and numbers would be misunderstood. A name that ends with a hyphen takes in all that begin so.
const FIELDS: &str = "\
    received|received-spf|authentication-results|arc-|dkim-|domainkey-|x-|return-path|\
    message-id|content-|mime-version|date|from|to|cc|subject|sender|reply-to|list-|\
    references|in-reply-to|delivered-to|auto-submitted|user-agent|feedback-id|\
    precedence|thread-|reporting-mta|arrival-date|last-attempt-date|\
    original-envelope-id|original-recipient|importance";

/// The text with everything else blanked out, so that places stay.
pub(crate) fn spoken(text: &str) -> Cow<'_, str> {
    let end = needle::find_earliest(text, RETURNED).unwrap_or(text.len());
    let text = &text[..end];
    let mut fields = Fields::default();
    if !text.lines().any(|line| fields.has(line)) {
        return Cow::Borrowed(text);
    }
    let mut fields = Fields::default();
    let mut spoken = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if fields.has(line) {
            let blank = line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
            spoken.extend(blank);
        } else {
            spoken.push_str(line);
        }
    }
    Cow::Owned(spoken)
}

/// Knows whether the field before goes on.
#[derive(Default)]
struct Fields {
    in_field: bool,
}

impl Fields {
    /// Whether the line belongs to such a field. Lines that begin with white space go on with the one before.
    fn has(&mut self, line: &str) -> bool {
        let goes_on = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        self.in_field = (goes_on && self.in_field) || is_field(line);
        self.in_field
    }
}

fn is_field(line: &str) -> bool {
    let Some((name, _)) = line.split_once(':') else { return false };
    let name = name.as_bytes();
    needle::each(FIELDS).any(|field| {
        if field.ends_with(b"-") {
            name.get(..field.len()).is_some_and(|start| start.eq_ignore_ascii_case(field))
                && !name.contains(&b' ')
        } else {
            name.eq_ignore_ascii_case(field)
        }
    })
}
