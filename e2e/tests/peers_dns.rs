//! dig asks our name servers, and our resolver asks BIND.

use e2e::peers::{Bind, Said, free_port, run};
use journey::serve::{Clock, DnsService, resolve, serve_dns};
use model::time::Duration;
use sim::dns::{
    Answer, DnsName, LookupError, MailRoute, MxHost, MxVerdict, NameServer, Question, Resolver,
    ResolverConfig, Zone, route_by_mx,
};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;

fn name(text: &str) -> DnsName {
    text.parse().expect("a name")
}

/// `com` and one of its domains on one server.
fn our_server() -> DnsService {
    let com = Zone::new(name("com"), name("ns.nic.com"))
        .ns(name("com"), 3_600, name("ns.nic.com"))
        .a(name("ns.nic.com"), 3_600, Ipv4Addr::new(198, 51, 100, 2))
        .delegate(
            name("elsewhere.com"),
            3_600,
            name("ns.elsewhere.com"),
            Ipv4Addr::new(203, 0, 113, 54),
        );
    let mut own = Zone::new(name("allbusiness.com"), name("ns.allbusiness.com"))
        .ns(name("allbusiness.com"), 3_600, name("ns.allbusiness.com"))
        .a(name("ns.allbusiness.com"), 3_600, Ipv4Addr::new(203, 0, 113, 53))
        .mx(name("allbusiness.com"), 3_600, 10, name("mx.allbusiness.com"))
        .mx(name("allbusiness.com"), 3_600, 20, name("relay2.allbusiness.com"))
        .a(name("mx.allbusiness.com"), 3_600, Ipv4Addr::new(198, 51, 100, 26))
        .cname(name("www.allbusiness.com"), 60, name("mx.allbusiness.com"))
        .null_mx(name("no-mail.allbusiness.com"), 60);
    // More than fits into 512 octets.
    for n in 0..60 {
        own = own.a(name("many.allbusiness.com"), 60, Ipv4Addr::new(203, 0, 113, n));
    }
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    serve_dns(any, NameServer::new(vec![com, own]), |_, _, _| {}).expect("a free port")
}

fn dig(server: &DnsService, arguments: &[&str]) -> Said {
    let mut command = Command::new("dig");
    command.args(["@127.0.0.1", "-p", &server.address().port().to_string()]);
    command.args(["+norecurse", "+tries=1", "+time=5"]).args(arguments);
    run("bind9-dnsutils", &mut command)
}

/// dig is content, and says each of `expected`.
#[track_caller]
fn check(server: &DnsService, arguments: &[&str], expected: &[&str]) {
    let said = dig(server, arguments);
    // dig lines columns up with tabs and blanks.
    let words = said.output.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.status, Some(0), "{said:?}");
    for complaint in ["Warning", "WARNING", "malformed", "extra bytes", "mismatch", "error"] {
        assert!(!words.contains(complaint), "{}", said.output);
    }
    assert!(said.errors.is_empty(), "{}", said.errors);
    for part in expected {
        assert!(words.contains(part), "{part} is not in {}", said.output);
    }
}

#[test]
fn dig_is_content_with_our_answers() {
    let server = our_server();
    let fine = "status: NOERROR";
    check(
        &server,
        &["allbusiness.com", "MX"],
        &[
            fine,
            "flags: qr aa;",
            "allbusiness.com. 3600 IN MX 10 mx.allbusiness.com.",
            "allbusiness.com. 3600 IN MX 20 relay2.allbusiness.com.",
            "EDNS: version: 0, flags:; udp: 1232",
        ],
    );
    check(
        &server,
        &["MX.AllBusiness.COM", "A"],
        &[fine, "IN A 198.51.100.26", "MX.AllBusiness.COM."],
    );
    check(&server, &["com", "NS"], &[fine, "com. 3600 IN NS ns.nic.com.", "qr aa;"]);
    check(&server, &["com", "SOA"], &[fine, "IN SOA ns.nic.com."]);
    check(
        &server,
        &["www.allbusiness.com", "A"],
        &[fine, "CNAME mx.allbusiness.com.", "IN A 198.51.100.26"],
    );
    check(&server, &["no-mail.allbusiness.com", "MX"], &[fine, "IN MX 0 ."]);
    check(
        &server,
        &["nobody.allbusiness.com", "MX"],
        &["status: NXDOMAIN", "qr aa;", "ANSWER: 0, AUTHORITY: 1", "IN SOA"],
    );
    // A referral: not authoritative, servers and their addresses.
    check(
        &server,
        &["mail.elsewhere.com", "A"],
        &[
            fine,
            "flags: qr;",
            "ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 2",
            "elsewhere.com. 3600 IN NS ns.elsewhere.com.",
            "ns.elsewhere.com. 3600 IN A 203.0.113.54",
        ],
    );
}

#[test]
fn dig_is_content_with_what_we_do_not_know() {
    let server = our_server();
    for unknown in ["TXT", "AAAA", "SRV", "CAA", "DNSKEY", "HTTPS", "TYPE65280"] {
        let expected = ["status: NOERROR", "ANSWER: 0, AUTHORITY: 1", "IN SOA"];
        check(&server, &["allbusiness.com", unknown], &expected);
    }
    check(&server, &["allbusiness.com", "A"], &["status: NOERROR", "ANSWER: 0", "IN SOA"]);
    // Not ours.
    check(&server, &["riverside.example", "MX"], &["status: REFUSED"]);
    // The Chaos class.
    check(&server, &["-c", "CH", "version.bind", "TXT"], &["ANSWER: 0"]);
}

#[test]
fn dig_with_and_without_edns() {
    let server = our_server();
    let mx = ["allbusiness.com", "MX"];
    let with = |option: &'static str| [&mx[..], &[option]].concat();
    let plain = dig(&server, &with("+noedns"));
    assert!(!plain.output.contains("EDNS") && plain.output.contains("NOERROR"), "{plain:?}");
    check(&server, &with("+bufsize=512"), &["status: NOERROR", "EDNS: version: 0"]);
    check(&server, &with("+dnssec"), &["status: NOERROR", "EDNS: version: 0"]);
    check(&server, &with("+nsid"), &["status: NOERROR"]);
    check(&server, &with("+subnet=192.0.2.0/24"), &["status: NOERROR"]);
    check(
        &server,
        &[&mx[..], &["+edns=1", "+noednsnegotiation"]].concat(),
        &["status: BADVERS", "EDNS: version: 0"],
    );
    // Too much for 512 octets is marked as cut off, and fits where more is allowed.
    let many = ["many.allbusiness.com", "A", "+ignore"];
    check(&server, &[&many[..], &["+noedns"]].concat(), &["flags: qr aa tc;"]);
    check(&server, &[&many[..], &["+bufsize=1232"]].concat(), &["flags: qr aa;", "ANSWER: 60"]);
}

#[test]
fn dig_over_tcp() {
    let server = our_server();
    let all = ["flags: qr aa;", "ANSWER: 60", "(TCP)"];
    for edns in ["+edns=0", "+noedns"] {
        check(&server, &["many.allbusiness.com", "A", "+tcp", edns], &all);
    }
    // Without being told to: the answer over UDP was cut off. dig says that it asks again.
    let again = dig(&server, &["many.allbusiness.com", "A", "+noedns"]);
    let words = again.output.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Truncated, retrying in TCP mode"), "{again:?}");
    for part in all {
        assert!(words.contains(part), "{again:?}");
    }
    // Several questions on one connection.
    check(
        &server,
        &["+tcp", "+keepopen", "allbusiness.com", "MX", "com", "NS"],
        &["IN MX 10 mx.allbusiness.com.", "IN NS ns.nic.com."],
    );
}

// What the zones say. A resolver does not follow anybody to a loopback address, so that the test
// puts one BIND in the place of each.
const ROOT: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
const TOP: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 3);
const OWN: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);

const ROOT_ZONE: &str = "$TTL 3600
. IN SOA ns.root. hostmaster.root. 1 7200 3600 604800 60
. IN NS ns.root.
ns.root. IN A 198.51.100.1
example. IN NS ns.nic.example.
ns.nic.example. IN A 198.51.100.3
";
const TOP_ZONE: &str = "$TTL 3600
example. IN SOA ns.nic.example. hostmaster.nic.example. 1 7200 3600 604800 60
example. IN NS ns.nic.example.
ns.nic.example. IN A 198.51.100.3
peer.example. IN NS ns.peer.example.
ns.peer.example. IN A 203.0.113.53
; Its server's name lies in another zone, without an address here.
other.example. IN NS ns2.peer.example.
; Nobody serves this one.
lame.example. IN NS ns.peer.example.
";
const PEER_ZONE: &str = "$TTL 3600
peer.example. IN SOA ns.peer.example. hostmaster.peer.example. 1 7200 3600 604800 60
peer.example. IN NS ns.peer.example.
ns.peer.example. IN A 203.0.113.53
ns2.peer.example. IN A 203.0.113.53
peer.example. IN MX 20 backup.peer.example.
peer.example. IN MX 10 mx.peer.example.
mx.peer.example. IN A 192.0.2.25
mx.peer.example. IN A 192.0.2.26
backup.peer.example. IN A 192.0.2.27
alias.peer.example. IN CNAME mx.peer.example.
far.peer.example. IN CNAME mail.other.example.
null.peer.example. IN MX 0 .
empty.peer.example. IN TXT \"nothing for mail\"
";
const OTHER_ZONE: &str = "$TTL 3600
other.example. IN SOA ns2.peer.example. hostmaster.other.example. 1 7200 3600 604800 60
other.example. IN NS ns2.peer.example.
mail.other.example. IN A 198.51.100.7
";

#[test]
fn our_resolver_finds_its_way_through_zones_of_bind() {
    let root = Bind::start(&[(".", ROOT_ZONE)]);
    let top = Bind::start(&[("example", TOP_ZONE)]);
    let own = Bind::start(&[("peer.example", PEER_ZONE), ("other.example", OTHER_ZONE)]);
    let find = |address| match address {
        ROOT => root.address(),
        TOP => top.address(),
        OWN => own.address(),
        nobody => panic!("{nobody} is asked"),
    };
    let clock = Clock::start();
    let config =
        ResolverConfig { timeout: Duration::from_secs(5), ..ResolverConfig::new(vec![ROOT], 7) };
    let mut resolver = Resolver::new(config);
    let mut ask = |question| resolve(&mut resolver, clock, question, find);
    let mut mx = |text: &str| ask(Question::mx(text.parse().unwrap()));

    let found = mx("peer.example");
    let Ok(Answer::Mx(hosts, 3_600)) = found else { panic!("{found:?}") };
    let host = |text: &str| MxHost::Host(text.parse().unwrap());
    assert_eq!(hosts, [(10, host("mx.peer.example")), (20, host("backup.peer.example"))]);
    let null = mx("null.peer.example");
    assert_eq!(route_by_mx(&null), MxVerdict::Route(MailRoute::NullMx));
    assert_eq!(mx("empty.peer.example"), Ok(Answer::NoData));
    assert_eq!(mx("nobody.peer.example"), Err(LookupError::NxDomain));
    assert_eq!(mx("no-such-domain.example"), Err(LookupError::NxDomain));
    assert_eq!(mx("example.no-such-top"), Err(LookupError::NxDomain));
    assert_eq!(mx("lame.example"), Err(LookupError::ServerFailure));

    let mut a = |text: &str| match ask(Question::a(text.parse().unwrap())) {
        Ok(Answer::A(mut addresses, _)) => {
            // BIND changes their order from answer to answer.
            addresses.sort();
            addresses.iter().map(ToString::to_string).collect()
        }
        other => vec![format!("{other:?}")],
    };
    assert_eq!(a("mx.peer.example"), ["192.0.2.25", "192.0.2.26"]);
    assert_eq!(a("alias.peer.example"), ["192.0.2.25", "192.0.2.26"]);
    // Over an alias into a zone whose server's address has to be looked up first.
    assert_eq!(a("far.peer.example"), ["198.51.100.7"]);
}

#[test]
fn a_silent_server_is_a_temporary_failure() {
    let port = free_port(&[Ipv4Addr::LOCALHOST]);
    // Takes questions and answers none.
    let _silent = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    let config =
        ResolverConfig { timeout: Duration::from_millis(50), ..ResolverConfig::new(vec![ROOT], 7) };
    let question = Question::mx("peer.example".parse().unwrap());
    let mut resolver = Resolver::new(config);
    let result =
        resolve(&mut resolver, Clock::start(), question, |_| (Ipv4Addr::LOCALHOST, port).into());
    assert_eq!(result, Err(LookupError::Timeout));
}
