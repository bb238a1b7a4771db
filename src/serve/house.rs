//! A journey's servers on real ports: what `journey serve` runs.
//!
//! The submission port is the provider's and takes mail from its customers, who sign in; what they
//! send [travels through the simulation](super::forward), and what the simulation lays into a box
//! lies in the box of the same name here. The SMTP port is the destination's, as other servers see
//! it: mail for its boxes lies there at once. The POP3 port opens all boxes. The DNS port answers
//! for all zones of the journey, or for those of one server.

use super::forward::{Happening, Journey, forward};
use super::mail::{Audience, Desk, lock, serve_pop3, serve_smtp};
use super::telling::{Tell, Telling};
use super::{Clock, Limits, Listener, NameService, serve_names};
use crate::limits::scenario::MAX_RECIPIENTS;
use crate::limits::smtp::MAX_MESSAGE;
use crate::sim::address::{Domain, Mailbox, ReversePath};
use crate::sim::cast::{Cast, ZoneLevel};
use crate::sim::dns::{NameServer, Zone};
use crate::sim::host::setup::{WALL, password, zones};
use crate::sim::message;
use crate::sim::pop3::Maildrops;
use crate::sim::scenario::{Parts, Scenario};
use crate::sim::smtp::{Policy, Reply, ServerConfig, Transaction};
use crate::sim::time::{Duration, Instant};
use crate::text::gloss::Protocol;
use crate::text::transcript as words;
use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address to listen at.
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

/// The servers. Dropping it ends them all.
pub struct House {
    shared: Arc<Shared>,
    smtp: Listener,
    submission: Listener,
    pop3: Listener,
    dns: NameService,
    worker: Option<JoinHandle<()>>,
}

struct Shared {
    journey: Parts,
    /// The domain whose boxes go by their bare names.
    destination: Domain,
    /// The names of the provider's server and of the destination's.
    names: [Domain; 2],
    clock: Clock,
    speed: u32,
    drops: Arc<Mutex<Maildrops>>,
    messages: AtomicU64,
    /// `None` once the house is closing.
    orders: Mutex<Option<Sender<Order>>>,
    tell: Tell,
}

/// To be done when its time has come.
type Order = (Instant, Happening);

impl House {
    /// Opens all ports. `tell` gets every line with what it means, from many threads.
    ///
    /// # Errors
    /// The journey is none, there is no such name server, or a port cannot be had: a sentence.
    pub fn open(journey: Parts, settings: &Settings, tell: Tell) -> Result<Self, String> {
        let scenario = Scenario::new(journey.clone()).map_err(|error| error.to_string())?;
        let cast = Cast::new(&scenario);
        let zones = chosen_zones(&scenario, &cast, settings.dns_host.as_deref())?;
        // A scenario has at least one recipient.
        let destination = journey.recipients[0].domain.clone();
        let name = |id| cast.host(id).name.parse().unwrap_or_else(|_| destination.clone());
        let names = [name(cast.provider), name(cast.home_of(&destination))];
        let (orders, to_do) = channel();
        let shared = Arc::new(Shared {
            drops: Arc::new(Mutex::new(Maildrops::new([destination.clone()]))),
            destination,
            names,
            clock: Clock::start(),
            speed: settings.speed.max(1),
            messages: AtomicU64::new(0),
            orders: Mutex::new(Some(orders)),
            tell,
            journey,
        });
        shared.put_up_boxes();
        let fail = |what: &str, error: io::Error| words::cannot_listen(what, &error.to_string());
        let [smtp, submission, pop3, dns] =
            [settings.smtp, settings.submission, settings.pop3, settings.dns];
        let at =
            |port: Option<u16>, n: usize| At { bind: settings.bind, port, preferred: PREFERRED[n] };
        let smtp = at(smtp, 0).open(|at| shared.serve_smtp(at, false));
        let smtp = smtp.map_err(|error| fail("SMTP", error))?;
        let submission = at(submission, 1).open(|at| shared.serve_smtp(at, true));
        let submission = submission.map_err(|error| fail("submission", error))?;
        let pop3 = at(pop3, 2).open(|at| shared.serve_pop3(at));
        let pop3 = pop3.map_err(|error| fail("POP3", error))?;
        let dns = at(dns, 3).open(|at| {
            let telling = Telling::new("DNS", shared.tell.clone());
            serve_names(at, NameServer::new(zones.clone()), move |_, question, answer| {
                telling.looked_up(question, answer);
            })
        });
        let dns = dns.map_err(|error| fail("DNS", error))?;
        let of_thread = shared.clone();
        let worker = std::thread::Builder::new().name("post".to_owned());
        let worker = worker.spawn(move || of_thread.work(&to_do));
        let worker = Some(worker.map_err(|error| error.to_string())?);
        Ok(Self { shared, smtp, submission, pop3, dns, worker })
    }

    /// Where the destination's server takes mail.
    pub fn smtp(&self) -> SocketAddr {
        self.smtp.address()
    }

    /// Where the provider takes its customers' mail.
    pub fn submission(&self) -> SocketAddr {
        self.submission.address()
    }

    /// Where mail is collected.
    pub fn pop3(&self) -> SocketAddr {
        self.pop3.address()
    }

    /// Where name servers answer.
    pub fn dns(&self) -> SocketAddr {
        self.dns.address()
    }

    /// The user name at the submission port. Its password is that of its box.
    pub fn customer(&self) -> String {
        self.shared.journey.sender.to_string()
    }

    /// Every box: its user name, and its password.
    pub fn boxes(&self) -> Vec<(String, String)> {
        let mailboxes = self.shared.first_boxes().into_iter();
        mailboxes.map(|mailbox| (self.shared.key(&mailbox), password(&mailbox))).collect()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Without anybody who could give an order the worker ends.
        lock(&self.shared.orders).take();
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
    if zones.is_empty() { Err(words::no_such_name_server(host.unwrap_or(""))) } else { Ok(zones) }
}

impl Shared {
    /// The boxes that there are from the beginning.
    fn first_boxes(&self) -> Vec<Mailbox> {
        let mut boxes = self.journey.recipients.clone();
        boxes.push(self.journey.sender.clone());
        let domains: Vec<Domain> = boxes.iter().map(|mailbox| mailbox.domain.clone()).collect();
        for domain in domains {
            let on_the_wall =
                WALL.iter().filter_map(|name| format!("{name}@{domain}").parse().ok());
            boxes.extend(on_the_wall);
        }
        let mut unique: Vec<Mailbox> = Vec::new();
        for mailbox in boxes {
            if !unique.iter().any(|earlier| earlier.same_box(&mailbox)) {
                unique.push(mailbox);
            }
        }
        unique
    }

    fn put_up_boxes(&self) {
        let mut drops = lock(&self.drops);
        for mailbox in self.first_boxes() {
            drops.add(&self.key(&mailbox), &password(&mailbox));
        }
    }

    /// The name of a box: bare in the destination's domain, the whole address elsewhere.
    fn key(&self, mailbox: &Mailbox) -> String {
        if mailbox.domain == self.destination {
            mailbox.local_part.box_name()
        } else {
            [&mailbox.local_part.box_name(), "@", mailbox.domain.as_str()].concat()
        }
    }

    fn serve_smtp(self: &Arc<Self>, at: SocketAddr, submission: bool) -> io::Result<Listener> {
        let name = self.names[usize::from(!submission)].clone();
        let peer_ip = Ipv4Addr::LOCALHOST;
        let template = ServerConfig { name, size_limit: MAX_MESSAGE, submission, peer_ip };
        let shared = self.clone();
        let desk = move |_: SocketAddr| -> Desk {
            let shared = shared.clone();
            if submission {
                Box::new(ProviderDesk(shared))
            } else {
                Box::new(DestinationDesk(shared))
            }
        };
        let what = if submission { "submission" } else { "SMTP" };
        let audience = self.audience(what, Protocol::Smtp);
        serve_smtp(at, self.clock, Limits::default(), &template, desk, Some(audience))
    }

    fn serve_pop3(self: &Arc<Self>, at: SocketAddr) -> io::Result<Listener> {
        let audience = self.audience("POP3", Protocol::Pop3);
        let (limits, name) = (Limits::default(), self.names[1].as_str());
        serve_pop3(at, self.clock, limits, name, self.drops.clone(), Some(audience))
    }

    fn audience(&self, what: &'static str, protocol: Protocol) -> Audience {
        let telling = Telling::new(what, self.tell.clone());
        Arc::new(move |peer, heard| telling.heard(protocol, peer, &heard))
    }

    /// Puts a message into a box, which is put up if there is none.
    fn store(&self, mailbox: &Mailbox, bytes: Arc<Vec<u8>>) {
        let key = self.key(mailbox);
        let mut drops = lock(&self.drops);
        if drops.get(&key).is_none() {
            let password = password(mailbox);
            drops.add(&key, &password);
            (self.tell)(&words::new_box(&key, &password));
        }
        if let Some(maildrop) = drops.get_mut(&key) {
            maildrop.store(bytes);
            (self.tell)(&words::lies_in_the_box(&key));
        }
    }

    /// Plans what happens to a message, in real time.
    fn plan(&self, journey: Journey) {
        let now = self.clock.now();
        if let Some(orders) = &*lock(&self.orders) {
            for (after, happening) in journey.happenings {
                let after = Duration::from_micros(after.micros() / u64::from(self.speed));
                // The worker lives as long as the house.
                let _ = orders.send((now + after, happening));
            }
        }
    }

    /// Does everything when its time has come, until nobody can give orders any more.
    fn work(&self, orders: &Receiver<Order>) {
        let mut planned: BTreeMap<(Instant, u64), Happening> = BTreeMap::new();
        let mut number = 0;
        loop {
            let now = self.clock.now();
            while let Some(first) = planned.first_entry().filter(|first| first.key().0 <= now) {
                match first.remove() {
                    Happening::Said(line) => (self.tell)(&line),
                    Happening::Stored(mailbox, bytes) => self.store(&mailbox, bytes),
                }
            }
            let wait = planned
                .first_key_value()
                .map_or(3_600_000_000, |((at, _), _)| at.since(now).micros());
            match orders.recv_timeout(std::time::Duration::from_micros(wait)) {
                Ok((at, happening)) => {
                    planned.insert((at, number), happening);
                    number += 1;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

/// The provider's desk for its customers.
struct ProviderDesk(Arc<Shared>);

impl Policy for ProviderDesk {
    fn authenticate(&mut self, user: &str, given: &str) -> bool {
        let sender = &self.0.journey.sender;
        let known = user.eq_ignore_ascii_case(&sender.to_string())
            || user.eq_ignore_ascii_case(sender.local_part.as_str());
        known && given == password(sender)
    }

    fn mail(&mut self, reverse_path: &ReversePath, _size: Option<u64>) -> Result<(), Reply> {
        let sender = &self.0.journey.sender;
        if reverse_path.as_ref().is_none_or(|mailbox| mailbox.same_box(sender)) {
            Ok(())
        } else {
            Err(Reply::coded::<553, 7, 1>("That is not your address"))
        }
    }

    // Whether there is such a box is found out on the way.
    fn rcpt(&mut self, _mailbox: &Mailbox) -> Result<(), Reply> {
        Ok(())
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        if transaction.forward_paths.len() > MAX_RECIPIENTS {
            return Err(Reply::coded::<452, 5, 3>("Too many recipients for the simulation"));
        }
        let number = self.0.messages.fetch_add(1, Ordering::SeqCst);
        let seed = self.0.journey.seed.wrapping_add(number);
        let journey = forward(&self.0.journey, &transaction, seed)?;
        let queue_id = journey.queue_id.clone();
        self.0.plan(journey);
        Ok(queue_id)
    }
}

/// The destination's desk for other servers.
struct DestinationDesk(Arc<Shared>);

impl Policy for DestinationDesk {
    fn authenticate(&mut self, _user: &str, _password: &str) -> bool {
        false
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        if mailbox.domain != self.0.destination {
            return Err(Reply::coded::<550, 7, 1>("This server does not relay for you"));
        }
        match lock(&self.0.drops).get(&self.0.key(mailbox)) {
            Some(_) => Ok(()),
            None => Err(Reply::coded::<550, 1, 1>("No such mailbox here")),
        }
    }

    fn message(&mut self, now: Instant, transaction: Transaction) -> Result<String, Reply> {
        let number = self.0.messages.fetch_add(1, Ordering::SeqCst);
        let queue_id = format!("{number:012X}");
        let received = message::received_line(
            &message::Received {
                helo: &transaction.helo,
                reverse_name: None,
                ip: transaction.peer_ip,
                by: self.0.names[1].as_str(),
                esmtp: transaction.esmtp,
                authenticated: false,
                id: &queue_id,
                recipients: &transaction.forward_paths,
            },
            now,
        );
        let path = message::return_path_line(&transaction.reverse_path);
        let stored = Arc::new(message::prepend(&[path, received].concat(), &transaction.body));
        for mailbox in &transaction.forward_paths {
            self.0.store(mailbox, stored.clone());
        }
        Ok(queue_id)
    }
}
