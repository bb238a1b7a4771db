//! The engines that every browser test runs in, and what a reader may have set in their system.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::process::Group;

mod chromium;
mod firefox;
mod webkit;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Blink, in Chromium.
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKit, in the small browser that comes with WebKitGTK.
    WebKit,
}

/// What a reader has set in their system. It is given to a browser when it starts, because
/// WebKitGTK asks the desktop for it and cannot be told later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// They want things not to move.
    pub reduced_motion: bool,
    /// They prefer a dark page.
    pub dark: bool,
    /// Their system has no typeface but this one, and its maker's one for machines. Only in Chromium:
    /// Firefox does not survive it, and WebKitGTK's window takes no size then.
    pub only_fonts: Option<&'static str>,
}

/// A driver that listens, and what it is to be asked for.
pub(crate) struct Driver {
    pub group: Group,
    pub port: u16,
    pub capabilities: Value,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Starts the driver; the browser is started by it, when a session is asked for.
    pub(crate) fn start(self, settings: Settings) -> Result<Driver, String> {
        if settings.only_fonts.is_some() && self != Self::Chromium {
            return Err(format!("{self:?} cannot have only one typeface"));
        }
        match self {
            Self::Chromium => chromium::start(settings),
            Self::Firefox => firefox::start(settings),
            Self::WebKit => webkit::start(settings),
        }
    }

    /// Whether the driver tells what the console says. Elsewhere the page itself has to
    /// (`errors.js`).
    pub(crate) const fn has_console(self) -> bool {
        matches!(self, Self::Chromium)
    }
}

impl Settings {
    /// Has a program find the typefaces that there are to be, below the browser's own folder.
    fn set_fonts(self, group: &Group, program: &mut Command) -> Result<(), String> {
        let Some(family) = self.only_fonts else { return Ok(()) };
        // For machines, the same maker's letters of one width: every system has some.
        let maker = family.split(' ').next().unwrap_or(family);
        let folder = folder(group, "fonts")?;
        let file = folder.join("fonts.conf");
        let accepted = |name: &str| {
            format!("<pattern><patelt name=\"family\"><string>{name}</string></patelt></pattern>")
        };
        let names = [family.to_owned(), format!("{maker} Mono"), format!("{maker} Sans Mono")];
        let names = names.map(|name| accepted(&name)).concat();
        let text = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>\
             <dir>/usr/share/fonts</dir><dir>{}</dir><cachedir>{}</cachedir><selectfont>\
             <rejectfont><pattern/></rejectfont><acceptfont>{names}</acceptfont></selectfont></fontconfig>",
            xtask::run::root().join("assets/fonts").display(),
            folder.display(),
        );
        std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        program.env("FONTCONFIG_FILE", file);
        Ok(())
    }
}

/// A command with its output thrown away, for [`Group::start`].
fn quiet(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    command.stderr(std::process::Stdio::null());
    command
}

/// The path as text, for JSON and arguments.
fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A folder below the browser's own.
fn folder(group: &Group, name: &str) -> Result<PathBuf, String> {
    let folder = group.folder().join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}
