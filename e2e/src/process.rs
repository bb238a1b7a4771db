//! Processes that end with whoever started them, however that ends.
//!
//! Browsers are kept from test to test, and nothing of ours runs when a test program exits; it may
//! even be killed. So a small shell waits for the end of its input, which the system closes in any
//! case, and then ends the whole group of processes and removes their folder.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// `$1` is the group, `$2` its folder. What interrupts the tests must not interrupt this.
const KEEPER: &str = r#"
trap "" INT TERM HUP
read -r end
kill -KILL "-$1" 2>/dev/null
rm -rf -- "$2"
"#;

/// A group of processes with a folder of their own in the temporary one.
pub(crate) struct Group {
    folder: PathBuf,
    members: Vec<Child>,
    /// The group's number, once it has a first member.
    leader: Option<i32>,
    keeper: Option<Child>,
}

impl Group {
    /// An empty group with an empty folder.
    pub(crate) fn new() -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("email-journey-e2e-").tempdir();
        let folder = folder.map_err(|error| format!("no temporary folder: {error}"))?;
        Ok(Self { folder: folder.keep(), members: Vec::new(), leader: None, keeper: None })
    }

    /// The folder, which is removed in the end.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Which processes of the group were started with this argument.
    pub(crate) fn started_with(&self, argument: &str) -> Vec<String> {
        let leader = self.leader.map(|leader| leader.to_string());
        let is_ours = |id: &String| {
            // Name and state of the process stand before its group.
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            let after_name = stat.rsplit_once(") ").map(|(_, rest)| rest);
            let group = after_name.and_then(|rest| rest.split(' ').nth(2));
            group.is_some() && group == leader.as_deref()
        };
        let has_argument = |id: &String| {
            let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            // Those that write their line anew put blanks between the arguments.
            let mut arguments = line.split(|byte| matches!(byte, 0 | b' '));
            arguments.any(|each| each == argument.as_bytes())
        };
        let processes = std::fs::read_dir("/proc").into_iter().flatten();
        let ids = processes.filter_map(|it| it.ok()?.file_name().into_string().ok());
        ids.filter(is_ours).filter(has_argument).collect()
    }

    /// Starts a member.
    pub(crate) fn start(&mut self, command: &mut Command) -> Result<&mut Child, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let fail = |error: std::io::Error| format!("{name} could not be started: {error}");
        // What they leave lying about goes with the folder.
        command.env("TMPDIR", &self.folder);
        let member = command.process_group(self.leader.unwrap_or(0)).spawn().map_err(fail)?;
        if self.leader.is_none() {
            let leader = member.id().cast_signed();
            self.leader = Some(leader);
            let mut keeper = Command::new("sh");
            keeper.args(["-c", KEEPER, "keeper", &leader.to_string()]).arg(&self.folder);
            keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
            self.members.push(member);
            self.keeper = Some(keeper.spawn().map_err(fail)?);
        } else {
            self.members.push(member);
        }
        Ok(self.members.last_mut().expect("pushed above"))
    }

    /// Starts a member, and waits for a line of its output in which `wanted` finds something.
    pub(crate) fn start_and_read<T>(
        &mut self,
        command: &mut Command,
        wanted: impl Fn(&str) -> Option<T>,
    ) -> Result<T, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let member = self.start(command.stdout(Stdio::piped()))?;
        let mut lines = BufReader::new(member.stdout.take().expect("piped above")).lines();
        let found = loop {
            let Some(Ok(line)) = lines.next() else {
                return Err(format!("{name} ended before it was ready"));
            };
            if let Some(found) = wanted(&line) {
                break found;
            }
        };
        // Keeps the pipe empty until the process ends.
        std::thread::spawn(move || lines.count());
        Ok(found)
    }
}

/// Sends a signal, such as `STOP`, to these processes.
pub(crate) fn signal(name: &str, ids: &[String]) {
    let mut shell = Command::new("sh");
    shell.args(["-c", "kill \"-$0\" \"$@\"", name]).args(ids).stderr(Stdio::null());
    // One of them may have ended meanwhile.
    let _ = shell.status();
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        } else {
            // Nothing was started, or the first member and no keeper for it.
            for member in &mut self.members {
                let _ = member.kill();
            }
            let _ = std::fs::remove_dir_all(&self.folder);
        }
        for member in &mut self.members {
            let _ = member.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a process started is in its group too.
    #[test]
    fn a_group_ends_as_a_whole_and_leaves_nothing_behind() {
        let mut group = Group::new().unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600 & echo $!; wait"]);
        let child: u32 = group.start_and_read(&mut shell, |line| line.parse().ok()).unwrap();
        let folder = group.folder().to_owned();
        let is_there = |id: u32| {
            // A process that has ended and was not yet waited for is a Z.
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
        };
        assert!(is_there(child) && folder.is_dir());
        drop(group);
        assert!(!folder.exists());
        let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while is_there(child) {
            assert!(std::time::Instant::now() < end, "it goes on");
            std::thread::yield_now();
        }
    }
}
