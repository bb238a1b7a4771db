//! What the page around an embedded widget may ask of it, and what it is told: the messages between
//! `<email-journey>` (`static/embed.js`) and the page inside of its frame.
//!
//! ```text
//!  page around                        page inside
//!       <---- here ---------------------    it can hear now
//!       ----- hello, settings --------->    whoever says this first is listened to from now on
//!       <---- ready, step --------------
//!       ----- set, settings ----------->
//!       ----- do, verb, name ---------->
//!       <---- step / end / size / error
//! ```
//!
//! A message is a flat object of strings and numbers with the version under `ej`. What is not
//! understood is left alone, on both sides: so a newer page goes on with an older script, and the
//! other way round. Every value goes through the checks in here before anything is done with it.

use ::text::embedding as text;
use model::limits::embedding::{MAX_COLOUR, MAX_FONT, MAX_NAME};
use model::link::CAME_BACK;
use model::owner::Field;
use model::preset_id::PresetId;

/// The version of the messages.
pub const VERSION: u32 = 1;

/// What the page around says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmbedderMessage {
    /// Who it is, and how the widget should be.
    Hello(Settings),
    /// How the widget should be from now on.
    Set(Settings),
    /// Do this now.
    Do(Verb),
}

/// What the widget can do for the page around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Play from here.
    Play,
    /// Play, unless the reader has done something already, or wants no motion.
    Autoplay,
    /// Stop the clock.
    Pause,
    /// To the next step.
    Next,
    /// To the step before.
    Back,
    /// To a stage or a step.
    Go(String),
    /// Nobody can see the frame, and nothing need move in it. Not every browser tells it so itself.
    Hide,
    /// Somebody can see the frame again.
    Show,
}

/// Names of the page's owner, as they came. The engine checks them: they are nothing but text until
/// then.
pub type Names = Vec<(Field, String)>;

/// How the widget should be. Absent is: as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Which journey.
    pub preset: Option<PresetId>,
    /// The field for what came back, with the usual journey.
    pub came_back: bool,
    /// Which step of it, by its public name, or which stage.
    pub step: Option<String>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// How much there is to press.
    pub controls: Option<Controls>,
    /// Custom properties and their values; an empty value takes the property away.
    pub looks: Vec<(&'static str, String)>,
    /// Names of the page's owner; an empty text takes the name away.
    pub owner: Names,
    /// What could not be used, in words.
    pub refused: Vec<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's own setting says.
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the page around is. `embed.js` knows; nobody else says so.
    Host,
}

/// How much there is to press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    /// Everything.
    Full,
    /// The picture and what plays it; nothing opens below.
    Minimal,
}

/// The settings of a look: their names, and the custom properties that they stand for.
pub const LOOKS: [(&str, &str, Look); 6] = [
    ("accent", "--ej-accent", Look::Colour),
    ("ink", "--ej-ink", Look::Colour),
    ("paper", "--ej-paper", Look::Colour),
    ("font", "--ej-font", Look::Font),
    ("mono", "--ej-mono", Look::Font),
    ("radius", "--ej-radius", Look::Length),
];

/// What kind of value a look takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// `#rgb`, `#rrggbb`, a name, or a colour function.
    Colour,
    /// A list of font names.
    Font,
    /// A number with `px`, `rem` or `em`.
    Length,
}

impl EmbedderMessage {
    /// Reads a message; `field` gives a field of it as text. Nothing if it is not for us.
    pub fn read(field: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        if field("ej")? != VERSION.to_string() {
            return None;
        }
        Some(match field("type")?.as_str() {
            "hello" => Self::Hello(Settings::read(field)),
            "set" => Self::Set(Settings::read(field)),
            "do" => Self::Do(Verb::read(field)?),
            _ => return None,
        })
    }
}

impl Verb {
    fn read(field: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        Some(match field("verb")?.as_str() {
            "play" => Self::Play,
            "auto" => Self::Autoplay,
            "pause" => Self::Pause,
            "next" => Self::Next,
            "back" => Self::Back,
            "hide" => Self::Hide,
            "show" => Self::Show,
            "go" => Self::Go(field("name").filter(|name| is_name(name))?),
            _ => return None,
        })
    }
}

impl Settings {
    /// Reads whatever of it is there. What cannot be used is left out and said so.
    pub fn read(field: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut settings = Self::default();
        let mut refused = Vec::new();
        if let Some(slug) = field("preset") {
            match PresetId::find(&slug) {
                Some(preset) => settings.preset = Some(preset),
                None if slug == CAME_BACK => {
                    settings.preset = Some(PresetId::default());
                    settings.came_back = true;
                }
                None if slug.is_empty() => settings.preset = Some(PresetId::default()),
                None => refused.push(text::NO_SUCH_PRESET.to_owned()),
            }
        }
        if let Some(step) = field("step").filter(|step| !step.is_empty()) {
            if is_name(&step) {
                settings.step = Some(step);
            } else {
                refused.push(text::NO_STEP_NAME.to_owned());
            }
        }
        let choice = |name: &'static str, values: &[&'static str], refused: &mut Vec<String>| {
            let value = field(name)?;
            let found = values.iter().position(|each| *each == value);
            if found.is_none() && !value.is_empty() {
                refused.push(text::not_one_of(name, values));
            }
            // Nothing is as good as the first of them.
            Some(found.unwrap_or(0))
        };
        let theme = choice("theme", &["auto", "light", "dark"], &mut refused);
        settings.theme = theme.map(|n| [Theme::Auto, Theme::Light, Theme::Dark][n]);
        let controls = choice("controls", &["full", "minimal"], &mut refused);
        settings.controls = controls.map(|n| [Controls::Full, Controls::Minimal][n]);
        // There is one language so far.
        choice("lang", &["en"], &mut refused);
        for (name, property, look) in LOOKS {
            match field(name) {
                Some(value) if value.is_empty() || look.takes(&value) => {
                    settings.looks.push((property, value));
                }
                Some(_) => refused.push(text::no_such_look(name, look.wanted())),
                None => {}
            }
        }
        for name in Field::ALL {
            let Some(value) = field(name.name()) else { continue };
            settings.owner.push((name, value));
        }
        settings.refused = refused;
        settings
    }

    /// The owner's names after these settings.
    pub fn names(&self, before: &Names) -> Names {
        let mut names = before.clone();
        for (field, text) in &self.owner {
            names.retain(|(known, _)| known != field);
            if !text.is_empty() {
                names.push((*field, text.clone()));
            }
        }
        names
    }
}

impl Look {
    /// Such a value, in words.
    const fn wanted(self) -> &'static str {
        match self {
            Self::Colour => text::COLOUR,
            Self::Font => text::FONTS,
            Self::Length => text::LENGTH,
        }
    }

    /// Whether a value is of this kind. A style sheet could do more with a value than colour
    /// something (fetch a picture, for one), so only what is known passes.
    fn takes(self, value: &str) -> bool {
        match self {
            Self::Colour => is_colour(value),
            Self::Font => {
                let allowed = |c: char| {
                    c.is_ascii_alphanumeric()
                        || !c.is_ascii()
                        || matches!(c, ' ' | ',' | '-' | '_' | '\'' | '"')
                };
                value.len() <= MAX_FONT && value.chars().all(allowed)
            }
            Self::Length => ["px", "rem", "em"].iter().any(|unit| {
                value.strip_suffix(unit).is_some_and(|number| {
                    number.len() <= 6
                        && number.starts_with(|c: char| c.is_ascii_digit())
                        && number.chars().all(|c| c.is_ascii_digit() || c == '.')
                        && number.matches('.').count() <= 1
                })
            }),
        }
    }
}

/// The colour functions that are taken, with numbers in them and nothing else.
const COLOUR_FUNCTIONS: [&str; 7] = ["rgb", "rgba", "hsl", "hsla", "hwb", "oklch", "oklab"];

fn is_colour(value: &str) -> bool {
    if value.len() > MAX_COLOUR {
        return false;
    }
    if let Some(digits) = value.strip_prefix('#') {
        let lengths = [3, 4, 6, 8];
        return lengths.contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    match value.strip_suffix(')').and_then(|value| value.split_once('(')) {
        Some((function, numbers)) => {
            // Letters for the unit "deg".
            let allowed =
                |c| matches!(c, '0'..='9' | ' ' | ',' | '.' | '/' | '%' | '-' | 'd' | 'e' | 'g');
            COLOUR_FUNCTIONS.contains(&function) && numbers.chars().all(allowed)
        }
        None => !value.is_empty() && value.chars().all(|c| c.is_ascii_alphabetic()),
    }
}

/// Whether this can be the name of a step or a stage.
fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= MAX_NAME && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[track_caller]
    fn check(pairs: &[(&str, &str)], expected: Option<&EmbedderMessage>) {
        assert_eq!(EmbedderMessage::read(&fields(pairs)).as_ref(), expected, "{pairs:?}");
    }

    #[test]
    fn the_script_knows_the_page_of_every_preset() {
        let script = include_str!("../static/embed.js");
        assert!(
            script.contains(&["\"", &PresetId::ALL.map(PresetId::slug).join(" "), "\""].concat())
        );
    }

    #[test]
    fn messages_for_us_and_for_others() {
        check(
            &[("ej", "1"), ("type", "do"), ("verb", "play")],
            Some(&EmbedderMessage::Do(Verb::Play)),
        );
        let go = [("ej", "1"), ("type", "do"), ("verb", "go"), ("name", "box")];
        check(&go, Some(&EmbedderMessage::Do(Verb::Go("box".to_owned()))));
        let dark = Settings { theme: Some(Theme::Dark), ..Settings::default() };
        check(
            &[("ej", "1"), ("type", "set"), ("theme", "dark")],
            Some(&EmbedderMessage::Set(dark)),
        );
        check(
            &[("ej", "1"), ("type", "hello")],
            Some(&EmbedderMessage::Hello(Settings::default())),
        );
        check(&[], None);
        check(&[("type", "hello")], None);
        check(&[("ej", "2"), ("type", "hello")], None);
        check(&[("ej", "1"), ("type", "jump")], None);
        check(
            &[("ej", "1"), ("type", "do"), ("verb", "hide")],
            Some(&EmbedderMessage::Do(Verb::Hide)),
        );
        check(&[("ej", "1"), ("type", "do"), ("verb", "jump")], None);
        check(&[("ej", "1"), ("type", "do"), ("verb", "go")], None);
        check(&[("ej", "1"), ("type", "do"), ("verb", "go"), ("name", "<b>")], None);
    }

    #[test]
    fn what_cannot_be_used_is_left_out_and_said() {
        let all = [
            ("preset", "nonsense"),
            ("step", "<img>"),
            ("theme", "pink"),
            ("controls", "some"),
            ("lang", "tlh"),
            ("accent", "url(//a)"),
            ("radius", "9vw"),
        ];
        let settings = Settings::read(&fields(&all));
        assert_eq!(settings.refused.len(), all.len(), "{:?}", settings.refused);
        assert_eq!((settings.preset, settings.step), (None, None));
        assert_eq!(settings.theme, Some(Theme::Auto));
        assert_eq!(settings.looks, []);
        assert!(settings.refused.iter().all(|sentence| !sentence.contains('<')));
    }

    #[test]
    fn looks() {
        #[track_caller]
        fn check(look: Look, value: &str, expected: bool) {
            assert_eq!(look.takes(value), expected, "{value}");
        }
        for good in
            ["#1d5fa8", "#fff", "rebeccapurple", "rgb(10 20 30 / 50%)", "hsl(120deg, 1%, 2%)"]
        {
            check(Look::Colour, good, true);
        }
        let long = ["rgb(", &" ".repeat(200), ")"].concat();
        for bad in ["", "#12", "red;", "url(x)", "var(--x)", "rgb(url(x))", "expression(1)", &long]
        {
            check(Look::Colour, bad, false);
        }
        check(Look::Font, "\"Open Sans\", sans-serif", true);
        check(Look::Font, "x; background: url(y)", false);
        check(Look::Length, "0px", true);
        check(Look::Length, "0.5rem", true);
        for bad in ["", "px", "-1px", "1.2.3px", "calc(1px)", "1234567px", "1%"] {
            check(Look::Length, bad, false);
        }
    }

    #[test]
    fn names_of_an_owner_are_kept_as_they_came() {
        let settings = Settings::read(&fields(&[("provider", "Seaside"), ("quota", "plenty")]));
        let names = settings.names(&Names::new());
        let all = [(Field::Provider, "Seaside".to_owned()), (Field::Quota, "plenty".to_owned())];
        assert_eq!((&names[..], settings.refused.len()), (&all[..], 0));
        let settings = Settings::read(&fields(&[("provider", ""), ("quota", "1 GB")]));
        assert_eq!(settings.names(&names), [(Field::Quota, "1 GB".to_owned())]);
    }

    #[test]
    fn an_empty_value_is_the_usual_one() {
        let settings = Settings::read(&fields(&[("theme", ""), ("preset", ""), ("accent", "")]));
        assert_eq!(settings.refused, Vec::<String>::new());
        assert_eq!(settings.preset, Some(PresetId::default()));
        assert_eq!(settings.theme, Some(Theme::Auto));
        assert_eq!(settings.looks, [("--ej-accent", String::new())]);
    }
}
