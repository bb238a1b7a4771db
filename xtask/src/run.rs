//! Running other programs, and where things are.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::Result;

/// Whether somebody wants us to stop.
static STOPPED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on, Ctrl+C ends the program that runs at the moment, and we end after it with a sentence;
/// pressed again, it ends us at once.
pub fn stop_on_ctrl_c() -> Result {
    let (flag, status) = (LazyLock::force(&STOPPED), STOPPED_STATUS.into());
    for signal in [SIGINT, SIGTERM] {
        // In this order: the second signal finds what the first has left.
        signal_hook::flag::register_conditional_shutdown(signal, status, Arc::clone(flag))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(flag)))
            .map_err(|error| format!("Ctrl+C cannot be listened to: {error}"))?;
    }
    Ok(())
}

/// What a program that was interrupted customarily ends with.
pub const STOPPED_STATUS: u8 = 130;

/// Whether Ctrl+C was pressed.
pub fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask/ is a folder of the repository")
}

/// Whether this is an automatic run that nobody can answer questions in.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// Whether somebody at a terminal can answer a question.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal()
}

/// `program`, to be run in the repository's root without standard input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(std::process::Stdio::null());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs it, its output going to ours, and fails when it fails or when we are to stop.
pub fn run(command: &mut Command) -> Result {
    not_after_ctrl_c()?;
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() && !stopped() {
        Ok(())
    } else {
        Err(format!("{} ended with {status}", line(command)))
    }
}

/// Runs it and returns what it printed on standard output.
pub fn read(command: &mut Command) -> Result<String> {
    not_after_ctrl_c()?;
    let output = command.output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(format!("{} ended with {}\n{said}", line(command), output.status))
    }
}

/// Once we are to stop, nothing more is started.
fn not_after_ctrl_c() -> Result {
    if stopped() { Err("stopped".to_owned()) } else { Ok(()) }
}

/// Where the first of these programs is that is on the search path.
pub fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    programs
        .iter()
        .flat_map(|program| folders.iter().map(move |folder| folder.join(program)))
        .find(|candidate| candidate.is_file())
}

/// The search path with these folders before everything else.
pub fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(folders.iter().cloned().chain(std::env::split_paths(&old)))
        .map_err(|error| format!("the search path cannot be extended: {error}"))
}

/// The folder that cargo builds in, wherever the reader's settings put it.
pub fn target_folder() -> Result<PathBuf> {
    let metadata = read(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)
        .map_err(|error| format!("cargo metadata is not understood: {error}"))?;
    let folder = metadata["target_directory"].as_str();
    Ok(folder.ok_or("cargo metadata does not say where it builds")?.into())
}

/// This project's folder in the user's cache.
pub fn cache() -> Result<PathBuf> {
    let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
        (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
        (_, Some(home)) => PathBuf::from(home).join(".cache"),
        _ => return Err("neither XDG_CACHE_HOME nor HOME is set".to_owned()),
    };
    Ok(base.join("email-journey"))
}

/// Reads a text file, naming it when that fails.
pub fn read_file(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file, naming it when that fails.
pub fn write_file(path: &Path, content: impl AsRef<[u8]>) -> Result {
    std::fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

/// Makes a folder, and those it lies in, unless they are there.
pub fn make_folder(folder: &Path) -> Result {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Removes a folder with everything in it, if it is there.
pub fn remove_folder(folder: &Path) -> Result {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Puts a finished folder where it belongs, in the place of what was there.
pub fn put_in_place(finished: &Path, place: &Path) -> Result {
    remove_folder(place)?;
    std::fs::rename(finished, place).map_err(|error| format!("{}: {error}", place.display()))
}

/// Copies what is below `from` into `to`, as far as it is `wanted` by its name in there.
pub fn copy_folder(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result {
    for file in files(from)? {
        let name = file.strip_prefix(from).unwrap_or(&file);
        if wanted(name) {
            let copy = to.join(name);
            make_folder(copy.parent().unwrap_or(to))?;
            std::fs::copy(&file, &copy).map_err(|error| format!("{}: {error}", copy.display()))?;
        }
    }
    Ok(())
}

/// Every file below `folder`, sorted by path.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", command.get_program().to_string_lossy())
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
