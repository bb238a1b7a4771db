//! A small server for a built site: one folder, on this machine only, under the site's strict
//! policy. For working on the page, and for the browser tests.
//!
//! The same files also answer below [`SUB_FOLDER`], so that a page can be seen where a site owner
//! would put it. Browsers report what the policy refused; [`Server::reports`] has it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::page_build::Build;
use crate::policy::POLICY;
use crate::{Result, compression, dist, progress, run, stamp};

/// The site answers below this path too.
pub const SUB_FOLDER: &str = "/sub/folder/";

/// Where browsers send what the policy refused.
const REPORTS: &str = "/policy-report";

/// The longest request head and the longest body that are read.
const LONGEST: u64 = 64 * 1024;

/// How long a silent connection stays open.
const PATIENCE: Duration = Duration::from_secs(30);

/// How `cargo xtask serve` ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// When somebody presses Ctrl+C.
    Stopped,
    /// When it has asked itself for the page and everything in it, as a browser would.
    Answered,
}

/// `cargo xtask serve`.
pub fn command(port: u16, until: Until, yes: bool) -> Result {
    let started = Instant::now();
    dist::make(Build::Quick, None, yes)?;
    let server = Server::start(&dist::folder(), port)
        .map_err(|error| format!("port {port} cannot be served: {error} (try --port N)"))?;
    progress::print_took(started);
    if until == Until::Answered {
        return server.check();
    }
    println!("Serving {}  (Ctrl+C ends it)", server.address("index.html"));
    let mut told = 0;
    while !run::stopped() {
        std::thread::sleep(Duration::from_millis(200));
        let reports = server.reports();
        for report in &reports[told..] {
            println!("The policy refused something: {report}");
        }
        told = reports.len();
    }
    Ok(())
}

/// A running server; dropping it ends it.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What all connections of a server share.
struct Shared {
    root: PathBuf,
    stop: AtomicBool,
    pages: Mutex<BTreeMap<String, Page>>,
    reports: Mutex<Vec<String>>,
    requests: Mutex<Vec<String>>,
    compressed: Mutex<Compressed>,
}

/// Compressed files by path, each with the time its content is from.
type Compressed = BTreeMap<PathBuf, (SystemTime, Arc<Vec<u8>>)>;

/// A page that exists only in a test.
#[derive(Clone)]
struct Page {
    status: &'static str,
    headers: Vec<String>,
    kind: &'static str,
    text: String,
}

impl Server {
    /// Serves `root` on this port of the loopback address; port 0 takes a free one.
    pub fn start(root: &Path, port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            root: root.to_owned(),
            stop: AtomicBool::new(false),
            pages: Mutex::default(),
            reports: Mutex::default(),
            requests: Mutex::default(),
            compressed: Mutex::default(),
        });
        let server = Self { address, shared: Arc::clone(&shared) };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.stop.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&shared);
                // A connection that breaks is the browser's affair.
                std::thread::spawn(move || drop(shared.serve(&stream)));
            }
        });
        Ok(server)
    }

    /// `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of a path, which may have a leading `/`, a query and a fragment.
    pub fn address(&self, path: &str) -> String {
        format!("{}/{}", self.origin(), path.trim_start_matches('/'))
    }

    /// Asks for the page and for every file that it needs, and fails when one of them does not come.
    fn check(&self) -> Result {
        let dist = &self.shared.root;
        let mut asked = 0;
        for file in run::files(dist)? {
            let name = file.strip_prefix(dist).unwrap_or(&file);
            if !stamp::needed_to_play(name) && !stamp::needed_to_paint(name) {
                continue;
            }
            let path = name.to_string_lossy().replace('\\', "/");
            let content = std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
            let answer = self.get(&path).map_err(|error| format!("{path}: {error}"))?;
            if !answer.starts_with(b"HTTP/1.1 200 ") || !answer.ends_with(&content) {
                return Err(format!("{path} was asked for, and did not come whole"));
            }
            asked += 1;
        }
        if asked == 0 {
            return Err("there is no page to be asked for".to_owned());
        }
        println!("The page and what it needs were asked for, and came: {asked} files.");
        Ok(())
    }

    /// What is answered to a request for this path.
    fn get(&self, path: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(format!("GET /{path} HTTP/1.1\r\n\r\n").as_bytes())?;
        stream.shutdown(std::net::Shutdown::Write)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }

    /// Adds a page under the strict policy. It wins over a file of the same name.
    pub fn add_page(&self, path: &str, html: &str) {
        self.add_page_under(path, html, POLICY);
    }

    /// Adds a page under another policy, for example that of a site which embeds us.
    pub fn add_page_under(&self, path: &str, html: &str, policy: &str) {
        self.add_page_with(path, html, &[&policy_header(policy)]);
    }

    /// Adds a page with these headers, each in a line of its own.
    pub fn add_page_with(&self, path: &str, html: &str, headers: &[&str]) {
        self.add(path, html, "200 OK", "text/html; charset=utf-8", headers);
    }

    /// Sends whoever asks for a path on to another address.
    pub fn add_redirect(&self, path: &str, to: &str) {
        self.add(path, "", "307 Temporary Redirect", "text/plain", &[&format!("Location: {to}")]);
    }

    /// Adds a script.
    pub fn add_script(&self, path: &str, script: &str) {
        self.add(
            path,
            script,
            "200 OK",
            "text/javascript; charset=utf-8",
            &[&policy_header(POLICY)],
        );
    }

    fn add(
        &self,
        path: &str,
        text: &str,
        status: &'static str,
        kind: &'static str,
        headers: &[&str],
    ) {
        let headers = headers.iter().map(|&header| header.to_owned()).collect();
        let page = Page { status, headers, kind, text: text.to_owned() };
        let path = format!("/{}", path.trim_start_matches('/'));
        lock(&self.shared.pages).insert(path, page);
    }

    /// What browsers said that the policy refused, as JSON.
    pub fn reports(&self) -> Vec<String> {
        lock(&self.shared.reports).clone()
    }

    /// Every request so far, as `"GET /path 200"`.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.shared.requests).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the listening thread, which then sees that it should stop.
        drop(TcpStream::connect(self.address));
    }
}

/// A request, as far as we read it.
struct Request {
    method: String,
    path: String,
    brotli: bool,
    body: Vec<u8>,
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    headers: Vec<String>,
    body: Arc<Vec<u8>>,
}

impl Shared {
    /// Answers one connection until it is closed.
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = read_request(&mut reader)? {
            let answer = self.answer(&request);
            let mut head = format!(
                "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\
                 X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
                 Access-Control-Allow-Origin: *\r\n",
                answer.status,
                answer.kind,
                answer.body.len()
            );
            for header in &answer.headers {
                head += header;
                head += "\r\n";
            }
            head += "\r\n";
            let mut bytes = head.into_bytes();
            if request.method != "HEAD" {
                bytes.extend_from_slice(&answer.body);
            }
            let mut writer = stream;
            writer.write_all(&bytes)?;
        }
        Ok(())
    }

    fn answer(&self, request: &Request) -> Answer {
        let (method, path) = (request.method.as_str(), request.path.as_str());
        let answer = match (method, path) {
            ("POST", REPORTS) => {
                let report = String::from_utf8_lossy(&request.body).into_owned();
                lock(&self.reports).push(report);
                plain("204 No Content", "")
            }
            ("GET" | "HEAD", _) => self
                .page(path)
                .or_else(|| self.file(path, request.brotli))
                .unwrap_or_else(|| plain("404 Not Found", "There is no such file.\n")),
            _ => plain("405 Method Not Allowed", ""),
        };
        let status = answer.status.split(' ').next().unwrap_or_default();
        lock(&self.requests).push(format!("{method} {path} {status}"));
        answer
    }

    /// A page that a test added.
    fn page(&self, path: &str) -> Option<Answer> {
        let page = lock(&self.pages).get(path)?.clone();
        let mut headers = page.headers;
        headers.push("Cache-Control: no-cache".to_owned());
        Some(Answer {
            status: page.status,
            kind: page.kind,
            headers,
            body: Arc::new(page.text.into_bytes()),
        })
    }

    /// A file of the site.
    fn file(&self, path: &str, brotli: bool) -> Option<Answer> {
        let path = path.strip_prefix(SUB_FOLDER).or_else(|| path.strip_prefix('/'))?;
        let index = [path, "index.html"].concat();
        let path = if path.is_empty() || path.ends_with('/') { index.as_str() } else { path };
        // Names that we serve are plain: no escapes, and no way out of the folder.
        let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains('\\');
        if !path.split('/').all(plain) {
            return None;
        }
        let file = self.root.join(path);
        let kind = content_type(path);
        let from = file.metadata().ok().filter(std::fs::Metadata::is_file)?.modified().ok()?;
        let mut headers = vec![policy_header(POLICY)];
        headers.push(if stamp::is_immutable(path) {
            "Cache-Control: public, max-age=31536000, immutable".to_owned()
        } else {
            "Cache-Control: no-cache".to_owned()
        });
        headers.push("Vary: Accept-Encoding".to_owned());
        let body = if brotli && !kind.starts_with("image/png") {
            headers.push("Content-Encoding: br".to_owned());
            self.compressed(&file, from)?
        } else {
            Arc::new(std::fs::read(&file).ok()?)
        };
        Some(Answer { status: "200 OK", kind, headers, body })
    }

    /// The file as of this time, compressed once and kept.
    fn compressed(&self, file: &Path, from: SystemTime) -> Option<Arc<Vec<u8>>> {
        if let Some((time, body)) = lock(&self.compressed).get(file)
            && *time == from
        {
            return Some(Arc::clone(body));
        }
        let body = Arc::new(compression::brotli(&std::fs::read(file).ok()?, 5));
        lock(&self.compressed).insert(file.to_owned(), (from, Arc::clone(&body)));
        Some(body)
    }
}

/// The next request, or `None` when the other side has closed.
fn read_request(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    let mut head = reader.take(LONGEST);
    if head.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let mut request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        brotli: false,
        body: Vec::new(),
    };
    let mut length = 0_u64;
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((line.as_str(), ""));
        match name.to_ascii_lowercase().as_str() {
            "accept-encoding" => request.brotli = value.split(',').any(|one| one.trim() == "br"),
            "content-length" => length = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
    reader.take(length.min(LONGEST)).read_to_end(&mut request.body)?;
    Ok(Some(request))
}

/// An answer of a few words, or of none.
fn plain(status: &'static str, words: &str) -> Answer {
    let body = Arc::new(words.as_bytes().to_vec());
    Answer { status, kind: "text/plain; charset=utf-8", headers: Vec::new(), body }
}

fn policy_header(policy: &str) -> String {
    format!("Content-Security-Policy: {policy}; report-uri {REPORTS}")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "pcap" => "application/vnd.tcpdump.pcap",
        _ => "application/octet-stream",
    }
}

/// Locks it; a panic elsewhere does not matter to a list of strings.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn files_come_with_their_type_and_the_policy_and_nothing_else_comes() {
        let root = std::env::temp_dir().join(format!("xtask-serve-{}", std::process::id()));
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(root.join("a.wasm"), "1").unwrap();
        std::fs::create_dir_all(root.join("p/a")).unwrap();
        std::fs::write(root.join("p/a/index.html"), "2").unwrap();
        let server = Server::start(&root, 0).unwrap();

        let answer = ask(&server, "GET /a.wasm?x HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("Content-Type: application/wasm\r\n"), "{answer}");
        assert!(answer.contains("Content-Security-Policy: default-src 'none'; "), "{answer}");
        assert!(answer.ends_with("\r\n\r\n1"), "{answer}");
        let answer = ask(&server, "GET /sub/folder/a.wasm HTTP/1.1\r\nAccept-Encoding: br\r\n\r\n");
        assert!(answer.contains("Content-Encoding: br\r\n"), "{answer}");

        assert!(ask(&server, "GET /p/a/ HTTP/1.1\r\n\r\n").ends_with("\r\n\r\n2"));
        for path in ["/../Cargo.toml", "/sub/folder/../a.wasm", "/", "/b", "//a.wasm", "a.wasm", ""]
        {
            let answer = ask(&server, &format!("GET {path} HTTP/1.1\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        }
        let report = "POST /policy-report HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
        assert!(ask(&server, report).starts_with("HTTP/1.1 204 "));
        assert_eq!(server.reports(), ["{}"]);
        assert_eq!(server.requests()[0], "GET /a.wasm 200");
        std::fs::remove_dir_all(&root).unwrap();
    }
}
