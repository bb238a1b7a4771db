//! The record as text: what the golden files hold. One line per event and per packet, by time.

use super::{Event, EventKind, Folder, Packet, PacketFate, Route, Trace};
use crate::dns::{DnsSummary, describe};
use crate::stream::UtteranceKind;
use model::address::Mailbox;
use model::cast::HostId;
use model::ids::{ConnectionId, MessageId, Side};
use model::time::Instant;
use std::fmt;

/// A run of alike packets longer than this is folded to its ends and a count.
const LONGEST_RUN: usize = 12;

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for host in &self.cast.hosts {
            writeln!(f, "host {:2} {:15} {}", host.id.0, host.address, host.name)?;
        }
        writeln!(f)?;
        let mut packets = self.packets.iter().peekable();
        for event in &self.events {
            self.fmt_packets(f, &mut packets, Some(event.at))?;
            write!(f, "{}  {:2}       ", event.at, event.host.0)?;
            self.fmt_event(f, event)?;
            writeln!(f)?;
        }
        self.fmt_packets(f, &mut packets, None)?;
        writeln!(f)?;
        for (mailbox, outcome) in &self.outcomes {
            writeln!(f, "outcome {mailbox}: {outcome:?}")?;
        }
        if self.cut_short {
            writeln!(f, "cut short")?;
        }
        Ok(())
    }
}

impl Trace {
    /// Writes the packets sent before `until`.
    fn fmt_packets<'a>(
        &self,
        f: &mut fmt::Formatter<'_>,
        packets: &mut std::iter::Peekable<impl Iterator<Item = &'a Packet>>,
        until: Option<Instant>,
    ) -> fmt::Result {
        let mut run = Vec::new();
        while let Some(packet) =
            packets.next_if(|packet| until.is_none_or(|until| packet.sent_at < until))
        {
            run.push(packet);
        }
        if run.len() <= LONGEST_RUN {
            return run.iter().try_for_each(|packet| self.fmt_packet(f, packet));
        }
        let (head, rest) = run.split_at(LONGEST_RUN / 2);
        let (middle, tail) = rest.split_at(rest.len() - LONGEST_RUN / 2);
        head.iter().try_for_each(|packet| self.fmt_packet(f, packet))?;
        let lost = middle.iter().filter(|packet| !packet.arrived()).count();
        writeln!(f, "          …  {} more packets, {lost} of them lost", middle.len())?;
        tail.iter().try_for_each(|packet| self.fmt_packet(f, packet))
    }

    fn fmt_packet(&self, f: &mut fmt::Formatter<'_>, packet: &Packet) -> fmt::Result {
        write!(f, "{}  {:2} > {:2}  ", packet.sent_at, packet.from.0, packet.to.0)?;
        if let Some(tcp) = packet.tcp() {
            write!(f, "TCP {} > {} ", tcp.source_port, tcp.destination_port)?;
            let [syn, fin, rst] = [tcp.flags.syn(), tcp.flags.fin(), tcp.flags.rst()];
            let flags = [(syn, "SYN "), (fin, "FIN "), (rst, "RST ")];
            flags.iter().filter(|(set, _)| *set).try_for_each(|(_, name)| f.write_str(name))?;
            let (sequence, acknowledgement) = self.relative(packet);
            write!(f, "seq {sequence} ")?;
            if let Some(acknowledgement) = acknowledgement {
                write!(f, "ack {acknowledgement} ")?;
            }
            write!(f, "data {}", tcp.payload.len())?;
        } else if let Some((from, to, payload)) = packet.udp() {
            write!(f, "UDP {from} > {to} ")?;
            match describe(payload) {
                Some(summary) => fmt_dns(f, &summary)?,
                None => write!(f, "data {}", payload.len())?,
            }
        } else {
            write!(f, "IP, {} bytes", packet.bytes.len())?;
        }
        match packet.fate {
            PacketFate::Arrived(at) => writeln!(f, ", arrives {at}"),
            PacketFate::Dropped(at) => writeln!(f, ", LOST {at}"),
        }
    }

    /// Sequence and acknowledgement number counted from the start of the connection.
    fn relative(&self, packet: &Packet) -> (u32, Option<u32>) {
        let Some(tcp) = packet.tcp() else {
            return (0, None);
        };
        let isn = packet.connection.map_or([None; 2], |id| self[id].isn);
        let side = packet.connection.map_or(Side::Client, |id| self[id].side_of(packet.from));
        let from_start =
            |number: u32, side: Side| number.wrapping_sub(isn[side as usize].unwrap_or(0));
        (
            from_start(tcp.sequence, side),
            tcp.acknowledgement.map(|number| from_start(number, side.other())),
        )
    }

    fn fmt_event(&self, f: &mut fmt::Formatter<'_>, event: &Event) -> fmt::Result {
        let size = |id: MessageId| self.messages.get(id.0).map_or(0, |message| message.len());
        match &event.kind {
            EventKind::Composed { message } => write!(f, "composed, {} bytes", size(*message)),
            EventKind::Connecting { connection } => {
                let (host, port) = self[*connection].server;
                write!(f, "c{connection} connecting to {} port {port}", host.0)
            }
            EventKind::Connected { connection } => write!(f, "c{connection} connected"),
            EventKind::Closed { connection } => write!(f, "c{connection} closed"),
            EventKind::Said { connection, kind, text, len, .. } => {
                let mark = self.mark(*connection, event.host);
                match kind {
                    UtteranceKind::Line => write!(f, "c{connection} {mark}: {text}"),
                    UtteranceKind::Message => {
                        write!(f, "c{connection} {mark}: (message, {len} bytes)")
                    }
                }
            }
            EventKind::Authenticated { connection, user } => {
                write!(f, "c{connection} authenticated {user}")
            }
            EventKind::Accepted { connection, queue_id, message, added, recipients } => write!(
                f,
                "c{connection} accepted as {queue_id} for {}, {} bytes, {added} of them added",
                list(recipients),
                size(*message)
            ),
            EventKind::RouteChosen { queue_id, recipients, route } => {
                write!(f, "{queue_id} for {} ", list(recipients))?;
                match route {
                    Route::Here => write!(f, "stays here"),
                    Route::Table(next) => write!(f, "goes to {next}, says the route table"),
                    Route::MxLookup => write!(f, "goes where the registry says"),
                }
            }
            EventKind::Asked { lookup, server, question, packet } => {
                write!(f, "q{lookup} asks {}: {question} (packet {})", server.0, packet.0)
            }
            EventKind::Answered { lookup, server, question, referral, packet } => {
                let what = if *referral { "refers on" } else { "answers" };
                write!(f, "q{lookup} {} {what}: {question} (packet {})", server.0, packet.0)
            }
            EventKind::Remembered { lookup, question } => {
                write!(f, "q{lookup} remembered: {question}")
            }
            EventKind::LookedUp { lookup, question, result } => match result {
                Ok(answer) => write!(f, "q{lookup} found: {question} = {answer}"),
                Err(problem) => write!(f, "q{lookup} not found: {question}: {problem}"),
            },
            EventKind::Routed { queue_id, server, address } => {
                write!(f, "{queue_id} goes to {server} at {address}")
            }
            EventKind::Relayed { connection, queue_id, recipients } => {
                write!(f, "c{connection} ")?;
                if let Some(queue_id) = queue_id {
                    write!(f, "{queue_id}")?;
                }
                write!(f, " handed on for {}", list(recipients))
            }
            EventKind::NotRelayed { queue_id, recipients, server, cause, transient } => {
                let when = if *transient { "yet" } else { "at all" };
                write!(f, "{queue_id} not handed on {when} for {}", list(recipients))?;
                if let Some(server) = server {
                    write!(f, " to {server}")?;
                }
                write!(f, ": {cause}")
            }
            EventKind::Stored { mailbox, message, added, .. } => write!(
                f,
                "stored in the box of {mailbox}, {} bytes, {added} of them added",
                size(*message)
            ),
            EventKind::ChecksMail { mailbox } => write!(f, "checks mail of {mailbox}"),
            EventKind::MaildropOpened { connection, box_name } => {
                write!(f, "c{connection} box {box_name} unlocked")
            }
            EventKind::AuthFailed { connection, user } => {
                write!(f, "c{connection} key of {user} refused")
            }
            EventKind::Collected { connection, mailbox, message } => {
                write!(f, "c{connection} {mailbox} collected {} bytes", size(*message))
            }
            EventKind::Deleted { connection, box_name, count } => {
                write!(f, "c{connection} {count} deleted from box {box_name}")
            }
            other => fmt_trouble(f, other, &size),
        }
    }

    fn mark(&self, connection: ConnectionId, host: HostId) -> char {
        match self[connection].side_of(host) {
            Side::Client => 'C',
            Side::Server => 'S',
        }
    }
}

/// Events that only journeys with a hitch have.
fn fmt_trouble(
    f: &mut fmt::Formatter<'_>,
    kind: &EventKind,
    size: &dyn Fn(MessageId) -> usize,
) -> fmt::Result {
    match kind {
        EventKind::NoConnection { connection, refused } => {
            let how = if *refused { "refused" } else { "timed out" };
            write!(f, "c{connection} {how}")
        }
        EventKind::TriedAndFailed { queue_id, server, cause, next } => {
            write!(f, "{queue_id} not to {server}: {cause}; {next} is next")
        }
        EventKind::WillRetry { queue_id, recipients, at } => {
            write!(f, "{queue_id} will be tried again at {at} for {}", list(recipients))
        }
        EventKind::Held { queue_id, recipients, until } => {
            write!(f, "{queue_id} is kept until {until} for {}", list(recipients))
        }
        EventKind::ClockOff { queue_id, seconds } => {
            write!(f, "{queue_id} is stamped by a clock that is {seconds:+} s off")
        }
        EventKind::TriesAgain { queue_id, recipients, attempt } => {
            write!(f, "{queue_id} try {attempt} for {}", list(recipients))
        }
        EventKind::GaveUp { queue_id, recipients, expired, is_dsn } => {
            let what = if *is_dsn { "report " } else { "" };
            let why = if *expired { ": time is up" } else { "" };
            write!(f, "{what}{queue_id} given up for {}{why}", list(recipients))
        }
        EventKind::DsnWritten { queue_id, original_queue_id, recipients, message, delayed } => {
            let what = if *delayed { "delay" } else { "failure" };
            let (list, size) = (list(recipients), size(*message));
            write!(f, "{queue_id} reports {what} of {original_queue_id} for {list}, {size} bytes")
        }
        EventKind::DsnDropped { queue_id, recipients, cause, .. } => {
            write!(f, "{queue_id} goes to the postmaster, not to {}: {cause}", list(recipients))
        }
        EventKind::SubmissionFailed { connection, recipients, cause } => {
            write!(f, "c{connection} tells its user: not sent to {}: {cause}", list(recipients))
        }
        EventKind::BoxFull { mailbox, octets, quota } => {
            write!(f, "box of {mailbox} is full, {octets} bytes of {quota}")
        }
        EventKind::MaildropLocked { connection } => write!(f, "c{connection} box in use"),
        EventKind::LockReleased { box_name } => write!(f, "lock of box {box_name} released"),
        EventKind::Greylisted { connection, mailbox, until } => {
            write!(f, "c{connection} greylisted until {until} for {mailbox}")
        }
        EventKind::NoAnswer { lookup, server, question, tries } => {
            write!(f, "q{lookup} no answer from {}: {question}, try {tries}", server.0)
        }
        EventKind::KeptInOutbox { connection, recipients, cause, until } => {
            let list = list(recipients);
            write!(f, "c{connection} stays in the outbox until {until} for {list}: {cause}")
        }
        EventKind::SetAside { mailbox, folder, message, added, .. } => {
            let what = match folder {
                Folder::Spam => "put into the spam folder of",
                Folder::CatchAll => "put into the catch-all, as there is no box of",
            };
            write!(f, "{what} {mailbox}, {} bytes, {added} of them added", size(*message))
        }
        EventKind::BackAgain => write!(f, "back again"),
        // The ordinary ones are written elsewhere.
        _ => Ok(()),
    }
}

fn list(mailboxes: &[Mailbox]) -> String {
    mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn fmt_dns(f: &mut fmt::Formatter<'_>, summary: &DnsSummary) -> fmt::Result {
    let what = if summary.is_response { "answer" } else { "query" };
    write!(f, "DNS {what} {:04x}", summary.id)?;
    if let Some((name, kind)) = &summary.question {
        write!(f, " {kind} {name}")?;
    }
    if !summary.is_response {
        return Ok(());
    }
    write!(f, " {}", summary.rcode)?;
    let sections =
        [("", &summary.answers), ("ns", &summary.authority), ("add", &summary.additional)];
    for (name, records) in sections {
        for record in records {
            let colon = if name.is_empty() { "" } else { ":" };
            let (owner, kind, data) = (&record.owner, &record.rtype, &record.data);
            write!(f, " [{name}{colon}{owner} {} {kind} {data}]", record.ttl)?;
        }
    }
    Ok(())
}
