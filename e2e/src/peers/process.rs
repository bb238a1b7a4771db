//! Starting and ending other programs.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(30);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// A program that runs until it is dropped.
pub struct Daemon {
    child: Child,
    name: &'static str,
    log: PathBuf,
}

impl Daemon {
    /// Starts it, both outputs going to `log`, and waits until `ready`.
    ///
    /// # Panics
    ///
    /// When it cannot be started, ends, or is not ready in time; with what it wrote.
    pub fn start(
        name: &'static str,
        package: &str,
        command: &mut Command,
        log: PathBuf,
        ready: impl Fn() -> bool,
    ) -> Self {
        let file = std::fs::File::create(&log).expect("a log file");
        let outputs = [file.try_clone().expect("a second handle"), file];
        let [output, errors] = outputs.map(Stdio::from);
        let child = command.stdin(Stdio::null()).stdout(output).stderr(errors).spawn();
        let child = child.unwrap_or_else(|error| panic!("{}", missing(name, package, &error)));
        let mut daemon = Self { child, name, log };
        let mut ended = false;
        wait(|| {
            ended = daemon.child.try_wait().is_ok_and(|status| status.is_some());
            ended || ready()
        });
        assert!(!ended && ready(), "{name} does not run. It says:\n{}", daemon.said());
        daemon
    }

    /// What it wrote so far.
    pub fn said(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        let hint = "\n(A security profile such as AppArmor's may keep it from files in the \
                    temporary folder; `cargo xtask test --no-peers` leaves these tests out.)";
        String::from_utf8_lossy(&bytes).into_owned() + hint
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // A kind word first, so that it ends its own children, too.
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        let mut ended = false;
        if asked.is_ok_and(|status| status.success()) {
            wait(|| {
                ended = self.child.try_wait().is_ok_and(|status| status.is_some());
                ended
            });
        }
        if !ended {
            eprintln!("{} does not end by itself", self.name);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// What a program that has ended said.
#[derive(Debug)]
pub struct Said {
    /// Its exit status; `None` when a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

/// Runs a program to its end.
///
/// # Panics
///
/// When it is not there: names Debian's package.
pub fn run(package: &str, command: &mut Command) -> Said {
    let name = command.get_program().to_string_lossy().into_owned();
    let result = command.stdin(Stdio::null()).output();
    let result = result.unwrap_or_else(|error| panic!("{}", missing(&name, package, &error)));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said {
        status: result.status.code(),
        output: text(&result.stdout),
        errors: text(&result.stderr),
    }
}

fn missing(name: &str, package: &str, error: &std::io::Error) -> String {
    format!(
        "{name} cannot be started ({error}). Debian's package is {package}; \
         `cargo xtask test` installs it, `cargo xtask test --no-peers` leaves this test out."
    )
}

/// Waits until something is so.
///
/// # Panics
///
/// When it is not so in time.
#[track_caller]
pub fn wait_until(what: &str, is_so: impl FnMut() -> bool) {
    assert!(wait(is_so), "waited in vain until {what}");
}

fn wait(mut is_so: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if is_so() {
            return true;
        }
        if start.elapsed() > LIMIT {
            return false;
        }
        std::thread::sleep(PAUSE);
    }
}

/// Whether somebody takes calls there.
pub(super) fn answers(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, LIMIT).is_ok()
}

/// A port above 1023 that nobody uses, at all of these loopback addresses, for TCP and for UDP.
///
/// # Panics
///
/// When there is none.
pub fn free_port(addresses: &[Ipv4Addr]) -> u16 {
    let is_free = |port: u16| {
        addresses.iter().all(|address| {
            TcpListener::bind((*address, port)).is_ok() && UdpSocket::bind((*address, port)).is_ok()
        })
    };
    (0..100)
        .filter_map(|_| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
            Some(listener.local_addr().ok()?.port())
        })
        .find(|port| is_free(*port))
        .expect("a free port")
}

/// An empty folder that other users may look into.
///
/// # Panics
///
/// When there is no room.
pub fn folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("email-journey-").tempdir().expect("a folder");
    let all_may_look = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), all_may_look).expect("the right to say who may look");
    folder
}

/// Gives a folder, made if need be, to a user (`name`, or `number:number`).
pub(super) fn make_folder(path: &Path, owner: &str) {
    std::fs::create_dir_all(path).expect("a folder");
    let said = run("coreutils", Command::new("chown").arg(owner).arg(path));
    assert_eq!(said.status, Some(0), "{} (these tests need root)", said.errors);
}
