//! Turns HTML into text: tags become white space, a few entities characters. No styles are heeded.

use crate::mapped::Mapped;

/// Elements that begin a line.
const BLOCKS: &[&str] = &[
    "br",
    "p",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "pre",
    "blockquote",
    "td",
    "title",
    "body",
];

/// Elements whose contents nobody sees.
const UNSEEN: &[&str] = &["style", "script"];

/// What one sees of a page.
pub(crate) fn text(page: &Mapped) -> Mapped {
    let text = page.text();
    let mut plain = Mapped::default();
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '&']) {
        let start = at + found;
        plain.push_part(page, at..start);
        let rest = &text[start..];
        let (len, said) = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        match said {
            Some(said) => {
                if let Some(source) = page.hull(start..start + len) {
                    plain.push_decoded(said, source);
                }
            }
            None => plain.push_part(page, start..start + len),
        }
        at = start + len;
    }
    plain.push_part(page, at..text.len());
    plain
}

/// How long the tag is that begins here, and what is seen of it; `None` if it is a mere character.
fn tag(rest: &str) -> (usize, Option<&'static str>) {
    if rest.starts_with("<!--") {
        return (rest.find("-->").map_or(rest.len(), |end| end + 3), Some(""));
    }
    let inner = &rest[1..];
    let closes = usize::from(inner.starts_with('/'));
    let name = inner[closes..].bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    if name == 0 && !inner.starts_with(['!', '?', '/']) {
        return (1, None);
    }
    let name = inner[closes..closes + name].to_ascii_lowercase();
    // `<anna@example.org>` is an address that nobody wrote as `&lt;`.
    let Some(end) = inner.find(['>', '<']) else { return (1, None) };
    if inner[..end].contains('@') && !inner[..end].contains([' ', '=', '\n']) {
        return (1, None);
    }
    let end = end + if inner[end..].starts_with('>') { 2 } else { 1 };
    if closes == 0 && UNSEEN.contains(&&*name) {
        let close = rest[end..].find("</").map_or(rest.len(), |close| end + close);
        return (close, Some(""));
    }
    (end, Some(if BLOCKS.contains(&&*name) { "\n" } else { "" }))
}

/// How long the entity is that begins here, and its character.
fn entity(rest: &str) -> (usize, Option<&'static str>) {
    let known = [
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&#8217;", "’"),
        ("&#64;", "@"),
        ("&auml;", "ä"),
        ("&ouml;", "ö"),
        ("&uuml;", "ü"),
        ("&szlig;", "ß"),
        ("&eacute;", "é"),
        ("&egrave;", "è"),
        ("&ecirc;", "ê"),
        ("&agrave;", "à"),
        ("&ccedil;", "ç"),
        ("&ntilde;", "ñ"),
        ("&oacute;", "ó"),
        ("&iacute;", "í"),
        ("&aacute;", "á"),
    ];
    let found = known.into_iter().find(|(entity, _)| rest.starts_with(entity));
    found.map_or((1, None), |(entity, said)| (entity.len(), Some(said)))
}
