//! What a resolver remembers (RFC 1034 section 5.3.1): facts about names, and which servers to ask
//! for which zone. Everything is forgotten when its time to live is over.
//!
//! Simplified: failures to get an answer are not remembered (RFC 9520 would); a delegation lives as
//! long as the shortest-lived of its records.

use super::name::DnsName;
use super::question::{MxHost, RecordType};
use model::address::Domain;
use model::limits::dns::{MAX_ENTRIES, MAX_NEGATIVE_TTL, MAX_TTL};
use model::sorted_map::SortedMap;
use model::time::{Duration, Instant};
use std::net::Ipv4Addr;

/// One thing known about a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Mx(Vec<(u16, MxHost)>),
    A(Vec<Ipv4Addr>),
    NoData,
    // The next two are true for every type.
    NxDomain,
    Alias(Domain),
}

/// Which servers have authority for a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Delegation {
    pub(super) zone: DnsName,
    /// Each server's name and the addresses that came as glue.
    pub(super) servers: Vec<(DnsName, Vec<Ipv4Addr>)>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Cache {
    facts: Store<(DnsName, Option<RecordType>), Fact>,
    delegations: Store<DnsName, Delegation>,
}

impl Cache {
    /// What is known about a name and type, and for how many more seconds.
    pub(super) fn fact(
        &self,
        name: &DnsName,
        rtype: RecordType,
        now: Instant,
    ) -> Option<(Fact, u32)> {
        let mut key = (name.clone(), None);
        self.facts.get(&key, now).or_else(|| {
            key.1 = Some(rtype);
            self.facts.get(&key, now)
        })
    }

    /// The known zone nearest to `name`.
    pub(super) fn closest_delegation(&self, name: &DnsName, now: Instant) -> Option<Delegation> {
        name.and_ancestors()
            .find_map(|zone| self.delegations.get(&zone, now))
            .map(|(delegation, _)| delegation)
    }

    /// Remembers a fact for `ttl` seconds.
    pub(super) fn learn(
        &mut self,
        name: DnsName,
        rtype: RecordType,
        fact: Fact,
        ttl: u32,
        now: Instant,
    ) {
        let (rtype, max) = match fact {
            Fact::Mx(_) | Fact::A(_) => (Some(rtype), MAX_TTL),
            Fact::NoData => (Some(rtype), MAX_NEGATIVE_TTL),
            Fact::NxDomain => (None, MAX_NEGATIVE_TTL),
            Fact::Alias(_) => (None, MAX_TTL),
        };
        self.facts.put((name, rtype), fact, ttl.min(max), now);
    }

    /// Remembers a delegation for `ttl` seconds.
    pub(super) fn learn_delegation(&mut self, delegation: Delegation, ttl: u32, now: Instant) {
        self.delegations.put(delegation.zone.clone(), delegation, ttl.min(MAX_TTL), now);
    }
}

#[derive(Clone, Debug)]
struct Store<K, V> {
    // Each value with the moment from which it is forgotten.
    entries: SortedMap<K, (V, Instant)>,
}

impl<K: Ord + Clone, V: Clone> Store<K, V> {
    fn get(&self, key: &K, now: Instant) -> Option<(V, u32)> {
        let (value, expires) = self.entries.get(key)?;
        let remaining = expires.since(now).micros().div_ceil(1_000_000);
        (remaining > 0).then(|| (value.clone(), u32::try_from(remaining).unwrap_or(u32::MAX)))
    }

    fn put(&mut self, key: K, value: V, ttl: u32, now: Instant) {
        // For this question only, not to be remembered (RFC 1035 section 3.2.1).
        if ttl == 0 {
            return;
        }
        if self.entries.len() >= MAX_ENTRIES {
            self.make_room(now);
        }
        let expires = now + Duration::from_secs(u64::from(ttl));
        self.entries.insert(key, (value, expires));
    }

    fn make_room(&mut self, now: Instant) {
        self.entries.retain(|_, (_, expires)| *expires > now);
        if self.entries.len() >= MAX_ENTRIES {
            let first = self.entries.iter().min_by_key(|(_, (_, expires))| *expires);
            if let Some(key) = first.map(|(key, _)| key.clone()) {
                self.entries.remove(&key);
            }
        }
    }
}

impl<K, V> Default for Store<K, V> {
    fn default() -> Self {
        Self { entries: SortedMap::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> DnsName {
        text.parse().unwrap()
    }

    fn at(millis: u64) -> Instant {
        Instant::ZERO + Duration::from_millis(millis)
    }

    #[track_caller]
    fn check(fact: &Fact, ttl: u32, at_millis: u64, rtype: RecordType, remaining: Option<u32>) {
        let mut cache = Cache::default();
        cache.learn(name("a.example"), RecordType::A, fact.clone(), ttl, Instant::ZERO);
        let found = cache.fact(&name("A.example"), rtype, at(at_millis));
        assert_eq!(found, remaining.map(|ttl| (fact.clone(), ttl)));
    }

    #[test]
    fn facts_live_as_long_as_they_may() {
        use RecordType::{A, Mx};
        let addresses = Fact::A(vec![Ipv4Addr::LOCALHOST]);
        check(&addresses, 60, 0, A, Some(60));
        check(&addresses, 60, 500, A, Some(60));
        check(&addresses, 60, 59_999, A, Some(1));
        check(&addresses, 60, 60_000, A, None);
        check(&addresses, 60, 0, Mx, None);
        check(&addresses, 0, 0, A, None);
        check(&addresses, u32::MAX, 0, A, Some(MAX_TTL));
        check(&Fact::NoData, 60, 0, A, Some(60));
        check(&Fact::NoData, 60, 0, Mx, None);
        check(&Fact::NoData, 86_400, 0, A, Some(MAX_NEGATIVE_TTL));
        check(&Fact::NxDomain, 60, 0, Mx, Some(60));
        check(&Fact::Alias("b.example".parse().unwrap()), 60, 0, Mx, Some(60));
    }

    #[test]
    fn a_full_cache_forgets_what_would_go_first() {
        let mut cache = Cache::default();
        for i in 0..5_000 {
            let host = name(&format!("h{i}.example"));
            cache.learn(host, RecordType::A, Fact::NoData, 100 + i, Instant::ZERO);
        }
        assert_eq!(cache.facts.entries.len(), MAX_ENTRIES);
        let known = |host| cache.fact(&name(host), RecordType::A, Instant::ZERO).is_some();
        assert!(known("h4999.example"));
        assert!(!known("h0.example"));
    }
}
