//! What does not go as usual in the journey that is served, for the people at its ports.

use model::address::Domain;
use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::cast::{Cast, HostId};
use model::scenario::{Condition, Scenario};
use model::time::Duration;
use sim::host::mail_server::GREYLIST_DELAY;
use sim::host::setup::WRONG_PASSWORD;
use sim::live_world::{LiveWorld, Port};
use text::{serve as words, units};

/// A sentence for each condition. Times are those on the clock of the wall.
pub(super) fn in_words(scenario: &Scenario, live: &LiveWorld, speed: u32) -> Vec<String> {
    let wording = Wording { scenario, live, speed };
    scenario.parts().conditions.iter().filter_map(|condition| wording.one(condition)).collect()
}

struct Wording<'a> {
    scenario: &'a Scenario,
    live: &'a LiveWorld,
    speed: u32,
}

impl Wording<'_> {
    fn cast(&self) -> &Cast {
        &self.live.trace().cast
    }

    fn name(&self, id: HostId) -> &str {
        &self.cast().host(id).name
    }

    /// A server, with its port if it has one here.
    fn place(&self, id: HostId) -> String {
        let name = self.name(id);
        for (port, what) in [(Port::Smtp, "SMTP"), (Port::Submission, "submission")] {
            if self.live.name_at(port) == Some(name) {
                return words::at_port(what, name);
            }
        }
        name.to_owned()
    }

    fn span(&self, minutes: u64) -> String {
        units::span(Duration::from_mins(minutes).micros() / u64::from(self.speed))
    }

    fn lasting(&self, minutes: Option<u16>) -> String {
        words::lasting(minutes.map(|minutes| self.span(u64::from(minutes))).as_deref())
    }

    fn hop(&self, hop: u8) -> Option<(HostId, HostId)> {
        self.cast().hop(hop)
    }

    /// What happens to a piece of a message on the way.
    fn piece(&self, hop: u8, packet: u16, say: fn(&str, &str, &str) -> String) -> Option<String> {
        let (from, to) = self.hop(hop)?;
        let said = say(self.name(from), self.name(to), &packet.to_string());
        let not_here = if hop == 0 { words::NOT_ON_REAL_LINES } else { "" };
        Some(said + not_here)
    }

    fn one(&self, condition: &Condition) -> Option<String> {
        let parts = self.scenario.parts();
        let sender = &parts.sender;
        match *condition {
            Condition::PacketLost { hop, packet } => self.piece(hop, packet, words::piece_lost),
            Condition::PacketsCrossed { hop, packet } => {
                self.piece(hop, packet, words::piece_overtaken)
            }
            Condition::PacketDuplicated { hop, packet } => {
                self.piece(hop, packet, words::piece_doubled)
            }
            Condition::SignInRefused => {
                Some(words::wrong_sending_key(&sender.to_string(), WRONG_PASSWORD))
            }
            Condition::SenderMisspelt => {
                let written = parts.written_sender().to_string();
                Some(words::writes_from(&sender.to_string(), &written))
            }
            Condition::Refused { hop, stage, permanent, times } => {
                let (from, to) = self.hop(hop)?;
                let point = words::POINTS.get(stage as usize)?;
                Some(words::refuses(&self.place(to), self.name(from), point, permanent, times))
            }
            Condition::Held { hop, seconds } => {
                let span = Duration::from_secs(u64::from(seconds)).micros() / u64::from(self.speed);
                Some(words::holds(&self.place(self.hop(hop)?.1), &units::span(span)))
            }
            Condition::ClockOff { hop, seconds } => {
                let span = units::span(u64::from(seconds.unsigned_abs()) * 1_000_000);
                Some(words::clock_is_off(&self.place(self.hop(hop)?.1), &span, seconds > 0))
            }
            Condition::NotSignedIn => Some(words::does_not_sign_in(&sender.to_string())),
            Condition::SendingLimit { minutes } => {
                let provider = self.place(self.cast().provider);
                Some(words::limits_sending(&provider, &self.span(u64::from(minutes))))
            }
            Condition::Answers(ref answer) => self.answers(answer),
            _ => self.about_recipient(condition),
        }
    }

    /// A server says or does something else than usual.
    fn answers(&self, ServerAnswer { to, answer, times }: &ServerAnswer) -> Option<String> {
        let parts = self.scenario.parts();
        let (client, server, mailbox) = match *to {
            AnswersTo::Hop(hop) => {
                let (from, to) = self.hop(hop)?;
                (Some(self.name(from)), to, None)
            }
            AnswersTo::Domain(n) | AnswersTo::Recipient(n) => {
                let mailbox = parts.recipients.get(usize::from(n))?;
                if !parts.is_registered(&mailbox.domain) {
                    return None;
                }
                (None, self.cast().border_of(&mailbox.domain), Some(mailbox))
            }
        };
        let server = self.place(server);
        let point = |stage: AnswerStage| match (stage, to, mailbox) {
            (AnswerStage::Rcpt, AnswersTo::Recipient(_), Some(mailbox)) => {
                ["RCPT for ", &mailbox.to_string()].concat()
            }
            _ => words::answer_point(stage).to_owned(),
        };
        Some(match answer {
            Answer::Reply { stage, reply } => {
                let said = reply.reply().to_string();
                words::answers(&server, client, &said, &point(*stage), *times)
            }
            Answer::Silence { stage } => {
                words::says_nothing(&server, client, false, &point(*stage), *times)
            }
            Answer::HangUp { stage } => {
                words::says_nothing(&server, client, true, &point(*stage), *times)
            }
            Answer::RefusedCall => words::takes_no_calls(&server, client, *times),
            Answer::SilentNames => words::is_not_found(&server, *times),
        })
    }

    fn about_recipient(&self, condition: &Condition) -> Option<String> {
        let parts = self.scenario.parts();
        let n = usize::from(condition.recipient()?);
        let mailbox = &parts.recipients[n];
        let domain: &Domain = &mailbox.domain;
        if matches!(condition, Condition::NoSuchDomain { .. }) {
            let ours = n == 0 && self.live.name_at(Port::Smtp).is_none();
            return Some(words::unregistered(domain.as_str(), ours));
        }
        // What is true of a server does not matter where there is none.
        if !parts.is_registered(domain) && *domain != parts.sender.domain {
            return None;
        }
        let (home, border) = (self.cast().home_of(domain), self.cast().border_of(domain));
        let (at_home, at_border) = (self.place(home), self.place(border));
        let name = self.live.user_name_of(mailbox);
        let backup = self.cast().backups.iter().find(|(name, _)| name == domain);
        let backup = backup.map_or("", |(_, id)| self.name(*id));
        Some(match *condition {
            Condition::WrongPassword { .. } => words::wrong_key(&name, WRONG_PASSWORD),
            Condition::NoSuchPerson { .. } => words::no_such_box(&at_home, &name),
            Condition::BoxFull { hours, .. } => {
                let after = hours.map(|hours| self.span(u64::from(hours) * 60));
                words::full_box(&at_home, &name, after.as_deref())
            }
            Condition::ServerDown { minutes, silent: true, .. } => {
                words::is_off(&at_home, &self.lasting(minutes))
            }
            Condition::ServerDown { minutes, .. } => {
                words::refuses_calls(&at_home, &self.lasting(minutes))
            }
            Condition::PreferredServerDown { minutes, .. } => {
                words::refuses_calls(&at_border, &self.lasting(minutes))
                    + &words::second_server(backup)
            }
            Condition::Greylisted { .. } => {
                let span = units::span(GREYLIST_DELAY.micros() / u64::from(self.speed));
                words::greylists(&at_border, &span)
            }
            Condition::RefusedAsSpam { .. } => {
                words::takes_for_spam(&at_home, &parts.sender.to_string())
            }
            Condition::SenderNotProven { .. } => {
                words::cannot_verify(&at_border, parts.sender.domain.as_str())
            }
            Condition::SenderBlocked { .. } => {
                words::blocks(&at_border, self.name(self.cast().provider))
            }
            Condition::SizeLimit { kilobytes, .. } => {
                let limit = units::size(u64::from(kilobytes) * 1_024);
                words::takes_small_messages(&at_home, &limit)
            }
            Condition::NullMx { .. } => {
                let ours = n == 0 && *domain != parts.sender.domain;
                words::takes_no_mail(domain.as_str(), ours)
            }
            Condition::NameServersSilent { minutes, .. } => {
                words::names_silent(domain.as_str(), &self.lasting(minutes))
            }
            Condition::SpamFolder { .. } => words::sorts_out_spam(&at_home, &name),
            Condition::LookAlikeDomain { .. } if parts.is_look_alike(domain) => {
                words::takes_any_name(&at_home, domain.as_str())
            }
            Condition::MailLoop { .. } => words::loops(&at_home, backup),
            Condition::BoxLocked { minutes, .. } => {
                words::locked_box(&name, &self.lasting(Some(minutes)))
            }
            _ => return None,
        })
    }
}
