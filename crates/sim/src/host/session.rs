//! One TCP connection and the protocol machine that speaks on it.

use super::context::Context;
use super::machine::{Call, Machine, ServerMachine};
use super::mail_program::MailProgram;
use super::program::Program;
use crate::net::stack::{CONNECT_TIMEOUT, SocketHandle, Stack, TcpState};
use crate::trace::{Cause, EventKind, QueueId};
use crate::{pop3, smtp};
use model::address::Mailbox;
use model::ids::ConnectionId;
use model::time::Instant;

/// A connection and who speaks on it.
pub(super) struct Session {
    connection: ConnectionId,
    socket: SocketHandle,
    machine: Machine,
    phase: Phase,
    called_at: Instant,
    /// When something was last said or heard.
    quiet_since: Instant,
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

impl Session {
    /// Calls another host.
    pub(super) fn call(stack: &mut Stack, call: Call, context: &mut Context<'_>) -> Self {
        let address = context.cast().host(call.to).address;
        let (host, world) = (context.host, &mut *context.world);
        let (socket, port) = stack.connect((address, call.port), &mut world.spare_sockets);
        let connection = world.call(host, port, call.to, call.port);
        Self {
            connection,
            socket,
            machine: call.machine,
            phase: Phase::Opening,
            called_at: world.now,
            quiet_since: world.now,
        }
    }

    /// Takes a call.
    pub(super) const fn answer(
        connection: ConnectionId,
        socket: SocketHandle,
        machine: ServerMachine,
    ) -> Self {
        let machine = Machine::Server(machine);
        Self {
            connection,
            socket,
            machine,
            phase: Phase::Opening,
            called_at: Instant::ZERO,
            quiet_since: Instant::ZERO,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Carries bytes between the socket and the machine. True when anything moved.
    pub(super) fn pump(
        &mut self,
        stack: &mut Stack,
        program: &mut Program,
        context: &mut Context<'_>,
    ) -> bool {
        let state = stack.tcp_state(self.socket);
        let mut busy = false;
        if self.phase == Phase::Opening && state == TcpState::Open {
            self.phase = Phase::Open;
            stack.tcp_connected(self.socket);
            context.record(EventKind::Connected { connection: self.connection });
            self.quiet_since = context.now();
            self.opened(program, context);
            busy = true;
        }
        if matches!(self.phase, Phase::Open | Phase::Closing) && self.read(stack, program, context)
        {
            self.quiet_since = context.now();
            busy = true;
        }
        if self.poll_timeout().is_some_and(|at| at <= context.now()) {
            self.silent(program, context);
            busy = true;
        }
        while let Some(utterance) = self.machine.outbox().poll_utterance() {
            self.quiet_since = context.now();
            context.world.said(context.host, self.connection, utterance);
        }
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
                self.lost(program, None, context);
                stack.tcp_close(self.socket);
                self.phase = Phase::Closing;
                busy = true;
            }
            TcpState::Closed if self.phase != Phase::Over => {
                if self.phase == Phase::Opening && self.machine.calls() {
                    self.unanswered(program, context);
                } else {
                    if self.phase != Phase::Closing {
                        self.lost(program, None, context);
                    }
                    context.record(EventKind::Closed { connection: self.connection });
                }
                stack.tcp_leave(self.socket, context.now());
                self.phase = Phase::Over;
                busy = true;
            }
            _ => {}
        }
        busy
    }

    /// When the other side has been silent for too long.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match &self.machine {
            Machine::SmtpClient { client, .. } if self.phase == Phase::Open => {
                client.patience().map(|patience| self.quiet_since + patience)
            }
            _ => None,
        }
    }

    /// The other side has been silent for too long.
    fn silent(&mut self, program: &mut Program, context: &mut Context<'_>) {
        if let Machine::SmtpClient { client, queue_id, told } = &mut self.machine {
            client.handle_silence();
            tell_result(self.connection, client, None, (*queue_id, told), program, context);
        }
    }

    fn opened(&mut self, program: &mut Program, context: &mut Context<'_>) {
        if let (Machine::Server(machine), Program::Server(server)) = (&mut self.machine, program) {
            server.open(self.connection, machine, context);
        }
    }

    fn read(
        &mut self,
        stack: &mut Stack,
        program: &mut Program,
        context: &mut Context<'_>,
    ) -> bool {
        let connection = self.connection;
        let machine = &mut self.machine;
        stack.tcp_read(self.socket, |bytes| {
            let now = context.now();
            match (&mut *machine, &mut *program) {
                (Machine::Server(machine), Program::Server(server)) => {
                    server.handle_bytes(connection, machine, bytes, context);
                }
                (Machine::SmtpClient { client, queue_id, told }, program) => {
                    client.handle_bytes(now, bytes);
                    tell_result(connection, client, None, (*queue_id, told), program, context);
                }
                (Machine::Pop3Client { client, mailbox }, Program::Mail(program)) => {
                    client.handle_bytes(now, bytes);
                    note_collected(connection, client, mailbox, program, context);
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
    fn unanswered(&mut self, program: &mut Program, context: &mut Context<'_>) {
        let refused = context.now().since(self.called_at) < CONNECT_TIMEOUT;
        let connection = self.connection;
        context.record(EventKind::NoConnection { connection, refused });
        self.lost(program, Some(&Cause::NoConnection { refused }), context);
    }

    /// The connection ended, or never began (`unreached`), without this side wanting it.
    fn lost(
        &mut self,
        program: &mut Program,
        unreached: Option<&Cause>,
        context: &mut Context<'_>,
    ) {
        let (now, connection) = (context.now(), self.connection);
        match (&mut self.machine, program) {
            (Machine::Server(machine), Program::Server(server)) => server.handle_closed(machine),
            (Machine::SmtpClient { client, queue_id, told }, program) => {
                client.handle_closed(now);
                tell_result(connection, client, unreached, (*queue_id, told), program, context);
            }
            (Machine::Pop3Client { client, mailbox }, Program::Mail(program)) => {
                client.handle_closed(now);
                note_collected(connection, client, mailbox, program, context);
            }
            _ => {}
        }
    }
}

/// Once a transaction has come to something, tells the queue or the user.
fn tell_result(
    connection: ConnectionId,
    client: &smtp::Client,
    unreached: Option<&Cause>,
    (queue_id, told): (Option<QueueId>, &mut bool),
    program: &mut Program,
    context: &mut Context<'_>,
) {
    let Some(result) = client.result() else {
        return;
    };
    if std::mem::replace(told, true) {
        return;
    }
    match (program, queue_id) {
        (Program::Server(server), Some(queue_id)) => {
            server.finished(connection, queue_id, result, unreached, context);
        }
        (Program::Mail(program), _) => program.sent(connection, result, unreached, context),
        (Program::Server(_), None) | (Program::Names(..), _) => {}
    }
}

fn note_collected(
    connection: ConnectionId,
    client: &mut pop3::Client,
    mailbox: &Mailbox,
    program: &mut MailProgram,
    context: &mut Context<'_>,
) {
    while let Some(event) = client.poll_event() {
        match event {
            pop3::ClientEvent::Collected { bytes } => {
                let message = context.keep_once(bytes);
                let mailbox = mailbox.clone();
                context.record(EventKind::Collected { connection, mailbox, message });
            }
            pop3::ClientEvent::Finished => {
                let problem = client.result().and_then(|result| result.problem.as_ref());
                program.checked(problem.map(|problem| problem.kind), context);
            }
            pop3::ClientEvent::SignedIn | pop3::ClientEvent::Refused { .. } => {}
        }
    }
}
