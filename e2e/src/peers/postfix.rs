//! Postfix, the mail server.

use super::NOBODY;
use super::process::{self, Daemon};
use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A Postfix that takes mail for [`Postfix::DOMAIN`] into Maildir folders, with a queue of its own.
pub struct Postfix {
    address: SocketAddr,
    folder: TempDir,
    _daemon: Daemon,
}

impl Postfix {
    /// The domain it has boxes for.
    pub const DOMAIN: &str = "peer.example";
    /// The largest message that it takes, in bytes.
    pub const SIZE_LIMIT: u64 = 200_000;

    /// Starts it with these boxes.
    ///
    /// # Panics
    ///
    /// When it does not run.
    pub fn start(boxes: &[&str]) -> Self {
        let folder = process::folder();
        let port = process::free_port(&[Ipv4Addr::LOCALHOST]);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let root = folder.path();
        let config = root.join("config");
        std::fs::create_dir(&config).expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(config.join(name), text).expect("a configuration file");
        };
        write("main.cf", &main_cf(root));
        write("master.cf", &master_cf(port));
        let mut maps = String::new();
        for name in boxes {
            let _ = writeln!(maps, "{name}@{0} {0}/{name}/", Self::DOMAIN);
        }
        write("boxes", &maps);
        process::make_folder(&root.join("data"), "postfix");
        process::make_folder(&root.join("mail"), &format!("{NOBODY}:{NOBODY}"));
        std::fs::create_dir(root.join("queue")).expect("a folder");

        // Also makes the folders of the queue.
        let check = process::run("postfix", postfix(&config).arg("check"));
        assert_eq!(check.status, Some(0), "{}", check.errors);
        let settings = Command::new("postconf").arg("-h").arg("daemon_directory").output();
        let programs = settings.expect("postconf runs").stdout;
        let programs = PathBuf::from(String::from_utf8_lossy(&programs).trim());
        let mut command = Command::new(programs.join("master"));
        command.arg("-c").arg(&config).arg("-d");
        let log = root.join("master.log");
        let ready = || process::answers(address);
        let daemon = Daemon::start("Postfix", "postfix", &mut command, log, ready);
        Self { address, folder, _daemon: daemon }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder of all boxes: `<domain>/<box>/` in Maildir format.
    pub fn mail(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// How many messages lie in a box.
    pub fn count(&self, name: &str) -> usize {
        let new = self.mail().join(Self::DOMAIN).join(name).join("new");
        std::fs::read_dir(new).map_or(0, Iterator::count)
    }

    /// What it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("mail.log")).unwrap_or_default()
    }
}

fn postfix(config: &Path) -> Command {
    let mut command = Command::new("postfix");
    command.arg("-c").arg(config);
    command
}

fn main_cf(root: &Path) -> String {
    let root = root.display();
    let (domain, limit) = (Postfix::DOMAIN, Postfix::SIZE_LIMIT);
    format!(
        "compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
maillog_file = {root}/mail.log
maillog_file_prefixes = {root}
mail_owner = postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.{domain}
mydestination =
mynetworks =
smtpd_peername_lookup = no
smtpd_client_restrictions =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = none
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {root}/mail
virtual_mailbox_maps = texthash:{root}/config/boxes
virtual_uid_maps = static:{NOBODY}
virtual_gid_maps = static:{NOBODY}
virtual_mailbox_limit = 0
message_size_limit = {limit}
biff = no
append_dot_mydomain = no
"
    )
}

fn master_cf(port: u16) -> String {
    format!(
        "127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}
