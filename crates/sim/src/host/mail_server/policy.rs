//! The policy of one SMTP session: whom this server takes mail from, for whom,
//! and what it refuses.

use super::answers::Asked;
use super::queue::{Entry, EntryState};
use super::settings::Settings;
use super::spool::Spool;
use crate::host::context::Context;
use crate::host::ports::SUBMISSION_PORT;
use crate::message;
use crate::smtp::{self, Instead, Point, Reply, Transaction};
use crate::trace::EventKind;
use crate::world::Alarm;
use model::address::{Mailbox, ReversePath};
use model::ids::ConnectionId;
use model::limits::message::MOST_HOPS;
use model::limits::smtp::MAX_GREYLISTED;
use model::sorted_map::SortedMap;
use model::time::{Duration, Instant};
use std::net::Ipv4Addr;
use std::sync::Arc;

/// How long a stranger has to wait at a greylisting server (RFC 6647 section 5 recommends to let in
/// who comes back between one minute and 24 hours later).
pub const GREYLIST_DELAY: Duration = Duration::from_mins(5);

/// Client, sender and recipient: what greylisting goes by (RFC 6647 section 2.4).
type Triplet = (Ipv4Addr, String, String);

/// What is remembered from one command to the next.
#[derive(Default)]
pub(super) struct Memory {
    senders: SortedMap<ConnectionId, ReversePath>,
    first_seen: SortedMap<Triplet, Instant>,
}

impl Memory {
    /// When somebody was first seen: now, if never before. Of too many, some are forgotten, and
    /// have to wait once more.
    fn first_seen(&mut self, triplet: Triplet, now: Instant) -> Instant {
        if self.first_seen.len() >= MAX_GREYLISTED && self.first_seen.get(&triplet).is_none() {
            self.first_seen.remove_first();
        }
        *self.first_seen.get_or_insert_with(triplet, || now)
    }
}

/// What one SMTP session may do.
pub(crate) struct SessionPolicy<'a, 'w> {
    pub(super) settings: &'a mut Settings,
    pub(super) spool: &'a mut Spool,
    pub(super) memory: &'a mut Memory,
    pub(super) connection: ConnectionId,
    pub(super) context: &'a mut Context<'w>,
}

impl SessionPolicy<'_, '_> {
    /// On the submission port nobody gets far without having signed in.
    fn is_submission(&self) -> bool {
        self.context.connection(self.connection).server.1 == SUBMISSION_PORT
    }

    fn client(&self) -> Ipv4Addr {
        let client = self.context.connection(self.connection).client.0;
        self.context.cast().host(client).address
    }

    fn sender(&self) -> ReversePath {
        self.memory.senders.get(&self.connection).cloned().flatten()
    }

    /// Greylisting: strangers have to come back later, which most who send spam never do.
    fn greylist(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        if !self.settings.policies.greylisting {
            return Ok(());
        }
        let sender = smtp_path(&self.sender());
        let recipient = mailbox.to_string().to_ascii_lowercase();
        let triplet = (self.client(), sender, recipient);
        let now = self.context.now();
        let until = self.memory.first_seen(triplet, now) + GREYLIST_DELAY;
        if now >= until {
            return Ok(());
        }
        let (connection, mailbox) = (self.connection, mailbox.clone());
        self.context.record(EventKind::Greylisted { connection, mailbox, until });
        Err(Reply::coded::<451, 7, 1>("Greylisted, please try again later"))
    }
}

impl smtp::Policy for SessionPolicy<'_, '_> {
    fn instead(&mut self, point: Point<'_>) -> Result<(), Instead> {
        let asked = Asked {
            point,
            client: self.context.connection(self.connection).client.0,
            submission: self.is_submission(),
            sender: self.sender(),
        };
        let mut answers = self.settings.policies.answers.iter_mut();
        answers.find_map(|answer| answer.to(&asked)).map_or(Ok(()), Err)
    }

    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        let known = self.settings.customers.iter().any(|(customer, key)| {
            let name = user.eq_ignore_ascii_case(&customer.to_string())
                || user.eq_ignore_ascii_case(customer.local_part.as_str());
            name && key == password
        });
        if known {
            let (connection, user) = (self.connection, user.to_owned());
            self.context.record(EventKind::Authenticated { connection, user });
        }
        known
    }

    fn mail(&mut self, reverse_path: &ReversePath, _size: Option<u64>) -> Result<(), Reply> {
        let own = |from: &Mailbox| self.settings.senders.iter().any(|s| s.same_box(from));
        if self.is_submission() && reverse_path.as_ref().is_some_and(|from| !own(from)) {
            return Err(Reply::coded::<553, 7, 1>("That is not your address"));
        }
        self.memory.senders.insert(self.connection, reverse_path.clone());
        Ok(())
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        let submission = self.is_submission();
        let settings = &self.settings;
        let now = self.context.now();
        if submission && settings.policies.limited_until.is_some_and(|until| now < until) {
            return Err(Reply::coded::<450, 2, 1>(
                "You have sent too many messages in the last hour, please try again later",
            ));
        }
        if settings.local_domains.contains(&mailbox.domain) {
            let Some(maildrop) = self.spool.mailboxes.box_for(mailbox) else {
                return Err(Reply::coded::<550, 1, 1>("No such mailbox here"));
            };
            // A customer's own message is taken, and waits here if need be.
            if !submission
                && let Some(full) = self.spool.mailboxes.fullness(mailbox, maildrop.octets())
            {
                self.context.record(full);
                let told = self.spool.mailboxes.quota(mailbox).filter(|quota| quota.told);
                let quota = told.map_or_else(String::new, |quota| {
                    format!(", its quota of {} bytes is used up", quota.octets)
                });
                return Err(Reply::coded::<452, 2, 2>(&["Mailbox full", &quota].concat()));
            }
        } else if !submission && !settings.relays(&mailbox.domain) {
            return Err(Reply::coded::<550, 7, 1>("This server does not relay for you"));
        }
        if submission { Ok(()) } else { self.greylist(mailbox) }
    }

    fn message(&mut self, now: Instant, transaction: Transaction) -> Result<String, Reply> {
        if message::count_received(&transaction.body) > MOST_HOPS {
            return Err(Reply::coded::<554, 4, 6>("Too many hops, mail is going in circles"));
        }
        let queue_id = self.spool.queue.next_id();
        let peer = self.context.connection(self.connection).client.0;
        let clock_off = self.settings.policies.clock_off;
        let header = message::received_line(
            &message::Received {
                helo: &transaction.helo,
                reverse_name: Some(&self.context.cast().host(peer).name),
                ip: transaction.peer_ip,
                by: self.spool.name.as_str(),
                esmtp: transaction.esmtp,
                authenticated: transaction.authenticated.is_some(),
                id: &queue_id.to_string(),
                recipients: &transaction.forward_paths,
            },
            now,
            clock_off,
        );
        let stored: Arc<Vec<u8>> = message::prepend(&header, &transaction.body).into();
        let message = self.context.keep(stored.clone());
        self.context.record(EventKind::Accepted {
            connection: self.connection,
            queue_id,
            message,
            added: header.len(),
            recipients: transaction.forward_paths.clone(),
        });
        if clock_off != 0 {
            self.context.record(EventKind::ClockOff { queue_id, seconds: clock_off });
        }
        let is_report = transaction.reverse_path.is_none();
        let held = self.settings.policies.held.filter(|_| !is_report);
        for (n, recipients) in (0..).zip(by_domain(transaction.forward_paths)) {
            // Every group is an entry of its own, so that one can be done while another waits.
            let queue_id = queue_id.part(n);
            let reverse_path = transaction.reverse_path.clone();
            let mut entry = Entry::new(queue_id, reverse_path, recipients, stored.clone(), now);
            if let Some(until) = held.map(|held| now + held) {
                entry.state = EntryState::Waiting(until);
                let recipients = entry.recipients.clone();
                self.context.record(EventKind::Held { queue_id, recipients, until });
            }
            self.spool.queue.push(entry);
        }
        match held {
            Some(held) => self.context.alarm_in(held, Alarm::Queue),
            None => Spool::run_queue_soon(self.context),
        }
        Ok(queue_id.to_string())
    }
}

/// Recipients grouped by domain, in order of appearance.
fn by_domain(recipients: Vec<Mailbox>) -> Vec<Vec<Mailbox>> {
    let mut groups: Vec<Vec<Mailbox>> = Vec::new();
    for mailbox in recipients {
        match groups.iter_mut().find(|group| group[0].domain == mailbox.domain) {
            Some(group) => group.push(mailbox),
            None => groups.push(vec![mailbox]),
        }
    }
    groups
}

fn smtp_path(path: &ReversePath) -> String {
    path.as_ref().map(|mailbox| mailbox.to_string().to_ascii_lowercase()).unwrap_or_default()
}
