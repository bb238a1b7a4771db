//! A zone (RFC 1034 section 4.2): the part of the tree one set of name servers answers for, from
//! its apex down to the names it has delegated away.
//!
//! Simplified: no wildcards, no zone files and transfers; the zone does not list its own name
//! servers unless told to with [`Zone::ns`].

use super::name::DnsName;
use super::record::{Record, RecordData, Soa};
use domain::base::iana::Rtype;
use model::sorted_map::SortedMap;
use std::net::Ipv4Addr;

/// How long the SOA record of a new zone may be remembered, in seconds.
const SOA_TTL: u32 = 3_600;
/// How long a negative answer of a new zone may be remembered, in seconds (RFC 2308 section 5
/// finds one to three hours sensible; a short journey prefers five minutes).
const NEGATIVE_TTL: u32 = 300;

/// The records of one zone.
#[derive(Clone, Debug)]
pub struct Zone {
    apex: DnsName,
    soa: Soa,
    soa_ttl: u32,
    records: SortedMap<(DnsName, Rtype), RrSet>,
}

/// All records of one name and type (RFC 2181 section 5): they live and die together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RrSet {
    ttl: u32,
    data: Vec<RecordData>,
}

/// What a zone knows about a name and type (RFC 1034 section 4.3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Here are the records.
    Answer(Vec<Record>),
    /// The name is an alias: its CNAME record. The look-up goes on at the target.
    Cname(Record),
    /// The name belongs to a zone that was delegated away.
    Referral {
        /// The NS records of that zone.
        ns: Vec<Record>,
        /// Addresses of those servers, as far as this zone holds them.
        glue: Vec<Record>,
    },
    /// The name exists, but has no records of this type.
    NoData {
        /// The SOA record, its TTL cut to the negative one (RFC 2308 section 3).
        soa: Record,
    },
    /// The name does not exist.
    NxDomain {
        /// As in [`Lookup::NoData`].
        soa: Record,
    },
}

impl Zone {
    /// An empty zone. `primary` is the name server its SOA record names.
    pub fn new(apex: impl Into<DnsName>, primary: impl Into<DnsName>) -> Self {
        let apex = apex.into();
        let rname = format!("hostmaster.{apex}").parse().unwrap_or_else(|_| apex.clone());
        let soa = Soa {
            mname: primary.into(),
            rname,
            serial: 2_026_010_500,
            refresh: 7_200,
            retry: 900,
            expire: 1_209_600,
            minimum: NEGATIVE_TTL,
        };
        Self { apex, soa, soa_ttl: SOA_TTL, records: SortedMap::default() }
    }

    /// Sets how long negative answers may be remembered, in seconds (SOA MINIMUM, RFC 2308).
    #[must_use]
    pub fn negative_ttl(mut self, seconds: u32) -> Self {
        self.soa.minimum = seconds;
        self
    }

    /// Adds an address. Several under one name are all given, in this order.
    ///
    /// # Panics
    /// Like every builder function here: if `name` is outside the zone ([`Zone::contains`]).
    #[must_use]
    pub fn a(self, name: impl Into<DnsName>, ttl: u32, address: Ipv4Addr) -> Self {
        self.with(name, ttl, RecordData::A(address))
    }

    /// Adds a host that takes mail for `name`.
    #[must_use]
    pub fn mx(
        self,
        name: impl Into<DnsName>,
        ttl: u32,
        preference: u16,
        exchange: impl Into<DnsName>,
    ) -> Self {
        let exchange = exchange.into();
        self.with(name, ttl, RecordData::Mx { preference, exchange })
    }

    /// States that `name` takes no mail: `MX 0 .` (RFC 7505 section 3).
    #[must_use]
    pub fn null_mx(self, name: impl Into<DnsName>, ttl: u32) -> Self {
        self.mx(name, ttl, 0, DnsName::root())
    }

    /// Makes `name` an alias of `target`. The name should have no other records (RFC 1034 section
    /// 3.6.2); if it has, those of the asked type are given instead.
    #[must_use]
    pub fn cname(self, name: impl Into<DnsName>, ttl: u32, target: impl Into<DnsName>) -> Self {
        self.with(name, ttl, RecordData::Cname(target.into()))
    }

    /// Names a name server of `name`: of this zone if `name` is the apex, else of a zone delegated
    /// away there. An address within this zone goes with it as glue, added with [`Zone::a`].
    #[must_use]
    pub fn ns(self, name: impl Into<DnsName>, ttl: u32, server: impl Into<DnsName>) -> Self {
        self.with(name, ttl, RecordData::Ns(server.into()))
    }

    /// Delegates the zone `child` to `server`, with its address as glue. Call it once for each of
    /// its servers. If the server's name is outside this zone, the glue is left out, because no
    /// resolver would believe it.
    #[must_use]
    pub fn delegate(
        self,
        child: impl Into<DnsName>,
        ttl: u32,
        server: impl Into<DnsName>,
        address: Ipv4Addr,
    ) -> Self {
        let server = server.into();
        let zone = self.ns(child, ttl, server.clone());
        if zone.contains(&server) { zone.a(server, ttl, address) } else { zone }
    }

    /// The zone's topmost name.
    pub fn apex(&self) -> &DnsName {
        &self.apex
    }

    /// Whether `name` is the apex or below it (delegated or not).
    pub fn contains(&self, name: &DnsName) -> bool {
        name.is_within(&self.apex)
    }

    /// Looks up records. `name` should be within the zone; anything else does not exist.
    pub fn lookup(&self, name: &DnsName, rtype: Rtype) -> Lookup {
        if !self.contains(name) {
            return Lookup::NxDomain { soa: self.soa() };
        }
        if let Some(referral) = self.referral(name) {
            return referral;
        }
        let wanted = if rtype == Rtype::ANY { self.any_type_of(name) } else { rtype };
        if wanted == Rtype::SOA && *name == self.apex {
            return Lookup::Answer(vec![self.apex_soa(self.soa_ttl)]);
        }
        let found = self.rrset(name, wanted);
        if !found.is_empty() {
            return Lookup::Answer(found);
        }
        if let Some(cname) = self.rrset(name, Rtype::CNAME).pop() {
            return Lookup::Cname(cname);
        }
        if self.exists(name) {
            Lookup::NoData { soa: self.soa() }
        } else {
            Lookup::NxDomain { soa: self.soa() }
        }
    }

    // The delegation nearest to the apex counts: what stands below it is another zone's business.
    fn referral(&self, name: &DnsName) -> Option<Lookup> {
        let below_apex = name.depth() - self.apex.depth();
        let mut candidates: Vec<_> = name.and_ancestors().take(below_apex).collect();
        candidates.reverse();
        let ns =
            candidates.iter().map(|cut| self.rrset(cut, Rtype::NS)).find(|ns| !ns.is_empty())?;
        let glue = ns
            .iter()
            .filter_map(|record| match &record.data {
                RecordData::Ns(host) => Some(self.rrset(host, Rtype::A)),
                _ => None,
            })
            .flatten()
            .collect();
        Some(Lookup::Referral { ns, glue })
    }

    // A question for any type may be answered with one RRset (RFC 8482 section 4.1).
    fn any_type_of(&self, name: &DnsName) -> Rtype {
        self.records.keys().find(|(owner, _)| owner == name).map_or(Rtype::SOA, |(_, rtype)| *rtype)
    }

    // A name exists if it or any name below it has records (RFC 8020); one without records of its
    // own is called an empty non-terminal.
    fn exists(&self, name: &DnsName) -> bool {
        *name == self.apex || self.records.keys().any(|(owner, _)| owner.is_within(name))
    }

    fn rrset(&self, name: &DnsName, rtype: Rtype) -> Vec<Record> {
        let Some(set) = self.records.get(&(name.clone(), rtype)) else {
            return Vec::new();
        };
        set.data
            .iter()
            .map(|data| Record { owner: name.clone(), ttl: set.ttl, data: data.clone() })
            .collect()
    }

    fn soa(&self) -> Record {
        self.apex_soa(self.soa_ttl.min(self.soa.minimum))
    }

    fn apex_soa(&self, ttl: u32) -> Record {
        Record { owner: self.apex.clone(), ttl, data: RecordData::Soa(self.soa.clone()) }
    }

    fn with(mut self, name: impl Into<DnsName>, ttl: u32, data: RecordData) -> Self {
        let name = name.into();
        assert!(self.contains(&name), "{name} is outside the zone {}", self.apex);
        let make = || RrSet { ttl, data: Vec::new() };
        let set = self.records.get_or_insert_with((name, data.rtype()), make);
        // All records of a set have one TTL (RFC 2181 section 5.2), and none stands there twice.
        set.ttl = set.ttl.min(ttl);
        if !set.data.contains(&data) {
            set.data.push(data);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> DnsName {
        text.parse().unwrap()
    }

    fn zone() -> Zone {
        let address = |last| Ipv4Addr::new(203, 0, 113, last);
        Zone::new(name("a.example"), name("ns.a.example"))
            .ns(name("a.example"), 3_600, name("ns.a.example"))
            .a(name("ns.a.example"), 3_600, address(53))
            .mx(name("a.example"), 600, 20, name("mx2.a.example"))
            .mx(name("a.example"), 300, 10, name("mx.a.example"))
            .mx(name("a.example"), 300, 10, name("mx.a.example"))
            .a(name("mx.a.example"), 60, address(25))
            .null_mx(name("quiet.a.example"), 60)
            .cname(name("www.a.example"), 60, name("mx.a.example"))
            .a(name("deep.empty.a.example"), 60, address(7))
            .delegate(name("sub.a.example"), 900, name("ns.sub.a.example"), address(54))
            .delegate(name("sub.a.example"), 900, name("ns.b.example"), address(55))
    }

    fn write(records: &[Record]) -> String {
        let lines: Vec<_> = records
            .iter()
            .map(|r| format!("{} {} {} {}", r.owner, r.ttl, r.data.rtype(), r.data))
            .collect();
        lines.join(", ")
    }

    #[track_caller]
    fn check(asked: &str, rtype: Rtype, expected: &str) {
        let found = match zone().lookup(&name(asked), rtype) {
            Lookup::Answer(records) => write(&records),
            Lookup::Cname(record) => format!("alias: {}", write(&[record])),
            Lookup::Referral { ns, glue } => {
                format!("referral: {}; glue: {}", write(&ns), write(&glue))
            }
            Lookup::NoData { soa } => format!("no data {} {}", soa.owner, soa.ttl),
            Lookup::NxDomain { soa } => format!("name error {} {}", soa.owner, soa.ttl),
        };
        assert_eq!(found, expected, "{asked} {rtype}");
    }

    #[test]
    fn a_zone_answers_refers_or_denies() {
        check(
            "a.example",
            Rtype::MX,
            "a.example 300 MX 20 mx2.a.example., a.example 300 MX 10 mx.a.example.",
        );
        check("MX.A.Example", Rtype::A, "mx.a.example 60 A 203.0.113.25");
        check("a.example", Rtype::NS, "a.example 3600 NS ns.a.example.");
        check("quiet.a.example", Rtype::MX, "quiet.a.example 60 MX 0 .");
        check("mx.a.example", Rtype::MX, "no data a.example 300");
        check("mx.a.example", Rtype::AAAA, "no data a.example 300");
        check("mx.a.example", Rtype::ANY, "mx.a.example 60 A 203.0.113.25");
        check("empty.a.example", Rtype::A, "no data a.example 300");
        check("empty.a.example", Rtype::ANY, "no data a.example 300");
        check("a.example", Rtype::A, "no data a.example 300");
        check("nobody.a.example", Rtype::A, "name error a.example 300");
        check("x.mx.a.example", Rtype::A, "name error a.example 300");
        check("b.example", Rtype::A, "name error a.example 300");
        let alias = "www.a.example 60 CNAME mx.a.example.";
        check("www.a.example", Rtype::A, &format!("alias: {alias}"));
        check("www.a.example", Rtype::CNAME, alias);
        let soa = "ns.a.example. hostmaster.a.example. 2026010500 7200 900 1209600 300";
        check("a.example", Rtype::SOA, &format!("a.example 3600 SOA {soa}"));
        let referral = "referral: sub.a.example 900 NS ns.sub.a.example., \
                        sub.a.example 900 NS ns.b.example.; \
                        glue: ns.sub.a.example 900 A 203.0.113.54";
        check("sub.a.example", Rtype::MX, referral);
        check("sub.a.example", Rtype::NS, referral);
        check("x.y.sub.a.example", Rtype::A, referral);
        check("ns.sub.a.example", Rtype::A, referral);
    }

    #[test]
    #[should_panic(expected = "outside the zone")]
    fn a_zone_takes_no_record_of_another() {
        let _ = zone().a(name("b.example"), 60, Ipv4Addr::LOCALHOST);
    }
}
