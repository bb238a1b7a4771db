//! Finds in a notice what the other server said, as opposed to what the program that reports makes of it.

use crate::{cue, mapped::Mapped};

/// What programs say before they quote a server.
const QUOTES: &str = "\
    (reason:|remote server returned|the error that the other server returned was:|\
    the response from the remote server was:|the response was:|remote host said:|diagnostic-code:|\
    der antworttext des servers lautet:|fehlermeldung des remoteservers|die antwort lautete:|\
    die antwort des remote-servers war:|la réponse était :|la réponse du serveur distant était :|\
    la respuesta fue:|la respuesta del servidor remoto fue:|応答は次のとおりです:|リモート サーバーからの応答|\
    el servidor remoto devolvió|le serveur distant a renvoyé|der remoteserver hat zurückgegeben|\
    error message below:|the remote server said:";

/// The server's words, if the notice quotes any.
pub(crate) fn quoted(words: &Mapped) -> Option<Mapped> {
    let text = words.text();
    if let Some(found) = cue::find(text, QUOTES) {
        let rest = &text[found.end..];
        let blank = rest.len() - rest.trim_start_matches(|next: char| next.is_whitespace()).len();
        let paragraph = rest[blank..].find("\n\n").map_or(rest.len(), |end| blank + end);
        let said = &rest[blank..paragraph];
        let closing = if text[found].starts_with('(') {
            said.find(")\n").or_else(|| said.rfind(')'))
        } else {
            None
        };
        let quote = said.chars().next().filter(|first| matches!(first, '\'' | '"'));
        let quoted = quote.and_then(|quote| said[1..].rfind(quote).map(|end| end + 1));
        let end = closing.or(quoted).unwrap_or(said.len());
        let start = text.len() - rest.len() + blank + usize::from(quoted.is_some());
        return Some(words.part(start..text.len() - rest.len() + blank + end));
    }
    transcript(words)
}

/// What a server said in a transcript of the session: lines that begin with `<<<`.
fn transcript(words: &Mapped) -> Option<Mapped> {
    let text = words.text();
    let mut said = Mapped::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(reply) = line.trim_start().strip_prefix("<<< ") {
            said.push_part(words, at + line.len() - reply.len()..at + line.len());
        }
        at += line.len();
    }
    (!said.text().is_empty()).then_some(said)
}
