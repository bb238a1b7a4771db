//! What the owner of a page pastes into it: the element with a link and a picture for where scripts
//! are taken out, a plain frame, or only the linked picture.
//!
//! Every value is escaped where it stands: `&`, `<`, `>` and quotes in attributes, and in addresses
//! everything but letters, digits and a few signs.

use crate::embedder_messages::{Controls, Theme};
use ::text::site as text;
use model::owner::{Field, Owner, percent};
use model::preset_id::PresetId;

/// The page in a folder, by its name: not every server shows it for the folder.
const PAGE: &str = "/index.html";

/// What is to be shown, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet<'a> {
    /// The folder of the site, with a slash at its end.
    pub site: &'a str,
    /// Which example.
    pub preset: PresetId,
    /// Where to begin, if not at the beginning.
    pub step: Option<&'a str>,
    /// Light or dark.
    pub theme: Theme,
    /// How much there is to press.
    pub controls: Controls,
    /// Whether it plays by itself.
    pub autoplay: bool,
    /// What has names of the owner's.
    pub owner: &'a Owner,
}

impl Snippet<'_> {
    /// The element, its style sheet and its script.
    pub fn element(&self) -> String {
        let site = escape(self.site);
        let mut element = attribute("preset", self.preset.slug());
        if let Some(step) = self.step {
            element += &attribute("step", step);
        }
        if self.theme == Theme::Host {
            element += &attribute("theme", "host");
        }
        for (name, value) in self.choices() {
            // An attribute that only has to be there.
            element +=
                &if value.is_empty() { [" ", name].concat() } else { attribute(name, &value) };
        }
        [
            "<link rel=\"stylesheet\" href=\"",
            &site,
            "embed.css\">\n<script src=\"",
            &site,
            "embed.js\" async></script>\n<email-journey",
            &element,
            ">",
            &self.linked(""),
            "</email-journey>",
        ]
        .concat()
    }

    /// A frame, without any script in the page around.
    pub fn frame(&self) -> String {
        let address =
            [self.site, "embed/", self.preset.slug(), PAGE, &self.query(), &self.at()].concat();
        let height = match self.controls {
            Controls::Full => "706",
            Controls::Minimal => "655",
        };
        // As `embed.js` gives it: no border, which would make it wider than a phone, and corners that can be
        // seen through. The attributes are for pages that allow no style.
        let style =
            ["border:0;width:100%;max-width:1200px;height:", height, "px;color-scheme:light dark"]
                .concat();
        let attributes = [
            attribute("src", &address),
            attribute("title", text::FRAME),
            attribute("loading", "lazy"),
            attribute("width", "100%"),
            attribute("height", height),
            attribute("frameborder", "0"),
            attribute("style", &style),
        ];
        ["<iframe", &attributes.concat(), "></iframe>"].concat()
    }

    /// The picture alone, with a link.
    pub fn picture(&self) -> String {
        let query = query(&self.names().collect::<Vec<_>>());
        self.linked(&[query, self.at()].concat())
    }

    fn linked(&self, more: &str) -> String {
        let folder = [self.site, "p/", self.preset.slug()].concat();
        let picture = [
            attribute("src", &[&folder, "/preview.png"].concat()),
            attribute("width", "1200"),
            attribute("height", "630"),
            attribute("loading", "lazy"),
            attribute("alt", &text::alternative(self.preset)),
        ];
        let link = attribute("href", &[&folder, PAGE, more].concat());
        ["<a", &link, "><img", &picture.concat(), "></a>"].concat()
    }

    /// Where a page of its preset begins.
    fn at(&self) -> String {
        self.step.map_or_else(String::new, |step| ["#", step].concat())
    }

    fn query(&self) -> String {
        query(&self.choices())
    }

    /// Everything that is not as usual, but example and step.
    fn choices(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        match self.theme {
            Theme::Auto | Theme::Host => {}
            Theme::Light => all.push(("theme", "light".to_owned())),
            Theme::Dark => all.push(("theme", "dark".to_owned())),
        }
        if self.controls == Controls::Minimal {
            all.push(("controls", "minimal".to_owned()));
        }
        if self.autoplay {
            all.push(("autoplay", String::new()));
        }
        all.extend(self.names());
        all
    }

    fn names(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.owner.fields().map(|(field, value): (Field, String)| (field.name(), value))
    }
}

fn attribute(name: &str, value: &str) -> String {
    [" ", name, "=\"", &escape(value), "\""].concat()
}

/// A text as it stands between double quotes.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

fn query(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| {
            let value = if value.is_empty() {
                String::new()
            } else {
                ["=", &percent(value, b"-._~")].concat()
            };
            [*name, &value].concat()
        })
        .collect();
    if pairs.is_empty() { String::new() } else { ["?", &pairs.join("&")].concat() }
}

/// An address without the owner's names in its query: links have them behind the `#`.
pub fn without_names(address: &str) -> String {
    let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            !pair.is_empty() && Field::named(pair.split('=').next().unwrap_or_default()).is_none()
        })
        .collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    [path, mark, &kept.join("&"), "#", fragment].concat()
}

/// The folder of the site that a page of it with this address belongs to.
pub fn site_of(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
    // An example's own page, or its widget, stands two folders below.
    let above = folder.strip_suffix('/').and_then(|folder| {
        let (above, slug) = folder.rsplit_once('/')?;
        PresetId::find(slug)?;
        let above = above.strip_suffix("/p").or_else(|| above.strip_suffix("/embed"))?;
        // A host of this name is no folder.
        (!above.ends_with('/')).then_some(above)
    });
    above.map_or(folder, |above| &folder[..=above.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads markup as a browser does, as far as it is like ours: names of tags, and attributes.
    fn read(markup: &str) -> Vec<(String, Vec<(String, String)>)> {
        let unescape = |text: &str| {
            let pairs =
                [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
            pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
        };
        let mut tags = Vec::new();
        let mut rest = markup;
        while let Some(at) = rest.find('<') {
            assert_eq!(rest[..at].trim(), "", "no text between tags");
            rest = &rest[at + 1..];
            let end = rest.find([' ', '>']).unwrap();
            let name = rest[..end].to_owned();
            rest = &rest[end..];
            let mut attributes = Vec::new();
            while !rest.starts_with('>') {
                rest = &rest[1..];
                let end = rest.find(['=', ' ', '>']).unwrap();
                let name = rest[..end].to_owned();
                rest = &rest[end..];
                let mut value = String::new();
                if let Some(quoted) = rest.strip_prefix("=\"") {
                    let (inner, after) = quoted.split_once('"').unwrap();
                    value = unescape(inner);
                    rest = after;
                }
                attributes.push((name, value));
            }
            rest = &rest[1..];
            tags.push((name, attributes));
        }
        assert_eq!(rest.trim(), "");
        tags
    }

    fn attribute_of<'a>(
        tags: &'a [(String, Vec<(String, String)>)],
        tag: &str,
        name: &str,
    ) -> &'a str {
        let (_, attributes) = tags.iter().find(|(it, _)| it == tag).expect("the tag");
        attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str()).expect(name)
    }

    const EVIL: [&str; 6] = [
        "\"><script>alert(1)</script>",
        "' onmouseover='alert(1)",
        "&quot; & &lt;b&gt; &#39;",
        "</email-journey><img src=x onerror=alert(1)>",
        "Tom & \"Jerry\" <tom@acme.example>",
        "ünï\u{1f980}  %41+?#=&a=b",
    ];

    #[test]
    fn hostile_names_stay_values() {
        for evil in EVIL {
            let mut owner = Owner::default();
            owner.set(Field::HelpDesk, evil).expect(evil);
            owner.set(Field::Provider, "O'Neill & Sons").unwrap();
            let snippet = Snippet {
                site: "https://acme.example/a&b'c/",
                preset: PresetId::MailboxFull,
                step: Some("refused"),
                theme: Theme::Dark,
                controls: Controls::Minimal,
                autoplay: true,
                owner: &owner,
            };
            let tags = read(&snippet.element());
            let names: Vec<&str> = tags.iter().map(|(name, _)| name.as_str()).collect();
            let all =
                ["link", "script", "/script", "email-journey", "a", "img", "/a", "/email-journey"];
            assert_eq!(names, all, "{evil}");
            let of = |name| attribute_of(&tags, "email-journey", name);
            assert_eq!(
                (of("preset"), of("step"), of("theme")),
                ("mailbox-full", "refused", "dark")
            );
            assert_eq!((of("controls"), of("autoplay")), ("minimal", ""));
            assert_eq!((of("help-desk"), of("provider")), (evil, "O'Neill & Sons"));
            assert_eq!(attribute_of(&tags, "script", "src"), "https://acme.example/a&b'c/embed.js");
            let folder = "https://acme.example/a&b'c/p/mailbox-full/";
            assert_eq!(attribute_of(&tags, "a", "href"), [folder, "index.html"].concat());
            assert_eq!(attribute_of(&tags, "img", "src"), [folder, "preview.png"].concat());

            let tags = read(&snippet.frame());
            assert_eq!(tags.len(), 2, "{evil}");
            let src = attribute_of(&tags, "iframe", "src");
            let (before, fragment) = src.split_once('#').unwrap();
            assert_eq!(fragment, "refused");
            let (_, query) = before.split_once('?').unwrap();
            let pairs: Vec<&str> = query.split('&').collect();
            assert_eq!(
                pairs[..4],
                ["theme=dark", "controls=minimal", "autoplay", "provider=O%27Neill%20%26%20Sons"]
            );
            assert_eq!(unpercent(pairs[4].strip_prefix("help-desk=").unwrap()), evil);

            let tags = read(&snippet.picture());
            assert_eq!(tags.len(), 3, "{evil}");
            assert!(attribute_of(&tags, "a", "href").ends_with("#refused"));
        }
    }

    fn unpercent(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let [first, after @ ..] = rest {
            rest = after;
            if *first == b'%' {
                let digits = std::str::from_utf8(&after[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(*first);
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_is_as_usual_is_not_said() {
        let owner = Owner::default();
        let snippet = Snippet {
            site: "https://acme.example/mail/",
            preset: PresetId::TwoBoxes,
            step: None,
            theme: Theme::Auto,
            controls: Controls::Full,
            autoplay: false,
            owner: &owner,
        };
        assert_eq!(
            snippet.element(),
            "<link rel=\"stylesheet\" href=\"https://acme.example/mail/embed.css\">\n\
             <script src=\"https://acme.example/mail/embed.js\" async></script>\n\
             <email-journey preset=\"two-boxes\">\
             <a href=\"https://acme.example/mail/p/two-boxes/index.html\">\
             <img src=\"https://acme.example/mail/p/two-boxes/preview.png\" width=\"1200\" \
             height=\"630\" loading=\"lazy\" alt=\"How an email travels: Two boxes, one domain\"></a></email-journey>"
        );
        let frame = " src=\"https://acme.example/mail/embed/two-boxes/index.html\" ";
        assert!(snippet.frame().contains(frame));
        let link = "<a href=\"https://acme.example/mail/p/two-boxes/index.html\">";
        assert!(snippet.picture().starts_with(link));
    }

    #[test]
    fn a_frame_is_no_wider_than_its_place_and_knows_no_page_around() {
        let owner = Owner::default();
        let snippet = Snippet {
            site: "https://acme.example/mail/",
            preset: PresetId::TwoBoxes,
            step: None,
            theme: Theme::Host,
            controls: Controls::Full,
            autoplay: false,
            owner: &owner,
        };
        let frame = snippet.frame();
        let tags = read(&frame);
        let of = |name| attribute_of(&tags, "iframe", name);
        assert_eq!((of("width"), of("height"), of("frameborder")), ("100%", "706", "0"));
        let style = "border:0;width:100%;max-width:1200px;height:706px;color-scheme:light dark";
        assert_eq!(of("style"), style);
        assert!(!frame.contains("theme"), "{frame}");
        assert!(snippet.element().contains(" theme=\"host\""));
    }

    #[test]
    fn links_have_names_once() {
        #[track_caller]
        fn check(address: &str, expected: &str) {
            assert_eq!(without_names(address), expected);
        }
        check(
            "https://a.example/?theme=dark&provider=A%20B&quota=1#x",
            "https://a.example/?theme=dark#x",
        );
        check(
            "https://a.example/embed.html?domain=a.example&autoplay#x",
            "https://a.example/embed.html?autoplay#x",
        );
        check("https://a.example/?domain#", "https://a.example/#");
        check("https://a.example/#a?domain=b", "https://a.example/#a?domain=b");
    }

    #[test]
    fn the_site_of_a_page() {
        #[track_caller]
        fn check(address: &str, expected: &str) {
            assert_eq!(site_of(address), expected);
        }
        check("https://a.example/", "https://a.example/");
        check("https://a.example/embed.html?theme=dark/x#y/z", "https://a.example/");
        check("https://a.example/x/index.html", "https://a.example/x/");
        check("https://a.example/x/p/two-boxes/", "https://a.example/x/");
        check("https://a.example/p/two-boxes/index.html#box", "https://a.example/");
        check("https://a.example/p/three-boxes/", "https://a.example/p/three-boxes/");
        check("https://a.example/embed/two-boxes/", "https://a.example/");
        check(
            "https://a.example/x/embed/two-boxes/index.html?theme=dark#box",
            "https://a.example/x/",
        );
        check("https://a.example/embed/p/two-boxes/", "https://a.example/embed/");
        check("https://a.example/embed/x.html", "https://a.example/embed/");
        check("https://embed/two-boxes/", "https://embed/two-boxes/");
        check("https://a.example/two-boxes/", "https://a.example/two-boxes/");
        check("", "");
    }
}
