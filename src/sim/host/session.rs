//! One TCP connection and the protocol machine that speaks on it.

use super::mail_server::MailServer;
use super::{Call, Program, note_said};
use crate::sim::address::Mailbox;
use crate::sim::cast::HostId;
use crate::sim::net::stack::{SocketHandle, Stack, TcpState};
use crate::sim::stream::Outbox;
use crate::sim::trace::{ConnectionId, EventKind};
use crate::sim::world::World;
use crate::sim::{pop3, smtp};

/// A connection and who speaks on it.
pub(super) struct Session {
    connection: ConnectionId,
    socket: SocketHandle,
    machine: Machine,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The call has not been taken yet.
    Opening,
    /// Both can speak.
    Open,
    /// This side has said all.
    Closing,
    /// Over.
    Over,
}

/// A protocol machine.
pub(super) enum Machine {
    /// Takes mail.
    Smtp(Box<smtp::Server>),
    /// Hands mail on: the message `queue_id` of this host's queue (empty for a mail program).
    SmtpCall { client: Box<smtp::Client>, queue_id: String, told: bool },
    /// Opens boxes.
    Pop3(Box<pop3::Server>),
    /// Collects mail from a box.
    Pop3Call { client: Box<pop3::Client>, mailbox: Mailbox },
}

impl Machine {
    fn outbox(&mut self) -> &mut Outbox {
        match self {
            Self::Smtp(server) => server.outbox(),
            Self::SmtpCall { client, .. } => client.outbox(),
            Self::Pop3(server) => server.outbox(),
            Self::Pop3Call { client, .. } => client.outbox(),
        }
    }

    fn wants_close(&self) -> bool {
        match self {
            Self::Smtp(server) => server.wants_close(),
            Self::SmtpCall { client, .. } => client.wants_close(),
            Self::Pop3(server) => server.wants_close(),
            Self::Pop3Call { client, .. } => client.wants_close(),
        }
    }
}

impl Session {
    /// Calls another host.
    pub(super) fn call(host: HostId, stack: &mut Stack, world: &mut World, call: Call) -> Self {
        let address = world.trace.cast.host(call.to).address;
        let (socket, port) = stack.connect((address, call.port));
        let connection = world.call(host, port, call.to, call.port);
        Self { connection, socket, machine: call.machine, phase: Phase::Opening }
    }

    /// Takes a call.
    pub(super) fn answer(connection: ConnectionId, socket: SocketHandle, machine: Machine) -> Self {
        Self { connection, socket, machine, phase: Phase::Opening }
    }

    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Carries bytes between the socket and the machine. True when anything moved.
    pub(super) fn pump(
        &mut self,
        host: HostId,
        stack: &mut Stack,
        program: &mut Program,
        world: &mut World,
    ) -> bool {
        let state = stack.tcp_state(self.socket);
        let mut busy = false;
        if self.phase == Phase::Opening && state == TcpState::Open {
            self.phase = Phase::Open;
            world.record(host, EventKind::Connected { connection: self.connection });
            self.opened(host, program, world);
            busy = true;
        }
        if matches!(self.phase, Phase::Open | Phase::Closing) {
            busy |= self.read(host, stack, program, world);
        }
        note_said(host, self.connection, self.machine.outbox(), world);
        busy |= self.write(stack);
        if self.phase == Phase::Open
            && self.machine.wants_close()
            && self.machine.outbox().is_empty()
        {
            stack.tcp_close(self.socket);
            self.phase = Phase::Closing;
            busy = true;
        }
        match stack.tcp_state(self.socket) {
            TcpState::HeardAll if self.phase == Phase::Open => {
                self.lost(host, program, world);
                stack.tcp_close(self.socket);
                self.phase = Phase::Closing;
                busy = true;
            }
            TcpState::Closed if self.phase != Phase::Over => {
                if self.phase != Phase::Closing {
                    self.lost(host, program, world);
                }
                world.record(host, EventKind::Closed { connection: self.connection });
                self.phase = Phase::Over;
                busy = true;
            }
            _ => {}
        }
        busy
    }

    fn opened(&mut self, host: HostId, program: &mut Program, world: &mut World) {
        match (&mut self.machine, program) {
            (Machine::Smtp(machine), Program::Server(server)) => {
                let now = world.now;
                machine.open(now, &mut server.desk(host, self.connection, world));
            }
            (Machine::Pop3(machine), _) => machine.open(world.now),
            _ => {}
        }
    }

    fn read(
        &mut self,
        host: HostId,
        stack: &mut Stack,
        program: &mut Program,
        world: &mut World,
    ) -> bool {
        let connection = self.connection;
        let machine = &mut self.machine;
        stack.tcp_read(self.socket, |bytes| {
            let now = world.now;
            match (&mut *machine, &mut *program) {
                (Machine::Smtp(machine), Program::Server(server)) => {
                    machine.handle_bytes(now, bytes, &mut server.desk(host, connection, world));
                }
                (Machine::SmtpCall { client, queue_id, told }, program) => {
                    client.handle_bytes(now, bytes);
                    tell_result(host, connection, client, queue_id, told, program, world);
                }
                (Machine::Pop3(machine), Program::Server(server)) => {
                    machine.handle_bytes(now, bytes, &mut server.maildrops);
                    MailServer::note_pop3(host, connection, machine, world);
                }
                (Machine::Pop3Call { client, mailbox }, _) => {
                    client.handle_bytes(now, bytes);
                    note_collected(host, connection, client, mailbox, world);
                }
                _ => {}
            }
        })
    }

    fn write(&mut self, stack: &mut Stack) -> bool {
        let mut busy = false;
        if self.phase != Phase::Open {
            return false;
        }
        loop {
            let pending = self.machine.outbox().pending();
            if pending.is_empty() {
                return busy;
            }
            let sent = stack.tcp_write(self.socket, pending);
            if sent == 0 {
                return busy;
            }
            self.machine.outbox().consume(sent);
            busy = true;
        }
    }

    /// The connection ended, or never began, without this side wanting it.
    fn lost(&mut self, host: HostId, program: &mut Program, world: &mut World) {
        let now = world.now;
        match (&mut self.machine, program) {
            (Machine::SmtpCall { client, queue_id, told }, program) => {
                client.handle_closed(now);
                tell_result(host, self.connection, client, queue_id, told, program, world);
            }
            (Machine::Pop3(machine), Program::Server(server)) => {
                machine.handle_closed(&mut server.maildrops);
            }
            (Machine::Pop3Call { client, .. }, _) => client.handle_closed(now),
            _ => {}
        }
    }
}

/// Once a transaction has come to something, writes it down and tells the queue.
fn tell_result(
    host: HostId,
    connection: ConnectionId,
    client: &smtp::Client,
    queue_id: &str,
    told: &mut bool,
    program: &mut Program,
    world: &mut World,
) {
    let Some(result) = client.result() else {
        return;
    };
    if std::mem::replace(told, true) {
        return;
    }
    let mut handed_on = Vec::new();
    for (mailbox, fate) in &result.recipients {
        let (problem, transient) = match fate {
            smtp::Fate::Accepted(_) => {
                handed_on.push(mailbox.clone());
                continue;
            }
            smtp::Fate::Transient(problem) => (problem, true),
            smtp::Fate::Permanent(problem) => (problem, false),
        };
        world.record(
            host,
            EventKind::NotHandedOn {
                queue_id: queue_id.to_owned(),
                recipients: vec![mailbox.clone()],
                reason: in_words(problem),
                transient,
            },
        );
    }
    if !handed_on.is_empty() {
        let queue_id = queue_id.to_owned();
        world.record(host, EventKind::HandedOn { connection, queue_id, recipients: handed_on });
    }
    if let Program::Server(server) = program {
        server.finished(queue_id);
    }
}

fn note_collected(
    host: HostId,
    connection: ConnectionId,
    client: &mut pop3::Client,
    mailbox: &Mailbox,
    world: &mut World,
) {
    while let Some(event) = client.poll_event() {
        if let pop3::ClientEvent::Collected { bytes } = event {
            let message = world.keep_once(bytes);
            let mailbox = mailbox.clone();
            world.record(host, EventKind::Collected { connection, mailbox, message });
        }
    }
}

/// What the other side said, or that it said nothing.
fn in_words(problem: &smtp::Problem) -> String {
    problem
        .reply
        .as_ref()
        .and_then(|reply| reply.wire_lines().last())
        .unwrap_or_else(|| "the connection ended without an answer".to_owned())
}
