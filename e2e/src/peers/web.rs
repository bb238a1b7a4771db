//! Web servers, with the configurations that `docs/embedding.md` gives to owners.

use super::process::{self, Daemon};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebServer {
    /// nginx.
    Nginx,
    /// Apache.
    Apache,
    /// Caddy.
    Caddy,
    /// What Python brings along.
    Python,
}

/// What owners read.
const GUIDE: &str = include_str!("../../../docs/embedding.md");

/// A server with the built site at `/email-journey/`.
pub struct Served {
    address: SocketAddr,
    folder: TempDir,
    _daemon: Daemon,
}

impl Served {
    /// Starts it with its documented configuration, in which `change` may change something.
    ///
    /// # Panics
    ///
    /// When it does not run.
    pub fn start(server: WebServer, change: impl Fn(String) -> String) -> Self {
        let folder = process::folder();
        let root = folder.path();
        let site = root.join("www/email-journey");
        copy(&xtask::dist::folder(), &site);
        let port = process::free_port(&[Ipv4Addr::LOCALHOST]);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let (package, mut command) = command(server, root, port, change);
        let ready = || process::answers(address);
        let log = root.join("output.log");
        let daemon = Daemon::start(package, package, &mut command, log, ready);
        Self { address, folder, _daemon: daemon }
    }

    /// The address of a file of the site.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}/email-journey/{path}", self.address)
    }

    /// Where its files are.
    pub fn files(&self) -> PathBuf {
        self.folder.path().join("www/email-journey")
    }
}

/// A block of the guide in this language: of several, the `n`-th.
fn documented(language: &str, n: usize) -> String {
    let opening = format!("```{language}\n");
    let mut blocks = GUIDE.split(&opening).skip(1);
    let block = blocks.nth(n).and_then(|rest| rest.split("```").next());
    block.unwrap_or_else(|| panic!("docs/embedding.md has no block {n} of {language}")).to_owned()
}

fn command(
    server: WebServer,
    root: &Path,
    port: u16,
    change: impl Fn(String) -> String,
) -> (&'static str, Command) {
    let folder = root.display();
    let write = |name: &str, text: &str| {
        let file = root.join(name);
        std::fs::write(&file, text).expect("a configuration file");
        file
    };
    match server {
        WebServer::Nginx => {
            let (location, map) = (change(documented("nginx", 0)), documented("nginx", 1));
            let config = write(
                "nginx.conf",
                &format!(
                    "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log stderr;\n\
                     events {{}}\nhttp {{\naccess_log off;\nclient_body_temp_path {folder}/body;\n\
                     proxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/fastcgi;\n\
                     uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n{map}\n\
                     server {{\nlisten 127.0.0.1:{port};\nroot {folder}/www;\n{location}\n}}\n}}\n"
                ),
            );
            let mut nginx = Command::new("nginx");
            nginx.arg("-c").arg(config).arg("-e").arg("stderr");
            ("nginx-light", nginx)
        }
        WebServer::Apache => {
            let modules =
                ["mpm_event", "authz_core", "mime", "dir", "headers", "deflate", "filter"];
            let modules: String = modules
                .map(|name| {
                    format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n")
                })
                .concat();
            let block = change(documented("apache", 0));
            let config = write(
                "apache.conf",
                &format!(
                    "{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n\
                     ErrorLog /dev/stderr\nUser nobody\nGroup nogroup\nTypesConfig /etc/mime.types\n\
                     DocumentRoot {folder}/www\n<Directory {folder}/www/email-journey>\n\
                     Require all granted\n{block}\n</Directory>\n"
                ),
            );
            let mut apache = Command::new("apache2");
            apache.arg("-D").arg("FOREGROUND").arg("-f").arg(config);
            ("apache2", apache)
        }
        WebServer::Caddy => {
            let block = change(documented("caddy", 0));
            let config = write(
                "Caddyfile",
                &format!(
                    "{{\nadmin off\nauto_https off\n}}\nhttp://127.0.0.1:{port} \
                     {{\nbind 127.0.0.1\nroot * {folder}/www\n{block}\n}}\n"
                ),
            );
            let mut caddy = Command::new("caddy");
            caddy.args(["run", "--adapter", "caddyfile", "--config"]).arg(config);
            caddy.env("XDG_DATA_HOME", root).env("XDG_CONFIG_HOME", root);
            ("caddy", caddy)
        }
        WebServer::Python => {
            let mut python = Command::new("python3");
            python.args(["-m", "http.server", "--bind", "127.0.0.1", &port.to_string()]);
            python.current_dir(root.join("www"));
            ("python3", python)
        }
    }
}

fn copy(from: &Path, to: &Path) {
    for file in xtask::run::files(from).expect("a built site") {
        let copy = to.join(file.strip_prefix(from).unwrap_or(&file));
        std::fs::create_dir_all(copy.parent().expect("a folder")).expect("made");
        std::fs::copy(&file, copy).expect("copied");
    }
}
