//! An authoritative name server (RFC 1034 section 4.3): it answers from its own zones and asks
//! nobody. One message in, at most one out.
//!
//! Simplified: no zone transfers; answers are minimal (no name servers beside a positive
//! answer, no addresses beside MX records); an alias is followed within its zone only.

use super::name::DnsName;
use super::record::Record;
use super::zone::{Lookup, Zone};
use domain::base::iana::{Class, Opcode, OptRcode, Rtype};
use domain::base::message_builder::{PushError, QuestionBuilder};
use domain::base::name::ParsedName;
use domain::base::opt::Opt;
use domain::base::{Message, MessageBuilder, Question, StaticCompressor};
use model::limits::dns::{MAX_ALIASES, MAX_EDNS_UDP, MAX_UDP};

/// An OPT record without options: root owner, fixed fields, empty data (RFC 6891 section 6.1.2).
const OPT_LEN: usize = 11;

/// How a question came, and how its answer goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In a datagram, which has room for little (RFC 1035 section 4.2.1).
    Udp,
    /// Over a connection (RFC 7766): there is room for whatever there is to say.
    Tcp,
}

/// A name server and the zones it has authority for.
#[derive(Clone, Debug, Default)]
pub struct NameServer {
    zones: Vec<Zone>,
}

impl NameServer {
    /// A server for these zones. Where one lies within another, the deeper one answers.
    pub fn new(zones: Vec<Zone>) -> Self {
        Self { zones }
    }

    /// The zones it serves.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// The answer to a datagram. `None`: nothing can be said, because the datagram is shorter than
    /// a header or is itself a response.
    pub fn answer(&self, query: &[u8]) -> Option<Vec<u8>> {
        self.answer_over(Transport::Udp, query)
    }

    /// The zone that a question is about, if it is one of these.
    pub fn zone_asked(&self, query: &[u8]) -> Option<&Zone> {
        let question = Message::from_slice(query).ok()?.sole_question().ok()?;
        self.zone_for(&DnsName::from_wire(question.qname()))
    }

    /// The answer to a question. `None`: as in [`NameServer::answer`].
    pub fn answer_over(&self, transport: Transport, query: &[u8]) -> Option<Vec<u8>> {
        let query = Message::from_slice(query).ok()?;
        if query.header().qr() {
            return None;
        }
        let reply = match Asked::read(query) {
            Ok(asked) => self.reply_to(asked),
            Err(rcode) => Reply::without_question(rcode),
        };
        reply.write(transport, query)
    }

    fn reply_to<'a>(&self, asked: Asked<'a>) -> Reply<'a> {
        let mut reply = Reply::to(asked);
        let question = &reply.asked;
        if question.edns.is_some_and(|edns| edns.version > 0) {
            reply.rcode = OptRcode::BADVERS;
            return reply;
        }
        let Some(question) = &question.question else {
            return reply;
        };
        let transfer = matches!(question.qtype(), Rtype::AXFR | Rtype::IXFR);
        let rtype = question.qtype();
        let mut name = DnsName::from_wire(question.qname());
        let zone = self.zone_for(&name);
        let Some(zone) = zone.filter(|_| question.qclass() == Class::IN && !transfer) else {
            reply.rcode = OptRcode::REFUSED;
            return reply;
        };
        for _ in 0..=MAX_ALIASES {
            match zone.lookup(&name, rtype) {
                Lookup::Answer(records) => {
                    reply.authoritative = true;
                    reply.answer.extend(records);
                    return reply;
                }
                Lookup::Cname(alias) => {
                    reply.authoritative = true;
                    if reply.answer.contains(&alias) {
                        return reply;
                    }
                    let target = alias.data.alias_target().cloned();
                    reply.answer.push(alias);
                    match target {
                        Some(target) if zone.contains(&target) => name = target,
                        _ => return reply,
                    }
                }
                Lookup::Referral { ns, glue } => {
                    // After an alias the asker is left to find the target's zone itself.
                    if reply.answer.is_empty() {
                        reply.authority = ns;
                        reply.additional = glue;
                    }
                    return reply;
                }
                Lookup::NoData { soa } => {
                    reply.authoritative = true;
                    reply.authority = vec![soa];
                    return reply;
                }
                Lookup::NxDomain { soa } => {
                    reply.authoritative = true;
                    reply.rcode = OptRcode::NXDOMAIN;
                    reply.authority = vec![soa];
                    return reply;
                }
            }
        }
        reply
    }

    fn zone_for(&self, name: &DnsName) -> Option<&Zone> {
        self.zones.iter().filter(|zone| zone.contains(name)).max_by_key(|zone| zone.apex().depth())
    }
}

// What of a query matters for the answer.
struct Asked<'a> {
    question: Option<Question<ParsedName<&'a [u8]>>>,
    edns: Option<Edns>,
}

#[derive(Clone, Copy)]
struct Edns {
    version: u8,
    udp_size: u16,
}

impl<'a> Asked<'a> {
    fn read(query: &'a Message<[u8]>) -> Result<Self, OptRcode> {
        if query.header().opcode() != Opcode::QUERY {
            return Err(OptRcode::NOTIMP);
        }
        let question = query.sole_question().map_err(|_| OptRcode::FORMERR)?;
        let edns = read_edns(query)?;
        Ok(Self { question: Some(question), edns })
    }
}

// More than one OPT record is a format error (RFC 6891 section 6.1.1).
fn read_edns(query: &Message<[u8]>) -> Result<Option<Edns>, OptRcode> {
    let mut edns = None;
    let additional = query.additional().map_err(|_| OptRcode::FORMERR)?;
    for record in additional {
        let record = record.map_err(|_| OptRcode::FORMERR)?;
        if record.rtype() != Rtype::OPT {
            continue;
        }
        let opt = record.to_record::<Opt<_>>();
        let Ok(Some(opt)) = opt else {
            return Err(OptRcode::FORMERR);
        };
        let opt = domain::base::opt::OptRecord::from(opt);
        let found = Edns { version: opt.version(), udp_size: opt.udp_payload_size() };
        if edns.replace(found).is_some() {
            return Err(OptRcode::FORMERR);
        }
    }
    Ok(edns)
}

struct Reply<'a> {
    asked: Asked<'a>,
    rcode: OptRcode,
    authoritative: bool,
    answer: Vec<Record>,
    authority: Vec<Record>,
    additional: Vec<Record>,
}

impl<'a> Reply<'a> {
    fn to(asked: Asked<'a>) -> Self {
        Self {
            asked,
            rcode: OptRcode::NOERROR,
            authoritative: false,
            answer: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
        }
    }

    fn without_question(rcode: OptRcode) -> Self {
        let asked = Asked { question: None, edns: None };
        Self { rcode, ..Self::to(asked) }
    }

    fn write(&self, transport: Transport, query: &Message<[u8]>) -> Option<Vec<u8>> {
        let mut message =
            MessageBuilder::from_target(StaticCompressor::new(Vec::with_capacity(MAX_UDP))).ok()?;
        let asked = query.header();
        let header = message.header_mut();
        header.set_id(asked.id());
        header.set_qr(true);
        header.set_opcode(asked.opcode());
        header.set_rd(asked.rd());
        header.set_aa(self.authoritative);
        header.set_rcode(self.rcode.rcode());
        let mut message = message.question();
        if let Some(question) = &self.asked.question {
            message.push(question).ok()?;
        }
        let max = match (transport, self.asked.edns) {
            (Transport::Tcp, _) => usize::from(u16::MAX) - OPT_LEN,
            (Transport::Udp, None) => MAX_UDP,
            (Transport::Udp, Some(edns)) => {
                usize::from(edns.udp_size).clamp(MAX_UDP, MAX_EDNS_UDP) - OPT_LEN
            }
        };
        // The builder wants the first length that is too long.
        message.set_push_limit(max + 1);
        self.write_records(message)
    }

    fn write_records(
        &self,
        message: QuestionBuilder<StaticCompressor<Vec<u8>>>,
    ) -> Option<Vec<u8>> {
        let mut truncated = false;
        let mut section = message.answer();
        push_all(&self.answer, &mut truncated, |r| r.push(&mut section));
        let mut section = section.authority();
        push_all(&self.authority, &mut truncated, |r| r.push(&mut section));
        let mut section = section.additional();
        push_all(&self.additional, &mut truncated, |r| r.push(&mut section));
        section.header_mut().set_tc(truncated);
        section.clear_push_limit();
        if self.asked.edns.is_some() {
            section
                .opt(|opt| {
                    opt.set_udp_payload_size(u16::try_from(MAX_EDNS_UDP).unwrap_or(u16::MAX));
                    opt.set_rcode(self.rcode);
                    Ok(())
                })
                .ok()?;
        }
        Some(section.finish().into_target())
    }
}

// From the first record that does not fit, everything is left out, and the header's TC bit says so.
fn push_all(
    records: &[Record],
    truncated: &mut bool,
    mut push: impl FnMut(&Record) -> Result<(), PushError>,
) {
    for record in records {
        *truncated = *truncated || push(record).is_err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::describe::{DnsSummary, RecordSummary, describe};
    use std::net::Ipv4Addr;

    fn name(text: &str) -> DnsName {
        text.parse().unwrap()
    }

    fn server() -> NameServer {
        let address = |last| Ipv4Addr::new(203, 0, 113, last);
        let mut zone = Zone::new(name("a.example"), name("ns.a.example"))
            .mx(name("a.example"), 300, 10, name("mx.a.example"))
            .a(name("mx.a.example"), 60, address(25))
            .cname(name("www.a.example"), 60, name("mx.a.example"))
            .cname(name("out.a.example"), 60, name("b.other"))
            .cname(name("gone.a.example"), 60, name("nobody.a.example"))
            .cname(name("round.a.example"), 60, name("about.a.example"))
            .cname(name("about.a.example"), 60, name("round.a.example"))
            .cname(name("under.a.example"), 60, name("mx.sub.a.example"))
            .delegate(name("sub.a.example"), 900, name("ns.sub.a.example"), address(54));
        for last in 0..40 {
            zone = zone.a(name("many.a.example"), 60, address(last));
        }
        NameServer::new(vec![zone, Zone::new(name("example"), name("ns.example"))])
    }

    fn query(qname: &str, rtype: Rtype) -> Vec<u8> {
        let mut message = MessageBuilder::new_vec();
        message.header_mut().set_id(0xabcd);
        let mut message = message.question();
        message.push((name(qname).as_wire(), rtype)).unwrap();
        message.finish()
    }

    fn with_edns(qname: &str, version: u8, udp_size: u16) -> Vec<u8> {
        let mut message = query(qname, Rtype::A);
        message[11] = 1;
        let [high, low] = udp_size.to_be_bytes();
        message.extend([0, 0, 41, high, low, 0, version, 0, 0, 0, 0]);
        message
    }

    fn write(summary: &DnsSummary) -> String {
        let list = |records: &[RecordSummary]| {
            let lines: Vec<_> = records
                .iter()
                .map(|r| format!("{} {} {} {}", r.owner, r.ttl, r.rtype, r.data))
                .collect();
            lines.join(", ")
        };
        assert!(summary.is_response && !summary.malformed);
        let aa = if summary.authoritative { " aa" } else { "" };
        let tc = if summary.truncated { " tc" } else { "" };
        format!(
            "{}{aa}{tc} [{}] [{}] [{}]",
            summary.rcode,
            list(&summary.answers),
            list(&summary.authority),
            list(&summary.additional)
        )
    }

    #[track_caller]
    fn check(query: &[u8], expected: &str) {
        let answer = server().answer(query).unwrap();
        assert_eq!(answer[..2], query[..2], "the id is the asker's");
        assert_eq!(answer[3] & 0x80, 0, "recursion is not on offer");
        assert!(answer.len() <= MAX_EDNS_UDP);
        assert_eq!(write(&describe(&answer).unwrap()), expected);
    }

    const SOA: &str = "a.example. 300 SOA ns.a.example. hostmaster.a.example. 2026010500 7200 900 \
                       1209600 300";

    #[test]
    fn questions_are_answered_from_the_zone() {
        check(
            &query("a.example", Rtype::MX),
            "NOERROR aa [a.example. 300 MX 10 mx.a.example.] [] []",
        );
        check(
            &query("sub.a.example", Rtype::MX),
            "NOERROR [] [sub.a.example. 900 NS ns.sub.a.example.] \
             [ns.sub.a.example. 900 A 203.0.113.54]",
        );
        check(&query("a.example", Rtype::TXT), &format!("NOERROR aa [] [{SOA}] []"));
        check(&query("x.a.example", Rtype::A), &format!("NXDOMAIN aa [] [{SOA}] []"));
        check(&query("a.test", Rtype::A), "REFUSED [] [] []");
        check(&query("a.example", Rtype::AXFR), "REFUSED [] [] []");
        let mut chaos = query("a.example", Rtype::A);
        *chaos.last_mut().unwrap() = 3;
        check(&chaos, "REFUSED [] [] []");
    }

    #[test]
    fn aliases_are_followed_within_the_zone() {
        check(
            &query("www.a.example", Rtype::A),
            "NOERROR aa [www.a.example. 60 CNAME mx.a.example., mx.a.example. 60 A 203.0.113.25] \
             [] []",
        );
        check(
            &query("out.a.example", Rtype::A),
            "NOERROR aa [out.a.example. 60 CNAME b.other.] [] []",
        );
        check(
            &query("gone.a.example", Rtype::A),
            &format!("NXDOMAIN aa [gone.a.example. 60 CNAME nobody.a.example.] [{SOA}] []"),
        );
        check(
            &query("round.a.example", Rtype::A),
            "NOERROR aa [round.a.example. 60 CNAME about.a.example., \
             about.a.example. 60 CNAME round.a.example.] [] []",
        );
        check(
            &query("under.a.example", Rtype::A),
            "NOERROR aa [under.a.example. 60 CNAME mx.sub.a.example.] [] []",
        );
    }

    #[test]
    fn edns_is_understood() {
        let opt = "[. 0 OPT messages up to 1232 octets]";
        check(
            &with_edns("mx.a.example", 0, 4_096),
            &format!("NOERROR aa [mx.a.example. 60 A 203.0.113.25] [] {opt}"),
        );
        check(&with_edns("mx.a.example", 1, 4_096), &format!("BADVERS [] [] {opt}"));
        let mut twice = with_edns("mx.a.example", 0, 4_096);
        twice[11] = 2;
        twice.extend([0, 0, 41, 2, 0, 0, 0, 0, 0, 0, 0]);
        check(&twice, "FORMERR [] [] []");
    }

    #[test]
    fn long_answers_are_cut_and_say_so() {
        let size = |query: &[u8]| {
            let answer = server().answer(query).unwrap();
            let summary = describe(&answer).unwrap();
            (answer.len(), summary.answers.len(), summary.truncated)
        };
        assert_eq!(size(&query("many.a.example", Rtype::A)), (512, 30, true));
        assert_eq!(size(&with_edns("many.a.example", 0, 100)), (507, 29, true));
        assert_eq!(size(&with_edns("many.a.example", 0, 1_232)), (683, 40, false));
    }

    #[test]
    fn over_a_connection_nothing_is_cut() {
        for query in [query("many.a.example", Rtype::A), with_edns("many.a.example", 0, 100)] {
            let answer = server().answer_over(Transport::Tcp, &query).unwrap();
            let summary = describe(&answer).unwrap();
            assert_eq!((summary.answers.len(), summary.truncated), (40, false));
        }
    }

    #[test]
    fn the_question_is_echoed_as_asked() {
        let mut asked = query("mx.a.example", Rtype::A);
        asked[13] = b'M';
        let answer = server().answer(&asked).unwrap();
        assert_eq!(answer[12..asked.len()], asked[12..]);
    }

    #[test]
    fn what_is_no_question_gets_an_error_or_silence() {
        let good = query("mx.a.example", Rtype::A);
        let changed = |at: usize, to: u8| {
            let mut bytes = good.clone();
            bytes[at] = to;
            bytes
        };
        check(&good[..12], "FORMERR [] [] []");
        check(&good[..good.len() - 1], "FORMERR [] [] []");
        check(&changed(5, 0), "FORMERR [] [] []");
        check(&changed(5, 2), "FORMERR [] [] []");
        check(&changed(11, 1), "FORMERR [] [] []");
        check(&changed(2, 0x10), "NOTIMP [] [] []");
        // A compression pointer to itself, and a label of a reserved kind.
        let mut pointer = changed(12, 0xc0);
        pointer[13] = 12;
        check(&pointer, "FORMERR [] [] []");
        check(&changed(12, 0x80), "FORMERR [] [] []");
        assert_eq!(server().answer(&good[..11]), None);
        assert_eq!(server().answer(&changed(2, 0x80)), None);
    }
}
