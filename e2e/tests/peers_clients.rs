//! Real clients deliver to our SMTP server and collect from our POP3 server.

use e2e::peers::{Accepted, Said, TestServer, folder, run};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// Dots at the beginnings of lines, a long line, 8-bit text, and blanks at the end.
fn letter() -> Vec<u8> {
    let mut text = "From: Ann <ann@riverside.example>\nTo: Bob <bob@office.example>\n\
                    Subject: Hello\nContent-Type: text/plain; charset=utf-8\n\
                    Content-Transfer-Encoding: 8bit\n\n\
                    .\n..\n.dot\nGrüße — 你好\n  blanks  \n\n"
        .to_owned();
    text.push_str(&"x".repeat(998));
    text.push_str("\nthe end\n\n");
    text.replace('\n', "\r\n").into_bytes()
}

fn large() -> Vec<u8> {
    let size = usize::try_from(TestServer::SIZE_LIMIT).expect("it fits");
    [&b"Subject: large\r\n\r\n"[..], &b"a line of 32 bytes, with its end\r\n".repeat(size / 32)]
        .concat()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("room for a file");
    path.to_str().expect("a name of ASCII letters").to_owned()
}

fn curl(arguments: &[&str]) -> Said {
    run("curl", Command::new("curl").args(["-sSv", "--max-time", "20"]).args(arguments))
}

fn swaks(server: SocketAddr, arguments: &[&str]) -> Said {
    let mut command = Command::new("swaks");
    command.args(["--server", "127.0.0.1", "--port", &server.port().to_string()]);
    command.args(["--helo", "client.example", "--from", "ann@riverside.example"]).args(arguments);
    run("swaks", &mut command)
}

fn python(script: &str, arguments: &[&str]) -> Said {
    run("python3", Command::new("python3").args(["-c", script]).args(arguments))
}

#[track_caller]
fn check_accepted(server: &TestServer, user: Option<&str>, recipients: &[&str], body: &[u8]) {
    let accepted = server.accepted();
    let [Accepted { user: signed_in, reverse_path, recipients: for_whom, body: arrived }] =
        accepted.as_slice()
    else {
        panic!("{} messages", accepted.len());
    };
    assert_eq!(signed_in.as_deref(), user);
    let from = reverse_path.as_ref().map(ToString::to_string);
    assert_eq!(from.as_deref(), Some("ann@riverside.example"));
    assert_eq!(for_whom, recipients);
    assert_eq!(String::from_utf8_lossy(arrived), String::from_utf8_lossy(body));
    assert_eq!(arrived, body);
}

const BOTH: [&str; 2] = ["ann@office.example", "bob@office.example"];

#[test]
fn curl_delivers() {
    let (server, folder) = (TestServer::open(), folder());
    let file = write(folder.path(), "letter", &letter());
    let url = |server: SocketAddr| format!("smtp://{server}/client.example");
    let from = ["--mail-from", "ann@riverside.example", "--upload-file", &file];
    let to = ["--mail-rcpt", BOTH[0], "--mail-rcpt", BOTH[1]];

    let signed_in = url(server.submission());
    let user = ["--url", &signed_in, "--login-options", "AUTH=PLAIN", "--user"];
    let wrong = curl(&[&user[..], &["ann:guess"], &from, &to].concat());
    assert_eq!(wrong.status, Some(67), "{}", wrong.errors);
    assert!(wrong.errors.contains("535 5.7.8"), "{}", wrong.errors);
    let nobody = curl(&[&["--url", &signed_in], &from[..], &to].concat());
    assert_ne!(nobody.status, Some(0));
    assert!(nobody.errors.contains("530 5.7.0"), "{}", nobody.errors);
    assert_eq!(server.accepted(), []);

    let said = curl(&[&user[..], &["ann:ka-lo-17"], &from, &to].concat());
    assert_eq!(said.status, Some(0), "{}", said.errors);
    check_accepted(&server, Some("ann"), &BOTH, &letter());
}

#[test]
fn curl_is_refused_what_it_may_not() {
    let (server, folder) = (TestServer::open(), folder());
    let file = write(folder.path(), "letter", &letter());
    let url = format!("smtp://{}/client.example", server.smtp());
    let from = ["--url", &url, "--mail-from", "ann@riverside.example"];
    let send = |file: &str, to: &[&str]| {
        let to = to.iter().flat_map(|to| ["--mail-rcpt", to]);
        let upload = ["--mail-rcpt-allowfails", "--upload-file", file];
        let mut arguments: Vec<&str> = from.to_vec();
        arguments.extend(to);
        arguments.extend(upload);
        curl(&arguments)
    };

    let unknown = send(&file, &["nobody@office.example"]);
    assert_ne!(unknown.status, Some(0));
    assert!(unknown.errors.contains("550 5.1.1"), "{}", unknown.errors);
    let elsewhere = send(&file, &["bob@elsewhere.example"]);
    assert!(elsewhere.errors.contains("550 5.7.1"), "{}", elsewhere.errors);
    let large = send(&write(folder.path(), "large", &large()), &["bob@office.example"]);
    assert_ne!(large.status, Some(0));
    assert!(large.errors.contains("552 5.3.4"), "{}", large.errors);
    assert_eq!(server.accepted(), []);

    // One of three is refused: the others get it.
    let said = send(&file, &[BOTH[0], "nobody@office.example", BOTH[1]]);
    assert_eq!(said.status, Some(0), "{}", said.errors);
    check_accepted(&server, None, &BOTH, &letter());
}

#[test]
fn curl_collects() {
    let (server, folder) = (TestServer::open(), folder());
    server.store("bob", &letter());
    server.store("bob", b"Subject: second\r\n\r\nBye\r\n");
    let url = |path: &str| format!("pop3://{}/{path}", server.pop3());
    let user = ["--user", "bob:mi-ne-42"];

    let wrong = curl(&["--user", "bob:guess", &url("")]);
    assert_eq!(wrong.status, Some(67), "{}", wrong.errors);
    let list = curl(&[&user[..], &[&url("")]].concat());
    assert_eq!(list.status, Some(0), "{}", list.errors);
    assert_eq!(list.output, format!("1 {}\r\n2 24\r\n", letter().len()));
    let file = folder.path().join("fetched");
    let to_file = ["--output", file.to_str().unwrap()];
    let first = curl(&[&user[..], &to_file, &[&url("1")]].concat());
    assert_eq!(first.status, Some(0), "{}", first.errors);
    assert_eq!(fs::read(&file).unwrap(), letter());
    let third = curl(&[&user[..], &[&url("3")]].concat());
    assert_ne!(third.status, Some(0));
    let delete = curl(&[&user[..], &["--request", "DELE", "--head", &url("1")]].concat());
    assert_eq!(delete.status, Some(0), "{}", delete.errors);
    assert_eq!(server.count("bob"), 1);
}

#[test]
fn swaks_delivers_one_by_one_and_in_a_pipeline() {
    for pipeline in [&[][..], &["--pipeline"]] {
        let (server, folder) = (TestServer::open(), folder());
        // swaks puts a line end of its own before the final dot.
        let text = letter();
        let file = write(folder.path(), "letter", text.strip_suffix(b"\r\n").unwrap());
        let to = BOTH.join(",");
        let common = [&["--to", &to, "--data", &format!("@{file}")], pipeline];
        let user = ["--auth", "PLAIN", "--auth-user", "ann", "--auth-password"];
        let wrong = swaks(server.submission(), &[&common.concat()[..], &user, &["guess"]].concat());
        assert_eq!(wrong.status, Some(28), "{}", wrong.output);
        assert!(wrong.output.contains("535 5.7.8"), "{}", wrong.output);
        let said =
            swaks(server.submission(), &[&common.concat()[..], &user, &["ka-lo-17"]].concat());
        assert_eq!(said.status, Some(0), "{}{}", said.output, said.errors);
        check_accepted(&server, Some("ann"), &BOTH, &letter());
    }
}

#[test]
fn swaks_is_refused_what_it_may_not() {
    let (server, folder) = (TestServer::open(), folder());
    let unknown = swaks(server.smtp(), &["--to", "nobody@office.example"]);
    assert_eq!(unknown.status, Some(24), "{}", unknown.output);
    assert!(unknown.output.contains("550 5.1.1"), "{}", unknown.output);
    // swaks declares no size, so that it only hears after the whole message.
    let file = write(folder.path(), "large", &large());
    let to = ["--to", "bob@office.example", "--suppress-data"];
    let large = swaks(server.smtp(), &[&to[..], &["--data", &format!("@{file}")]].concat());
    assert_eq!(large.status, Some(26), "{}", large.output);
    assert!(large.output.contains("552 5.3.4"), "{}", large.output);
    assert_eq!(server.accepted(), []);
}

const SMTPLIB: &str = r#"
import smtplib, sys
port, submission, letter, large = sys.argv[1:]
letter, large = open(letter, "rb").read(), open(large, "rb").read()
ann = "ann@riverside.example"

with smtplib.SMTP("127.0.0.1", int(port), "client.example") as server:
    code, text = server.ehlo()
    assert code == 250 and server.does_esmtp, (code, text)
    assert {"size", "8bitmime", "pipelining"} <= set(server.esmtp_features), server.esmtp_features
    assert not server.has_extn("auth")
    assert server.noop()[0] == 250
    assert server.verify("bob")[0] == 252
    assert server.help()
    assert server.docmd("EXPN", "all")[0] in (500, 502)
    assert server.docmd("DATA")[0] == 503
    refused = server.sendmail(ann, ["nobody@office.example", "bob@office.example"], letter,
                              mail_options=["BODY=8BITMIME"])
    assert list(refused) == ["nobody@office.example"], refused
    assert refused["nobody@office.example"][0] == 550, refused
    try:
        server.sendmail(ann, "bob@office.example", large)
        raise SystemExit("too large, and taken")
    except smtplib.SMTPSenderRefused as error:
        assert error.smtp_code == 552, error
    try:
        server.sendmail(ann, ["nobody@office.example", "x@elsewhere.example"], letter)
        raise SystemExit("nobody is there, and it is taken")
    except smtplib.SMTPRecipientsRefused as error:
        assert [code for code, _ in error.recipients.values()] == [550, 550], error.recipients
    # The session is as good as new.
    assert server.sendmail(ann, ["ann@office.example"], letter) == {}

with smtplib.SMTP("127.0.0.1", int(submission), "client.example") as server:
    try:
        server.sendmail(ann, ["bob@office.example"], letter)
        raise SystemExit("not signed in, and taken")
    except smtplib.SMTPSenderRefused as error:
        assert error.smtp_code == 530, error
    try:
        server.login("ann", "guess")
        raise SystemExit("wrong password, and let in")
    except smtplib.SMTPAuthenticationError as error:
        assert error.smtp_code == 535, error
    # Without and with the first answer in the command.
    server.user, server.password = "ann", "ka-lo-17"
    code, text = server.auth("PLAIN", server.auth_plain, initial_response_ok=False)
    assert code == 235, (code, text)

with smtplib.SMTP("127.0.0.1", int(submission), "client.example") as server:
    server.login("ann", "ka-lo-17")
    assert server.sendmail(ann, ["ann@office.example", "bob@office.example"], letter) == {}
print("fine")
"#;

#[test]
fn smtplib_delivers_and_understands_refusals() {
    let (server, folder) = (TestServer::open(), folder());
    let file = write(folder.path(), "letter", &letter());
    let large = write(folder.path(), "large", &large());
    let ports = [server.smtp(), server.submission()].map(|address| address.port().to_string());
    let said = python(SMTPLIB, &[&ports[0], &ports[1], &file, &large]);
    assert_eq!((said.status, said.output.trim()), (Some(0), "fine"), "{}", said.errors);
    let accepted = server.accepted();
    let summary: Vec<_> =
        accepted.iter().map(|letter| (letter.user.as_deref(), letter.recipients.len())).collect();
    assert_eq!(summary, [(None, 1), (None, 1), (Some("ann"), 2)]);
    assert!(accepted.iter().all(|arrived| arrived.body == letter()));
}

const POPLIB: &str = r#"
import poplib, sys
port, letter = int(sys.argv[1]), open(sys.argv[2], "rb").read()

def refused(what, *arguments):
    try:
        what(*arguments)
    except poplib.error_proto as error:
        return error.args[0].decode()
    raise SystemExit("not refused")

first = poplib.POP3("127.0.0.1", port)
assert {"USER", "TOP", "UIDL", "PIPELINING", "RESP-CODES"} <= set(first.capa()), first.capa()
assert refused(first.stat).startswith("-ERR")
first.user("bob")
assert "[AUTH]" in refused(first.pass_, "guess")
first.user("bob@office.example")
first.pass_("mi-ne-42")

second = poplib.POP3("127.0.0.1", port)
second.user("bob")
assert "[IN-USE]" in refused(second.pass_, "mi-ne-42")
second.quit()

count, octets = first.stat()
assert (count, octets) == (2, len(letter) + 24), (count, octets)
assert first.list()[1] == [b"1 %d" % len(letter), b"2 24"], first.list()
assert first.list(2).split()[1:] == [b"2", b"24"], first.list(2)
uids = [line.split()[1] for line in first.uidl()[1]]
assert len(set(uids)) == 2 and first.uidl(1).split()[2] == uids[0]
assert b"\r\n".join(first.retr(1)[1]) + b"\r\n" == letter
head, body = first.top(1, 1)[1], letter.split(b"\r\n\r\n", 1)
assert b"\r\n".join(head) == body[0] + b"\r\n\r\n" + body[1].split(b"\r\n")[0], head
assert refused(first.retr, 3).startswith("-ERR")
first.noop()
first.dele(1)
assert refused(first.retr, 1).startswith("-ERR")
assert first.stat()[0] == 1
first.rset()
assert first.stat()[0] == 2
first.dele(2)
# Cut off, nothing is deleted.
first.close()

while True:
    third = poplib.POP3("127.0.0.1", port)
    third.user("bob")
    try:
        third.pass_("mi-ne-42")
        break
    except poplib.error_proto:
        # The server has not noticed yet that the first session is over.
        third.quit()
assert third.stat()[0] == 2
third.dele(1)
third.quit()
print("fine")
"#;

#[test]
fn poplib_collects() {
    let (server, folder) = (TestServer::open(), folder());
    server.store("bob", &letter());
    server.store("bob", b"Subject: second\r\n\r\nBye\r\n");
    let file = write(folder.path(), "letter", &letter());
    let said = python(POPLIB, &[&server.pop3().port().to_string(), &file]);
    assert_eq!((said.status, said.output.trim()), (Some(0), "fine"), "{}", said.errors);
    assert_eq!(server.count("bob"), 1);
}
