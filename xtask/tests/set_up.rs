//! Set-up on machines where something is missing, old, full or interrupted: it says what to do, and the
//! same command goes on where it was.
//!
//! The programs that set-up runs are stubs, which write down what they were asked for. Nothing is
//! downloaded, and nothing outside the test's own folder changes.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Node.js: runs what npm has installed.
const NODE: &str = r#"
case "$1" in
    --version) echo v20.1.0 ;;
    */esbuild) test -f "$1" && echo 0.28.2 ;;
esac
"#;

/// npm: puts a program there.
const NPM: &str =
    "mkdir -p node_modules/esbuild/bin && echo installed > node_modules/esbuild/bin/esbuild";

/// The compiler: has the target of the page once it was added.
const RUSTC: &str = r#"
case "$*" in
    *target-libdir*) echo "$STUBS/libdir" ;;
    -vV) echo "host: some-machine" ;;
esac
"#;

/// Adds the target of the page.
const RUSTUP: &str = r#"mkdir -p "$STUBS/libdir""#;

/// Gets libraries, and does not compile: all that is looked at here comes before that.
const CARGO: &str = r#"test "$1" = fetch"#;

/// What every stub does first: it writes down its name and what it was asked for.
const NOTE: &str = r#"#!/bin/sh
echo "$(basename "$0") $*" >> "$STUBS/asked"
"#;

/// A machine with nothing but stubs and what every system has.
struct Sandbox {
    folder: PathBuf,
}

impl Sandbox {
    fn new(name: &str) -> Self {
        let name = format!("xtask-set-up-{}-{name}", std::process::id());
        let sandbox = Self { folder: std::env::temp_dir().join(name) };
        for folder in ["bin", "home", "cache"] {
            std::fs::create_dir_all(sandbox.folder.join(folder)).expect("the test's own folder");
        }
        for (program, does) in
            [("node", NODE), ("npm", NPM), ("rustc", RUSTC), ("rustup", RUSTUP), ("cargo", CARGO)]
        {
            sandbox.has(program, does);
        }
        sandbox
    }

    /// From now on, this program does that.
    fn has(&self, program: &str, does: &str) {
        let file = self.folder.join("bin").join(program);
        std::fs::write(&file, [NOTE, does].concat()).expect("the test's own folder");
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755))
            .expect("the test's own folder");
    }

    /// `cargo xtask serve`, as far as there is something to set up.
    fn serve(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["serve", "--port", "0", "--check"]);
        let bin = self.folder.join("bin");
        command.env_clear().env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        command.env("CARGO", bin.join("cargo")).env("STUBS", &self.folder);
        command.env("HOME", self.folder.join("home"));
        command.env("XDG_CACHE_HOME", self.folder.join("cache"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What the stubs were asked for since the last time that somebody looked.
    fn asked(&self) -> Vec<String> {
        let file = self.folder.join("asked");
        let asked = std::fs::read_to_string(&file).unwrap_or_default();
        std::fs::write(file, "").expect("the test's own folder");
        asked.lines().map(str::to_owned).collect()
    }

    fn esbuild(&self) -> PathBuf {
        self.folder.join("cache/email-journey/tools/esbuild-0.28.2")
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs it. It must fail, with all these words in what it says about that.
#[track_caller]
fn check(sandbox: &Sandbox, words: &[&str]) {
    let output = sandbox.serve().output().expect("xtask was built");
    let said = errors(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is missing in: {said}");
    }
}

/// Runs it again. It must come to compiling the page, without doing anything twice that is done.
#[track_caller]
fn check_goes_on(sandbox: &Sandbox, done: &[&str]) {
    check(sandbox, &["\"The page, compiled to WebAssembly\" did not succeed"]);
    let asked = sandbox.asked();
    assert!(asked.last().is_some_and(|last| last.starts_with("cargo build --locked")), "{asked:?}");
    for done in done {
        assert!(!asked.iter().any(|asked| asked.starts_with(done)), "{done} again: {asked:?}");
    }
}

#[test]
fn everything_is_got_once_and_in_order() {
    let sandbox = Sandbox::new("all");
    check(&sandbox, &["\"The page, compiled to WebAssembly\" did not succeed"]);
    let asked = sandbox.asked();
    let first = |what: &str| asked.iter().position(|asked| asked.starts_with(what));
    let order =
        ["node --version", "rustup target add wasm32", "cargo fetch --locked", "npm install"]
            .map(|what| first(what).unwrap_or_else(|| panic!("{what} is not in {asked:?}")));
    assert!(order.is_sorted(), "{asked:?}");
    check_goes_on(&sandbox, &["rustup", "npm"]);
}

#[test]
fn an_old_node_is_named_with_the_version_that_is_needed() {
    let sandbox = Sandbox::new("old-node");
    sandbox.has("node", "echo v12.22.12");
    check(&sandbox, &["Node.js is too old", "v12.22.12", "18 or newer", "nodejs.org"]);
    assert!(!sandbox.asked().iter().any(|asked| asked.starts_with("npm")));
    sandbox.has("node", NODE);
    check_goes_on(&sandbox, &[]);
}

#[test]
fn a_broken_network_is_said_and_what_was_got_is_kept() {
    let sandbox = Sandbox::new("network");
    sandbox.has("cargo", "echo 'error: Could not resolve host' >&2; exit 101");
    let advice = ["look at the network first", "run the same command again"];
    check(&sandbox, &[&advice[..], &["Could not resolve host", "The libraries"]].concat());
    sandbox.has("cargo", CARGO);
    sandbox.has("npm", "echo 'npm error network request failed' >&2; exit 1");
    check(&sandbox, &[&advice[..], &["network request failed", "esbuild"]].concat());
    assert!(!sandbox.esbuild().exists(), "what was not got must not look as if it were there");
    sandbox.asked();
    sandbox.has("npm", NPM);
    check_goes_on(&sandbox, &["rustup"]);
}

#[test]
fn a_tool_that_is_there_in_half_is_installed_again() {
    let sandbox = Sandbox::new("half");
    std::fs::create_dir_all(sandbox.esbuild().join("node_modules/esbuild")).unwrap();
    check_goes_on(&sandbox, &[]);
    assert!(sandbox.esbuild().join("node_modules/esbuild/bin/esbuild").is_file());
}

#[test]
fn ctrl_c_says_how_to_go_on() {
    let sandbox = Sandbox::new("ctrl-c");
    sandbox.has("npm", "mkdir -p node_modules/esbuild; exec sleep 600");
    let child = sandbox.serve().process_group(0).spawn().unwrap();
    wait_for(&sandbox, "npm install");
    let output = interrupt(child);
    let said = errors(&output);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("Stopped at \"esbuild, from npm\""), "{said}");
    assert!(said.contains("Run the same command again: it goes on there."), "{said}");
    assert!(!sandbox.esbuild().exists(), "what was not got must not look as if it were there");
    sandbox.asked();
    sandbox.has("npm", NPM);
    check_goes_on(&sandbox, &["rustup"]);
}

/// Waits until a stub was asked for this.
fn wait_for(sandbox: &Sandbox, wanted: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    let asked = || std::fs::read_to_string(sandbox.folder.join("asked")).unwrap_or_default();
    while !asked().contains(wanted) {
        assert!(Instant::now() < end, "{wanted} is never asked for");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What Ctrl+C at a terminal does: it reaches the program and whatever that has started.
fn interrupt(child: Child) -> Output {
    let group = format!("-{}", child.id());
    let sent = Command::new("kill").args(["-s", "INT", "--", &group]).status();
    let sent = sent.expect("every system has kill");
    assert!(sent.success());
    child.wait_with_output().expect("it was started")
}

/// A small disk in memory, unmounted when this is dropped.
#[cfg(target_os = "linux")]
struct SmallDisk<'m>(&'m Path);

#[cfg(target_os = "linux")]
impl<'m> SmallDisk<'m> {
    /// Nothing where that is not allowed: in a container even root may not.
    fn mount(place: &'m Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(place);
        let status = mount.status().expect("every Linux has mount");
        status.success().then_some(Self(place))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let sandbox = Sandbox::new("full");
    let cache = sandbox.folder.join("cache");
    {
        let Some(_disk) = SmallDisk::mount(&cache) else {
            // The tests with mail software need rights too, and say so.
            println!("Left out: a small disk cannot be mounted here.");
            return;
        };
        sandbox.has("npm", "cat /dev/zero > node_modules");
        check(
            &sandbox,
            &["No space left on device", "The disk is full", "cache/email-journey", "0 MB"],
        );
    }
    sandbox.asked();
    sandbox.has("npm", NPM);
    check_goes_on(&sandbox, &["rustup"]);
}

/// Cargo itself says it, before anything is compiled: every package names the oldest Rust.
#[test]
fn an_old_rust_is_named_with_the_version_that_is_needed() {
    let sandbox = Sandbox::new("old-rust");
    let real = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    sandbox.has(
        "rustc",
        &format!("case \"$*\" in *-vV*) {real} -vV | sed 's/^release: .*/release: 1.80.0/' ;; *) exec {real} \"$@\" ;; esac"),
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for package in ["xtask", "email-journey"] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--locked", "--package", package]).current_dir(root);
        cargo.arg("--target-dir").arg(sandbox.folder.join("target"));
        cargo.env("RUSTC", sandbox.folder.join("bin/rustc")).env("STUBS", &sandbox.folder);
        let output = cargo.env_remove("RUSTC_WORKSPACE_WRAPPER").output().unwrap();
        let said = errors(&output);
        assert!(!output.status.success() && said.contains("requires rustc 1.95"), "{said}");
        assert!(said.contains("rustc 1.80.0 is not supported"), "{said}");
    }
}
