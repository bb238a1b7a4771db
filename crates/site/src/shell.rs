//! The site's own `index.html`, of which every page is made: what is in its head stays, and two places are
//! filled.

use super::body::body;
use super::markup::render;
use super::page::Page;

/// The page that all pages are made of, in its parts.
pub(super) struct Shell {
    before: String,
    between: String,
    after: String,
}

/// Where the head's lines go, and what stands for the body.
const HEAD: &str = "<!-- head -->";
const BODY: &str = "<body></body>";

/// In the shell, this stands for the preset of a page.
const PRESET: &str = "data-preset=\"\"";

/// The story that the shell's page begins with.
const STORY: &str = "/everything-works.bin";

impl Shell {
    pub(super) fn new(page: &str) -> Result<Self, String> {
        let cut = |text: &str, at: &str| match text.split_once(at) {
            Some((before, after)) if !after.contains(at) => {
                Ok((before.to_owned(), after.to_owned()))
            }
            _ => Err(format!("index.html must have exactly one {at}")),
        };
        let (before, rest) = cut(page, HEAD)?;
        let (between, after) = cut(&rest, BODY)?;
        cut(&between, PRESET)?;
        Ok(Self { before, between, after })
    }

    pub(super) fn fill(&self, page: &Page) -> String {
        let (up, slug) = (page.up(), page.journey.preset.slug());
        let own = |part: &str| part.replace("=\"./", &["=\"", up].concat());
        let between = own(&self.between)
            .replace(PRESET, &format!("data-preset=\"{slug}\""))
            .replace(STORY, &format!("/{slug}.bin"));
        [&own(&self.before), &page.head(), &between, &body_of(page), &own(&self.after)]
            .map(String::as_str)
            .concat()
    }
}

/// The body with all that is in it.
fn body_of(page: &Page) -> String {
    let view = if page.kind.is_embed() { " data-view=\"embed\"" } else { "" };
    let slug = page.journey.preset.slug();
    [
        "<body",
        view,
        " data-preset=\"",
        slug,
        "\">\n",
        SYMBOLS.trim(),
        "\n",
        &render(body(page)),
        "\n  </body>",
    ]
    .concat()
}

/// All drawings, once in a page: the live picture refers to them, too.
const SYMBOLS: &str = include_str!("../../../src/ui/symbols.svg");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_has_each_place_once() {
        let good = "<!-- head --><script data-preset=\"\"></script><body></body>";
        assert!(Shell::new(good).is_ok());
        assert!(Shell::new(&[good, good].concat()).is_err());
        assert!(Shell::new("<body></body>").is_err());
    }
}
