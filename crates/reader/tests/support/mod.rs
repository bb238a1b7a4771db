//! Real bounces, and what an independent decoder reads out of them.

#[path = "../../../diagnosis/tests/reasons/mod.rs"]
mod reasons;

use std::{fs, path::Path};

use reader::{EnhancedCode, Found, Recipient};
pub(crate) use reasons::causes;
use serde_json::Value;

/// One bounce of a mail, as the decoder reads it.
pub(crate) struct Decoded {
    pub(crate) recipient: String,
    pub(crate) reason: String,
    pub(crate) code: Option<u16>,
    /// What the mail names; the decoder's own numbers (5.0.910) are left out.
    pub(crate) status: Option<EnhancedCode>,
}

/// A mail.
pub(crate) struct Mail {
    pub(crate) file: String,
    pub(crate) source: String,
    pub(crate) bounces: Vec<Decoded>,
}

/// All mails.
pub(crate) fn mails() -> Vec<Mail> {
    let decoded = include_str!("../../../diagnosis/tests/bounces/decoded.jsonl");
    decoded.lines().map(|line| mail(&serde_json::from_str(line).expect("a line is JSON"))).collect()
}

fn mail(line: &Value) -> Mail {
    let file = line["file"].as_str().expect("a mail has a name");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounces/mails");
    let source = fs::read(folder.join(file)).expect("a mail is there");
    let bounces = line["bounces"].as_array().expect("a mail has bounces").iter().map(|bounce| {
        let text = |key: &str| bounce[key].as_str().unwrap_or_default();
        Decoded {
            recipient: text("recipient").into(),
            reason: text("reason").into(),
            code: bounce["code"].as_u64().and_then(|code| u16::try_from(code).ok()),
            status: EnhancedCode::parse(text("status")).filter(|status| status.detail < 900),
        }
    });
    Mail {
        file: file.into(),
        source: String::from_utf8_lossy(&source).into_owned(),
        bounces: bounces.collect(),
    }
}

/// Whether a mail is one of those that rules were made with.
pub(crate) fn is_even(file: &str) -> bool {
    let digits = file.trim_end_matches(".eml").rsplit('-').next();
    digits
        .and_then(|digits| digits.parse().ok())
        .is_some_and(|number: u32| number.is_multiple_of(2))
}

/// The recipient that a bounce is about.
pub(crate) fn matching<'a>(found: &'a Found, bounce: &Decoded) -> Option<&'a Recipient> {
    found.recipients.iter().find(|recipient| {
        let address = recipient.address.as_ref();
        address.is_some_and(|address| address.value.eq_ignore_ascii_case(&bounce.recipient))
    })
}

/// Those that agree, and all, of even and odd files.
pub(crate) struct Tally([[usize; 2]; 2]);

impl Tally {
    pub(crate) const fn new() -> Self {
        Self([[0; 2]; 2])
    }

    pub(crate) fn count(&mut self, file: &str, agrees: bool) {
        let row = &mut self.0[usize::from(!is_even(file))];
        row[0] += usize::from(agrees);
        row[1] += 1;
    }

    /// How many of a thousand agree.
    pub(crate) fn per_mille(&self) -> usize {
        let [even, odd] = self.0;
        (even[0] + odd[0]) * 1000 / (even[1] + odd[1]).max(1)
    }

    pub(crate) fn print(&self, name: &str) {
        let [even, odd] = self.0;
        let both = [even[0] + odd[0], even[1] + odd[1]];
        let shares = [even, odd, both]
            .map(|[agree, all]| format!("{agree}/{all} ({}‰)", agree * 1000 / all.max(1)));
        println!("{name:10} even {:16} odd {:16} all {}", shares[0], shares[1], shares[2]);
    }
}
