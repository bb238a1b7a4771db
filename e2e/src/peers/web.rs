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
    /// nginx with what is handed out for a container.
    Container,
    /// Apache.
    Apache,
    /// Caddy.
    Caddy,
    /// What Python brings along.
    Python,
}

/// What the container has.
const CONTAINER: &str = include_str!("../../../packaging/container/nginx.conf");

/// What owners read.
const GUIDE: &str = include_str!("../../../docs/embedding.md");

/// A server with the built site at `/email-journey/`.
pub struct Served {
    address: SocketAddr,
    /// The path of the site.
    within: &'static str,
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
        xtask::run::copy_folder(&xtask::dist::folder(), &site, |_| true).expect("a built site");
        let port = process::free_port(&[Ipv4Addr::LOCALHOST]);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let (package, mut command) = command(server, root, port, change);
        let ready = || process::answers(address);
        let log = root.join("output.log");
        let daemon = Daemon::start(package, package, &mut command, log, ready);
        let within = if server == WebServer::Container { "/" } else { "/email-journey/" };
        Self { address, within, folder, _daemon: daemon }
    }

    /// The address of a file of the site.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.within)
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
            let server = format!(
                "{map}\nserver {{\nlisten 127.0.0.1:{port};\nroot {folder}/www;\n{location}\n}}"
            );
            ("nginx-light", nginx(&write("nginx.conf", &nginx_conf(root, &server))))
        }
        WebServer::Container => {
            let headers = write("headers.conf", &xtask::release::headers());
            let own = [
                ("listen 8080;", format!("listen 127.0.0.1:{port};")),
                ("    listen [::]:8080;\n", String::new()),
                ("/usr/share/nginx/html", format!("{folder}/www/email-journey")),
                ("/etc/nginx/email-journey/headers.conf", headers.display().to_string()),
            ];
            let mut server = change(CONTAINER.to_owned());
            for (there, here) in own {
                assert!(server.contains(there), "{there}");
                server = server.replace(there, &here);
            }
            ("nginx-light", nginx(&write("nginx.conf", &nginx_conf(root, &server))))
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

/// A whole configuration around a server, which writes into its own folder only.
fn nginx_conf(root: &Path, server: &str) -> String {
    let folder = root.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/{name};\n"))
        .concat();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\naccess_log off;\n{temporary}{server}\n}}\n"
    )
}

fn nginx(config: &Path) -> Command {
    let mut nginx = Command::new("nginx");
    nginx.arg("-c").arg(config).arg("-e").arg("stderr");
    nginx
}
