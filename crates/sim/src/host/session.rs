//! One TCP connection and the protocol machine that speaks on it.

use super::mail_program::MailProgram;
use super::mail_server::MailServer;
use super::{Call, Program, note_said};
use crate::net::stack::{CONNECT_TIMEOUT, SocketHandle, Stack, TcpState};
use crate::stream::Outbox;
use crate::trace::{Cause, ConnectionId, EventKind, QueueId};
use crate::world::World;
use crate::{pop3, smtp};
use model::address::Mailbox;
use model::cast::HostId;
use model::time::Instant;

/// A connection and who speaks on it.
pub(super) struct Session {
    connection: ConnectionId,
    socket: SocketHandle,
    machine: SessionMachine,
    phase: Phase,
    called_at: Instant,
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
pub(super) enum SessionMachine {
    /// Takes mail.
    Smtp(Box<smtp::Server>),
    /// Hands mail on: the message `queue_id` of this host's queue; a mail program has no queue.
    SmtpCall { client: Box<smtp::Client>, queue_id: Option<QueueId>, told: bool },
    /// Opens boxes.
    Pop3(Box<pop3::Server>),
    /// Collects mail from a box.
    Pop3Call { client: Box<pop3::Client>, mailbox: Mailbox },
}

impl SessionMachine {
    fn outbox(&mut self) -> &mut Outbox {
        match self {
            Self::Smtp(server) => server.outbox(),
            Self::SmtpCall { client, .. } => client.outbox(),
            Self::Pop3(server) => server.outbox(),
            Self::Pop3Call { client, .. } => client.outbox(),
        }
    }

    /// Whether it is the one who calls.
    const fn calls(&self) -> bool {
        matches!(self, Self::SmtpCall { .. } | Self::Pop3Call { .. })
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
        let (socket, port) = stack.connect((address, call.port), &mut world.spare_sockets);
        let connection = world.call(host, port, call.to, call.port);
        Self {
            connection,
            socket,
            machine: call.machine,
            phase: Phase::Opening,
            called_at: world.now,
        }
    }

    /// Takes a call.
    pub(super) fn answer(
        connection: ConnectionId,
        socket: SocketHandle,
        machine: SessionMachine,
    ) -> Self {
        Self { connection, socket, machine, phase: Phase::Opening, called_at: Instant::ZERO }
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
            stack.tcp_connected(self.socket);
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
                self.lost(host, program, None, world);
                stack.tcp_close(self.socket);
                self.phase = Phase::Closing;
                busy = true;
            }
            TcpState::Closed if self.phase != Phase::Over => {
                if self.phase == Phase::Opening && self.machine.calls() {
                    self.unanswered(host, program, world);
                } else {
                    if self.phase != Phase::Closing {
                        self.lost(host, program, None, world);
                    }
                    world.record(host, EventKind::Closed { connection: self.connection });
                }
                stack.tcp_leave(self.socket, world.now);
                self.phase = Phase::Over;
                busy = true;
            }
            _ => {}
        }
        busy
    }

    fn opened(&mut self, host: HostId, program: &mut Program, world: &mut World) {
        match (&mut self.machine, program) {
            (SessionMachine::Smtp(machine), Program::Server(server)) => {
                let now = world.now;
                machine.open(now, &mut server.session_policy(host, self.connection, world));
            }
            (SessionMachine::Pop3(machine), _) => machine.open(world.now),
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
                (SessionMachine::Smtp(machine), Program::Server(server)) => {
                    machine.handle_bytes(
                        now,
                        bytes,
                        &mut server.session_policy(host, connection, world),
                    );
                }
                (SessionMachine::SmtpCall { client, queue_id, told }, program) => {
                    client.handle_bytes(now, bytes);
                    tell_result(host, connection, client, None, (*queue_id, told), program, world);
                }
                (SessionMachine::Pop3(machine), Program::Server(server)) => {
                    machine.handle_bytes(now, bytes, &mut server.maildrops);
                    MailServer::note_pop3(host, connection, machine, world);
                }
                (SessionMachine::Pop3Call { client, mailbox }, Program::Mail(program)) => {
                    client.handle_bytes(now, bytes);
                    note_collected(host, connection, client, mailbox, program, world);
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

    /// The call was not taken.
    fn unanswered(&mut self, host: HostId, program: &mut Program, world: &mut World) {
        let refused = world.now.since(self.called_at) < CONNECT_TIMEOUT;
        let connection = self.connection;
        world.record(host, EventKind::NoConnection { connection, refused });
        self.lost(host, program, Some(&Cause::NoConnection { refused }), world);
    }

    /// The connection ended, or never began (`unreached`), without this side wanting it.
    fn lost(
        &mut self,
        host: HostId,
        program: &mut Program,
        unreached: Option<&Cause>,
        world: &mut World,
    ) {
        let (now, connection) = (world.now, self.connection);
        match (&mut self.machine, program) {
            (SessionMachine::SmtpCall { client, queue_id, told }, program) => {
                client.handle_closed(now);
                tell_result(host, connection, client, unreached, (*queue_id, told), program, world);
            }
            (SessionMachine::Pop3(machine), Program::Server(server)) => {
                machine.handle_closed(&mut server.maildrops);
            }
            (SessionMachine::Pop3Call { client, mailbox }, Program::Mail(program)) => {
                client.handle_closed(now);
                note_collected(host, connection, client, mailbox, program, world);
            }
            _ => {}
        }
    }
}

/// Once a transaction has come to something, tells the queue or the user.
fn tell_result(
    host: HostId,
    connection: ConnectionId,
    client: &smtp::Client,
    unreached: Option<&Cause>,
    (queue_id, told): (Option<QueueId>, &mut bool),
    program: &mut Program,
    world: &mut World,
) {
    let Some(result) = client.result() else {
        return;
    };
    if std::mem::replace(told, true) {
        return;
    }
    match (program, queue_id) {
        (Program::Server(server), Some(queue_id)) => {
            server.finished(host, connection, queue_id, result, unreached, world);
        }
        (Program::Mail(_), _) => MailProgram::sent(host, connection, result, unreached, world),
        (Program::Server(_), None) | (Program::Names(..), _) => {}
    }
}

fn note_collected(
    host: HostId,
    connection: ConnectionId,
    client: &mut pop3::Client,
    mailbox: &Mailbox,
    program: &mut MailProgram,
    world: &mut World,
) {
    while let Some(event) = client.poll_event() {
        match event {
            pop3::ClientEvent::Collected { bytes } => {
                let message = world.keep_once(bytes);
                let mailbox = mailbox.clone();
                world.record(host, EventKind::Collected { connection, mailbox, message });
            }
            pop3::ClientEvent::Finished => {
                let problem = client.result().and_then(|result| result.problem.as_ref());
                program.checked(host, problem.map(|problem| problem.kind), world);
            }
            pop3::ClientEvent::SignedIn | pop3::ClientEvent::Refused { .. } => {}
        }
    }
}
