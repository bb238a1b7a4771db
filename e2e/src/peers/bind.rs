//! BIND, the name server.

use super::process::{self, Daemon};
use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use tempfile::TempDir;

/// A BIND that answers for its own zones and nothing else.
pub struct Bind {
    address: SocketAddr,
    _folder: TempDir,
    _daemon: Daemon,
}

impl Bind {
    /// Starts it; `zones` are names with their zone files. It only listens at addresses that a
    /// network interface has, which of the loopback range is usually but one.
    ///
    /// # Panics
    ///
    /// When it does not run.
    pub fn start(zones: &[(&str, &str)]) -> Self {
        let folder = process::folder();
        let port = process::free_port(&[Ipv4Addr::LOCALHOST]);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let root = folder.path();
        let mut config = format!(
            "options {{
  directory \"{0}\";
  listen-on port {port} {{ 127.0.0.1; }};
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
        let ready = || process::answers(address);
        let daemon = Daemon::start("BIND", "bind9", &mut command, root.join("output.log"), ready);
        Self { address, _folder: folder, _daemon: daemon }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}
