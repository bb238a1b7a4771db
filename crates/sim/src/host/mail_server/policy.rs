//! The policy of one SMTP session: whom this server takes mail from, for whom,
//! and what it refuses.
//!
//! Simplified: a blocklist is a list in the server's own memory, where real servers ask one in the
//! domain name system; whether a sender is proven, and what spam is, is a list of names, where real
//! servers look up policies (SPF, DKIM, DMARC) and read the content.

use super::queue::Entry;
use super::settings::Settings;
use super::spool::Spool;
use crate::host::context::Context;
use crate::host::ports::SUBMISSION_PORT;
use crate::message;
use crate::smtp::{self, Reply, Transaction};
use crate::trace::EventKind;
use model::address::{Mailbox, ReversePath};
use model::condition::RefusalStage;
use model::ids::ConnectionId;
use model::limits::message::MOST_HOPS;
use model::limits::smtp::MAX_GREYLISTED;
use model::time::{Duration, Instant};
use std::collections::BTreeMap;
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
    senders: BTreeMap<ConnectionId, ReversePath>,
    first_seen: BTreeMap<Triplet, Instant>,
}

impl Memory {
    /// When somebody was first seen: now, if never before. Of too many, some are forgotten, and
    /// have to wait once more.
    fn first_seen(&mut self, triplet: Triplet, now: Instant) -> Instant {
        if self.first_seen.len() >= MAX_GREYLISTED && !self.first_seen.contains_key(&triplet) {
            self.first_seen.pop_first();
        }
        *self.first_seen.entry(triplet).or_insert(now)
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

    fn refusal(&mut self, stage: RefusalStage) -> Result<(), Reply> {
        let from = self.context.connection(self.connection).client.0;
        let found = self.settings.policies.refusals.iter_mut().find(|refusal| {
            refusal.from == from && refusal.stage == stage && refusal.left != Some(0)
        });
        let Some(refusal) = found else { return Ok(()) };
        refusal.left = refusal.left.map(|left| left.saturating_sub(1));
        Err(refusal_in_words(stage, refusal.permanent))
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

    /// Whether this server would take the message at all.
    fn judge(&mut self, transaction: &Transaction) -> Result<(), Reply> {
        if message::count_received(&transaction.body) > MOST_HOPS {
            return Err(Reply::coded::<554, 4, 6>("Too many hops, mail is going in circles"));
        }
        self.refusal(RefusalStage::Message)?;
        let (Some(sender), false) = (&transaction.reverse_path, self.is_submission()) else {
            return Ok(());
        };
        let policies = &self.settings.policies;
        if policies.unproven.contains(&sender.domain) {
            let text = format!("Cannot verify that this comes from {}", sender.domain);
            return Err(Reply::coded::<550, 7, 26>(&text));
        }
        if policies.spammers.iter().any(|spammer| spammer.same_box(sender)) {
            return Err(Reply::coded::<554, 7, 1>("Message refused, it looks like spam"));
        }
        Ok(())
    }
}

impl smtp::Policy for SessionPolicy<'_, '_> {
    fn greeting(&mut self) -> Result<(), Reply> {
        self.refusal(RefusalStage::Greeting)
    }

    fn hello(&mut self, _name: &str) -> Result<(), Reply> {
        self.refusal(RefusalStage::Hello)
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
        self.refusal(RefusalStage::Mail)?;
        let own = |from: &Mailbox| self.settings.senders.iter().any(|s| s.same_box(from));
        if self.is_submission() && reverse_path.as_ref().is_some_and(|from| !own(from)) {
            return Err(Reply::coded::<553, 7, 1>("That is not your address"));
        }
        self.memory.senders.insert(self.connection, reverse_path.clone());
        Ok(())
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        self.refusal(RefusalStage::Rcpt)?;
        let submission = self.is_submission();
        let client = self.client();
        let settings = &self.settings;
        if !submission && settings.policies.blocklist.contains(&client) {
            let text = format!("Service refused, {client} is on a blocklist");
            return Err(Reply::coded::<554, 7, 1>(&text));
        }
        if settings.local_domains.contains(&mailbox.domain) {
            let Some(maildrop) = self.spool.mailboxes.maildrops.get(&mailbox.local_part.box_name())
            else {
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

    fn data(&mut self) -> Result<(), Reply> {
        self.refusal(RefusalStage::Data)
    }

    fn message(&mut self, now: Instant, transaction: Transaction) -> Result<String, Reply> {
        self.judge(&transaction)?;
        let queue_id = self.spool.queue.next_id();
        let peer = self.context.connection(self.connection).client.0;
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
        for (n, recipients) in (0..).zip(by_domain(transaction.forward_paths)) {
            // Every group is an entry of its own, so that one can be done while another waits.
            let queue_id = queue_id.part(n);
            let reverse_path = transaction.reverse_path.clone();
            let entry = Entry::new(queue_id, reverse_path, recipients, stored.clone(), now);
            self.spool.queue.push(entry);
        }
        Spool::run_queue_soon(self.context);
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

/// What servers commonly say at that point.
fn refusal_in_words(stage: RefusalStage, permanent: bool) -> Reply {
    match (stage, permanent) {
        (RefusalStage::Greeting, true) => Reply::plain::<554>("No mail service here"),
        (RefusalStage::Greeting | RefusalStage::Hello, false) => {
            Reply::plain::<421>("Too busy, please try again later")
        }
        (RefusalStage::Hello, true) => Reply::plain::<550>("This name is not welcome"),
        (RefusalStage::Mail, true) => Reply::coded::<550, 7, 1>("This sender is not welcome"),
        (RefusalStage::Mail, false) => {
            Reply::coded::<452, 3, 1>("Not enough room on the disk, please try again later")
        }
        (RefusalStage::Rcpt, true) => Reply::coded::<550, 2, 1>("Mailbox is switched off"),
        (RefusalStage::Rcpt, false) => {
            Reply::coded::<450, 2, 1>("Mailbox is busy, please try again later")
        }
        (RefusalStage::Data, true) => Reply::coded::<554, 3, 0>("Cannot take messages"),
        (RefusalStage::Data, false) => {
            Reply::coded::<451, 3, 0>("Something is wrong here, please try again later")
        }
        (RefusalStage::Message, true) => {
            Reply::coded::<554, 6, 0>("The content of this message is not wanted")
        }
        (RefusalStage::Message, false) => {
            Reply::coded::<451, 3, 0>("Could not store the message, please try again later")
        }
    }
}
