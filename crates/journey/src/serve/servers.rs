//! A journey's servers on real ports: what `journey serve` runs.
//!
//! Behind the ports is the [world of the journey](LiveWorld): its hosts, its network, its conditions. The
//! submission port is the provider's and takes mail from its customer, who signs in; the SMTP port
//! is the first destination's, as other servers see it. What they take travels on through that
//! world, with the bytes it has, and so do reports about it. The POP3 port opens the boxes of all
//! servers. The DNS port answers for all zones of the journey, or for those of one server.
//!
//! One thread lets time pass in there; calls come in on threads of their own.

use super::dns::Answering;
use super::listen::Reserved;
use super::log::{PortLog, WorldLog};
use super::mail::{Audience, Taken, listen, lock, pop3_busy, smtp_busy, smtp_farewell};
use super::passwords::password;
use super::stream::ProtocolMachine;
use super::tell::Tell;
use super::{Clock, DnsService, Limits, Listener, conditions};
use model::cast::{Cast, ZoneLevel};
use model::scenario::{Parts, Scenario};
use model::time::Instant;
use sim::dns::{NameServer, Transport, Zone};
use sim::host::setup::zones;
use sim::live_world::{ExternalConnection, LiveWorld, Port, PortState};
use sim::stream::Outbox;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use text::gloss::Protocol;
use text::{serve as words, transcript};

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address to listen at. Where others can reach it, passwords are new ones each time.
    pub bind: IpAddr,
    /// The destination's port for mail from other servers; `None` leaves the choice open.
    pub smtp: Option<u16>,
    /// The provider's port for mail from its customers.
    pub submission: Option<u16>,
    /// The port for collecting mail.
    pub pop3: Option<u16>,
    /// The name servers' port.
    pub dns: Option<u16>,
    /// Only this name server: `root`, or a zone such as `com` or `allbusiness.com`.
    pub dns_host: Option<String>,
    /// How many times faster than in the simulation time passes on the way.
    pub speed: u32,
}

/// Ports that are taken where none is given and they are free; else any.
const PREFERRED: [u16; 4] = [2525, 2587, 2110, 2053];
/// How long the world is left alone where nothing is planned.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// The servers. Dropping it ends them all.
pub struct Servers {
    shared: Arc<Shared>,
    customer: String,
    unusual: Vec<String>,
    smtp: SocketAddr,
    submission: SocketAddr,
    pop3: SocketAddr,
    dns: DnsService,
    worker: Option<JoinHandle<()>>,
}

struct Shared {
    inside: Mutex<Inside>,
    /// Something new is planned in there, or they are closing.
    changed: Condvar,
    clock: Clock,
    speed: u32,
    tell: Tell,
}

/// What is behind the ports.
struct Inside {
    live: LiveWorld,
    log: WorldLog,
    closing: bool,
}

impl Servers {
    /// Opens all ports. `tell` gets every line with what it means, from many threads.
    ///
    /// # Errors
    /// The journey is none, there is no such name server, or a port cannot be had: a sentence.
    pub fn open(journey: Parts, settings: &Settings, tell: Tell) -> Result<Self, String> {
        let customer = journey.sender.to_string();
        let scenario = Scenario::new(journey).map_err(|error| error.to_string())?;
        let mut live = LiveWorld::new(&scenario);
        if !settings.bind.is_loopback() {
            // Everybody knows the usual ones.
            let mut without = None;
            live.change_passwords(|| {
                password().unwrap_or_else(|error| {
                    without = Some(error);
                    String::new()
                })
            });
            without.map_or(Ok(()), Err)?;
        }
        let zones = chosen_zones(&scenario, &live.trace().cast, settings.dns_host.as_deref())?;
        let speed = settings.speed.max(1);
        let unusual = conditions::in_words(&scenario, &live, speed);
        let inside = Inside { live, log: WorldLog::default(), closing: false };
        let shared = Arc::new(Shared {
            inside: Mutex::new(inside),
            changed: Condvar::new(),
            clock: Clock::start(),
            speed,
            tell,
        });
        let fail =
            |what: &str, error: io::Error| transcript::cannot_listen(what, &error.to_string());
        let [smtp, submission, pop3, dns] =
            [settings.smtp, settings.submission, settings.pop3, settings.dns];
        let at =
            |port: Option<u16>, n: usize| At { bind: settings.bind, port, preferred: PREFERRED[n] };
        let mut ports = Ports::default();
        let mut address = |port: Port, at: At| {
            let reserved = at.open(Reserved::bind).map_err(|error| fail(name_of(port), error))?;
            let address = reserved.address();
            ports.closed.push((port, reserved));
            Ok::<_, String>(address)
        };
        let smtp = address(Port::Smtp, at(smtp, 0))?;
        let submission = address(Port::Submission, at(submission, 1))?;
        let pop3 = address(Port::Pop3, at(pop3, 2))?;
        let answering = shared.answering(NameServer::new(zones));
        let dns = at(dns, 3).open(|at| DnsService::start(at, Limits::default(), answering.clone()));
        let dns = dns.map_err(|error| fail("DNS", error))?;
        shared.open_ports(&mut ports, &lock(&shared.inside).live, |_| {})?;
        let of_thread = shared.clone();
        let worker = std::thread::Builder::new().name("world".to_owned());
        let worker = worker.spawn(move || of_thread.work(ports));
        let worker = Some(worker.map_err(|error| error.to_string())?);
        Ok(Self { shared, customer, unusual, smtp, submission, pop3, dns, worker })
    }

    /// Where the destination's server takes mail.
    pub fn smtp(&self) -> SocketAddr {
        self.smtp
    }

    /// Where the provider takes its customers' mail.
    pub fn submission(&self) -> SocketAddr {
        self.submission
    }

    /// Where mail is collected.
    pub fn pop3(&self) -> SocketAddr {
        self.pop3
    }

    /// Where name servers answer.
    pub fn dns(&self) -> SocketAddr {
        self.dns.address()
    }

    /// The user name at the submission port. Its password is that of its box.
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// What does not go as usual: a sentence for each condition of the journey.
    pub fn unusual(&self) -> &[String] {
        &self.unusual
    }

    /// Every box: its user name, and its password.
    pub fn boxes(&self) -> Vec<(String, String)> {
        lock(&self.shared.inside).live.boxes()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        lock(&self.shared.inside).closing = true;
        self.shared.changed.notify_all();
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

/// Where to listen.
#[derive(Clone, Copy)]
struct At {
    bind: IpAddr,
    port: Option<u16>,
    preferred: u16,
}

impl At {
    fn open<T>(self, open: impl Fn(SocketAddr) -> io::Result<T>) -> io::Result<T> {
        let at = |port| open(SocketAddr::new(self.bind, port));
        match self.port {
            Some(port) => at(port),
            None => at(self.preferred).or_else(|_| at(0)),
        }
    }
}

/// The ports for mail: those that are closed still, and those that are open.
#[derive(Default)]
struct Ports {
    /// Where nobody listens yet, so that calls are refused.
    closed: Vec<(Port, Reserved)>,
    open: Vec<Listener>,
}

/// What people call a port.
const fn name_of(port: Port) -> &'static str {
    match port {
        Port::Smtp => "SMTP",
        Port::Submission => "submission",
        Port::Pop3 => "POP3",
    }
}

/// The zones to answer for.
fn chosen_zones(scenario: &Scenario, cast: &Cast, host: Option<&str>) -> Result<Vec<Zone>, String> {
    let is_chosen = |level: &ZoneLevel| match (host, level) {
        (None, _) => true,
        (Some(host), ZoneLevel::Root) => ["root", "."].contains(&host),
        (Some(host), ZoneLevel::TopLevel(name)) => host.eq_ignore_ascii_case(name),
        (Some(host), ZoneLevel::Own(name)) => host.eq_ignore_ascii_case(name.as_str()),
    };
    let zones = zones(scenario, cast).into_iter().filter(|(level, _)| is_chosen(level));
    let zones: Vec<Zone> = zones.map(|(_, zone)| zone).collect();
    if zones.is_empty() {
        Err(transcript::no_such_name_server(host.unwrap_or("")))
    } else {
        Ok(zones)
    }
}

impl Inside {
    /// Lets pass what time has passed outside, and tells what happened.
    fn catch_up(&mut self, shared: &Shared) {
        self.live.advance(shared.now());
        self.tell_news(shared);
    }

    fn tell_news(&mut self, shared: &Shared) {
        for text in self.log.read(&mut self.live, shared.speed) {
            shared.tell.say(&text);
        }
    }
}

impl Shared {
    /// What time it is in the world.
    fn now(&self) -> Instant {
        Instant::from_micros(self.clock.now().micros().saturating_mul(u64::from(self.speed)))
    }

    /// Does something in the world, at its time.
    fn within<T>(&self, act: impl FnOnce(&mut LiveWorld) -> T) -> T {
        let mut inside = lock(&self.inside);
        inside.catch_up(self);
        let result = act(&mut inside.live);
        inside.tell_news(self);
        self.changed.notify_all();
        result
    }

    /// Listens wherever calls are no longer refused.
    fn open_ports(
        self: &Arc<Self>,
        ports: &mut Ports,
        live: &LiveWorld,
        opened: impl Fn(&'static str),
    ) -> Result<(), String> {
        let due = |(port, _): &mut (Port, _)| live.port_state(*port) != PortState::Refuses;
        for (port, reserved) in ports.closed.extract_if(.., due) {
            let name = name_of(port);
            let listener = self.listen(reserved, port);
            let fail = |error: io::Error| transcript::cannot_listen(name, &error.to_string());
            ports.open.push(listener.map_err(fail)?);
            opened(name);
        }
        Ok(())
    }

    /// Lets time pass until they are closing. Then nobody listens any more.
    fn work(self: Arc<Self>, mut ports: Ports) {
        let mut inside = lock(&self.inside);
        while !inside.closing {
            inside.catch_up(&self);
            let opened = |name| self.tell.say(&words::takes_calls(name));
            if let Err(problem) = self.open_ports(&mut ports, &inside.live, opened) {
                self.tell.say(&[&problem, "\n"].concat());
            }
            let next = inside.live.next_at();
            let left = next.map_or(u64::MAX, |at| at.since(self.now()).micros());
            // Rounded up, so that it is time when the wait is over.
            let wait =
                Duration::from_micros(left.div_ceil(u64::from(self.speed))).min(LONGEST_WAIT);
            let woken = self.changed.wait_timeout(inside, wait);
            inside = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        // Whoever is still connected must be able to say goodbye to the world.
        drop(inside);
    }

    fn listen(self: &Arc<Self>, reserved: Reserved, port: Port) -> io::Result<Listener> {
        let what = name_of(port);
        let (protocol, busy, limits) = match port {
            Port::Smtp | Port::Submission => (Protocol::Smtp, smtp_busy(), Limits::default()),
            Port::Pop3 => (Protocol::Pop3, pop3_busy(), Limits::pop3()),
        };
        let shared = self.clone();
        let take = move |peer: SocketAddr| {
            let Some(connection) = shared.within(|live| live.call(port)) else {
                shared.tell.say(&words::call_unanswered(what, &peer.port().to_string()));
                return Taken::Unanswered;
            };
            let farewell = (protocol == Protocol::Smtp).then(smtp_farewell);
            Taken::By(Box::new(Visit { shared: shared.clone(), connection, farewell }))
        };
        let log = PortLog::new(what, self.tell.clone());
        let audience: Audience = Arc::new(move |peer, heard| log.heard(protocol, peer, &heard));
        listen(reserved, self.clock, limits, busy, take, Some(audience))
    }

    /// What name servers say. Those that are off say nothing.
    fn answering(self: &Arc<Self>, server: NameServer) -> Arc<Answering> {
        let shared = self.clone();
        let log = PortLog::new("DNS", self.tell.clone());
        Arc::new(move |_: SocketAddr, transport: Transport, question: &[u8]| {
            let zone = server.zone_asked(question);
            if zone.is_some_and(|zone| shared.within(|live| live.is_silent(zone.apex()))) {
                log.looked_up(question, None);
                return None;
            }
            let answer = server.answer_over(transport, question)?;
            log.looked_up(question, Some(&answer));
            Some(answer)
        })
    }
}

/// A connection to one of the ports.
struct Visit {
    shared: Arc<Shared>,
    connection: ExternalConnection,
    farewell: Option<String>,
}

impl ProtocolMachine for Visit {
    // The client was greeted when the call was taken.
    fn open(&mut self, _now: Instant) {}

    fn handle_bytes(&mut self, _now: Instant, bytes: &[u8]) {
        self.shared.within(|live| self.connection.handle_bytes(live, bytes));
    }

    fn handle_closed(&mut self, _now: Instant) {
        self.shared.within(|live| self.connection.handle_closed(live));
    }

    fn outbox(&mut self) -> &mut Outbox {
        self.connection.outbox()
    }

    fn wants_close(&self) -> bool {
        self.connection.wants_close()
    }

    fn farewell(&self) -> Option<String> {
        self.farewell.clone()
    }

    fn hears_message(&self) -> bool {
        self.connection.reads_message()
    }
}
