//! The POP3 server's side of one connection (RFC 1939).
//!
//! Sans-I/O: received bytes go in, what is to be sent waits in the outbox. The maildrops belong to
//! the host and are lent for each call.
//!
//! Simplified: as said in [the parent module](super). A session ends with `QUIT`, with the third
//! wrong password, or when somebody tells that the connection is lost; the server has no timer.

use super::command::Command;
use super::maildrop::{Boxes, OpenError, Snapshot, StoredMessage};
use super::reply::{Reply, ResponseCode, top};
use crate::message::dot_stuff;
use crate::stream::{Line, LineReader, Outbox};
use model::limits::pop3::{MAX_COMMAND_LINE, MAX_WRONG_PASSWORDS};
use model::time::Instant;
use std::collections::VecDeque;

/// What `CAPA` lists (RFC 2449 section 6; AUTH-RESP-CODE is RFC 3206 section 6).
const CAPABILITIES: [&str; 6] =
    ["USER", "TOP", "UIDL", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE"];

/// A fact worth recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerEvent {
    /// Name and password were right: the session holds the maildrop's lock.
    Opened {
        /// The box name, in lower case.
        box_name: String,
    },
    /// Name or password was wrong.
    RefusedPassword {
        /// The user name as it was said.
        user: String,
    },
    /// The password was right, but another session holds the lock.
    Locked,
    /// A whole message was put on its way to the client.
    Retrieved {
        /// The box name, in lower case.
        box_name: String,
        /// The message's unique id.
        uid: String,
    },
    /// `QUIT` removed these messages from the maildrop. Not told when there were none.
    Deleted {
        /// The box name, in lower case.
        box_name: String,
        /// The messages' unique ids, oldest first.
        uids: Vec<String>,
    },
}

/// The server's side of one connection.
#[derive(Debug)]
pub struct Server {
    /// The host name it signs off with.
    name: String,
    state: State,
    lines: LineReader,
    outbox: Outbox,
    events: VecDeque<ServerEvent>,
}

/// RFC 1939 section 3, with what is valid in each state.
#[derive(Debug)]
enum State {
    Authorization(SignIn),
    Transaction(Session),
    /// `QUIT` was said in the transaction state: what was marked is removed. The end.
    Update,
    /// The end without an update: nobody signed in, or the connection was lost.
    Closed,
}

#[derive(Debug, Default)]
struct SignIn {
    /// After `USER`.
    user: Option<String>,
    wrong_passwords: u8,
}

#[derive(Debug)]
struct Session {
    snapshot: Snapshot,
    /// For each message of the snapshot, whether `DELE` has marked it.
    deleted: Vec<bool>,
}

impl Server {
    /// A server that calls itself `name` (its host name).
    pub fn new(name: String) -> Self {
        Self {
            name,
            state: State::Authorization(SignIn::default()),
            lines: LineReader::new(MAX_COMMAND_LINE),
            outbox: Outbox::default(),
            events: VecDeque::new(),
        }
    }

    /// The connection is open: greets (RFC 1939 section 4).
    pub fn open(&mut self, _now: Instant) {
        // Without a timestamp: APOP is not offered.
        self.say(&Reply::ok("POP3 server ready"));
    }

    /// Takes received bytes, in pieces of any size.
    pub fn handle_bytes(&mut self, _now: Instant, mut bytes: &[u8], drops: &mut dyn Boxes) {
        while !self.wants_close() {
            match self.lines.next_line(&mut bytes) {
                None => return,
                Some(Line::TooLong) => self.say(&Reply::err("line too long")),
                Some(Line::Text(line)) => match Command::parse(&line) {
                    Ok(command) => self.handle_command(command, drops),
                    Err(error) => self.say(&Reply::err(error.to_string())),
                },
            }
        }
    }

    /// The connection is gone. Without `QUIT` before, nothing is deleted and the lock is released
    /// (RFC 1939 section 6).
    pub fn handle_closed(&mut self, drops: &mut dyn Boxes) {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Transaction(session) => drops.release(session.snapshot),
            State::Update => self.state = State::Update,
            State::Authorization(_) | State::Closed => {}
        }
    }

    /// What is to be sent.
    pub fn outbox(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// Whether the connection is to be closed once the outbox is empty.
    pub fn wants_close(&self) -> bool {
        matches!(self.state, State::Update | State::Closed)
    }

    /// The next fact that nobody has asked for yet.
    pub fn poll_event(&mut self) -> Option<ServerEvent> {
        self.events.pop_front()
    }

    fn handle_command(&mut self, command: Command, drops: &mut dyn Boxes) {
        if command == Command::Capa {
            return self.list("capability list follows", CAPABILITIES);
        }
        self.state = match std::mem::replace(&mut self.state, State::Closed) {
            State::Authorization(sign_in) => self.authorization(sign_in, command, drops),
            State::Transaction(session) => self.transaction(session, &command, drops),
            ended @ (State::Update | State::Closed) => ended,
        };
    }

    fn authorization(
        &mut self,
        mut sign_in: SignIn,
        command: Command,
        drops: &mut dyn Boxes,
    ) -> State {
        match command {
            Command::User(user) => {
                // The same reply whether or not there is such a box (RFC 1939 section 13).
                sign_in.user = Some(user);
                self.say(&Reply::ok("send PASS"));
            }
            Command::Pass(password) => {
                if let Some(user) = sign_in.user.take() {
                    return self.sign_in(sign_in, user, &password, drops);
                }
                self.say(&Reply::err("send USER first"));
            }
            Command::Quit => {
                self.say(&Reply::ok(format!("{} POP3 server signing off", self.name)));
                return State::Closed;
            }
            Command::Apop => self.say(&Reply::err("APOP is not offered, send USER and PASS")),
            _ => self.say(&Reply::err("sign in first")),
        }
        State::Authorization(sign_in)
    }

    fn sign_in(
        &mut self,
        mut sign_in: SignIn,
        user: String,
        password: &str,
        drops: &mut dyn Boxes,
    ) -> State {
        match drops.open(&user, password) {
            Ok(snapshot) => {
                let session = Session::new(snapshot);
                let box_name = session.box_name();
                self.say(&Reply::ok(format!("{box_name}'s maildrop has {}", session.summary())));
                self.events.push_back(ServerEvent::Opened { box_name });
                State::Transaction(session)
            }
            Err(OpenError::Locked) => {
                let text = "maildrop already locked";
                self.say(&Reply::err_because(ResponseCode::InUse, text));
                self.events.push_back(ServerEvent::Locked);
                State::Authorization(sign_in)
            }
            Err(OpenError::BadCredentials) => {
                let text = "wrong user name or password";
                self.say(&Reply::err_because(ResponseCode::Auth, text));
                self.events.push_back(ServerEvent::RefusedPassword { user });
                sign_in.wrong_passwords += 1;
                if sign_in.wrong_passwords == MAX_WRONG_PASSWORDS {
                    return State::Closed;
                }
                State::Authorization(sign_in)
            }
        }
    }

    fn transaction(
        &mut self,
        mut session: Session,
        command: &Command,
        drops: &mut dyn Boxes,
    ) -> State {
        match *command {
            Command::Stat => {
                let (count, octets) = session.totals();
                self.say(&Reply::ok(format!("{count} {octets}")));
            }
            Command::List(None) => self.list(
                &session.summary(),
                session
                    .remaining()
                    .map(|(number, message)| format!("{number} {}", message.octets())),
            ),
            Command::List(Some(number)) => self.answer(&session, number, |message| {
                Reply::ok(format!("{number} {}", message.octets()))
            }),
            Command::Uidl(None) => self.list(
                "unique-id listing follows",
                session.remaining().map(|(number, message)| format!("{number} {}", message.uid)),
            ),
            Command::Uidl(Some(number)) => self
                .answer(&session, number, |message| Reply::ok(format!("{number} {}", message.uid))),
            Command::Retr(number) => match session.message(number) {
                Ok(message) => {
                    self.say(&Reply::ok(format!("{} octets", message.octets())));
                    self.outbox.message(dot_stuff(&message.bytes).into());
                    self.events.push_back(ServerEvent::Retrieved {
                        box_name: session.box_name(),
                        uid: message.uid.clone(),
                    });
                }
                Err(refusal) => self.say(&refusal),
            },
            Command::Top { number, lines } => match session.message(number) {
                Ok(message) => {
                    self.say(&Reply::ok("top of message follows"));
                    self.outbox.message(dot_stuff(top(&message.bytes, lines)).into());
                }
                Err(refusal) => self.say(&refusal),
            },
            Command::Dele(number) => {
                let reply = session.delete(number);
                self.say(&reply);
            }
            Command::Rset => {
                session.deleted.fill(false);
                self.say(&Reply::ok(format!("maildrop has {}", session.summary())));
            }
            Command::Noop => self.say(&Reply::ok("")),
            Command::Quit => return self.update(session, drops),
            Command::User(_) | Command::Pass(_) | Command::Apop => {
                self.say(&Reply::err("already signed in"));
            }
            Command::Capa => {} // answered in every state
        }
        State::Transaction(session)
    }

    fn update(&mut self, session: Session, drops: &mut dyn Boxes) -> State {
        let box_name = session.box_name();
        let uids = session.deleted_uids();
        let left = match drops.commit(session.snapshot, &uids) {
            0 => "maildrop empty".to_owned(),
            count => format!("{} left", messages(count)),
        };
        self.say(&Reply::ok(format!("{} POP3 server signing off ({left})", self.name)));
        if !uids.is_empty() {
            self.events.push_back(ServerEvent::Deleted { box_name, uids });
        }
        State::Update
    }

    fn answer(
        &mut self,
        session: &Session,
        number: u32,
        reply: impl FnOnce(&StoredMessage) -> Reply,
    ) {
        let reply = session.message(number).map_or_else(|refusal| refusal, reply);
        self.say(&reply);
    }

    fn list(&mut self, text: &str, lines: impl IntoIterator<Item: AsRef<str>>) {
        self.say(&Reply::ok(text));
        for line in lines {
            self.outbox.line(line.as_ref());
        }
        self.outbox.line(".");
    }

    fn say(&mut self, reply: &Reply) {
        self.outbox.line(reply.to_string());
    }
}

impl Session {
    fn new(snapshot: Snapshot) -> Self {
        let deleted = vec![false; snapshot.messages().len()];
        Self { snapshot, deleted }
    }

    fn box_name(&self) -> String {
        self.snapshot.box_name().to_owned()
    }

    /// Message numbers and messages not marked as deleted. Numbers stay as they are (RFC 1939
    /// section 5).
    fn remaining(&self) -> impl Iterator<Item = (u32, &StoredMessage)> {
        (1..)
            .zip(self.snapshot.messages())
            .zip(&self.deleted)
            .filter_map(|(message, deleted)| (!deleted).then_some(message))
    }

    /// Messages and octets not marked as deleted.
    fn totals(&self) -> (usize, u64) {
        self.remaining()
            .fold((0, 0), |(count, octets), (_, message)| (count + 1, octets + message.octets()))
    }

    /// `2 messages (320 octets)`
    fn summary(&self) -> String {
        let (count, octets) = self.totals();
        format!("{} ({octets} octets)", messages(count))
    }

    /// The message of that number, or why there is none.
    fn message(&self, number: u32) -> Result<&StoredMessage, Reply> {
        let index = self.index(number)?;
        Ok(&self.snapshot.messages()[index])
    }

    fn delete(&mut self, number: u32) -> Reply {
        match self.index(number) {
            Ok(index) => {
                self.deleted[index] = true;
                Reply::ok(format!("message {number} deleted"))
            }
            Err(refusal) => refusal,
        }
    }

    fn index(&self, number: u32) -> Result<usize, Reply> {
        let index = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        match index.and_then(|i| Some((i, self.deleted.get(i)?))) {
            None => Err(Reply::err(format!(
                "no such message, maildrop has {}",
                messages(self.deleted.len())
            ))),
            Some((_, true)) => Err(Reply::err(format!("message {number} already deleted"))),
            Some((index, false)) => Ok(index),
        }
    }

    fn deleted_uids(&self) -> Vec<String> {
        self.snapshot
            .messages()
            .iter()
            .zip(&self.deleted)
            .filter(|(_, deleted)| **deleted)
            .map(|(message, _)| message.uid.clone())
            .collect()
    }
}

/// `1 message`, `2 messages`
fn messages(count: usize) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} message{s}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pop3::Maildrops;

    const SIGN_IN: &str = "USER ann\r\nPASS key\r\n";

    fn drops() -> Maildrops {
        let mut drops = Maildrops::default();
        drops.add("ann", "key");
        let ann = drops.get_mut("ann").unwrap();
        ann.store(b"A: 1\r\n\r\n.x\r\ny\r\n".to_vec().into());
        ann.store(b"two".to_vec().into());
        drops
    }

    #[track_caller]
    fn check_with(drops: &mut dyn Boxes, said: &str, expected: &[&str]) -> Server {
        let mut server = Server::new("pop.example".to_owned());
        server.open(Instant::ZERO);
        server.handle_bytes(Instant::ZERO, said.as_bytes(), drops);
        let output = String::from_utf8(server.outbox().take_all()).unwrap();
        let lines: Vec<_> = output.split_terminator("\r\n").skip(1).collect();
        assert_eq!(lines, expected, "{said}");
        server
    }

    #[track_caller]
    fn check(said: &str, expected: &[&str]) -> Server {
        check_with(&mut drops(), said, expected)
    }

    /// Signed in.
    #[track_caller]
    fn check_in(said: &str, expected: &[&str]) {
        let hello = ["+OK send PASS", "+OK ann's maildrop has 2 messages (20 octets)"];
        check(&format!("{SIGN_IN}{said}"), &[&hello, expected].concat());
    }

    #[test]
    fn nobody_does_anything_without_signing_in() {
        for command in ["STAT", "LIST", "RETR 1", "DELE 1", "RSET", "NOOP", "TOP 1 1", "UIDL"] {
            check(&format!("{command}\r\n"), &["-ERR sign in first"]);
        }
        check("PASS key\r\n", &["-ERR send USER first"]);
        check("APOP ann 00\r\n", &["-ERR APOP is not offered, send USER and PASS"]);
        check("HELO\r\n", &["-ERR unknown command"]);
        check(&format!("NOOP {}\r\n", "x".repeat(300)), &["-ERR line too long"]);
        let bye = check("QUIT\r\nSTAT\r\n", &["+OK pop.example POP3 server signing off"]);
        assert!(bye.wants_close());
    }

    #[test]
    fn the_third_wrong_password_ends_the_connection() {
        let wrong = "-ERR [AUTH] wrong user name or password";
        let ask = "+OK send PASS";
        let once = "USER ann\r\nPASS no\r\n";
        let server = check(&once.repeat(2), &[ask, wrong, ask, wrong]);
        assert!(!server.wants_close());
        let mut server = check(&once.repeat(4), &[ask, wrong, ask, wrong, ask, wrong]);
        assert!(server.wants_close());
        let user = "ann".to_owned();
        assert_eq!(server.poll_event(), Some(ServerEvent::RefusedPassword { user }));
        check(&format!("{once}PASS key\r\n"), &[ask, wrong, "-ERR send USER first"]);
    }

    #[test]
    fn replies_in_the_transaction_state() {
        check_in("STAT\r\n", &["+OK 2 20"]);
        check_in("LIST\r\n", &["+OK 2 messages (20 octets)", "1 15", "2 5", "."]);
        check_in("LIST 2\r\n", &["+OK 2 5"]);
        check_in("LIST 3\r\n", &["-ERR no such message, maildrop has 2 messages"]);
        check_in("LIST 0\r\n", &["-ERR no such message, maildrop has 2 messages"]);
        check_in("UIDL 2\r\n", &["+OK 2 0000000000000002"]);
        check_in(
            "UIDL\r\n",
            &["+OK unique-id listing follows", "1 0000000000000001", "2 0000000000000002", "."],
        );
        check_in("RETR 1\r\n", &["+OK 15 octets", "A: 1", "", "..x", "y", "."]);
        check_in("RETR 2\r\n", &["+OK 5 octets", "two", "."]);
        check_in("TOP 1 1\r\n", &["+OK top of message follows", "A: 1", "", "..x", "."]);
        check_in("NOOP\r\n", &["+OK"]);
        check_in("USER ann\r\n", &["-ERR already signed in"]);
        check_in(
            "DELE 1\r\nDELE 1\r\nRETR 1\r\nSTAT\r\nLIST\r\nRSET\r\n",
            &[
                "+OK message 1 deleted",
                "-ERR message 1 already deleted",
                "-ERR message 1 already deleted",
                "+OK 1 5",
                "+OK 1 message (5 octets)",
                "2 5",
                ".",
                "+OK maildrop has 2 messages (20 octets)",
            ],
        );
        let capabilities = [&["+OK capability list follows"][..], &CAPABILITIES, &["."]].concat();
        check_in("CAPA\r\n", &capabilities);
        check("CAPA\r\n", &capabilities);
    }

    #[test]
    fn only_quit_deletes() {
        let mut drops = drops();
        let session = format!("{SIGN_IN}DELE 1\r\n");
        let hello = [
            "+OK send PASS",
            "+OK ann's maildrop has 2 messages (20 octets)",
            "+OK message 1 deleted",
        ];
        let mut lost = check_with(&mut drops, &session, &hello);
        check_with(
            &mut drops,
            SIGN_IN,
            &["+OK send PASS", "-ERR [IN-USE] maildrop already locked"],
        );
        lost.handle_closed(&mut drops);
        assert!(lost.wants_close());
        assert_eq!(drops.get("ann").unwrap().messages().len(), 2);

        let bye = "+OK pop.example POP3 server signing off (1 message left)";
        let session = format!("{session}RETR 2\r\nQUIT\r\n");
        let hello = [&hello[..], &["+OK 5 octets", "two", ".", bye]].concat();
        let mut done = check_with(&mut drops, &session, &hello);
        done.handle_closed(&mut drops);
        assert_eq!(drops.get("ann").unwrap().messages().len(), 1);
        let box_name = || "ann".to_owned();
        let events: Vec<_> = std::iter::from_fn(|| done.poll_event()).collect();
        assert_eq!(
            events,
            [
                ServerEvent::Opened { box_name: box_name() },
                ServerEvent::Retrieved { box_name: box_name(), uid: "0000000000000002".to_owned() },
                ServerEvent::Deleted {
                    box_name: box_name(),
                    uids: vec!["0000000000000001".to_owned()],
                },
            ]
        );
    }
}
