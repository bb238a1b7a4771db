//! Our own SMTP and POP3 servers on real ports, for real clients.

use super::LIMITS;
use journey::serve::{self, Clock, Listener};
use model::address::{Mailbox, ReversePath};
use model::time::Instant;
use sim::pop3::Maildrops;
use sim::smtp::{Policy, Reply, ServerConfig, Transaction};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

/// Takes mail for its own boxes on two ports and lets their owners collect it.
pub struct TestServer {
    shared: Arc<Shared>,
    smtp: Listener,
    submission: Listener,
    pop3: Listener,
}

/// A message that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Who signed in.
    pub user: Option<String>,
    /// From whom.
    pub reverse_path: ReversePath,
    /// For whom.
    pub recipients: Vec<String>,
    /// The message.
    pub body: Vec<u8>,
}

struct Shared {
    drops: Arc<Mutex<Maildrops>>,
    accepted: Mutex<Vec<Accepted>>,
}

impl TestServer {
    /// The domain that it has boxes for.
    pub const DOMAIN: &str = "office.example";
    /// The largest message that it takes, in bytes.
    pub const SIZE_LIMIT: u64 = 100_000;
    /// Its boxes, each with its password.
    pub const BOXES: [(&str, &str); 2] = [("ann", "ka-lo-17"), ("bob", "mi-ne-42")];

    /// Opens it on free ports.
    ///
    /// # Panics
    ///
    /// When there are none.
    pub fn open() -> Self {
        let domain = Self::DOMAIN.parse().expect("a domain");
        let mut drops = Maildrops::new([domain]);
        for (name, password) in Self::BOXES {
            drops.add(name, password);
        }
        let drops = Arc::new(Mutex::new(drops));
        let shared = Arc::new(Shared { drops: drops.clone(), accepted: Mutex::default() });
        let clock = Clock::start();
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let smtp = |submission| {
            let template = ServerConfig {
                name: "mail.office.example".parse().expect("a name"),
                size_limit: Self::SIZE_LIMIT,
                submission,
                peer_ip: Ipv4Addr::LOCALHOST,
            };
            let shared = shared.clone();
            let policy = move |_| -> serve::BoxedPolicy { Box::new(TestPolicy(shared.clone())) };
            serve::serve_smtp(any, clock, LIMITS, &template, policy, None).expect("a free port")
        };
        let (smtp, submission) = (smtp(false), smtp(true));
        let pop3 = serve::serve_pop3(any, clock, LIMITS, "mail.office.example", drops, None);
        Self { shared, smtp, submission, pop3: pop3.expect("a free port") }
    }

    /// Where it takes mail from everybody.
    pub fn smtp(&self) -> SocketAddr {
        self.smtp.address()
    }

    /// Where it takes mail from those who sign in.
    pub fn submission(&self) -> SocketAddr {
        self.submission.address()
    }

    /// Where mail is collected.
    pub fn pop3(&self) -> SocketAddr {
        self.pop3.address()
    }

    /// All that was accepted so far.
    ///
    /// # Panics
    ///
    /// When a session came to grief.
    pub fn accepted(&self) -> Vec<Accepted> {
        self.shared.accepted.lock().expect("no session came to grief").clone()
    }

    /// Lays a message into a box.
    ///
    /// # Panics
    ///
    /// When there is no such box.
    pub fn store(&self, name: &str, bytes: &[u8]) {
        let mut drops = self.shared.drops.lock().expect("no session came to grief");
        drops.get_mut(name).expect("a box").store(bytes.to_vec().into());
    }

    /// How many messages lie in a box.
    ///
    /// # Panics
    ///
    /// When there is no such box.
    pub fn count(&self, name: &str) -> usize {
        let drops = self.shared.drops.lock().expect("no session came to grief");
        drops.get(name).expect("a box").messages().len()
    }
}

struct TestPolicy(Arc<Shared>);

impl Policy for TestPolicy {
    fn authenticate(&mut self, user: &str, password: &str) -> bool {
        TestServer::BOXES.contains(&(user, password))
    }

    fn rcpt(&mut self, mailbox: &Mailbox) -> Result<(), Reply> {
        let known =
            TestServer::BOXES.iter().any(|(name, _)| *name == mailbox.local_part.box_name());
        match (mailbox.domain.as_str() == TestServer::DOMAIN, known) {
            (true, true) => Ok(()),
            (true, false) => Err(Reply::coded::<550, 1, 1>("No such mailbox here")),
            (false, _) => Err(Reply::coded::<550, 7, 1>("This server does not relay for you")),
        }
    }

    fn message(&mut self, _now: Instant, transaction: Transaction) -> Result<String, Reply> {
        let trouble = || Reply::coded::<451, 3, 0>("Local trouble");
        let mut drops = self.0.drops.lock().map_err(|_| trouble())?;
        for mailbox in &transaction.forward_paths {
            let maildrop = drops.get_mut(&mailbox.local_part.box_name()).ok_or_else(trouble)?;
            maildrop.store(transaction.body.clone().into());
        }
        let mut accepted = self.0.accepted.lock().map_err(|_| trouble())?;
        accepted.push(Accepted {
            user: transaction.authenticated,
            reverse_path: transaction.reverse_path,
            recipients: transaction.forward_paths.iter().map(ToString::to_string).collect(),
            body: transaction.body,
        });
        Ok(accepted.len().to_string())
    }
}
