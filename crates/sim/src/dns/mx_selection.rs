//! Where mail for a domain goes, by what the DNS says: RFC 5321 section 5.1 and RFC 7505. Pure
//! rules; the look-ups are the caller's.
//!
//! Simplified: equal preferences come in the order of their names, where a real client picks at
//! random to spread the load; only IPv4 addresses count.

use super::question::{Answer, LookupError, MxHost};
use model::address::Domain;

/// Which hosts to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailRoute {
    /// These, with their preferences, in this order. At least one. Their addresses are still to
    /// be looked up.
    Exchangers(Vec<(u16, Domain)>),
    /// No MX record, but an address: the domain itself takes its mail (the "implicit MX").
    Implicit(Domain),
    /// The domain states that it takes no mail (RFC 7505): 5.1.10.
    NullMx,
    /// The domain does not exist, or has neither MX nor address: 5.1.2.
    NoSuchDomain,
    /// There are MX records, but none names a usable host. An error, never the implicit MX (RFC
    /// 5321 section 5.1): 5.4.4.
    NoUsableExchanger,
    /// Nobody could say. To be tried again later (RFC 5321 section 5.1): 4.4.3.
    TemporaryFailure,
}

/// What to do after the look-up of MX records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MxVerdict {
    /// The route is clear.
    Route(MailRoute),
    /// There are no MX records: look up the domain's own address, then ask
    /// [`implicit_route`].
    AskForAddress,
}

/// The rules after the look-up of MX records.
pub fn route_by_mx(result: &Result<Answer, LookupError>) -> MxVerdict {
    MxVerdict::Route(match result {
        Ok(Answer::Mx(hosts, _)) => exchangers(hosts),
        Ok(Answer::NoData) => return MxVerdict::AskForAddress,
        Err(LookupError::NxDomain) => MailRoute::NoSuchDomain,
        Ok(Answer::A(..)) | Err(LookupError::Timeout | LookupError::ServerFailure) => {
            MailRoute::TemporaryFailure
        }
    })
}

/// The rules after the look-up of the address of a `domain` without MX records.
pub fn implicit_route(domain: &Domain, result: &Result<Answer, LookupError>) -> MailRoute {
    match result {
        Ok(Answer::A(..)) => MailRoute::Implicit(domain.clone()),
        Ok(Answer::NoData) | Err(LookupError::NxDomain) => MailRoute::NoSuchDomain,
        Ok(Answer::Mx(..)) | Err(LookupError::Timeout | LookupError::ServerFailure) => {
            MailRoute::TemporaryFailure
        }
    }
}

// A null MX beside others breaks RFC 7505 section 3; then only the others count.
fn exchangers(hosts: &[(u16, MxHost)]) -> MailRoute {
    let mut named: Vec<_> = hosts
        .iter()
        .filter_map(|(preference, host)| match host {
            MxHost::Host(host) => Some((*preference, host.clone())),
            MxHost::Null => None,
        })
        .collect();
    named.sort();
    if !named.is_empty() {
        MailRoute::Exchangers(named)
    } else if hosts.is_empty() {
        MailRoute::NoUsableExchanger
    } else {
        MailRoute::NullMx
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use MailRoute::*;
    use std::net::Ipv4Addr;

    fn domain(text: &str) -> Domain {
        text.parse().unwrap()
    }

    fn host(preference: u16, text: &str) -> (u16, MxHost) {
        (preference, MxHost::Host(domain(text)))
    }

    fn mx(hosts: Vec<(u16, MxHost)>) -> Answer {
        Answer::Mx(hosts, 60)
    }

    #[track_caller]
    fn check(
        mx: &Result<Answer, LookupError>,
        address: Option<&Result<Answer, LookupError>>,
        expected: &MailRoute,
    ) {
        let route = match (route_by_mx(mx), address) {
            (MxVerdict::Route(route), None) => route,
            (MxVerdict::AskForAddress, Some(address)) => {
                implicit_route(&domain("a.example"), address)
            }
            (verdict, _) => panic!("{verdict:?}"),
        };
        assert_eq!(route, *expected);
    }

    #[test]
    fn mail_goes_where_rfc_5321_and_rfc_7505_send_it() {
        check(
            &Ok(mx(vec![host(20, "b.example"), host(10, "z.example"), host(10, "c.example")])),
            None,
            &Exchangers(vec![
                (10, domain("c.example")),
                (10, domain("z.example")),
                (20, domain("b.example")),
            ]),
        );
        check(&Ok(mx(vec![(0, MxHost::Null)])), None, &NullMx);
        check(
            &Ok(mx(vec![(0, MxHost::Null), host(5, "b.example")])),
            None,
            &Exchangers(vec![(5, domain("b.example"))]),
        );
        check(&Ok(mx(Vec::new())), None, &NoUsableExchanger);
        check(&Err(LookupError::NxDomain), None, &NoSuchDomain);
        check(&Err(LookupError::Timeout), None, &TemporaryFailure);
        check(&Err(LookupError::ServerFailure), None, &TemporaryFailure);
        let none = Ok(Answer::NoData);
        let some = Ok(Answer::A(vec![Ipv4Addr::new(192, 0, 2, 1)], 60));
        check(&none, Some(&some), &Implicit(domain("a.example")));
        check(&none, Some(&none), &NoSuchDomain);
        check(&none, Some(&Err(LookupError::NxDomain)), &NoSuchDomain);
        check(&none, Some(&Err(LookupError::Timeout)), &TemporaryFailure);
    }
}
