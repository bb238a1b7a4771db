//! What servers answer instead of the usual, as the conditions want it.

use crate::dns::TRIES_PER_SERVER;
use crate::host::mail_server::{Clients, PlannedAnswer, Recipients, Senders};
use crate::host::ports::{SMTP_PORT, SUBMISSION_PORT};
use crate::host::times_left::TimesLeft;
use crate::net::stack::Stack;
use crate::smtp::{Instead, Reply};
use model::address::{Domain, Mailbox};
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::cast::{Cast, HostId, ZoneLevel};
use model::condition::{Condition, RefusalStage};
use model::parts::Parts;

/// What the server `id` answers instead of the usual; the first that fits counts. What is said of one recipient
/// comes before what is said of all, and that before what follows from other conditions. What goes by the
/// client's address or by what strangers bring is the business of a domain's first server; what goes
/// by the content, of the one with the boxes.
pub(super) fn of_server(parts: &Parts, cast: &Cast, id: HostId) -> Vec<PlannedAnswer> {
    let mut answers = Vec::new();
    let mut conditions: Vec<&Condition> = parts.conditions.iter().collect();
    conditions.sort_by_key(|condition| match condition {
        Condition::Answers(ServerAnswer { to: AnswersTo::Recipient(_), .. }) => 0,
        Condition::Answers(_) => 1,
        _ => 2,
    });
    for condition in conditions {
        let domain = condition.recipient().map(|n| &parts.recipients[usize::from(n)].domain);
        if domain.is_some_and(|domain| !parts.is_registered(domain)) {
            continue;
        }
        let home = domain.is_some_and(|domain| cast.home_of(domain) == id);
        let border = domain.is_some_and(|domain| cast.border_of(domain) == id);
        match condition {
            Condition::Refused { hop, stage, permanent, times } => {
                let Some(from) = client_at(cast, *hop, id) else { continue };
                answers.push(PlannedAnswer {
                    clients: Clients::Host(from),
                    left: TimesLeft(*times),
                    ..reply(stage_of(*stage), refusal_in_words(*stage, *permanent))
                });
            }
            Condition::Answers(answer) => answers.extend(planned(parts, cast, id, answer)),
            Condition::SenderBlocked { .. } if border => {
                let client = cast.host(cast.provider).address;
                let text = format!(
                    "Service unavailable; Client host [{client}] blocked using zen.blocklist.example"
                );
                answers.push(PlannedAnswer {
                    clients: Clients::Host(cast.provider),
                    ..reply(AnswerStage::Rcpt, Reply::coded::<554, 7, 1>(&text))
                });
            }
            Condition::SenderNotProven { .. } if border => {
                answers.extend(senders(parts).map(|sender| {
                    let text = format!(
                        "Unauthenticated email from {} is not accepted, it passes neither SPF nor DKIM",
                        sender.domain
                    );
                    PlannedAnswer {
                        clients: Clients::Strangers,
                        senders: Senders::Domain(sender.domain),
                        ..reply(AnswerStage::Message, Reply::coded::<550, 7, 26>(&text))
                    }
                }));
            }
            Condition::RefusedAsSpam { .. } if home => {
                let text = "Message rejected as spam by content filtering";
                answers.extend(senders(parts).map(|sender| PlannedAnswer {
                    clients: Clients::Strangers,
                    senders: Senders::Mailbox(sender),
                    ..reply(AnswerStage::Message, Reply::coded::<554, 7, 1>(text))
                }));
            }
            _ => {}
        }
    }
    answers
}

/// Has the host `id` refuse calls, and tells how many questions its name server leaves unanswered.
pub(super) fn before_any_conversation(
    parts: &Parts,
    cast: &Cast,
    id: HostId,
    stack: &mut Stack,
) -> Vec<TimesLeft> {
    let mut unanswered = Vec::new();
    for condition in &parts.conditions {
        let Condition::Answers(ServerAnswer { to, answer, times }) = condition else { continue };
        match answer {
            Answer::RefusedCall => {
                let Some((clients, _)) = addressed(parts, cast, id, *to) else { continue };
                let from = match clients {
                    Clients::Host(from) => Some(cast.host(from).address),
                    _ => None,
                };
                stack.refuse(from, &[SMTP_PORT, SUBMISSION_PORT], *times);
            }
            Answer::SilentNames => {
                let named = domain_of(parts, *to).is_some_and(|domain| {
                    let level = ZoneLevel::Own(domain.clone());
                    cast.name_servers.contains(&(level, id))
                });
                let questions = times.map(|n| n.saturating_mul(TRIES_PER_SERVER));
                unanswered.extend(named.then_some(TimesLeft(questions)));
            }
            _ => {}
        }
    }
    unanswered
}

fn planned(
    parts: &Parts,
    cast: &Cast,
    id: HostId,
    ServerAnswer { to, answer, times }: &ServerAnswer,
) -> Option<PlannedAnswer> {
    let (clients, recipients) = addressed(parts, cast, id, *to)?;
    let answered = match answer {
        Answer::Reply { reply, .. } => Instead::Reply(reply.reply().clone()),
        Answer::Silence { .. } => Instead::Silence,
        Answer::HangUp { .. } => Instead::HangUp,
        Answer::RefusedCall | Answer::SilentNames => return None,
    };
    let left = TimesLeft(*times);
    let stage = answer.stage()?;
    Some(PlannedAnswer {
        stage,
        clients,
        senders: Senders::Anybody,
        recipients,
        answer: answered,
        left,
    })
}

/// Whom the server `id` answers so, if it is the one that does.
fn addressed(
    parts: &Parts,
    cast: &Cast,
    id: HostId,
    to: AnswersTo,
) -> Option<(Clients, Recipients)> {
    let (n, all) = match to {
        AnswersTo::Hop(hop) => {
            let from = client_at(cast, hop, id)?;
            return Some((Clients::Host(from), Recipients::Anybody));
        }
        AnswersTo::Domain(n) => (n, true),
        AnswersTo::Recipient(n) => (n, false),
    };
    let mailbox = parts.recipients.get(usize::from(n))?;
    let exists = parts.is_registered(&mailbox.domain) || mailbox.domain == parts.sender.domain;
    let recipients = if all {
        Recipients::Domain(mailbox.domain.clone())
    } else {
        Recipients::Mailbox(mailbox.clone())
    };
    (exists && cast.border_of(&mailbox.domain) == id).then_some((Clients::Anybody, recipients))
}

/// The domain whose mail the answering server takes, if it is known by that.
fn domain_of(parts: &Parts, to: AnswersTo) -> Option<&Domain> {
    match to {
        AnswersTo::Hop(_) => None,
        AnswersTo::Domain(n) | AnswersTo::Recipient(n) => {
            parts.recipients.get(usize::from(n)).map(|mailbox| &mailbox.domain)
        }
    }
}

/// Who calls on this hop, if `id` is the one that is called.
fn client_at(cast: &Cast, hop: u8, id: HostId) -> Option<HostId> {
    cast.hop(hop).filter(|(_, to)| *to == id).map(|(from, _)| from)
}

/// This reply, always, to everybody.
const fn reply(stage: AnswerStage, reply: Reply) -> PlannedAnswer {
    PlannedAnswer {
        stage,
        clients: Clients::Anybody,
        senders: Senders::Anybody,
        recipients: Recipients::Anybody,
        answer: Instead::Reply(reply),
        left: TimesLeft(None),
    }
}

/// The sender, by the right address and by the one that is written.
fn senders(parts: &Parts) -> impl Iterator<Item = Mailbox> {
    let (right, written) = (parts.sender.clone(), parts.written_sender());
    let other = (written != right).then_some(written);
    std::iter::once(right).chain(other)
}

const fn stage_of(stage: RefusalStage) -> AnswerStage {
    match stage {
        RefusalStage::Greeting => AnswerStage::Greeting,
        RefusalStage::Hello => AnswerStage::Hello,
        RefusalStage::Mail => AnswerStage::Mail,
        RefusalStage::Rcpt => AnswerStage::Rcpt,
        RefusalStage::Data => AnswerStage::Data,
        RefusalStage::Message => AnswerStage::Message,
    }
}

/// What servers commonly say at that point.
fn refusal_in_words(stage: RefusalStage, permanent: bool) -> Reply {
    match (stage, permanent) {
        (RefusalStage::Greeting, true) => Reply::plain::<554>("No mail service here"),
        (RefusalStage::Greeting | RefusalStage::Hello, false) => {
            Reply::plain::<421>("Too busy, please try again later")
        }
        (RefusalStage::Hello, true) => Reply::plain::<550>("This name is not welcome"),
        (RefusalStage::Mail, true) => Reply::coded::<550, 7, 1>("This sender is not welcome"),
        (RefusalStage::Mail, false) => {
            Reply::coded::<452, 3, 1>("Not enough room on the disk, please try again later")
        }
        (RefusalStage::Rcpt, true) => Reply::coded::<550, 2, 1>("Mailbox is switched off"),
        (RefusalStage::Rcpt, false) => {
            Reply::coded::<450, 2, 1>("Mailbox is busy, please try again later")
        }
        (RefusalStage::Data, true) => Reply::coded::<554, 3, 0>("Cannot take messages"),
        (RefusalStage::Data, false) => {
            Reply::coded::<451, 3, 0>("Something is wrong here, please try again later")
        }
        (RefusalStage::Message, true) => {
            Reply::coded::<554, 6, 0>("The content of this message is not wanted")
        }
        (RefusalStage::Message, false) => {
            Reply::coded::<451, 3, 0>("Could not store the message, please try again later")
        }
    }
}
