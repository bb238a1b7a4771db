//! The lines of a paste that say what was found, with the evidence in them marked.

use std::ops::Range;

use crate::Found;

/// How many lines an excerpt has at most.
pub const EXCERPT_LINES: usize = 30;

/// How many bytes of a line are shown on either side of what is marked.
const BESIDE: usize = 60;

/// How many bytes of evidence in one piece are shown.
const LONGEST: usize = 400;

/// A line of the paste, or what is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptLine {
    /// Whether lines before it were left out.
    pub follows_gap: bool,
    /// The line, piece by piece.
    pub pieces: Vec<Piece>,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text; `…` where some of it is not shown.
    pub text: String,
    /// Whether something was read from here.
    pub is_evidence: bool,
}

impl Found {
    /// The lines of the paste that this was read from; at most [`EXCERPT_LINES`].
    pub fn excerpt(&self, text: &str) -> Vec<ExcerptLine> {
        excerpt(text, self.evidence())
    }
}

fn excerpt(text: &str, mut evidence: Vec<Range<usize>>) -> Vec<ExcerptLine> {
    evidence.retain(|span| !span.is_empty() && text.get(span.clone()).is_some());
    evidence.sort_by_key(|span| (span.start, span.end));
    let mut lines: Vec<ExcerptLine> = Vec::new();
    let mut shown_until = 0;
    let mut next = 0;
    while let Some(first) = evidence.get(next)
        && lines.len() < EXCERPT_LINES
    {
        // Evidence may run over several lines; those that are shown already are behind us.
        let at = first.start.max(shown_until);
        if at >= first.end {
            next += 1;
            continue;
        }
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        let line = start..start + text[start..end].trim_end().len();
        let marks = merged(&evidence[next..], line.clone());
        if !marks.is_empty() {
            let follows_gap = text[shown_until..start].contains(|c: char| !c.is_whitespace());
            lines.push(ExcerptLine { follows_gap, pieces: pieces(text, line, &marks) });
        }
        shown_until = (end + 1).min(text.len());
        if end == text.len() {
            break;
        }
    }
    lines
}

/// The parts of spans within a line, joined where they touch.
fn merged(spans: &[Range<usize>], line: Range<usize>) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for span in spans.iter().take_while(|span| span.start < line.end) {
        let part = span.start.max(line.start)..span.end.min(line.end);
        match marks.last_mut() {
            _ if part.is_empty() => {}
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => marks.push(part),
        }
    }
    marks
}

fn pieces(text: &str, line: Range<usize>, marks: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |text: String, is_evidence| {
        if !text.is_empty() {
            pieces.push(Piece { text, is_evidence });
        }
    };
    let mut at = line.start;
    for mark in marks {
        let before = &text[at..mark.start];
        push(between(before, at > line.start, true), false);
        let marked = &text[mark.clone()];
        let kept = marked.floor_char_boundary(LONGEST);
        let more = if kept < marked.len() { "…" } else { "" };
        push([&marked[..kept], more].concat(), true);
        at = mark.end;
    }
    push(between(&text[at..line.end], true, false), false);
    pieces
}

/// What stands beside evidence: as much of it as is near.
fn between(text: &str, has_before: bool, has_after: bool) -> String {
    let left = if has_before { text.floor_char_boundary(BESIDE) } else { 0 };
    let right = if has_after {
        text.ceil_char_boundary(text.len().saturating_sub(BESIDE))
    } else {
        text.len()
    };
    if left >= right { text.to_owned() } else { [&text[..left], "…", &text[right..]].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evidence stands between `[` and `]`; so it does in what is expected, with `~` for a gap.
    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let mut text = String::new();
        let mut evidence = Vec::new();
        for (n, part) in marked.split(['[', ']']).enumerate() {
            let start = text.len();
            text.push_str(part);
            if n % 2 == 1 {
                evidence.push(start..text.len());
            }
        }
        let lines = excerpt(&text, evidence);
        let lines = lines.iter().map(|line| {
            let gap = if line.follows_gap { "~" } else { "" };
            line.pieces.iter().fold(gap.to_owned(), |told, piece| {
                if piece.is_evidence { told + "[" + &piece.text + "]" } else { told + &piece.text }
            })
        });
        assert_eq!(lines.collect::<Vec<_>>().join("\n"), expected, "{marked}");
    }

    #[test]
    fn lines_without_evidence_are_left_out() {
        check("", "");
        check("nothing", "");
        check("[a]", "[a]");
        check("one\ntwo [b] here\nthree\n", "~two [b] here");
        check("[a]\n\n[b]\nno\n[c]", "[a]\n[b]\n~[c]");
        check("\n \n[a]", "[a]");
    }

    #[test]
    fn evidence_over_several_lines_is_marked_in_each() {
        check("so [one\ntwo\nthree] end\nno", "so [one]\n[two]\n[three] end");
        check("[one\r\n\r\ntwo]", "[one]\n[two]");
    }

    #[test]
    fn of_a_long_line_only_what_is_near_is_shown() {
        let long = "x".repeat(200);
        let near = "x".repeat(60);
        check(&format!("{long}[a]{long}"), &format!("…{near}[a]{near}…"));
        check(&format!("[a]{long}[b]"), &format!("[a]{near}…{near}[b]"));
        check(&format!("[{}]", "é".repeat(300)), &format!("[{}…]", "é".repeat(200)));
    }

    #[test]
    fn it_has_an_end() {
        let text = "[a]\n".repeat(100);
        check(&text, ["[a]"; EXCERPT_LINES].join("\n").as_str());
    }

    #[test]
    fn spans_that_overlap_or_lie_outside_do_no_harm() {
        let evidence = [4..6, 0..3, 2..5, 9..900, 5..5].to_vec();
        let lines = excerpt("abcdefgh", evidence);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].pieces.len(), 2);
        assert_eq!(lines[0].pieces[0], Piece { text: "abcdef".to_owned(), is_evidence: true });
    }
}
