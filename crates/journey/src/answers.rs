//! "A server answers …" in *What could go wrong?*: which servers can, at which points, and what is
//! made of what somebody chose and typed.

use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::cast::Cast;
use model::refusal::{Refusal, RefusalError};
use model::scenario::{Condition, Parts};
use text::answers::{self as words, Manner};

/// A server that can answer something else than usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Which one.
    pub to: AnswersTo,
    /// The same in words.
    pub name: String,
}

/// A point of the conversation with a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The server, and for whom it answers so.
    pub to: AnswersTo,
    /// The point.
    pub stage: AnswerStage,
    /// The same in words.
    pub name: String,
}

/// How often something can be chosen to happen.
pub const TIMES: [Option<u8>; 6] = [None, Some(1), Some(2), Some(3), Some(5), Some(10)];

/// The servers of a journey: those of the domains, the provider's, those on the way.
pub fn servers(parts: &Parts, cast: &Cast) -> Vec<Server> {
    let mut domains = Vec::new();
    let mut servers = Vec::new();
    for (n, mailbox) in (0_u8..).zip(&parts.recipients) {
        let known = domains.contains(&&mailbox.domain);
        if !known && parts.is_registered(&mailbox.domain) {
            domains.push(&mailbox.domain);
            servers.push(AnswersTo::Domain(n));
        }
    }
    let hops = (0..=parts.relays.saturating_add(1)).filter(|hop| {
        // The first server of a domain stands there already.
        *hop != 1 && cast.hop(*hop).is_some()
    });
    servers.extend(hops.map(AnswersTo::Hop));
    let named = |to| Some(Server { to, name: server_name(parts, cast, to)? });
    servers.into_iter().filter_map(named).collect()
}

/// The points at which this server can answer.
pub fn points(parts: &Parts, to: AnswersTo) -> Vec<Point> {
    let domain = match to {
        AnswersTo::Domain(n) => parts.recipients.get(usize::from(n)).map(|it| &it.domain),
        _ => None,
    };
    let signs_in = matches!(to, AnswersTo::Hop(0)) || domain == Some(&parts.sender.domain);
    let mut points = Vec::new();
    for stage in AnswerStage::ALL.into_iter().filter(|it| signs_in || *it != AnswerStage::Auth) {
        points.push(Point { to, stage, name: words::point(stage).to_owned() });
        if stage == AnswerStage::Rcpt {
            let alone = (0_u8..).zip(&parts.recipients);
            let alone = alone.filter(|(_, mailbox)| Some(&mailbox.domain) == domain);
            points.extend(alone.map(|(n, mailbox)| Point {
                to: AnswersTo::Recipient(n),
                stage,
                name: words::point_for(&mailbox.to_string()),
            }));
        }
    }
    points
}

/// What this server can do instead of what it usually does.
pub fn manners(parts: &Parts, to: AnswersTo) -> Vec<Manner> {
    // Only who brings mail from elsewhere asks for a server's name.
    let is_asked_for = match to {
        AnswersTo::Hop(_) => false,
        AnswersTo::Domain(n) | AnswersTo::Recipient(n) => {
            let mailbox = parts.recipients.get(usize::from(n));
            mailbox.is_some_and(|it| it.domain != parts.sender.domain)
        }
    };
    Manner::ALL.into_iter().filter(|it| *it != Manner::NoNames || is_asked_for).collect()
}

/// The answer that was chosen and typed.
///
/// # Errors
/// What was typed is no refusal.
pub fn answer(
    server: AnswersTo,
    point: &Point,
    manner: Manner,
    typed: &str,
    times: Option<u8>,
) -> Result<ServerAnswer, RefusalError> {
    let stage = point.stage;
    let answer = match manner {
        Manner::Says => Answer::Reply { stage, reply: Refusal::read(typed)? },
        Manner::Silent => Answer::Silence { stage },
        Manner::HangsUp => Answer::HangUp { stage },
        Manner::NoCalls => Answer::RefusedCall,
        Manner::NoNames => Answer::SilentNames,
    };
    let to = if manner.has_point() { point.to } else { server };
    Ok(ServerAnswer { to, answer, times })
}

/// The parts with this answer: instead of one by the same server at the same point, if there is one.
#[must_use]
pub fn with(parts: &Parts, answer: ServerAnswer) -> Parts {
    let mut parts = parts.clone();
    let same = |condition: &Condition| match condition {
        Condition::Answers(other) => {
            let place = |it: &ServerAnswer| (it.to, it.answer.stage());
            let alike = std::mem::discriminant(&other.answer)
                == std::mem::discriminant(&answer.answer)
                || answer.answer.stage().is_some();
            place(other) == place(&answer) && alike
        }
        _ => false,
    };
    parts.conditions.retain(|condition| !same(condition));
    parts.conditions.push(Condition::Answers(answer));
    parts
}

/// The answers that are set: the place of each among the conditions, and the same in words.
pub fn set(parts: &Parts, cast: &Cast) -> Vec<(usize, String)> {
    let each = parts.conditions.iter().enumerate().filter_map(|(n, condition)| match condition {
        Condition::Answers(answer) => Some((n, in_words(parts, cast, answer)?)),
        _ => None,
    });
    each.collect()
}

fn in_words(parts: &Parts, cast: &Cast, answer: &ServerAnswer) -> Option<String> {
    let recipient = |n: u8| parts.recipients.get(usize::from(n)).map(ToString::to_string);
    let server = server_name(parts, cast, answer.to)?;
    let point = match (answer.answer.stage(), answer.to) {
        (Some(AnswerStage::Rcpt), AnswersTo::Recipient(n)) => words::point_for(&recipient(n)?),
        (Some(stage), _) => words::point(stage).to_owned(),
        (None, _) => String::new(),
    };
    let what = match &answer.answer {
        Answer::Reply { reply, .. } => reply.reply().to_string(),
        Answer::Silence { .. } => Manner::Silent.name().to_owned(),
        Answer::HangUp { .. } => Manner::HangsUp.name().to_owned(),
        Answer::RefusedCall => Manner::NoCalls.name().to_owned(),
        Answer::SilentNames => Manner::NoNames.name().to_owned(),
    };
    Some(words::set(&server, &point, &what, answer.times))
}

fn server_name(parts: &Parts, cast: &Cast, to: AnswersTo) -> Option<String> {
    match to {
        AnswersTo::Hop(0) => Some(words::provider(&cast.host(cast.provider).name)),
        AnswersTo::Hop(hop) => {
            let (from, to) = cast.hop(hop)?;
            Some(words::on_the_way(&cast.host(to).name, &cast.host(from).name))
        }
        AnswersTo::Domain(n) | AnswersTo::Recipient(n) => {
            let domain = &parts.recipients.get(usize::from(n))?.domain;
            let name = &cast.host(cast.border_of(domain)).name;
            Some(words::of_domain(name, domain.as_str()))
        }
    }
}
