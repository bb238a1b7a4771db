//! The server's end of one SMTP connection (RFC 5321 section 4.1.4, state by state), sans-I/O.
//!
//! The machine knows the protocol; what its host wants (which boxes exist, who may sign in, whether
//! a disk is full) it asks a [`Policy`].

use super::command::{Command, ForwardPath, SyntaxError};
use super::reply::Reply;
use crate::message::DataReader;
use crate::stream::{Line, LineReader, Outbox};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::address::{Domain, LocalPart, Mailbox, ReversePath};
use model::limits::smtp::{MAX_AUTH_LINE, MAX_COMMAND_LINE, MAX_MAIL_PARAMETERS, MAX_RECIPIENTS};
use model::time::Instant;
use std::net::Ipv4Addr;

/// What a server is told about itself and its connection.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The server's name, said in greeting and `EHLO`. `RCPT TO:<postmaster>` is asked from the
    /// policy as `postmaster@` this name.
    pub name: Domain,
    /// Largest message in bytes; announced as `SIZE`.
    pub size_limit: u64,
    /// Whether this is a submission server (RFC 6409): it announces `AUTH PLAIN` and takes mail
    /// only from those who have signed in.
    pub submission: bool,
    /// The client's IP address.
    pub peer_ip: Ipv4Addr,
}

/// A message that has arrived, with all that is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// What the client called itself.
    pub helo: String,
    /// Whether it said `EHLO`.
    pub esmtp: bool,
    /// The user that signed in.
    pub authenticated: Option<String>,
    /// The client's IP address.
    pub peer_ip: Ipv4Addr,
    /// Where a failure report goes.
    pub reverse_path: ReversePath,
    /// Who it is for: the accepted recipients in the order they were named, at least one.
    pub forward_paths: Vec<Mailbox>,
    /// The message, without extra dots.
    pub body: Vec<u8>,
}

/// What the host decides. `Ok` goes on; `Err` refuses with that reply, which is one of 4yz or 5yz.
/// After 421 the server hangs up, whatever was asked.
pub trait Policy {
    /// Whether to talk to this client at all.
    ///
    /// # Errors
    /// The reply is said in place of the greeting.
    fn greeting(&mut self) -> Result<(), Reply> {
        Ok(())
    }

    /// The client has said its name.
    ///
    /// # Errors
    /// The name is refused.
    fn hello(&mut self, _name: &str) -> Result<(), Reply> {
        Ok(())
    }

    /// Whether this is the user's password. Asked by submission servers only.
    fn authenticate(&mut self, user: &str, password: &str) -> bool;

    /// A message begins. Its declared size is within the limit.
    ///
    /// # Errors
    /// The sender is refused.
    fn mail(&mut self, _reverse_path: &ReversePath, _size: Option<u64>) -> Result<(), Reply> {
        Ok(())
    }

    /// The message is for this mailbox, too.
    ///
    /// # Errors
    /// The recipient is refused; others may follow.
    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply>;

    /// The content is about to come.
    ///
    /// # Errors
    /// It is not wanted.
    fn data(&mut self) -> Result<(), Reply> {
        Ok(())
    }

    /// The whole message is here. On `Ok` the host is responsible for it (RFC 5321 section 6.1);
    /// the text is its queue id.
    ///
    /// # Errors
    /// The message is refused, for all of its recipients.
    fn message(&mut self, now: Instant, transaction: Transaction) -> Result<String, Reply>;
}

/// One connection.
#[derive(Debug)]
pub struct Server {
    config: ServerConfig,
    outbox: Outbox,
    lines: LineReader,
    state: State,
    hello: Option<Hello>,
    authenticated: Option<String>,
    envelope: Option<Envelope>,
}

/// What the next bytes are.
#[derive(Debug)]
enum State {
    /// Commands.
    Command,
    /// The client's answer to `334`.
    AuthResponse,
    /// The message.
    Data(DataReader),
    /// Nothing but `QUIT` is answered: the greeting was a refusal (RFC 5321 section 3.1).
    Refused,
    /// Nothing: the last word is spoken.
    Closed,
}

#[derive(Clone, Debug)]
struct Hello {
    name: String,
    esmtp: bool,
}

#[derive(Debug)]
struct Envelope {
    reverse_path: ReversePath,
    forward_paths: Vec<Mailbox>,
}

impl Server {
    /// A server at the beginning of a connection.
    pub fn new(config: ServerConfig) -> Self {
        Self {
            config,
            outbox: Outbox::default(),
            lines: LineReader::new(MAX_AUTH_LINE),
            state: State::Command,
            hello: None,
            authenticated: None,
            envelope: None,
        }
    }

    /// The connection is there: says the greeting. Call this once, before any bytes come.
    pub fn open(&mut self, _now: Instant, policy: &mut dyn Policy) {
        match policy.greeting() {
            Ok(()) => {
                let text = format!("{} ESMTP Service ready", self.config.name);
                self.say(&Reply::plain::<220>(&text));
            }
            Err(reply) => {
                self.state = State::Refused;
                self.say(&reply.without_enhanced());
            }
        }
    }

    /// Takes bytes from the client. Commands may come in any number (RFC 2920) and be cut anywhere.
    pub fn handle_bytes(&mut self, now: Instant, bytes: &[u8], policy: &mut dyn Policy) {
        let mut input = bytes;
        while !input.is_empty() {
            match &mut self.state {
                State::Closed => return,
                State::Data(reader) => {
                    if !reader.read(&mut input) {
                        return;
                    }
                    self.end_of_data(now, policy);
                }
                State::Command | State::AuthResponse | State::Refused => {
                    let Some(line) = self.lines.next_line(&mut input) else {
                        return;
                    };
                    self.line(&line, policy);
                }
            }
        }
    }

    /// What the server wants to say.
    pub fn outbox(&mut self) -> &mut Outbox {
        &mut self.outbox
    }

    /// Whether the connection is to be closed: the last word is spoken and has been taken out of
    /// the outbox.
    pub fn wants_close(&self) -> bool {
        matches!(self.state, State::Closed) && self.outbox.is_empty()
    }

    /// Whether the next bytes are a message, not commands.
    pub fn reads_message(&self) -> bool {
        matches!(self.state, State::Data(_))
    }

    fn line(&mut self, line: &Line, policy: &mut dyn Policy) {
        match (&self.state, line) {
            (State::AuthResponse, line) => {
                self.state = State::Command;
                let reply = match line {
                    Line::TooLong => {
                        Reply::coded::<500, 5, 6>("Authentication exchange line is too long")
                    }
                    Line::Text(line) => self.auth_response(line, policy),
                };
                self.say(&reply);
            }
            (State::Refused, Line::Text(line)) if Command::parse(line) == Ok(Command::Quit) => {
                self.quit();
            }
            (State::Refused, _) => self.say(&Reply::plain::<503>("No service here")),
            (_, Line::TooLong) => self.say(&Reply::coded::<500, 5, 2>("Line too long")),
            (_, Line::Text(line)) if line.len() + 2 > line_limit(line) => {
                self.say(&Reply::coded::<500, 5, 2>("Line too long"));
            }
            (_, Line::Text(line)) => match Command::parse(line) {
                Ok(command) => self.command(command, policy),
                Err(error) => self.say(&syntax_reply(error)),
            },
        }
    }

    fn command(&mut self, command: Command, policy: &mut dyn Policy) {
        let reply = match command {
            Command::Ehlo(name) => self.hello(name, true, policy),
            Command::Helo(name) => self.hello(name, false, policy),
            Command::Auth { mechanism, initial } => {
                self.auth(&mechanism, initial.as_deref(), policy)
            }
            Command::Mail { reverse_path, size, .. } => self.mail(reverse_path, size, policy),
            Command::Rcpt(path) => self.rcpt(path, policy),
            Command::Data => self.data(policy),
            Command::Rset => {
                self.envelope = None;
                Reply::coded::<250, 0, 0>("OK")
            }
            Command::Noop => Reply::coded::<250, 0, 0>("OK"),
            Command::Vrfy(_) => {
                Reply::coded::<252, 0, 0>("Cannot verify, but will take mail and try")
            }
            Command::Help => {
                Reply::coded::<214, 0, 0>("EHLO HELO AUTH MAIL RCPT DATA RSET NOOP VRFY HELP QUIT")
            }
            Command::Quit => return self.quit(),
        };
        self.say(&reply);
    }

    // ehlo-ok-rsp = ( "250" SP Domain [ SP ehlo-greet ] CRLF )
    //             / ( "250-" Domain [ SP ehlo-greet ] CRLF
    //             *( "250-" ehlo-line CRLF ) "250" SP ehlo-line CRLF )
    //                                                              (RFC 5321 section 4.1.1.1)
    fn hello(&mut self, name: String, esmtp: bool, policy: &mut dyn Policy) -> Reply {
        if let Err(reply) = policy.hello(&name) {
            return reply.without_enhanced();
        }
        // Like RSET, and a name said twice counts from now on (RFC 5321 section 4.1.4).
        self.envelope = None;
        let greeting = Reply::plain::<250>(&format!("{} greets {name}", self.config.name));
        self.hello = Some(Hello { name, esmtp });
        if !esmtp {
            return greeting;
        }
        let greeting = greeting
            .and_line(&format!("SIZE {}", self.config.size_limit))
            .and_line("ENHANCEDSTATUSCODES")
            .and_line("8BITMIME")
            .and_line("PIPELINING");
        if self.config.submission { greeting.and_line("AUTH PLAIN") } else { greeting }
    }

    fn auth(&mut self, mechanism: &str, initial: Option<&str>, policy: &mut dyn Policy) -> Reply {
        if !self.config.submission {
            return Reply::coded::<502, 5, 1>("Sign-in is not offered here");
        }
        if self.hello.is_none() {
            return out_of_order("EHLO first");
        }
        if self.authenticated.is_some() {
            return out_of_order("Already signed in");
        }
        if self.envelope.is_some() {
            return out_of_order("Not during a message");
        }
        if mechanism != "PLAIN" {
            return Reply::coded::<504, 5, 4>("Mechanism not known");
        }
        if let Some(initial) = initial {
            return self.auth_response(initial.as_bytes(), policy);
        }
        self.state = State::AuthResponse;
        Reply::plain::<334>("")
    }

    // continue-req = "334" SP [base64] CRLF, answered by base64 or "*"     (RFC 4954 section 8)
    fn auth_response(&mut self, line: &[u8], policy: &mut dyn Policy) -> Reply {
        if line == b"*" {
            return Reply::coded::<501, 7, 0>("Sign-in cancelled");
        }
        let Some(plain) = STANDARD.decode(line).ok().and_then(parse_plain) else {
            return Reply::coded::<501, 5, 2>("Cannot decode that");
        };
        // Nobody acts for somebody else here.
        let for_oneself = plain.authorize.is_empty() || plain.authorize == plain.user;
        if for_oneself && policy.authenticate(&plain.user, &plain.password) {
            self.authenticated = Some(plain.user);
            Reply::coded::<235, 7, 0>("Authentication successful")
        } else {
            Reply::coded::<535, 7, 8>("Authentication credentials invalid")
        }
    }

    fn mail(&mut self, path: ReversePath, size: Option<u64>, policy: &mut dyn Policy) -> Reply {
        if self.hello.is_none() {
            return out_of_order("EHLO first");
        }
        if self.config.submission && self.authenticated.is_none() {
            return Reply::coded::<530, 7, 0>("Authentication required");
        }
        if self.envelope.is_some() {
            return out_of_order("Sender already given");
        }
        if size.is_some_and(|size| size > self.config.size_limit) {
            return too_large();
        }
        if let Err(reply) = policy.mail(&path, size) {
            return reply;
        }
        self.envelope = Some(Envelope { reverse_path: path, forward_paths: Vec::new() });
        Reply::coded::<250, 1, 0>("OK")
    }

    fn rcpt(&mut self, path: ForwardPath, policy: &mut dyn Policy) -> Reply {
        let Some(envelope) = &mut self.envelope else {
            return out_of_order("MAIL first");
        };
        if envelope.forward_paths.len() >= MAX_RECIPIENTS {
            return Reply::coded::<452, 5, 3>("Too many recipients");
        }
        let mailbox = match path {
            ForwardPath::Mailbox(mailbox) => mailbox,
            ForwardPath::Postmaster => match postmaster_at(&self.config.name) {
                Some(mailbox) => mailbox,
                None => return syntax_reply(SyntaxError::BadRecipient),
            },
        };
        if let Err(reply) = policy.rcpt(&mailbox) {
            return reply;
        }
        envelope.forward_paths.push(mailbox);
        Reply::coded::<250, 1, 5>("OK")
    }

    fn data(&mut self, policy: &mut dyn Policy) -> Reply {
        let Some(envelope) = &self.envelope else {
            return out_of_order("MAIL first");
        };
        if envelope.forward_paths.is_empty() {
            return Reply::coded::<554, 5, 1>("No valid recipients");
        }
        if let Err(reply) = policy.data() {
            return reply;
        }
        self.state = State::Data(DataReader::new(self.config.size_limit));
        Reply::plain::<354>("Start mail input; end with <CRLF>.<CRLF>")
    }

    fn end_of_data(&mut self, now: Instant, policy: &mut dyn Policy) {
        let state = std::mem::replace(&mut self.state, State::Command);
        let (State::Data(reader), Some(envelope), Some(hello)) =
            (state, self.envelope.take(), self.hello.clone())
        else {
            unreachable!("content is only read after EHLO, MAIL, RCPT and DATA");
        };
        if reader.over_limit() {
            return self.say(&too_large());
        }
        let accepted = policy.message(
            now,
            Transaction {
                helo: hello.name,
                esmtp: hello.esmtp,
                authenticated: self.authenticated.clone(),
                peer_ip: self.config.peer_ip,
                reverse_path: envelope.reverse_path,
                forward_paths: envelope.forward_paths,
                body: reader.finish(),
            },
        );
        let reply = match accepted {
            Ok(id) => Reply::coded::<250, 0, 0>(&format!("OK: queued as {id}")),
            Err(reply) => reply,
        };
        self.say(&reply);
    }

    fn quit(&mut self) {
        self.state = State::Closed;
        let text = format!("{} Service closing transmission channel", self.config.name);
        self.say(&Reply::coded::<221, 0, 0>(&text));
    }

    fn say(&mut self, reply: &Reply) {
        for line in reply.wire_lines() {
            self.outbox.line(line);
        }
        if reply.is(421) {
            self.state = State::Closed;
        }
    }
}

/// What `AUTH PLAIN` carries.
struct Plain {
    authorize: String,
    user: String,
    password: String,
}

// message = [authzid] UTF8NUL authcid UTF8NUL passwd                   (RFC 4616 section 2)
fn parse_plain(bytes: Vec<u8>) -> Option<Plain> {
    let text = String::from_utf8(bytes).ok()?;
    let mut parts = text.split('\0');
    let (authorize, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || user.is_empty() || password.is_empty() {
        return None;
    }
    Some(Plain {
        authorize: authorize.to_owned(),
        user: user.to_owned(),
        password: password.to_owned(),
    })
}

fn postmaster_at(domain: &Domain) -> Option<Mailbox> {
    let local_part: LocalPart = "postmaster".parse().ok()?;
    Some(Mailbox { local_part, domain: domain.clone() })
}

/// How long this line may be, CR LF included.
fn line_limit(line: &[u8]) -> usize {
    let verb = line.split(|&b| b == b' ').next().unwrap_or_default();
    if verb.eq_ignore_ascii_case(b"AUTH") {
        MAX_AUTH_LINE
    } else if verb.eq_ignore_ascii_case(b"MAIL") {
        MAX_COMMAND_LINE + MAX_MAIL_PARAMETERS
    } else {
        MAX_COMMAND_LINE
    }
}

fn syntax_reply(error: SyntaxError) -> Reply {
    match error {
        SyntaxError::Unknown => Reply::coded::<500, 5, 2>("Command not recognized"),
        SyntaxError::NotImplemented => Reply::coded::<502, 5, 1>("Command not implemented"),
        SyntaxError::BadName => Reply::plain::<501>("Syntax error in the name"),
        SyntaxError::BadArguments => Reply::coded::<501, 5, 4>("Syntax error in arguments"),
        SyntaxError::BadSender => Reply::coded::<501, 1, 7>("Bad sender address syntax"),
        SyntaxError::BadRecipient => Reply::coded::<501, 1, 3>("Bad recipient address syntax"),
        SyntaxError::UnknownParameter => Reply::coded::<555, 5, 4>("Parameter not recognized"),
    }
}

fn out_of_order(text: &str) -> Reply {
    Reply::coded::<503, 5, 1>(text)
}

fn too_large() -> Reply {
    Reply::coded::<552, 3, 4>("Message size exceeds limit")
}

#[cfg(test)]
mod tests;
