//! Programs that the system's package manager provides: browsers, drivers, Node.js, mail software.
//!
//! What is already there is never touched. On Debian and Ubuntu the missing packages are listed
//! and installed after a question; elsewhere the message says what to install.

use std::io::Write;
use std::path::PathBuf;

use crate::{Result, run};

/// A program that must be on the search path.
pub struct Need {
    /// Any of these names will do.
    programs: &'static [&'static str],
    /// A variable that may name the program instead.
    variable: Option<&'static str>,
    /// What Debian calls the package.
    debian: &'static str,
    /// What Ubuntu calls it.
    ubuntu: &'static str,
}

/// Runs `wasm-opt` and the tests in WebAssembly.
pub const NODE: Need =
    Need { programs: &["node"], variable: None, debian: "nodejs", ubuntu: "nodejs" };

/// Installs `wasm-opt`.
pub const NPM: Need = Need { programs: &["npm"], variable: None, debian: "npm", ubuntu: "npm" };

/// Fonts are no program, but without any the screenshots show no text.
const FONTS: &[&str] = &["fonts-liberation", "fonts-dejavu-core"];

impl Need {
    /// A program whose package has the same name everywhere.
    pub const fn new(programs: &'static [&'static str], package: &'static str) -> Self {
        Self { programs, variable: None, debian: package, ubuntu: package }
    }

    /// A program that a variable may name instead, with its packages on Debian and Ubuntu.
    pub const fn named(
        programs: &'static [&'static str],
        variable: &'static str,
        debian: &'static str,
        ubuntu: &'static str,
    ) -> Self {
        Self { programs, variable: Some(variable), debian, ubuntu }
    }

    /// Where the program is.
    pub fn path(&self) -> Result<PathBuf> {
        let named = self.variable.and_then(std::env::var_os).map(PathBuf::from);
        named.or_else(|| run::find(self.programs)).ok_or_else(|| {
            format!("{} is missing; `cargo xtask test` installs it", self.programs[0])
        })
    }

    fn missing(&self) -> bool {
        self.path().is_err()
    }
}

/// Makes sure that these programs are there, asking before it installs unless `yes`.
pub fn ensure(needs: &[&Need], yes: bool) -> Result {
    let Some(packages) = missing(needs)? else {
        return Ok(());
    };
    install(&packages, yes)
}

/// The packages with those programs that are not there; `None` when all are.
///
/// # Errors
///
/// Something is missing on a system whose packages we do not know; the message says what.
pub fn missing(needs: &[&Need]) -> Result<Option<Vec<&'static str>>> {
    let missing: Vec<&Need> = needs.iter().copied().filter(|need| need.missing()).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let Some(system) = system() else {
        return Err(by_hand(&missing));
    };
    let names: Vec<&str> = missing.iter().map(|need| need.programs[0]).collect();
    println!("Missing programs: {}", names.join(", "));
    Ok(Some(packages(&missing, system)))
}

/// The packages with these programs, and what goes with them.
fn packages(missing: &[&Need], system: System) -> Vec<&'static str> {
    let mut packages: Vec<&str> = missing.iter().map(|need| need.package(system)).collect();
    if missing.iter().any(|need| need.programs.contains(&"chromium")) {
        packages.extend(FONTS);
    }
    packages
}

/// What somebody has to do whose packages we do not know.
fn by_hand(missing: &[&Need]) -> String {
    let mut sentence = format!(
        "missing: {}. Install them with your system's package manager and run this again \
         (Debian's packages: {}).",
        missing.iter().map(|need| need.programs[0]).collect::<Vec<_>>().join(", "),
        missing.iter().map(|need| need.debian).collect::<Vec<_>>().join(" "),
    );
    let variables: Vec<_> = missing.iter().filter_map(|need| need.variable).collect();
    if !variables.is_empty() {
        sentence += " What is not on the search path may be named by $";
        sentence += &variables.join(", $");
        sentence += ".";
    }
    sentence
}

/// Installs packages, asking before unless `yes`.
pub fn install(packages: &[&str], yes: bool) -> Result {
    println!("To be installed:  {}", packages.join(" "));
    if !yes && !agreed()? {
        return Err(format!("not installed. By hand: apt-get install {}", packages.join(" ")));
    }
    run::run(apt_get()?.arg("update").arg("-qq"))?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    run::run(apt_get()?.args(install).args(packages))
}

impl Need {
    fn package(&self, system: System) -> &'static str {
        match system {
            System::Debian => self.debian,
            System::Ubuntu => self.ubuntu,
        }
    }
}

#[derive(Clone, Copy)]
enum System {
    Debian,
    Ubuntu,
}

/// Which of the two this is, if any.
fn system() -> Option<System> {
    run::find(&["apt-get"])?;
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let ids =
        release.lines().filter(|line| line.starts_with("ID=") || line.starts_with("ID_LIKE="));
    let ids = ids.collect::<String>();
    if ids.contains("ubuntu") {
        Some(System::Ubuntu)
    } else {
        ids.contains("debian").then_some(System::Debian)
    }
}

/// Asks at the terminal.
fn agreed() -> Result<bool> {
    if !run::can_ask() {
        return Err("nobody is there to ask; run it with --yes to install them".to_owned());
    }
    print!("Install them with apt-get? [y/N] ");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| error.to_string())?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// `apt-get`, through `sudo` unless we are root.
fn apt_get() -> Result<std::process::Command> {
    let mut command = if run::read(run::command("id").arg("-u"))? == "0" {
        run::command("apt-get")
    } else {
        let mut command = run::command("sudo");
        // sudo may have to ask for a password.
        command.stdin(std::process::Stdio::inherit()).arg("apt-get");
        command
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{browsers, peers};

    #[test]
    fn who_has_other_packages_is_told_what_to_install() {
        let named = Need::named(&["xyzzy-browser"], "XYZZY", "xyzzy-esr", "xyzzy");
        let plain = Need::new(&["plugh"], "plugh-tools");
        assert_eq!(
            by_hand(&[&named, &plain]),
            "missing: xyzzy-browser, plugh. Install them with your system's package manager and \
             run this again (Debian's packages: xyzzy-esr plugh-tools). What is not on the search \
             path may be named by $XYZZY."
        );
        assert_eq!(by_hand(&[&plain]).matches('$').count(), 0);
    }

    /// On a machine with nothing but Rust.
    #[test]
    fn what_would_be_installed_is_known() {
        let needs: Vec<&Need> = [&NODE, &NPM].into_iter().chain(browsers::NEEDS).collect();
        let needs: Vec<&Need> = needs.into_iter().chain(&peers::NEEDS).collect();
        assert_eq!(
            packages(&needs, System::Debian).join(" "),
            "nodejs npm chromium chromium-driver firefox-esr webkit2gtk-driver xvfb poppler-utils \
             postfix dovecot-pop3d bind9 bind9-dnsutils swaks curl tshark python3 \
             nginx-light apache2 caddy php-cli fonts-liberation fonts-dejavu-core"
        );
        assert_eq!(
            packages(&needs, System::Ubuntu).join(" "),
            "nodejs npm chromium-browser chromium-chromedriver firefox webkit2gtk-driver xvfb \
             poppler-utils postfix dovecot-pop3d bind9 bind9-dnsutils swaks curl tshark python3 \
             nginx-light apache2 caddy php-cli fonts-liberation fonts-dejavu-core"
        );
        assert_eq!(packages(&[&NPM], System::Debian), ["npm"]);
    }
}
