//! Work in steps: each says what it is and how long it takes, and what comes next; where one fails,
//! what can be done about it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::{Result, run};

/// One step of a longer piece of work.
pub struct Step<'a> {
    /// What is done, as a title.
    pub what: &'static str,
    /// How long it takes.
    pub lasts: &'static str,
    /// Does it.
    pub run: Box<dyn FnOnce() -> Result + 'a>,
}

impl<'a> Step<'a> {
    /// A step.
    pub fn new(what: &'static str, lasts: &'static str, run: impl FnOnce() -> Result + 'a) -> Self {
        Self { what, lasts, run: Box::new(run) }
    }
}

/// Takes the steps one after the other.
///
/// # Errors
///
/// What went wrong, which step that was, and what to do.
pub fn take(steps: Vec<Step>) -> Result {
    let titles: Vec<&str> = steps.iter().map(|step| step.what).collect();
    for (n, step) in steps.into_iter().enumerate() {
        println!("{}", announcement(&titles, n, step.lasts));
        let done = if run::stopped() { Err("stopped".to_owned()) } else { (step.run)() };
        done.map_err(|error| advised(step.what, &error))?;
    }
    Ok(())
}

/// What is said before step `n` (from 0).
fn announcement(titles: &[&str], n: usize, lasts: &str) -> String {
    let (number, all) = (n + 1, titles.len());
    let next = titles.get(n + 1).map_or("nothing, that is the last step".to_owned(), lower);
    format!("\n[{number}/{all}] {}: {lasts}. Next: {next}.", titles[n])
}

fn lower(title: impl AsRef<str>) -> String {
    let mut letters = title.as_ref().chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The error, with what can be done about it.
fn advised(step: &str, error: &str) -> String {
    if run::stopped() {
        return format!("Stopped at \"{step}\". Run the same command again: it goes on there.");
    }
    let full = folders_written_to().into_iter().find_map(|folder| full(&folder));
    let advice = full.unwrap_or_else(|| {
        "Nothing of what is done already is lost: once that is mended, run the same command again, \
         and it goes on there. If something could not be downloaded, look at the network first."
            .to_owned()
    });
    format!("\"{step}\" did not succeed.\n{error}\n\n{advice}")
}

/// Less room than this is as good as none, in megabytes.
const TOO_LITTLE: u64 = 64;

/// Where building needs room.
fn folders_written_to() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    [
        Some(target.unwrap_or_else(|| run::root().join("target"))),
        run::cache().ok(),
        home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))),
        Some(std::env::temp_dir()),
        Some(run::root().to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A sentence if there is no room in a folder.
fn full(folder: &Path) -> Option<String> {
    // One that is not there yet will be made where its parent is.
    let there = folder.ancestors().find(|folder| folder.is_dir())?;
    let room = megabytes_left(&run::read(run::command("df").arg("-Pk").arg(there)).ok()?)?;
    (room < TOO_LITTLE).then(|| {
        format!(
            "The disk is full: {} has {room} MB left. The whole build needs some gigabytes. Make \
             room (`cargo clean` empties target/) and run the same command again: it goes on there.",
            folder.display()
        )
    })
}

/// What `df -Pk` says is left: its second line has kilobytes in all, used, and left.
fn megabytes_left(said: &str) -> Option<u64> {
    let kilobytes = said.lines().nth(1)?.split_whitespace().nth(3)?.parse::<u64>().ok()?;
    Some(kilobytes / 1024)
}

/// How long something took, in words.
pub fn in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// Says how long it took since `started`.
pub fn print_took(started: Instant) {
    println!("\nThat took {}.", in_words(started.elapsed()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_says_what_it_is_how_long_it_takes_and_what_comes_next() {
        let titles = ["Crates", "The page"];
        assert_eq!(
            announcement(&titles, 0, "a minute"),
            "\n[1/2] Crates: a minute. Next: the page."
        );
        let last = announcement(&titles, 1, "seconds");
        assert_eq!(last, "\n[2/2] The page: seconds. Next: nothing, that is the last step.");
    }

    #[test]
    fn the_first_step_that_fails_is_the_last() {
        let mut taken = Vec::new();
        let ran = std::cell::RefCell::new(&mut taken);
        let step = |name: &'static str, good: bool| {
            let ran = &ran;
            Step::new(name, "now", move || {
                ran.borrow_mut().push(name);
                if good { Ok(()) } else { Err("no such thing".to_owned()) }
            })
        };
        let error = take(vec![step("a", true), step("b", false), step("c", true)]).unwrap_err();
        assert!(error.starts_with("\"b\" did not succeed.\nno such thing\n"), "{error}");
        assert!(error.contains("run the same command again"), "{error}");
        assert_eq!(taken, ["a", "b"]);
    }

    #[test]
    fn what_is_left_of_a_disk_is_read() {
        let said = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                    tmpfs 8192 4096 3072 58% /mnt/with space";
        assert_eq!(megabytes_left(said), Some(3));
        assert_eq!(megabytes_left("nothing"), None);
    }

    #[test]
    fn times_are_told_in_words() {
        assert_eq!(in_words(Duration::from_secs(59)), "59 s");
        assert_eq!(in_words(Duration::from_secs(225)), "3 min 45 s");
    }
}
