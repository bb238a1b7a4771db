//! What a recorded DNS message says, in texts: for the story and for tests.
//!
//! Simplified: the data of record types beyond [`RecordData`](super::record::RecordData) is given
//! as its length only.

use super::name::DnsName;
use super::record::{Malformed, Record};
use domain::base::iana::Rtype;
use domain::base::{Message, ParsedRecord, RecordSection};

/// A message in texts. Names stand as on the wire, in lower case and with their final dot.
#[expect(clippy::struct_excessive_bools, reason = "the message itself has these bits")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsSummary {
    /// Which question and answer belong together.
    pub id: u16,
    /// A response; else a question.
    pub is_response: bool,
    /// The answer comes from a server with authority for the name (AA).
    pub authoritative: bool,
    /// Something was left out to keep the message short (TC).
    pub truncated: bool,
    /// How it went: `NOERROR`, `NXDOMAIN`, …
    pub rcode: String,
    /// Name and type asked for; `None` if there is no readable question.
    pub question: Option<(String, String)>,
    /// Records that answer the question.
    pub answers: Vec<RecordSummary>,
    /// Records that say who has authority: name servers to ask, or the zone's SOA.
    pub authority: Vec<RecordSummary>,
    /// Records that save a question, such as glue.
    pub additional: Vec<RecordSummary>,
    /// Some part could not be read; what stood before it is told.
    pub malformed: bool,
}

/// A record in texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSummary {
    /// The name it belongs to.
    pub owner: String,
    /// `A`, `MX`, …; `TYPE` and its number where it has no name.
    pub rtype: String,
    /// As in a zone file.
    pub data: String,
    /// How long it may be remembered, in seconds.
    pub ttl: u32,
}

/// Reads a message of any content. `None`: it is shorter than a header.
pub fn describe(bytes: &[u8]) -> Option<DnsSummary> {
    let message = Message::from_slice(bytes).ok()?;
    let header = message.header();
    let question = message.first_question();
    let mut summary = DnsSummary {
        id: header.id(),
        is_response: header.qr(),
        authoritative: header.aa(),
        truncated: header.tc(),
        rcode: message.opt_rcode().to_string(),
        question: question.map(|question| {
            (DnsName::from_wire(question.qname()).with_dot(), question.qtype().to_string())
        }),
        answers: Vec::new(),
        authority: Vec::new(),
        additional: Vec::new(),
        malformed: false,
    };
    summary.malformed = read_sections(message, &mut summary).is_err();
    Some(summary)
}

fn read_sections(message: &Message<[u8]>, summary: &mut DnsSummary) -> Result<(), Malformed> {
    let section = message.answer().map_err(|_| Malformed)?;
    read_section(section, &mut summary.answers)?;
    let section = message.authority().map_err(|_| Malformed)?;
    read_section(section, &mut summary.authority)?;
    let section = message.additional().map_err(|_| Malformed)?;
    read_section(section, &mut summary.additional)
}

fn read_section(
    section: RecordSection<'_, [u8]>,
    records: &mut Vec<RecordSummary>,
) -> Result<(), Malformed> {
    for record in section {
        records.push(read_record(&record.map_err(|_| Malformed)?)?);
    }
    Ok(())
}

fn read_record(parsed: &ParsedRecord<'_, [u8]>) -> Result<RecordSummary, Malformed> {
    // The fields of an OPT record mean other things (RFC 6891 section 6.1.2).
    if parsed.rtype() == Rtype::OPT {
        return Ok(RecordSummary {
            owner: ".".to_owned(),
            rtype: "OPT".to_owned(),
            data: format!("messages up to {} octets", parsed.class().to_int()),
            ttl: 0,
        });
    }
    let known = Record::parse(parsed)?;
    Ok(RecordSummary {
        owner: DnsName::from_wire(&parsed.owner()).with_dot(),
        rtype: parsed.rtype().to_string(),
        data: known
            .map_or_else(|| format!("{} octets", parsed.rdlen()), |record| record.data.to_string()),
        ttl: parsed.ttl().as_secs(),
    })
}
