//! Wordings with what they mean.

use diagnosis::{EvidenceKind, Finality, Paste};

/// A cause, whether it is final, the evidence, and the text.
pub(crate) type Row = (&'static str, bool, &'static str, &'static str);

/// Every row is understood, for the reason that it names.
pub(crate) fn check(rows: &[Row]) {
    for &(cause, is_final, evidence, text) in rows {
        let Some(found) = Paste::read(text).diagnosis else {
            panic!("nothing is found in {text:?}")
        };
        let finality = if is_final { Finality::Final } else { Finality::Temporary };
        assert_eq!((found.cause.slug(), found.finality), (cause, finality), "{text}");
        let kind = match found.evidence.kind {
            EvidenceKind::Code => "code",
            EvidenceKind::Enhanced => "enhanced",
            EvidenceKind::Words => "words",
        };
        let span = found.evidence.span.and_then(|span| text.get(span)).unwrap_or_default();
        assert_eq!(format!("{kind}: {span}"), evidence, "{text}");
    }
}
