//! What travels or lies somewhere at one moment, and where.

mod hold;
mod list;
mod lying;
mod moving;
mod pieces;

use crate::facts::letter::{is_notice, moves_report};
use crate::facts::moment::Moment;
use crate::frame::{Paper, TokenKind};
use crate::geometry::stage::Stage;
use list::Tokens;
use lying::lying;
use model::story::BeatKind;
use moving::moving;

pub(crate) fn tokens(now: &Moment, stage: &Stage) -> Tokens {
    let mut tokens = Tokens::new();
    lying(now, stage, &mut tokens);
    moving(now, stage, &mut tokens);
    let is_report = match now.kind() {
        BeatKind::Pieces { from, to, .. } => moves_report(now, *from, *to),
        _ => now.past.report.partial.is_some(),
    };
    for (token, _) in &mut tokens {
        let part = matches!(token.kind, TokenKind::Ghost { .. } | TokenKind::Piece { .. });
        if is_report && part {
            token.paper = if is_notice(now) { Paper::Notice } else { Paper::Report };
        }
        token.legible = token.scale >= stage.layout.street.measures().travels;
    }
    tokens
}
