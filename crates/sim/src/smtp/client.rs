//! The client's end of one SMTP connection that carries one message (RFC 5321 section 3), sans-I/O.
//!
//! The client says one command and waits for its reply. It could send several at once to a server
//! that offers `PIPELINING` (RFC 2920), but question and answer is what a reader can follow.
//!
//! Simplified: 552 to `RCPT` counts as permanent (RFC 5321 section 4.5.3.1.10 would have it retried
//! where it means "too many recipients"; today's servers say 452 for that).

use super::command::{Command, ForwardPath};
use super::reply::{Reply, ReplyReader};
use crate::message::dot_stuff;
use crate::stream::Outbox;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::address::{Mailbox, ReversePath};
use model::time::Instant;
use std::fmt;
use std::sync::Arc;

/// What a client is told.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// The client's name, said in `EHLO`: visible ASCII, no spaces.
    pub helo_name: String,
    /// How to sign in; `None` where no sign-in is wanted.
    pub credentials: Option<Credentials>,
    /// Where a failure report goes.
    pub reverse_path: ReversePath,
    /// Who the message is for.
    pub recipients: Vec<Mailbox>,
    /// The message as composed, without extra dots.
    pub message: Arc<Vec<u8>>,
}

/// A user name and its password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user.
    pub user: String,
    /// The user's password.
    pub password: String,
}

/// Without the password: what is debugged is often shown to others.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// How far the session was when something was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// No connection, or a lost one.
    Connection,
    /// The server's greeting.
    Greeting,
    /// `EHLO` or `HELO`.
    Hello,
    /// `AUTH`.
    Auth,
    /// `MAIL`.
    Mail,
    /// `RCPT`.
    Rcpt,
    /// `DATA`, before the content.
    Data,
    /// The content.
    Message,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the session.
    pub stage: Stage,
    /// The reply that says so. There is none if the connection is lost, the server does not make
    /// sense, or it offers no sign-in to a client that has to.
    pub reply: Option<Reply>,
}

/// What became of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecipientResult {
    /// The server has taken responsibility; its reply to the message.
    Accepted(Reply),
    /// It may work later.
    Transient(Problem),
    /// It will never work.
    Permanent(Problem),
}

/// What became of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientResult {
    /// Every recipient, in the order given.
    pub recipients: Vec<(Mailbox, RecipientResult)>,
}

/// One connection.
#[derive(Debug)]
pub struct Client {
    config: ClientConfig,
    outbox: Outbox,
    replies: ReplyReader,
    state: State,
    /// The result for each recipient, as far as it is known.
    results: Vec<Option<RecipientResult>>,
    extensions: Extensions,
    result: Option<ClientResult>,
}

/// The reply that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Greeting,
    Ehlo,
    Helo,
    /// After `AUTH` with an initial response.
    Auth,
    /// After the response was said again, because the server asked for it.
    AuthAgain,
    Mail,
    /// To the recipient of that number.
    Rcpt(usize),
    Data,
    Message,
    Quit,
    /// None: the last word is spoken.
    Closed,
}

#[derive(Clone, Copy, Debug, Default)]
struct Extensions {
    size: bool,
    auth_plain: bool,
}

impl Client {
    /// A client that waits for the server's greeting.
    pub fn new(config: ClientConfig) -> Self {
        let results = vec![None; config.recipients.len()];
        Self {
            config,
            outbox: Outbox::default(),
            replies: ReplyReader::default(),
            state: State::Greeting,
            results,
            extensions: Extensions::default(),
            result: None,
        }
    }

    /// Takes bytes from the server.
    pub fn handle_bytes(&mut self, _now: Instant, bytes: &[u8]) {
        let mut input = bytes;
        while self.state != State::Closed {
            match self.replies.next_reply(&mut input) {
                None => return,
                Some(Ok(reply)) => self.reply(reply),
                Some(Err(_)) => {
                    let problem = self.problem(None);
                    self.conclude(&RecipientResult::Transient(problem));
                    self.state = State::Closed;
                }
            }
        }
    }

    /// The connection is closed by the server, lost, or never came about.
    pub fn handle_closed(&mut self, _now: Instant) {
        self.conclude(&RecipientResult::Transient(Problem {
            stage: Stage::Connection,
            reply: None,
        }));
        self.state = State::Closed;
    }

    /// What the client wants to say.
    pub fn outbox(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// What became of the message, as soon as it is known for every recipient. The session may
    /// still have to say goodbye.
    pub fn result(&self) -> Option<&ClientResult> {
        self.result.as_ref()
    }

    /// Whether the connection is to be closed: nothing more is to be said or heard.
    pub fn wants_close(&self) -> bool {
        self.state == State::Closed && self.outbox.is_empty()
    }

    fn reply(&mut self, reply: Reply) {
        if reply.is(421) {
            let problem = self.problem(Some(reply));
            self.conclude(&RecipientResult::Transient(problem));
            self.state = State::Closed;
            return;
        }
        match (self.state, reply.code().get()) {
            (State::Greeting, 220) => {
                let hello = Command::Ehlo(self.config.helo_name.clone());
                self.say(&hello, State::Ehlo);
            }
            (State::Ehlo, 250) => {
                self.extensions = Extensions::read(&reply);
                self.auth_or_mail();
            }
            (State::Ehlo, 500 | 502 | 504) => {
                let hello = Command::Helo(self.config.helo_name.clone());
                self.say(&hello, State::Helo);
            }
            (State::Helo, 250) => self.auth_or_mail(),
            (State::Auth, 334) => {
                self.outbox.line(self.auth_response());
                self.state = State::AuthAgain;
            }
            (State::Auth | State::AuthAgain, 235) => self.mail(),
            (State::Mail, 250) => self.next_recipient(0),
            (State::Rcpt(i), 250..=259) => self.next_recipient(i + 1),
            (State::Rcpt(i), _) => {
                self.results[i] = Some(self.refusal(reply));
                self.next_recipient(i + 1);
            }
            (State::Data, 354) => {
                self.outbox.message(dot_stuff(&self.config.message).into());
                self.state = State::Message;
            }
            (State::Message, 250..=259) => {
                self.conclude(&RecipientResult::Accepted(reply));
                self.quit();
            }
            (State::Quit | State::Closed, _) => self.state = State::Closed,
            _ => {
                let result = self.refusal(reply);
                self.conclude(&result);
                self.quit();
            }
        }
    }

    fn auth_or_mail(&mut self) {
        if self.config.credentials.is_none() {
            self.mail();
        } else if self.extensions.auth_plain {
            let auth = Command::Auth {
                mechanism: "PLAIN".to_owned(),
                initial: Some(self.auth_response()),
            };
            self.say(&auth, State::Auth);
        } else {
            self.conclude(&RecipientResult::Permanent(Problem { stage: Stage::Auth, reply: None }));
            self.quit();
        }
    }

    // message = [authzid] UTF8NUL authcid UTF8NUL passwd                   (RFC 4616 section 2)
    fn auth_response(&self) -> String {
        self.config
            .credentials
            .as_ref()
            .map_or_else(String::new, |Credentials { user, password }| {
                STANDARD.encode(format!("\0{user}\0{password}"))
            })
    }

    fn mail(&mut self) {
        let size = self.config.message.len() as u64;
        let mail = Command::Mail {
            reverse_path: self.config.reverse_path.clone(),
            size: self.extensions.size.then_some(size),
            body_8bit: false,
        };
        self.say(&mail, State::Mail);
    }

    /// Names recipient `i`; after the last one sends the content, if anybody is left to get it.
    fn next_recipient(&mut self, i: usize) {
        if let Some(mailbox) = self.config.recipients.get(i) {
            let rcpt = Command::Rcpt(ForwardPath::Mailbox(mailbox.clone()));
            self.say(&rcpt, State::Rcpt(i));
        } else if self.results.contains(&None) {
            self.say(&Command::Data, State::Data);
        } else {
            self.publish();
            self.quit();
        }
    }

    fn quit(&mut self) {
        self.say(&Command::Quit, State::Quit);
    }

    fn say(&mut self, command: &Command, then: State) {
        self.outbox.line(command.to_string());
        self.state = then;
    }

    /// What a reply means that does not let things go on. One that is positive, but out of place,
    /// is only odd: the server may make sense at the next try.
    fn refusal(&self, reply: Reply) -> RecipientResult {
        let is_permanent = reply.is_permanent();
        let problem = self.problem(Some(reply));
        if is_permanent {
            RecipientResult::Permanent(problem)
        } else {
            RecipientResult::Transient(problem)
        }
    }

    const fn problem(&self, reply: Option<Reply>) -> Problem {
        let stage = match self.state {
            State::Greeting => Stage::Greeting,
            State::Ehlo | State::Helo => Stage::Hello,
            State::Auth | State::AuthAgain => Stage::Auth,
            State::Mail => Stage::Mail,
            State::Rcpt(_) => Stage::Rcpt,
            State::Data => Stage::Data,
            State::Message => Stage::Message,
            State::Quit | State::Closed => Stage::Connection,
        };
        Problem { stage, reply }
    }

    /// All recipients without a result get this one. Later conclusions change nothing.
    fn conclude(&mut self, result: &RecipientResult) {
        for undecided in self.results.iter_mut().filter(|result| result.is_none()) {
            *undecided = Some(result.clone());
        }
        self.publish();
    }

    fn publish(&mut self) {
        if self.result.is_none() {
            let results = std::mem::take(&mut self.results).into_iter().flatten();
            let recipients = self.config.recipients.iter().cloned().zip(results).collect();
            self.result = Some(ClientResult { recipients });
        }
    }
}

impl Extensions {
    // ehlo-line = ehlo-keyword *( SP ehlo-param )                  (RFC 5321 section 4.1.1.1)
    fn read(reply: &Reply) -> Self {
        let mut extensions = Self::default();
        // The first line is the server's name.
        for line in reply.lines().iter().skip(1) {
            let mut words = line.split_ascii_whitespace();
            match words.next().unwrap_or("").to_ascii_uppercase().as_str() {
                "SIZE" => extensions.size = true,
                "AUTH" => {
                    extensions.auth_plain |= words.any(|word| word.eq_ignore_ascii_case("PLAIN"));
                }
                _ => {}
            }
        }
        extensions
    }
}

#[cfg(test)]
mod tests;
