//! BIND, the name server.

use super::process::{self, Daemon};
use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use tempfile::TempDir;

/// A BIND that answers for its own zones and nothing else.
pub struct Bind {
    _folder: TempDir,
    _daemon: Daemon,
}

impl Bind {
    /// Starts it at a loopback address; `zones` are names with their zone files.
    ///
    /// # Panics
    ///
    /// When it does not run.
    pub fn start(address: Ipv4Addr, port: u16, zones: &[(&str, &str)]) -> Self {
        let folder = process::folder();
        let root = folder.path();
        let mut config = format!(
            "options {{
  directory \"{0}\";
  listen-on port {port} {{ {address}; }};
  listen-on-v6 {{ none; }};
  pid-file none;
  lock-file none;
  session-keyfile none;
  recursion no;
  dnssec-validation no;
  notify no;
}};
controls {{ }};
",
            root.display()
        );
        for (n, (name, text)) in zones.iter().enumerate() {
            let file = format!("zone-{n}");
            std::fs::write(root.join(&file), text).expect("a zone file");
            let _ = writeln!(config, "zone \"{name}\" {{ type master; file \"{file}\"; }};");
        }
        let file = root.join("named.conf");
        std::fs::write(&file, config).expect("a configuration file");
        let mut command = Command::new("named");
        command.arg("-g").args(["-n", "1", "-c"]).arg(&file);
        let ready = || process::answers(SocketAddr::from((address, port)));
        let daemon = Daemon::start("BIND", "bind9", &mut command, root.join("output.log"), ready);
        Self { _folder: folder, _daemon: daemon }
    }
}
