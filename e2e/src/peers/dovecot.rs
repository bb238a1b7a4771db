//! Dovecot, the POP3 server.

use super::NOBODY;
use super::process::{self, Daemon};
use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A Dovecot that opens Maildir folders over POP3.
pub struct Dovecot {
    address: SocketAddr,
    _folder: TempDir,
    _daemon: Daemon,
}

impl Dovecot {
    /// Starts it on `mail`, the folder with `<domain>/<box>/`; `users` are addresses with their
    /// passwords.
    ///
    /// # Panics
    ///
    /// When it does not run.
    pub fn start(mail: &Path, users: &[(&str, &str)]) -> Self {
        let folder = process::folder();
        let port = process::free_port(&[Ipv4Addr::LOCALHOST]);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let root = folder.path();
        let mut passwords = String::new();
        for (user, password) in users {
            let _ = writeln!(passwords, "{user}:{{PLAIN}}{password}");
        }
        std::fs::write(root.join("passwords"), passwords).expect("a file");
        let config = root.join("dovecot.conf");
        std::fs::write(&config, dovecot_conf(root, mail, port)).expect("a configuration file");
        let mut command = Command::new("dovecot");
        command.arg("-F").arg("-c").arg(&config);
        let ready = || process::answers(address);
        let log = root.join("output.log");
        let daemon = Daemon::start("Dovecot", "dovecot-pop3d", &mut command, log, ready);
        Self { address, _folder: folder, _daemon: daemon }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

fn dovecot_conf(root: &Path, mail: &Path, port: u16) -> String {
    let (root, mail) = (root.display(), mail.display());
    format!(
        "protocols = pop3
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
first_valid_uid = 1
mail_location = maildir:{mail}/%d/%n
service pop3-login {{
  inet_listener pop3 {{
    port = {port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = {root}/passwords
}}
userdb {{
  driver = static
  args = uid={NOBODY} gid={NOBODY} home={mail}/%d/%n
}}
"
    )
}
