//! A host that runs: its network stack, the sessions that run over it, and the program that owns
//! them.

use super::context::Context;
use super::mail_program::MailProgram;
use super::mail_server::MailServer;
use super::outage::Outage;
use super::program::Program;
use super::session::Session;
use crate::net::stack::Stack;
use crate::trace::EventKind;
use crate::world::{Alarm, World};
use model::cast::HostId;
use model::ids::PacketId;
use model::time::{Duration, Instant};

/// A host that runs.
pub(crate) struct RunningHost {
    id: HostId,
    stack: Stack,
    sessions: Vec<Session>,
    program: Program,
    /// When this host is to be woken next. Wakes planned for another moment are stale: timers move
    /// on with every acknowledgement, and old plans are not taken back.
    wake_at: Option<Instant>,
    outage: Outage,
}

impl RunningHost {
    pub(super) const fn new(id: HostId, stack: Stack, program: Program, outage: Outage) -> Self {
        Self { id, stack, sessions: Vec::new(), program, wake_at: None, outage }
    }

    /// The first thing this host does.
    pub(crate) fn start(&mut self, world: &mut World) {
        let context = &mut Context::new(self.id, world);
        match &mut self.program {
            Program::Mail(program) => program.start(context),
            Program::Server(server) => server.start(context),
            Program::Names(..) => {}
        }
        if let Some(until) = self.outage.off_until {
            context.world.switch_off(self.id, until);
        }
        let closed = self.outage.closed.as_ref().map(|(_, until)| *until);
        for until in [self.outage.off_until, closed].into_iter().flatten() {
            context.alarm_in(until.since(context.now()), Alarm::Open);
        }
    }

    /// A packet has arrived.
    pub(crate) fn receive(&mut self, world: &mut World, id: PacketId) {
        self.work(&mut Context::new(self.id, world), Some(id));
    }

    /// Time has passed for the stack or the resolver.
    pub(crate) fn wake(&mut self, world: &mut World) {
        if self.wake_at != Some(world.now) {
            return;
        }
        self.wake_at = None;
        if let Program::Server(server) = &mut self.program {
            server.handle_timeout(world.now);
        }
        self.work(&mut Context::new(self.id, world), None);
    }

    /// Something this host asked to be told.
    pub(crate) fn alarm(&mut self, world: &mut World, alarm: Alarm) {
        let context = &mut Context::new(self.id, world);
        match (&mut self.program, alarm) {
            (_, Alarm::Open) => self.open(context),
            (Program::Server(server), Alarm::Unlock) => server.unlock(context),
            (Program::Server(server), Alarm::Queue) => server.run_queue(context),
            (Program::Mail(program), Alarm::Send) => {
                let call = program.send();
                self.sessions.push(Session::call(&mut self.stack, call, context));
            }
            (Program::Mail(program), Alarm::CheckMail) => {
                if let Some(call) = program.check_mail(context) {
                    self.sessions.push(Session::call(&mut self.stack, call, context));
                }
            }
            _ => {}
        }
        self.work(context, None);
    }

    /// What was down is back.
    fn open(&mut self, context: &mut Context<'_>) {
        if self.outage.is_over() {
            return;
        }
        let now = context.now();
        if let Some((ports, _)) = self.outage.closed.take_if(|(_, until)| *until <= now) {
            for port in ports {
                self.stack.listen(port);
            }
        }
        self.outage.off_until.take_if(|until| *until <= now);
        if self.outage.is_over() {
            context.record(EventKind::BackAgain);
        }
    }

    /// Works until nothing changes any more, then lets go of what there is to send.
    fn work(&mut self, context: &mut Context<'_>, arrived: Option<PacketId>) {
        context.poll(&mut self.stack, arrived);
        loop {
            context.flush(&mut self.stack);
            let mut busy = self.accept(context);
            for session in &mut self.sessions {
                busy |= session.pump(&mut self.stack, &mut self.program, context);
            }
            self.sessions.retain(|session| !session.is_over());
            busy |= self.serve_dns();
            busy |= self.resolve(context, arrived);
            if !busy {
                break;
            }
            context.poll(&mut self.stack, None);
        }
        self.plan_wake(context);
    }

    /// Takes calls.
    fn accept(&mut self, context: &Context<'_>) -> bool {
        let mut busy = false;
        while let Some((port, called)) = self.stack.take_call() {
            let Some(peer) = self.stack.peer(called) else { continue };
            let Some(connection) = context.world.connection(self.id, port, peer) else { continue };
            if let Program::Server(server) = &self.program {
                let machine = server.answer(port, peer.0);
                self.sessions.push(Session::answer(connection, called, machine));
                busy = true;
            }
        }
        busy
    }

    /// Answers what was asked.
    fn serve_dns(&mut self) -> bool {
        let Program::Names(server, socket) = &self.program else {
            return false;
        };
        let mut busy = false;
        while let Some((from, port, query)) = self.stack.udp_receive(*socket) {
            if let Some(reply) = server.answer(&query) {
                self.stack.udp_send(*socket, (from, port), &reply);
            }
            busy = true;
        }
        busy
    }

    /// Lets a mail server ask its way, and makes the calls that come of it.
    fn resolve(&mut self, context: &mut Context<'_>, arrived: Option<PacketId>) -> bool {
        let Program::Server(server) = &mut self.program else {
            return false;
        };
        let mut busy = server.resolve(&mut self.stack, context, arrived);
        for call in server.take_calls() {
            self.sessions.push(Session::call(&mut self.stack, call, context));
            busy = true;
        }
        busy
    }

    /// Asks to be woken when the stack or the resolver has something to do.
    fn plan_wake(&mut self, context: &mut Context<'_>) {
        let resolver = match &self.program {
            Program::Server(server) => server.poll_timeout(),
            _ => None,
        };
        let now = context.now();
        let stack = self.stack.poll_at(now);
        let Some(at) = [resolver, stack].into_iter().flatten().min() else { return };
        let at = at.max(now + Duration::from_micros(1));
        if self.wake_at.is_none_or(|planned| at < planned) {
            self.wake_at = Some(at);
            context.world.wake_at(self.id, at);
        }
    }

    /// Whether the machine is off.
    pub(crate) const fn is_off(&self) -> bool {
        self.outage.off_until.is_some()
    }

    /// Whether nobody listens at this port for a while.
    pub(crate) fn is_closed(&self, port: u16) -> bool {
        self.outage.closes(port)
    }

    /// Whether it has no connection open.
    pub(crate) const fn is_idle(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Its mail program, if it runs one.
    pub(crate) fn mail_program(&self) -> Option<&MailProgram> {
        match &self.program {
            Program::Mail(program) => Some(program),
            _ => None,
        }
    }

    /// Its mail server, if it runs one.
    pub(crate) fn mail_server(&self) -> Option<&MailServer> {
        match &self.program {
            Program::Server(server) => Some(server),
            _ => None,
        }
    }

    /// The same, to work with.
    pub(crate) fn mail_server_mut(&mut self) -> Option<&mut MailServer> {
        match &mut self.program {
            Program::Server(server) => Some(server),
            _ => None,
        }
    }
}
