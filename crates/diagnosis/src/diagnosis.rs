//! Judges one answer.

use std::ops::Range;

use crate::{
    Answer, Cause, EnhancedCode, Evidence, EvidenceKind, Finality, LIMIT, Stage, code_meanings,
    codes::{self, Code},
    rule_table::{Rules, packed},
    rules,
    words::Words,
};

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What is wrong.
    pub cause: Cause,
    /// Whether it is over.
    pub finality: Finality,
    /// What this rests on.
    pub evidence: Evidence,
    /// Whether the evidence names this cause and no other: a code that stands for one thing, or words.
    pub is_specific: bool,
}

/// What an answer means, if it says that anything is wrong.
pub fn diagnose(answer: &Answer) -> Option<Diagnosis> {
    let text = &answer.text[..answer.text.floor_char_boundary(LIMIT)];
    Judge::new(answer, text).judge()
}

/// An answer with all that is known of it.
struct Judge<'a> {
    text: &'a str,
    code: Option<(u16, Option<Range<usize>>)>,
    enhanced: Option<(EnhancedCode, Option<Range<usize>>)>,
    stage: Option<Stage>,
}

impl<'a> Judge<'a> {
    fn new(answer: &Answer, text: &'a str) -> Self {
        let mut judge = Self {
            text,
            code: answer.code.map(|code| (code, None)),
            enhanced: answer.enhanced.map(|enhanced| (enhanced, None)),
            stage: answer.stage.or_else(|| Stage::read(text)),
        };
        for found in codes::find(text) {
            match found.code {
                Code::Reply { code, .. } => note(&mut judge.code, code, found.span),
                Code::Enhanced(code) => note(&mut judge.enhanced, code, found.span),
            }
        }
        judge
    }

    fn judge(&self) -> Option<Diagnosis> {
        let by_codes = Finality::of_codes(self.number(), self.enhanced());
        if by_codes.is_none() && self.number().is_some() {
            return None;
        }
        let words = Words::read(self.text);
        let find = |rules: &Rules| {
            rules.find(&words, |when| when.applies(self.number(), by_codes, self.stage))
        };
        let plain = find(&packed!(rules::PLAIN));
        let specific = self.specific_code();
        match (specific, plain) {
            (Some((cause, evidence)), None) => Some(self.diagnosis(cause, evidence, true)),
            (Some((cause, evidence)), Some((other, _)))
                if cause == other || self.enhanced().is_some_and(code_meanings::is_exact) =>
            {
                Some(self.diagnosis(cause, evidence, true))
            }
            (_, plain) => {
                let weak = || {
                    let counts = !self.has_telling_code();
                    counts.then(|| find(&packed!(rules::WEAK))).flatten()
                };
                let by_words = |(cause, span), is_specific| {
                    self.diagnosis(cause, words_evidence(span), is_specific)
                };
                plain
                    .or_else(|| find(&packed!(rules::VAGUE)))
                    .map(|found| by_words(found, true))
                    .or_else(|| Some(by_words(weak()?, false)))
                    .or_else(|| self.by_general_code())
            }
        }
    }

    fn number(&self) -> Option<u16> {
        self.code.as_ref().map(|(code, _)| *code)
    }

    fn enhanced(&self) -> Option<EnhancedCode> {
        self.enhanced.as_ref().map(|(code, _)| *code)
    }

    fn has_telling_code(&self) -> bool {
        self.enhanced().is_some_and(code_meanings::is_telling)
    }

    fn specific_code(&self) -> Option<(Cause, Evidence)> {
        let by_enhanced = self
            .enhanced()
            .and_then(|enhanced| code_meanings::specific(enhanced, self.number()))
            .map(|cause| (cause, self.enhanced_evidence()));
        by_enhanced.or_else(|| {
            Some((code_meanings::specific_reply(self.number()?)?, self.code_evidence()))
        })
    }

    fn by_general_code(&self) -> Option<Diagnosis> {
        let by_enhanced = self
            .enhanced()
            .and_then(|enhanced| code_meanings::general(enhanced, self.stage))
            .map(|cause| self.diagnosis(cause, self.enhanced_evidence(), false));
        by_enhanced.or_else(|| {
            let code = self.number();
            let cause = code.and_then(|code| code_meanings::general_reply(code, self.stage));
            let refuses = code_meanings::refuses(code, self.enhanced());
            let evidence =
                if code.is_some() { self.code_evidence() } else { self.enhanced_evidence() };
            refuses.then(|| self.diagnosis(cause.unwrap_or(Cause::Other), evidence, false))
        })
    }

    fn code_evidence(&self) -> Evidence {
        let span = self.code.as_ref().and_then(|(_, span)| span.clone());
        Evidence { kind: EvidenceKind::Code, span }
    }

    fn enhanced_evidence(&self) -> Evidence {
        let span = self.enhanced.as_ref().and_then(|(_, span)| span.clone());
        Evidence { kind: EvidenceKind::Enhanced, span }
    }

    fn diagnosis(&self, cause: Cause, evidence: Evidence, is_specific: bool) -> Diagnosis {
        let finality = Finality::of(self.text, self.number(), self.enhanced(), cause);
        Diagnosis { cause, finality, evidence, is_specific }
    }
}

fn words_evidence(span: Range<usize>) -> Evidence {
    Evidence { kind: EvidenceKind::Words, span: Some(span) }
}

/// Takes the first code of a kind, or the place of the one that is known.
fn note<T: PartialEq>(known: &mut Option<(T, Option<Range<usize>>)>, code: T, span: Range<usize>) {
    match known {
        None => *known = Some((code, Some(span))),
        Some((given, place @ None)) if *given == code => *place = Some(span),
        Some(_) => {}
    }
}

impl Diagnosis {
    /// Heeds what a notice says around the reply: that it is given up, or tried again.
    pub(crate) fn heed(&mut self, notice: &str) {
        if let Some(finality) = Finality::of_notice(notice) {
            self.finality = finality;
        }
    }
}
