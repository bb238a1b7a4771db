//! A page: which one it is, where it stands in the site, and what is in its head.

use super::markup::escape;
use super::preset_journey::PresetJourney;
use super::{PREVIEW, oembed, preview};
use ::text::{pages as text, ui};

/// Where the site will be, if that is known: without it, pages name no whole address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site(Option<String>);

impl Site {
    /// The site at this address, which must be a folder of the web.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn new(address: Option<&str>) -> Result<Self, String> {
        let Some(address) = address else {
            return Ok(Self(None));
        };
        let rest = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:[]%".contains(c);
        let good = rest.is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(plain)
        });
        if !good {
            return Err(format!(
                "{address}: not the address of a folder, such as https://help.example/email/"
            ));
        }
        Ok(Self(Some([address.trim_end_matches('/'), "/"].concat())))
    }
}

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The first page.
    First,
    /// The widget of the first page, for a frame.
    FirstEmbed,
    /// A preset's own page.
    Preset,
    /// A preset's widget, for a frame.
    Embed,
}

impl Site {
    /// Its whole address, with the slash at its end, if that is known.
    pub(super) fn address(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl Kind {
    /// Whether every preset has one.
    pub(super) const fn is_of_preset(self) -> bool {
        matches!(self, Self::Preset | Self::Embed)
    }

    /// Whether it is the widget alone.
    pub(super) const fn is_embed(self) -> bool {
        matches!(self, Self::FirstEmbed | Self::Embed)
    }
}

/// One page.
pub(super) struct Page<'a> {
    pub kind: Kind,
    pub journey: &'a PresetJourney,
    pub site: &'a Site,
}

impl Page<'_> {
    /// Its file in the site.
    pub(super) fn path(&self) -> String {
        match self.kind {
            Kind::First => "index.html".to_owned(),
            Kind::FirstEmbed => "embed.html".to_owned(),
            Kind::Preset | Kind::Embed => [&self.folder(), "index.html"].concat(),
        }
    }

    /// Its address in the site, from the site's own.
    fn folder(&self) -> String {
        let slug = self.journey.preset.slug();
        match self.kind {
            Kind::First => String::new(),
            Kind::FirstEmbed => "embed.html".to_owned(),
            Kind::Preset => ["p/", slug, "/"].concat(),
            Kind::Embed => ["embed/", slug, "/"].concat(),
        }
    }

    /// The way from it to the site's folder.
    pub(super) const fn up(&self) -> &'static str {
        if self.kind.is_of_preset() { "../../" } else { "./" }
    }

    pub(super) fn title(&self) -> String {
        if self.kind.is_of_preset() { text::title(self.journey.name) } else { ui::TITLE.to_owned() }
    }

    fn description(&self) -> &str {
        if self.kind.is_of_preset() { self.journey.about } else { text::DESCRIPTION }
    }

    /// The lines of its head.
    pub(super) fn head(&self) -> String {
        let mut head = format!("<title>{}</title>\n", escape(&self.title()));
        let mut line = |tag: &str, key: (&str, &str), value: (&str, &str)| {
            let attributes =
                [key, value].map(|(name, value)| format!(" {name}=\"{}\"", escape(value)));
            head.push_str(&["    <", tag, &attributes.concat(), ">\n"].concat());
        };
        let mut meta = |name: &str, value: &str| {
            let key = if name.starts_with("og:") { "property" } else { "name" };
            line("meta", (key, name), ("content", value));
        };
        meta("description", self.description());
        if self.kind.is_embed() {
            // It is found as the page that it is a part of.
            meta("robots", "noindex");
        } else {
            meta("og:type", "website");
            meta("og:site_name", ui::TITLE);
            meta("og:title", &self.title());
            meta("og:description", self.description());
            if self.site.0.is_none() {
                meta("twitter:card", "summary_large_image");
            }
        }
        if let Some(site) = &self.site.0 {
            head.push_str(&self.whole_addresses(site));
        }
        head.trim_end().to_owned()
    }

    /// The lines of its head that name whole addresses: what a chat or a content system makes of a pasted link.
    pub(super) fn whole_addresses(&self, site: &str) -> String {
        let slug = self.journey.preset.slug();
        let mut lines = String::new();
        let mut line = |tag: &str, attributes: &[(&str, &str)]| {
            let attributes: Vec<String> = attributes
                .iter()
                .map(|(name, value)| format!(" {name}=\"{}\"", escape(value)))
                .collect();
            lines.push_str(&["    <", tag, &attributes.concat(), ">\n"].concat());
        };
        let frame = oembed::frame(site, slug);
        if !self.kind.is_embed() {
            let picture = [site, "p/", slug, "/", PREVIEW].concat();
            let address = [site, self.folder().as_str()].concat();
            let (width, height) = (oembed::WIDTH.to_string(), oembed::HEIGHT.to_string());
            for (name, value) in [
                ("og:url", address.as_str()),
                ("og:image", &picture),
                ("og:image:type", "image/png"),
                ("og:image:width", "1200"),
                ("og:image:height", "630"),
                ("og:image:alt", &preview::in_words(self.journey)),
                ("og:video", &frame),
                ("og:video:type", "text/html"),
                ("og:video:width", &width),
                ("og:video:height", &height),
                ("twitter:card", "player"),
                ("twitter:image", &picture),
                ("twitter:player", &frame),
                ("twitter:player:width", &width),
                ("twitter:player:height", &height),
            ] {
                let key = if name.starts_with("og:") { "property" } else { "name" };
                line("meta", &[(key, name), ("content", value)]);
            }
            for format in oembed::Format::ALL {
                let answer = [site, &oembed::path(slug, format)].concat();
                let title = self.title();
                let kind = format.discovery();
                let attributes =
                    [("rel", "alternate"), ("type", kind), ("href", &answer), ("title", &title)];
                line("link", &attributes);
            }
        }
        let found = match self.kind {
            Kind::First | Kind::FirstEmbed => String::new(),
            Kind::Preset | Kind::Embed => ["p/", slug, "/"].concat(),
        };
        line("link", &[("rel", "canonical"), ("href", &[site, found.as_str()].concat())]);
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_folder_of_the_web() {
        let site = |address| Site::new(Some(address));
        assert_eq!(site("https://a.example").unwrap().0.unwrap(), "https://a.example/");
        assert_eq!(site("http://localhost:80/x//").unwrap().0.unwrap(), "http://localhost:80/x/");
        for bad in ["", "a.example", "https://", "https:///x", "https://a.example/?x", "file:///x"]
        {
            assert!(site(bad).is_err(), "{bad}");
        }
        assert_eq!(Site::new(None), Ok(Site(None)));
    }
}
