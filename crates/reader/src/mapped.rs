//! Text that knows where in the paste it comes from.

use std::ops::Range;

use crate::{Said, WORDS};

/// Text that was unquoted, decoded or taken apart, with the place of each piece in the paste.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapped {
    text: String,
    /// In order of `at`, without gaps.
    pieces: Vec<Piece>,
}

/// A piece of the text that comes from one place.
#[derive(Clone, Debug)]
struct Piece {
    /// Where it begins in the text.
    at: usize,
    /// Its bytes in the paste.
    source: Range<usize>,
    /// Whether it is a copy, byte by byte.
    is_copy: bool,
}

impl Mapped {
    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a copy of what begins there in the paste.
    pub(crate) fn push_copy(&mut self, text: &str, start: usize) {
        if text.is_empty() {
            return;
        }
        let source = start..start + text.len();
        match self.pieces.last_mut() {
            Some(last) if last.is_copy && last.source.end == source.start => {
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { at: self.text.len(), source, is_copy: true }),
        }
        self.text.push_str(text);
    }

    /// Adds what was decoded from there in the paste.
    pub(crate) fn push_decoded(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len(), source, is_copy: false });
        self.text.push_str(text);
    }

    /// Adds a part of another text.
    pub(crate) fn push_part(&mut self, other: &Self, range: Range<usize>) {
        for (part, source, is_copy) in other.parts(range) {
            let text = &other.text[part];
            if is_copy {
                self.push_copy(text, source.start);
            } else {
                self.push_decoded(text, source);
            }
        }
    }

    /// A part of it.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        part.push_part(self, range);
        part
    }

    /// The parts of a range: place in the text, place in the paste, whether it is a copy.
    fn parts(
        &self,
        range: Range<usize>,
    ) -> impl Iterator<Item = (Range<usize>, Range<usize>, bool)> {
        let first = self.pieces.partition_point(|piece| piece.at <= range.start).saturating_sub(1);
        let pieces = self.pieces.get(first..).unwrap_or_default();
        pieces.iter().enumerate().take_while(move |(_, piece)| piece.at < range.end).filter_map(
            move |(index, piece)| {
                let piece_end = pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
                let part = range.start.max(piece.at)..range.end.min(piece_end);
                if part.is_empty() {
                    return None;
                }
                let source = if piece.is_copy {
                    let start = piece.source.start + part.start - piece.at;
                    start..start + part.len()
                } else {
                    piece.source.clone()
                };
                Some((part, source, piece.is_copy))
            },
        )
    }

    /// Where a range comes from, as one range of the paste; `None` if it is empty.
    pub(crate) fn hull(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut parts = self.parts(range).map(|(_, source, _)| source);
        let first = parts.next()?;
        let last = parts.last().map_or(first.end, |last| last.end);
        Some(first.start..last.max(first.end))
    }

    /// Adds where a range comes from.
    fn add_spans(&self, range: Range<usize>, spans: &mut Vec<Range<usize>>) {
        for (_, source, _) in self.parts(range) {
            match spans.last_mut() {
                Some(last) if source.start <= last.end && source.start >= last.start => {
                    last.end = last.end.max(source.end);
                }
                _ if source.is_empty() => {}
                _ => spans.push(source),
            }
        }
    }

    /// A value that was read from a range; `None` if nothing stands there.
    pub(crate) fn said<T>(&self, range: Range<usize>, value: T) -> Option<Said<T>> {
        let mut spans = Vec::new();
        self.add_spans(range, &mut spans);
        (!spans.is_empty()).then_some(Said { value, spans })
    }

    /// The words of a range with white space folded, up to [`WORDS`]; `None` if there are none.
    pub(crate) fn words(&self, range: Range<usize>) -> Option<Said<String>> {
        let (mut value, mut spans) = (String::new(), Vec::new());
        let mut at = range.start;
        let text = self.text.get(range)?;
        for line in text[..text.floor_char_boundary(WORDS)].split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() {
                let start = at + line.len() - line.trim_start().len();
                self.add_spans(start..start + words.len(), &mut spans);
                for word in words.split_whitespace() {
                    if !value.is_empty() {
                        value.push(' ');
                    }
                    value.push_str(word);
                }
            }
            at += line.len();
        }
        (!spans.is_empty()).then_some(Said { value, spans })
    }
}
