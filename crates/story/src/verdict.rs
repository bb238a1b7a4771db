//! The verdict card of a journey that does not simply succeed: what happened, where, whether it is
//! tried again, who can fix it, and what to do now. Read off the trace, like everything else.

mod case;
mod cause;
mod fixers;
mod said;

use case::{Case, Reader};
use model::address::Mailbox;
use model::cast::{HostId, Role, ZoneLevel};
use model::owner::HelpDesk;
use model::why::Why;
use sim::smtp::Reply;
use sim::smtp::client::Stage;
use sim::smtp::reply::EnhancedCode;
use sim::trace::{Cause, Outcome, Trace};
use text::owner as own_words;
use text::units::list;
use text::verdict::codes::{self, Answers};
use text::verdict::{self as words, Copied, Facts, Resolution};

pub use fixers::{Fixer, told};

/// The card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// For whom.
    pub recipients: Vec<Mailbox>,
    /// What stood in the way.
    pub why: Why,
    /// What happened, in one sentence.
    pub happened: String,
    /// Where: this host is marked in the picture.
    pub host: HostId,
    /// What that host is called, in words.
    pub place: String,
    /// Whether it is tried again, in one sentence.
    pub again: String,
    /// Who can fix it.
    pub fixers: Vec<Fixer>,
    /// The same in words.
    pub who: String,
    /// One or two things to do now.
    pub actions: Vec<String>,
    /// Whom the page's owner says to ask.
    pub ask: Option<HelpDesk>,
    /// The reply as it was given (`550 5.1.1 No such mailbox here`), and its parts word by word:
    /// `550`, `5.x.x`, `x.1.x`, `x.1.1`, each with its meaning. Empty where there was no reply.
    pub reply: Option<(String, Vec<(String, String)>)>,
    /// Plain text for a customer, to copy.
    pub copy: String,
}

/// What a cause amounts to, as far as it makes a difference to what is said.
pub(super) fn why(cause: &Cause) -> Why {
    cause::why(cause)
}

/// What a line amounts to in which an SMTP server says no; `asked`: the command that it answers.
pub fn why_in(asked: &str, line: &str) -> Option<Why> {
    line.starts_with(['4', '5']).then(|| cause::why_in(asked, line))
}

/// Whether what went wrong is that there is no such box.
pub(super) fn is_unknown_box(cause: &Cause) -> bool {
    cause::why(cause) == Why::NoSuchBox
}

/// The cards of a journey: one for each group of recipients with the same fate; none where all went
/// well without a hitch.
pub fn of(trace: &Trace) -> Vec<Verdict> {
    let reader = Reader::new(trace);
    let mut groups: Vec<(Case<'_>, Vec<Mailbox>)> = Vec::new();
    for (n, (mailbox, _)) in trace.outcomes.iter().enumerate() {
        for case in reader.cases(n, mailbox) {
            match groups.iter_mut().find(|(known, _)| *known == case) {
                Some((_, recipients)) => recipients.push(mailbox.clone()),
                None => groups.push((case, vec![mailbox.clone()])),
            }
        }
    }
    groups.into_iter().map(|(case, recipients)| card(trace, &case, recipients)).collect()
}

/// `None` where [`of`] has no card; otherwise whether the hitch has been overcome for every recipient.
pub fn mended(trace: &Trace) -> Option<bool> {
    let reader = Reader::new(trace);
    let recipients = || trace.outcomes.iter().enumerate();
    let cases: Vec<Case<'_>> =
        recipients().flat_map(|(n, (mailbox, _))| reader.cases(n, mailbox)).collect();
    let there = |outcome: Outcome| matches!(outcome, Outcome::Delivered | Outcome::Collected);
    (!cases.is_empty()).then(|| {
        cases.iter().all(|case| case.resolution.is_overcome())
            && recipients().all(|(_, (_, outcome))| there(*outcome))
    })
}

fn card(trace: &Trace, case: &Case<'_>, recipients: Vec<Mailbox>) -> Verdict {
    let people = list(&recipients.iter().map(ToString::to_string).collect::<Vec<_>>());
    let locals: Vec<String> = recipients.iter().map(|m| m.local_part.to_string()).collect();
    let boxes = list(&locals);
    let name = trace.cast.hosts.get(case.host.index()).map_or("", |host| host.name.as_str());
    let own = case.host == trace.cast.provider;
    let provider = trace.cast.owner.provider();
    let ask = trace.cast.owner.help_desk().cloned();
    let home = said::sender_domain(trace);
    let its_server = trace.cast.hosts.get(trace.cast.provider.index()).map(|host| &host.name);
    let providers_home = home.filter(|home| its_server.is_some_and(|name| name.ends_with(home)));
    let facts = Facts {
        people: &people,
        number: recipients.len(),
        boxes: &boxes,
        domain: case.domain.as_str(),
        server: case.server.unwrap_or(name),
        own,
        report: case.told,
        permanent: case.reply.is_none_or(|(_, reply)| reply.is_permanent()),
        provider,
        home: home.unwrap_or(words::YOUR_DOMAIN),
        providers_home,
        sizes: said::sizes(trace, case),
        code: case.reply.and_then(|(_, reply)| about(reply)),
        blocklist: case.reply.and_then(|(_, reply)| said::blocklist(reply)),
    };
    let lost = case.lost_dsn.as_ref().map(|(address, misspelt)| (address.to_string(), *misspelt));
    let (why, resolution) = (case.why, &case.resolution);
    let happened = words::happened(
        why,
        resolution,
        &facts,
        lost.as_ref().map(|(address, misspelt)| (address.as_str(), *misspelt)),
    );
    let replied = case.reply.is_some_and(|(_, reply)| reply.is_permanent());
    let again = words::again(resolution, replied);
    let misspelt = lost.as_ref().filter(|(_, misspelt)| *misspelt);
    let actions =
        words::actions(why, resolution, &facts, misspelt.map(|(address, _)| address.as_str()));
    let place = place(trace, case.host);
    let fixers = who(case, own, providers_home.is_some());
    let who = match fixers.as_slice() {
        [] | [Fixer::Nobody] => match resolution {
            Resolution::Waits { .. } => words::NOBODY_YET.to_owned(),
            _ => words::NOBODY.to_owned(),
        },
        several => {
            words::who(&several.iter().map(|fixer| fixer.in_words(provider)).collect::<Vec<_>>())
        }
    };
    let reply = case.reply.map(|(stage, reply)| (reply.to_string(), parts(stage, reply)));
    let status = case.status.map(|it| (it.to_string(), detail(it, None)));
    let meaning = case.reply.map_or_else(String::new, |(stage, reply)| {
        let code = reply.code();
        reply.enhanced().map_or_else(
            || codes::basic(code.get(), answers(stage, reply)),
            |enhanced| match detail(enhanced, Some(code.get())) {
                // What the card says is more than that.
                codes::UNREGISTERED => String::new(),
                _ if enhanced.detail() == 0 => String::new(),
                detail => [codes::digit(code.class()), " – ", detail].concat(),
            },
        )
    });
    let copy = words::copy(&Copied {
        people: &people,
        resolution,
        happened: &happened,
        place: &place,
        again: &again,
        reply: reply.as_ref().map(|(text, _)| (text.as_str(), meaning.as_str())),
        status: status.as_ref().map(|(code, meaning)| (code.as_str(), *meaning)),
        actions: &actions,
        ask: ask.as_ref().map(HelpDesk::text),
    });
    let host = case.host;
    Verdict {
        recipients,
        why,
        happened,
        host,
        place,
        again,
        fixers,
        who,
        actions,
        ask,
        reply,
        copy,
    }
}

impl Fixer {
    fn in_words(self, provider: Option<&str>) -> &str {
        match self {
            Self::Sender => words::YOU,
            Self::SendersProvider => own_words::provider(provider),
            Self::SendersDomain => words::SENDERS_DOMAIN,
            Self::Recipient => words::RECIPIENT,
            Self::RecipientsProvider => words::RECIPIENTS_PROVIDER,
            Self::Nobody => "",
        }
    }
}

/// Who can fix it; `own`: the server in question is the sender's provider's; `home`: so is the domain in the sender's
/// address.
fn who(case: &Case<'_>, own: bool, home: bool) -> Vec<Fixer> {
    let waits = matches!(case.resolution, Resolution::Waits { .. });
    // Who is still waiting comes back in time; who was told to come back for ever did not.
    if case.resolution.is_overcome() || case.why == Why::Greylisted && waits {
        return vec![Fixer::Nobody];
    }
    let mut fixers = fixers::of(case.why, own).to_vec();
    let misspelt = case.lost_dsn.as_ref().is_some_and(|(_, misspelt)| *misspelt);
    // Or the message went through another server than that of its domain.
    let astray = case.why == Why::NotProven && !home;
    if (misspelt || astray) && !fixers.contains(&Fixer::Sender) {
        fixers.insert(0, Fixer::Sender);
    }
    fixers
}

fn place(trace: &Trace, host: HostId) -> String {
    let Some(host) = trace.cast.hosts.get(host.index()) else { return String::new() };
    let domain_at = |list: &[(model::address::Domain, HostId)]| {
        list.iter().find(|(_, id)| *id == host.id).map(|(domain, _)| domain.to_string())
    };
    let cast = &trace.cast;
    match &host.role {
        Role::SenderComputer => words::YOUR_COMPUTER.to_owned(),
        Role::RecipientComputer(_) => words::RECIPIENTS_COMPUTER.to_owned(),
        Role::Provider => words::provider(&host.name, cast.owner.provider()),
        Role::Relay(_) => words::relay(&host.name),
        Role::Destination(_) => {
            let domain = domain_at(&cast.destinations).unwrap_or_default();
            words::destination(&host.name, &domain, false)
        }
        Role::Backup(_) => {
            let domain = domain_at(&cast.backups).unwrap_or_default();
            words::destination(&host.name, &domain, true)
        }
        Role::NameServer(ZoneLevel::Root) => words::registry(None, false, &host.name),
        Role::NameServer(ZoneLevel::TopLevel(top)) => words::registry(Some(top), false, &host.name),
        Role::NameServer(ZoneLevel::Own(domain)) => {
            words::registry(Some(domain.as_str()), true, &host.name)
        }
    }
}

/// A reply word by word: `550`, `5.x.x`, `x.1.x`, `x.1.1`, each with its meaning.
fn parts(stage: Stage, reply: &Reply) -> Vec<(String, String)> {
    let code = reply.code();
    let mut parts = vec![(code.to_string(), codes::basic(code.get(), answers(stage, reply)))];
    if let Some(enhanced) = reply.enhanced() {
        parts.extend(enhanced_parts(enhanced, code.get()));
    }
    parts
}

fn detail(code: EnhancedCode, basic: Option<u16>) -> &'static str {
    codes::detail(code.subject(), code.detail(), code.class() == 5, basic)
}

fn answers(stage: Stage, reply: &Reply) -> Answers {
    let about = about(reply);
    match stage {
        // A sign-in has codes of its own (RFC 4954 section 6).
        _ if about.is_some_and(|it| it.0 == 7) && stage != Stage::Auth => Answers::Policy,
        _ if about == Some((5, 3)) => Answers::Recipients,
        Stage::Connection | Stage::Greeting => Answers::Call,
        // The size was announced with MAIL, and measured at the end of the message.
        Stage::Mail | Stage::Message if is_about_size(reply) => Answers::Size,
        Stage::Message => Answers::Message,
        _ => Answers::Other,
    }
}

fn is_about_size(reply: &Reply) -> bool {
    about(reply).is_none_or(|about| about == (3, 4))
}

/// Subject and detail of its enhanced code.
fn about(reply: &Reply) -> Option<(u16, u16)> {
    reply.enhanced().map(|code| (code.subject(), code.detail()))
}

fn enhanced_parts(code: EnhancedCode, basic: u16) -> [(String, String); 3] {
    let class = code.class();
    let subject = code.subject().to_string();
    [
        ([&class.to_string(), ".x.x"].concat(), codes::class(class).to_owned()),
        (["x.", &subject, ".x"].concat(), codes::subject(code.subject()).to_owned()),
        (
            ["x.", &subject, ".", &code.detail().to_string()].concat(),
            detail(code, Some(basic)).to_owned(),
        ),
    ]
}
