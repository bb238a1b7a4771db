//! Maildrops (RFC 1939 sections 4 to 8): where messages wait for their owner.
//!
//! A session works on a [`Snapshot`] of its maildrop and holds the maildrop's exclusive lock
//! (section 4). Mail that arrives meanwhile is stored, but the open session does not see it. What
//! the session deleted goes when its snapshot is committed (section 6), and not before.
//!
//! Simplified: passwords are kept and compared as plain text; a server's domains share one set of
//! boxes; there is no retention policy (section 8), mail stays until its owner deletes it. Messages
//! are kept byte for byte: a bare CR or LF in one stays what it is, only CR LF ends a line.

use model::address::Domain;
use model::sorted_map::SortedMap;
use std::sync::Arc;

/// A message in a maildrop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// Unique in its maildrop for ever (RFC 1939 section 7, `UIDL`): 16 hexadecimal digits.
    pub uid: String,
    /// The message, lines ending in CR LF, not dot-stuffed.
    pub bytes: Arc<Vec<u8>>,
}

impl StoredMessage {
    /// Size in octets as it goes over the wire, without dot-stuffing (RFC 1939 section 11): a
    /// message whose last line has no CR LF gets one there.
    pub fn octets(&self) -> u64 {
        let missing = if self.bytes.is_empty() || self.bytes.ends_with(b"\r\n") { 0 } else { 2 };
        self.bytes.len() as u64 + missing
    }
}

/// One box with its key.
#[derive(Clone, Debug)]
pub struct Maildrop {
    name: String,
    password: String,
    messages: Vec<StoredMessage>,
    next_uid: u64,
    locked: bool,
}

impl Maildrop {
    /// An empty, unlocked maildrop. The name is kept in lower case.
    pub fn new(name: &str, password: &str) -> Self {
        Self {
            name: name.to_ascii_lowercase(),
            password: password.to_owned(),
            messages: Vec::new(),
            next_uid: 1,
            locked: false,
        }
    }

    /// The box name, in lower case.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its key.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// The messages, oldest first.
    pub fn messages(&self) -> &[StoredMessage] {
        &self.messages
    }

    /// Size of all messages in octets.
    pub fn octets(&self) -> u64 {
        self.messages.iter().map(StoredMessage::octets).sum()
    }

    /// Whether a session holds the lock.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Puts a message in, also while a session holds the lock, and returns its unique id.
    pub fn store(&mut self, bytes: Arc<Vec<u8>>) -> &str {
        let uid = format!("{:016x}", self.next_uid);
        self.next_uid += 1;
        self.messages.push(StoredMessage { uid, bytes });
        self.messages.last().map_or("", |message| &message.uid)
    }
}

/// Why a maildrop was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// No such box, or not its password. Which of the two is not told (RFC 1939 section 13).
    BadCredentials,
    /// Another session holds the lock.
    Locked,
}

/// What a session sees of its maildrop, and the right to change it: holding one means holding the
/// lock. Give it back with [`Boxes::commit`] or [`Boxes::release`].
#[must_use = "the maildrop stays locked until its snapshot is committed or released"]
#[derive(Debug)]
pub struct Snapshot {
    box_name: String,
    messages: Vec<StoredMessage>,
}

impl Snapshot {
    /// The box name, in lower case.
    pub fn box_name(&self) -> &str {
        &self.box_name
    }

    /// The messages that were there when the maildrop was opened. Message number 1 is the first.
    pub fn messages(&self) -> &[StoredMessage] {
        &self.messages
    }
}

/// Where a session finds its maildrop.
pub trait Boxes {
    /// Opens a maildrop and takes its lock.
    ///
    /// # Errors
    /// The user name or password is wrong, or another session holds the lock. A wrong password is
    /// not told about the lock.
    fn open(&mut self, user: &str, password: &str) -> Result<Snapshot, OpenError>;

    /// Ends a session: removes the messages with the unique ids `deleted`, as far as the session
    /// saw them, and releases the lock. Returns how many messages the maildrop now holds.
    fn commit(&mut self, session: Snapshot, deleted: &[String]) -> usize;

    /// Ends a session without deleting anything and releases the lock.
    fn release(&mut self, session: Snapshot) {
        self.commit(session, &[]);
    }
}

/// All maildrops of one server.
#[derive(Clone, Debug, Default)]
pub struct Maildrops {
    /// By box name, in lower case.
    boxes: SortedMap<String, Maildrop>,
    domains: Vec<Domain>,
}

impl Maildrops {
    /// No boxes yet. `domains` are those whose addresses this server takes as user names.
    pub fn new(domains: impl IntoIterator<Item = Domain>) -> Self {
        Self { boxes: SortedMap::default(), domains: domains.into_iter().collect() }
    }

    /// The domains whose addresses are user names here.
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// Puts up an empty box. A box of that name (in any case) that exists already stays as it is,
    /// with its messages and its password.
    pub fn add(&mut self, name: &str, password: &str) {
        let make = || Maildrop::new(name, password);
        self.boxes.get_or_insert_with(name.to_ascii_lowercase(), make);
    }

    /// Gives each box another password.
    pub fn change_passwords(&mut self, new: &mut dyn FnMut() -> String) {
        for maildrop in self.boxes.values_mut() {
            maildrop.password = new();
        }
    }

    /// The box of that name, in any case.
    pub fn get(&self, name: &str) -> Option<&Maildrop> {
        self.boxes.get(&name.to_ascii_lowercase())
    }

    /// The box of that name, in any case, to put mail in.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Maildrop> {
        self.boxes.get_mut(&name.to_ascii_lowercase())
    }

    /// All boxes, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Maildrop> {
        self.boxes.values()
    }

    /// The box a user name means: a box name, or an address `box@domain` at one of the domains.
    pub fn find(&self, user: &str) -> Option<&Maildrop> {
        self.get(user).or_else(|| {
            let (name, domain) = user.rsplit_once('@')?;
            let ours = |d: &Domain| d.as_str().eq_ignore_ascii_case(domain);
            self.domains.iter().any(ours).then_some(())?;
            self.get(name)
        })
    }
}

impl Boxes for Maildrops {
    fn open(&mut self, user: &str, password: &str) -> Result<Snapshot, OpenError> {
        let name = self
            .find(user)
            .filter(|found| found.password == password)
            .map(|found| found.name.clone())
            .ok_or(OpenError::BadCredentials)?;
        let maildrop = self.boxes.get_mut(&name).ok_or(OpenError::BadCredentials)?;
        if maildrop.locked {
            return Err(OpenError::Locked);
        }
        maildrop.locked = true;
        Ok(Snapshot { box_name: name, messages: maildrop.messages.clone() })
    }

    fn commit(&mut self, session: Snapshot, deleted: &[String]) -> usize {
        let Snapshot { box_name, messages } = session;
        let Some(maildrop) = self.boxes.get_mut(&box_name) else {
            return 0;
        };
        // Both lists are in the order of arrival, so one pass is enough.
        let mut gone =
            messages.into_iter().filter(|message| deleted.contains(&message.uid)).peekable();
        maildrop.messages.retain(|message| gone.next_if(|g| g.uid == message.uid).is_none());
        maildrop.locked = false;
        maildrop.messages.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drops() -> Maildrops {
        let mut drops = Maildrops::new(["allbusiness.com".parse().unwrap()]);
        drops.add("Feedback", "key 1");
        drops.add("\"a@b\"", "key 2");
        for text in ["one\r\n", "two", ""] {
            let feedback = drops.get_mut("feedback").unwrap();
            feedback.store(text.as_bytes().to_vec().into());
        }
        drops
    }

    #[track_caller]
    fn check(user: &str, password: &str, expected: Result<&str, OpenError>) {
        let opened = drops().open(user, password).map(|s| s.box_name);
        assert_eq!(opened.as_deref(), expected.as_ref().copied(), "{user}");
    }

    #[test]
    fn the_user_name_is_a_box_name_or_an_address() {
        use OpenError::BadCredentials;
        check("feedback", "key 1", Ok("feedback"));
        check("FEEDBACK", "key 1", Ok("feedback"));
        check("feedback@AllBusiness.com", "key 1", Ok("feedback"));
        check("\"a@b\"", "key 2", Ok("\"a@b\""));
        check("\"a@b\"@allbusiness.com", "key 2", Ok("\"a@b\""));
        check("feedback@example.net", "key 1", Err(BadCredentials));
        check("feedback@", "key 1", Err(BadCredentials));
        check("feedback", "KEY 1", Err(BadCredentials));
        check("feedback", "", Err(BadCredentials));
        check("service", "key 1", Err(BadCredentials));
        check("", "", Err(BadCredentials));
    }

    #[test]
    fn sizes_count_the_last_line_end() {
        let drops = drops();
        let feedback = drops.find("feedback").unwrap();
        let sizes: Vec<_> = feedback.messages().iter().map(StoredMessage::octets).collect();
        assert_eq!(sizes, [5, 5, 0]);
        assert_eq!(feedback.octets(), 10);
    }

    #[test]
    fn one_session_at_a_time() {
        let mut drops = drops();
        let session = drops.open("feedback", "key 1").unwrap();
        let second = drops.open("feedback", "key 1").map(|_| ());
        assert_eq!(second, Err(OpenError::Locked));
        let wrong = drops.open("feedback", "key 2").map(|_| ());
        assert_eq!(wrong, Err(OpenError::BadCredentials));
        drops.release(session);
        assert!(!drops.get("feedback").unwrap().is_locked());
        assert_eq!(drops.get("feedback").unwrap().messages().len(), 3);
    }

    #[test]
    fn an_open_session_sees_no_new_mail_and_removes_only_what_it_saw() {
        let mut drops = drops();
        let session = drops.open("feedback", "key 1").unwrap();
        let new = drops.get_mut("feedback").unwrap().store(b"new\r\n".to_vec().into());
        let new = new.to_owned();
        assert_eq!(session.messages().len(), 3);
        let first = session.messages()[0].uid.clone();
        let third = session.messages()[2].uid.clone();
        assert_eq!(drops.commit(session, &[third, first, new.clone()]), 2);
        let feedback = drops.get_mut("feedback").unwrap();
        let uids: Vec<_> = feedback.messages().iter().map(|m| &m.uid).collect();
        assert_eq!(uids, ["0000000000000002", new.as_str()]);
        assert_ne!(feedback.store(b"".to_vec().into()), new, "an id is never used again");
    }
}
