//! The real mail software that the protocol machines are tested against.
//!
//! The tests start it themselves, with configurations of their own, on loopback addresses and high
//! ports. So nothing that is installed here is to start by itself, and nothing is installed beside
//! another mail server.

use std::path::{Path, PathBuf};

use crate::apt::{self, Need};
use crate::{Result, run};

/// What the tests start.
pub const NEEDS: [Need; 12] = [
    Need::new(&["postfix"], "postfix"),
    Need::new(&["dovecot"], "dovecot-pop3d"),
    Need::new(&["named"], "bind9"),
    Need::new(&["dig"], "bind9-dnsutils"),
    Need::new(&["swaks"], "swaks"),
    Need::new(&["curl"], "curl"),
    Need::new(&["tshark"], "tshark"),
    Need::new(&["python3"], "python3"),
    Need::new(&["nginx"], "nginx-light"),
    Need::new(&["apache2"], "apache2"),
    Need::new(&["caddy"], "caddy"),
    Need::new(&["php"], "php-cli"),
];

/// Said wherever these tests cannot be run.
const WITHOUT: &str = "`cargo xtask test --no-peers` leaves the tests with real mail software out";

/// The tests with real mail software, of which `e2e/tests/` has one file each.
pub const PREFIX: &str = "peers_";

/// Makes sure that the software is there and can be run.
pub fn ensure(yes: bool) -> Result {
    check_system().map_err(|error| format!("{error}.\n{WITHOUT}."))?;
    let needs: Vec<&Need> = NEEDS.iter().collect();
    let missing = apt::missing(&needs).map_err(|error| format!("{error}\n{WITHOUT}."))?;
    let mut packages = missing.unwrap_or_default();
    // Other packages bring the program `dovecot` without what speaks POP3.
    if !packages.contains(&"dovecot-pop3d") && !has_pop3() {
        packages.push("dovecot-pop3d");
    }
    // A library, and no program.
    if python_with_dateutil().is_none() {
        packages.push("python3-dateutil");
    }
    if packages.is_empty() {
        return Ok(());
    }
    check_no_other_mail_server(&packages)?;
    println!(
        "None of them is started now. Where systemd runs they may start with the next boot; \
         `systemctl disable postfix dovecot named nginx apache2 caddy` prevents it."
    );
    let policy = Policy::put_up()?;
    let installed = apt::install(&packages, yes);
    drop(policy);
    installed.map_err(|error| format!("{error}\n{WITHOUT}."))
}

/// Prints what `--no-peers` leaves out.
pub fn print_skipped() -> Result {
    println!("\n== left out by --no-peers");
    for name in tests()? {
        println!("skipped  e2e/tests/{name}.rs");
    }
    Ok(())
}

/// Those of them that need the built site.
const OF_SITE: [&str; 2] = ["peers_previews", "peers_web"];

/// Runs the tests; those that need the built site only where there is one.
pub fn test(page: bool) -> Result {
    let mut tests = tests()?;
    if !page {
        tests.retain(|name| !OF_SITE.contains(&name.as_str()));
        for name in OF_SITE {
            println!("skipped  e2e/tests/{name}.rs");
        }
    }
    run::run(run::cargo().args(["test", "--package", "e2e"]).args(test_arguments(&tests)))
}

/// The test programs that are not about mail software: those in browsers.
pub fn other_tests() -> Result<Vec<String>> {
    Ok(all_tests()?.into_iter().filter(|name| !name.starts_with(PREFIX)).collect())
}

/// Names them for `cargo test`.
pub fn test_arguments(names: &[String]) -> Vec<&str> {
    names.iter().flat_map(|name| ["--test", name]).collect()
}

fn tests() -> Result<Vec<String>> {
    Ok(all_tests()?.into_iter().filter(|name| name.starts_with(PREFIX)).collect())
}

/// The test programs of `e2e/tests/`.
fn all_tests() -> Result<Vec<String>> {
    let folder = run::root().join("e2e/tests");
    let name = |path: PathBuf| {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let is_program = path.parent() == Some(&folder);
        (is_rust && is_program).then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
    };
    Ok(run::files(&folder)?.into_iter().filter_map(name).collect())
}

/// Whether this system lets the tests start mail software.
fn check_system() -> Result {
    if run::read(run::command("id").arg("-u"))? != "0" {
        return Err(
            "Postfix, Dovecot and BIND are started by root only, and this is somebody else"
                .to_owned(),
        );
    }
    // Readable by root where AppArmor is at work.
    let profiles = std::fs::read_to_string("/sys/kernel/security/apparmor/profiles");
    match profiles.ok().as_deref().and_then(confined) {
        Some(name) => Err(format!(
            "the AppArmor profile {name} keeps that program from configurations in the temporary \
             folder"
        )),
        None => Ok(()),
    }
}

/// The first profile in force of a program that the tests start.
fn confined(profiles: &str) -> Option<&str> {
    let names = profiles.lines().filter_map(|line| line.strip_suffix(" (enforce)"));
    let program = |name: &&str| {
        let last = name.rsplit('/').next().unwrap_or_default();
        ["named", "dovecot", "postfix", "postfix-master", "master", "tshark"].contains(&last)
    };
    names.into_iter().find(program)
}

/// Installing a mail server would remove another one.
fn check_no_other_mail_server(packages: &[&str]) -> Result {
    let sendmail = Path::new("/usr/sbin/sendmail");
    if packages.contains(&"postfix") && sendmail.exists() {
        return Err(format!(
            "there is a mail server on this machine already ({}), and Debian allows only one; \
             Postfix is not installed over it.\n{WITHOUT}.",
            sendmail.display()
        ));
    }
    Ok(())
}

fn has_pop3() -> bool {
    Path::new("/usr/lib/dovecot/pop3").exists()
}

/// A Python that has `dateutil`: the one on the path, or else the system's, for which it is a package.
pub fn python_with_dateutil() -> Option<&'static str> {
    let has =
        |python: &&str| run::read(run::command(python).args(["-c", "import dateutil"])).is_ok();
    ["python3", "/usr/bin/python3"].into_iter().find(has)
}

/// Debian's way to say that nothing is started during an installation. What was there before comes
/// back when this is dropped.
struct Policy {
    saved: Option<PathBuf>,
}

const POLICY: &str = "/usr/sbin/policy-rc.d";

impl Policy {
    fn put_up() -> Result<Self> {
        let fail = |error: std::io::Error| format!("{POLICY}: {error}");
        let saved = Path::new(POLICY).exists().then(|| PathBuf::from(format!("{POLICY}.before")));
        if let Some(saved) = &saved {
            std::fs::rename(POLICY, saved).map_err(fail)?;
        }
        let policy = Self { saved };
        std::fs::write(POLICY, "#!/bin/sh\nexit 101\n").map_err(fail)?;
        run::run(run::command("chmod").args(["755", POLICY]))?;
        Ok(policy)
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        let undone = match &self.saved {
            Some(saved) => std::fs::rename(saved, POLICY),
            None => std::fs::remove_file(POLICY),
        };
        if let Err(error) = undone {
            eprintln!("{POLICY} is still in place ({error}): remove it by hand");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_in_force_is_noticed() {
        assert_eq!(confined("/usr/sbin/ntpd (enforce)\nnamed (enforce)\n"), Some("named"));
        assert_eq!(confined("/usr/sbin/named (enforce)\n"), Some("/usr/sbin/named"));
        assert_eq!(confined("named (complain)\n/usr/sbin/renamed (enforce)\n"), None);
        assert_eq!(confined(""), None);
    }

    #[test]
    fn the_tests_are_found_by_their_names() {
        let names = tests().unwrap();
        assert!(names.contains(&"peers_mail".to_owned()), "{names:?}");
        assert!(!names.contains(&"page".to_owned()));
        assert!(all_tests().unwrap().contains(&"page".to_owned()));
    }
}
