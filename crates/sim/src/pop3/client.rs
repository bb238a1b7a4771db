//! The POP3 client (RFC 1939): a mail program that empties a box.
//!
//! `USER`, `PASS`, `STAT`, then, if there is mail, `LIST`, for each message `RETR` and `DELE`, and
//! `QUIT`. If a person corrects a wrong password, the program signs in again on the same
//! connection.
//!
//! Simplified: the program asks for no capabilities and does not pipeline (RFC 2449); when it
//! leaves mail on the server it does not remember what it has seen, so that it collects it again.

use super::command::Command;
use super::reply::{
    Received, Reply, ReplyForm, ReplyReader, ResponseCode, Status, parse_drop_listing,
    parse_scan_listing,
};
use crate::stream::Outbox;
use model::time::Instant;
use std::collections::VecDeque;
use std::sync::Arc;

/// Whose mail, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientConfig {
    /// Box name or address. Control characters are left out, they cannot be said.
    pub user: String,
    /// The key. Control characters are left out, they cannot be said.
    pub password: String,
    /// The password that is tried when the first one is refused.
    pub after_wrong: Option<String>,
    /// Collect without deleting.
    pub leave_on_server: bool,
}

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Waiting for the server's greeting.
    Greeting,
    /// `USER` and `PASS`.
    SigningIn,
    /// `STAT` and `LIST`.
    Listing,
    /// `RETR`.
    Retrieving,
    /// `DELE`.
    Deleting,
    /// `QUIT`.
    Leaving,
}

/// What kind of problem it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The server said `-ERR`.
    Refused,
    /// The server said that another session has the maildrop (`[IN-USE]`).
    Locked,
    /// What the server said is no POP3.
    NotUnderstood,
    /// The connection was lost.
    ConnectionLost,
}

/// The first thing that went wrong for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// When.
    pub stage: Stage,
    /// What.
    pub kind: ProblemKind,
    /// The server's words, without `-ERR` and response code; empty where it said nothing.
    pub text: String,
}

/// What a finished session brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientResult {
    /// The messages in the order of the box, not dot-stuffed.
    pub messages: Vec<Arc<Vec<u8>>>,
    /// What went wrong, if anything did. Messages collected before are still good.
    pub problem: Option<Problem>,
}

/// A fact worth recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// Name and password were right.
    SignedIn,
    /// The server refused name or password, or has the box locked.
    Refused {
        /// The server's words, without `-ERR` and response code.
        text: String,
    },
    /// A message is here, complete.
    Collected {
        /// The message, not dot-stuffed.
        bytes: Arc<Vec<u8>>,
    },
    /// The session is over. Told once, last.
    Finished,
}

/// The client's side of one connection.
#[derive(Clone, Debug)]
pub struct Client {
    user: String,
    /// Passwords not tried yet, the next one first.
    passwords: VecDeque<String>,
    leave_on_server: bool,
    state: State,
    replies: ReplyReader,
    outbox: Outbox,
    events: VecDeque<ClientEvent>,
    result: ClientResult,
}

/// Which reply is awaited.
#[derive(Clone, Debug)]
enum State {
    Greeting,
    User,
    Pass,
    Stat,
    List,
    /// Message numbers to collect; the first one is on its way.
    Retr(VecDeque<u32>),
    /// Message numbers to collect; the first one is here and being deleted.
    Dele(VecDeque<u32>),
    Quit,
    Finished,
}

impl Client {
    /// A client that waits for the greeting.
    pub fn new(config: ClientConfig) -> Self {
        let sayable = |text: String| text.replace(char::is_control, "");
        let passwords = std::iter::once(config.password).chain(config.after_wrong);
        Self {
            user: sayable(config.user),
            passwords: passwords.map(sayable).collect(),
            leave_on_server: config.leave_on_server,
            state: State::Greeting,
            replies: ReplyReader::default(),
            outbox: Outbox::default(),
            events: VecDeque::new(),
            result: ClientResult::default(),
        }
    }

    /// Takes received bytes, in pieces of any size.
    pub fn handle_bytes(&mut self, _now: Instant, mut bytes: &[u8]) {
        while !self.wants_close() {
            match self.replies.next_reply(self.state.form(), &mut bytes) {
                None => return,
                Some(Ok(received)) => self.handle_reply(received),
                Some(Err(_)) => self.end_with(ProblemKind::NotUnderstood),
            }
        }
    }

    /// The connection is gone.
    pub fn handle_closed(&mut self, _now: Instant) {
        if !self.wants_close() {
            self.end_with(ProblemKind::ConnectionLost);
        }
    }

    /// What is to be sent.
    pub fn outbox(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// Whether the session is over and the connection to be closed.
    pub fn wants_close(&self) -> bool {
        matches!(self.state, State::Finished)
    }

    /// The next fact that nobody has asked for yet.
    pub fn poll_event(&mut self) -> Option<ClientEvent> {
        self.events.pop_front()
    }

    /// What the session brought, once it is over.
    pub fn result(&self) -> Option<&ClientResult> {
        self.wants_close().then_some(&self.result)
    }

    fn handle_reply(&mut self, Received { reply, block }: Received) {
        if reply.status == Status::Err {
            return self.handle_refusal(reply);
        }
        self.state = match std::mem::replace(&mut self.state, State::Finished) {
            State::Greeting => self.say_user(),
            State::User => self.say_pass(),
            State::Pass => {
                self.events.push_back(ClientEvent::SignedIn);
                self.say(&Command::Stat, State::Stat)
            }
            State::Stat => match parse_drop_listing(&reply.text) {
                Some((0, _)) => self.say_quit(),
                Some(_) => self.say(&Command::List(None), State::List),
                None => self.give_up(Stage::Listing, ProblemKind::NotUnderstood, reply.text),
            },
            State::List => match message_numbers(&block) {
                Some(numbers) => self.say_retr(numbers),
                None => self.give_up(Stage::Listing, ProblemKind::NotUnderstood, reply.text),
            },
            State::Retr(mut numbers) => {
                self.collect(block.into());
                match numbers.front() {
                    Some(&number) if !self.leave_on_server => {
                        self.say(&Command::Dele(number), State::Dele(numbers))
                    }
                    _ => {
                        numbers.pop_front();
                        self.say_retr(numbers)
                    }
                }
            }
            State::Dele(mut numbers) => {
                numbers.pop_front();
                self.say_retr(numbers)
            }
            State::Quit | State::Finished => self.finish(),
        };
    }

    fn handle_refusal(&mut self, reply: Reply) {
        let stage = self.state.stage();
        let locked = reply.code == Some(ResponseCode::InUse);
        if stage == Stage::SigningIn {
            let text = reply.text.clone();
            self.events.push_back(ClientEvent::Refused { text });
        }
        self.state = match self.state {
            // A password left to try? One goes with each PASS.
            State::Pass if !locked && !self.passwords.is_empty() => self.say_user(),
            State::Quit | State::Finished => {
                self.note(stage, ProblemKind::Refused, reply.text);
                self.finish()
            }
            _ if locked => self.give_up(stage, ProblemKind::Locked, reply.text),
            _ => self.give_up(stage, ProblemKind::Refused, reply.text),
        };
    }

    fn collect(&mut self, bytes: Arc<Vec<u8>>) {
        self.result.messages.push(Arc::clone(&bytes));
        self.events.push_back(ClientEvent::Collected { bytes });
    }

    fn say_user(&mut self) -> State {
        let user = self.user.clone();
        self.say(&Command::User(user), State::User)
    }

    fn say_pass(&mut self) -> State {
        let password = self.passwords.pop_front().unwrap_or_default();
        self.say(&Command::Pass(password), State::Pass)
    }

    /// The next message, or, when there is none, the end.
    fn say_retr(&mut self, numbers: VecDeque<u32>) -> State {
        match numbers.front() {
            Some(&number) => self.say(&Command::Retr(number), State::Retr(numbers)),
            None => self.say_quit(),
        }
    }

    fn say_quit(&mut self) -> State {
        self.say(&Command::Quit, State::Quit)
    }

    fn say(&mut self, command: &Command, awaiting: State) -> State {
        self.outbox.line(command.to_string());
        awaiting
    }

    /// Takes leave in good form: what was deleted so far is collected, and may go.
    fn give_up(&mut self, stage: Stage, kind: ProblemKind, text: String) -> State {
        self.note(stage, kind, text);
        self.say_quit()
    }

    /// There is nobody left to take leave of.
    fn end_with(&mut self, kind: ProblemKind) {
        self.note(self.state.stage(), kind, String::new());
        self.state = self.finish();
    }

    fn finish(&mut self) -> State {
        self.events.push_back(ClientEvent::Finished);
        State::Finished
    }

    fn note(&mut self, stage: Stage, kind: ProblemKind, text: String) {
        self.result.problem.get_or_insert(Problem { stage, kind, text });
    }
}

impl State {
    fn form(&self) -> ReplyForm {
        match self {
            Self::List | Self::Retr(_) => ReplyForm::MultiLine,
            _ => ReplyForm::SingleLine,
        }
    }

    fn stage(&self) -> Stage {
        match self {
            Self::Greeting => Stage::Greeting,
            Self::User | Self::Pass => Stage::SigningIn,
            Self::Stat | Self::List => Stage::Listing,
            Self::Retr(_) => Stage::Retrieving,
            Self::Dele(_) => Stage::Deleting,
            Self::Quit | Self::Finished => Stage::Leaving,
        }
    }
}

// *(scan-listing CRLF)                                                 (RFC 1939 section 5, LIST)
fn message_numbers(block: &[u8]) -> Option<VecDeque<u32>> {
    std::str::from_utf8(block)
        .ok()?
        .lines()
        .map(|line| parse_scan_listing(line).map(|(number, _)| number))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> ClientConfig {
        ClientConfig {
            user: "ann".to_owned(),
            password: "no".to_owned(),
            after_wrong: Some("key\r\n".to_owned()),
            leave_on_server: false,
        }
    }

    /// Feeds what a server says, and compares what the client says and how it ends.
    #[track_caller]
    fn check(
        replies: &[&str],
        expected: &[&str],
        problem: Option<(Stage, ProblemKind, &str)>,
    ) -> Client {
        let mut client = Client::new(config());
        for reply in replies {
            client.handle_bytes(Instant::ZERO, reply.as_bytes());
        }
        client.handle_closed(Instant::ZERO);
        let said = String::from_utf8(client.outbox().take_all()).unwrap();
        let lines: Vec<_> = said.split_terminator("\r\n").collect();
        assert_eq!(lines, expected);
        let found = client.result().unwrap().problem.as_ref();
        assert_eq!(found.map(|p| (p.stage, p.kind, p.text.as_str())), problem);
        client
    }

    #[test]
    fn a_box_is_emptied_message_by_message() {
        let mut client = check(
            &[
                "+OK hello\r\n+OK\r\n+OK in\r\n",
                "+OK 2 9\r\n",
                "+OK\r\n1 4\r\n3 5\r\n.\r\n",
                "+OK\r\nhi\r\n.\r\n+OK\r\n",
                "+OK\r\n..\r\n.\r\n+OK\r\n+OK bye\r\n",
            ],
            &[
                "USER ann", "PASS no", "STAT", "LIST", "RETR 1", "DELE 1", "RETR 3", "DELE 3",
                "QUIT",
            ],
            None,
        );
        let collected = |bytes: &[u8]| ClientEvent::Collected { bytes: bytes.to_vec().into() };
        let events: Vec<_> = std::iter::from_fn(|| client.poll_event()).collect();
        assert_eq!(
            events,
            [
                ClientEvent::SignedIn,
                collected(b"hi\r\n"),
                collected(b".\r\n"),
                ClientEvent::Finished
            ]
        );
        assert_eq!(client.result().unwrap().messages.len(), 2);
    }

    #[test]
    fn a_problem_is_told_with_its_stage_and_the_servers_words() {
        use ProblemKind::{ConnectionLost, Locked, NotUnderstood, Refused};
        use Stage::{Deleting, Greeting, Leaving, Listing, Retrieving, SigningIn};
        const HELLO: &str = "+OK\r\n+OK\r\n+OK\r\n";
        check(&[], &[], Some((Greeting, ConnectionLost, "")));
        check(&["220 hi\r\n"], &[], Some((Greeting, NotUnderstood, "")));
        check(&["-ERR closed today\r\n"], &["QUIT"], Some((Greeting, Refused, "closed today")));
        let sign_in = ["USER ann", "PASS no", "USER ann", "PASS key"];
        check(
            &["+OK\r\n+OK\r\n-ERR no\r\n+OK\r\n-ERR [AUTH] still no\r\n+OK\r\n"],
            &[&sign_in[..], &["QUIT"]].concat(),
            Some((SigningIn, Refused, "still no")),
        );
        check(&["+OK\r\n+OK\r\n-ERR no\r\n"], &sign_in[..3], Some((SigningIn, ConnectionLost, "")));
        check(&["+OK\r\n-ERR who?\r\n"], &["USER ann", "QUIT"], Some((SigningIn, Refused, "who?")));
        check(
            &["+OK\r\n+OK\r\n-ERR [in-use] busy\r\n"],
            &["USER ann", "PASS no", "QUIT"],
            Some((SigningIn, Locked, "busy")),
        );
        check(
            &[HELLO, "+OK many\r\n"],
            &["USER ann", "PASS no", "STAT", "QUIT"],
            Some((Listing, NotUnderstood, "many")),
        );
        check(
            &[HELLO, "+OK 0 0\r\n-ERR no\r\n"],
            &["USER ann", "PASS no", "STAT", "QUIT"],
            Some((Leaving, Refused, "no")),
        );
        let list = ["USER ann", "PASS no", "STAT", "LIST"];
        check(
            &[HELLO, "+OK 1 4\r\n+OK\r\n?\r\n.\r\n"],
            &[&list[..], &["QUIT"]].concat(),
            Some((Listing, NotUnderstood, "")),
        );
        check(
            &[HELLO, "+OK 1 4\r\n+OK\r\n1 4\r\n.\r\n-ERR gone\r\n"],
            &[&list[..], &["RETR 1", "QUIT"]].concat(),
            Some((Retrieving, Refused, "gone")),
        );
        check(
            &[HELLO, "+OK 1 4\r\n+OK\r\n1 4\r\n.\r\n+OK\r\nhal"],
            &[&list[..], &["RETR 1"]].concat(),
            Some((Retrieving, ConnectionLost, "")),
        );
        let client = check(
            &[HELLO, "+OK 1 4\r\n+OK\r\n1 4\r\n.\r\n+OK\r\n.\r\n-ERR no\r\n"],
            &[&list[..], &["RETR 1", "DELE 1", "QUIT"]].concat(),
            Some((Deleting, Refused, "no")),
        );
        assert_eq!(client.result().unwrap().messages.len(), 1);
    }
}
