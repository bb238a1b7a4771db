//! Scenarios by the throw of a dice.

use model::answer::{Answer, AnswerStage, AnswersTo, ServerAnswer};
use model::host_names::HostNames;
use model::owner::{Field, Owner};
use model::refusal::Refusal;
use model::scenario::{Attachment, Condition, Parts, RefusalStage, Scenario};
use sim::random::Random;

const ADDRESSES: [&str; 8] = [
    "feedback@allbusiness.com",
    "Service@allbusiness.com",
    "feedbak@allbusiness.com",
    "sales@allbusines.com",
    "bob@riverside.example",
    "eve@b.example",
    "zoe@x.b.example",
    "ann@riverside.example",
];

/// The scenario with this number: at most 20 KB of message, any mixture of trouble.
pub(crate) fn random_scenario(number: u64) -> Scenario {
    Dice(Random::new(number)).scenario()
}

/// One of the scenarios above, or one without trouble, in which servers answer anything.
pub(crate) fn random_answers(number: u64) -> Scenario {
    let mut dice = Dice(Random::new(number).fork("answers"));
    let mut parts = dice.scenario().parts().clone();
    if dice.coin() {
        parts.conditions.clear();
    }
    let count = u8::try_from(parts.recipients.len()).expect("few");
    for _ in 0..=dice.small(3) {
        parts.conditions.push(Condition::Answers(dice.answer(count, parts.relays)));
    }
    Scenario::new(parts).expect("a valid scenario")
}

struct Dice(Random);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    fn small(&mut self, bound: u8) -> u8 {
        u8::try_from(self.below(u64::from(bound))).expect("below a byte")
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn minutes(&mut self) -> Option<u16> {
        let span = [3, 20, 300, 3_000, 20_000][usize::from(self.small(5))];
        let minutes = u16::try_from(self.below(span)).expect("small");
        (self.below(5) > 0).then_some(minutes)
    }

    fn condition(&mut self, recipients: u8, relays: u8) -> Condition {
        let recipient = self.small(recipients);
        let hop = self.small(relays + 2);
        let packet = u16::from(self.small(8)) + 1;
        match self.small(21) {
            0 => Condition::PacketLost { hop, packet },
            1 => Condition::PacketsCrossed { hop, packet },
            2 => Condition::PacketDuplicated { hop, packet },
            3 => Condition::WrongPassword { recipient },
            // Rare, because nothing else happens then.
            4 if self.below(4) == 0 => Condition::SignInRefused,
            5 => Condition::NoSuchDomain { recipient },
            6 => Condition::NoSuchPerson { recipient },
            7 => {
                let hours = self.minutes().map(|minutes| minutes / 60);
                Condition::BoxFull { recipient, hours }
            }
            8 => {
                let (minutes, silent) = (self.minutes(), self.coin());
                Condition::ServerDown { recipient, minutes, silent }
            }
            9 => Condition::PreferredServerDown { recipient, minutes: self.minutes() },
            10 => Condition::Greylisted { recipient },
            11 => Condition::RefusedAsSpam { recipient },
            12 => Condition::SenderNotProven { recipient },
            13 => Condition::SenderBlocked { recipient },
            14 => {
                let kilobytes = u16::from(self.small(30));
                Condition::SizeLimit { recipient, kilobytes }
            }
            15 => Condition::NullMx { recipient },
            16 => Condition::NameServersSilent { recipient, minutes: self.minutes() },
            17 if self.below(4) == 0 => Condition::MailLoop { recipient },
            18 => {
                let minutes = self.minutes().unwrap_or(u16::MAX);
                Condition::BoxLocked { recipient, minutes }
            }
            19 => Condition::SenderMisspelt,
            _ => {
                let stage = [
                    RefusalStage::Greeting,
                    RefusalStage::Hello,
                    RefusalStage::Mail,
                    RefusalStage::Rcpt,
                    RefusalStage::Data,
                    RefusalStage::Message,
                ][usize::from(self.small(6))];
                let times = self.coin().then(|| self.small(5));
                Condition::Refused { hop, stage, permanent: self.coin(), times }
            }
        }
    }

    /// Anything that a server can answer, anywhere.
    fn answer(&mut self, recipients: u8, relays: u8) -> ServerAnswer {
        let mut to = match self.small(3) {
            0 => AnswersTo::Hop(self.small(relays + 2)),
            1 => AnswersTo::Domain(self.small(recipients)),
            _ => AnswersTo::Recipient(self.small(recipients)),
        };
        let stage = AnswerStage::ALL[usize::from(self.small(7))];
        let answer = match self.small(12) {
            0 => Answer::Silence { stage },
            1 => Answer::HangUp { stage },
            2 => Answer::RefusedCall,
            3 => {
                to = AnswersTo::Domain(self.small(recipients));
                Answer::SilentNames
            }
            _ => Answer::Reply { stage, reply: self.refusal() },
        };
        let times = self.coin().then(|| 1 + self.small(5));
        ServerAnswer { to, answer, times }
    }

    fn refusal(&mut self) -> Refusal {
        const CODES: [u16; 16] =
            [421, 450, 451, 452, 454, 500, 502, 504, 530, 535, 550, 550, 552, 553, 554, 521];
        const WORDS: [&str; 16] = [
            "mailbox",
            "full",
            "spam",
            "greylisted",
            "no such user",
            "blocklist",
            "try again later",
            "relay",
            "5.1.1",
            "550",
            "<a@b.example>:",
            "https://help.example/",
            "timeout",
            "",
            "authentication required",
            "--",
        ];
        let code = if self.coin() {
            CODES[usize::from(self.small(16))]
        } else {
            (4 + u16::from(self.coin())) * 100 + u16::from(self.small(60))
        };
        let (subject, detail) = (self.small(9), self.small(30));
        let enhanced = self.coin().then(|| format!(" {}.{subject}.{detail}", code / 100));
        let mut text = format!("{code}{}", enhanced.unwrap_or_default());
        for _ in 0..self.small(3) {
            for _ in 0..self.small(6) {
                text = [&text, " ", WORDS[usize::from(self.small(16))]].concat();
            }
            text = format!("{text}\n{code}");
        }
        Refusal::read(&text).or_else(|_| Refusal::read("550 Something else")).expect("a refusal")
    }

    /// Every fourth page is somebody's with names of their own.
    fn owner(&mut self) -> Owner {
        let fields: &[(Field, [&str; 2])] = &[
            (Field::Provider, ["Riverside Net", "1&1"]),
            (Field::Domain, ["b.example", "allbusiness.com"]),
            (Field::SmtpServer, ["smtp.example.org", "smtp.allbusiness.com"]),
            (Field::PopServer, ["pop.b.example", "pop.example.org"]),
            (Field::Mailboxes, ["feedback, eve", "a, b, c, d, e, f, g, h, i"]),
            (Field::Quota, ["1 KB", "2 GB"]),
            (Field::SizeLimit, ["16 KB", "25 MB"]),
        ];
        if self.below(4) != 0 {
            return Owner::default();
        }
        let thrown: Vec<_> = fields.iter().filter(|_| self.coin()).collect();
        let texts =
            thrown.into_iter().map(|(field, texts)| (*field, texts[usize::from(self.coin())]));
        Owner::default().with(texts.collect::<Vec<_>>().into_iter()).0
    }

    fn scenario(&mut self) -> Scenario {
        let first = usize::from(self.small(8));
        let count = self.small(4) + 1;
        let recipients: Vec<_> = (0..usize::from(count))
            .map(|n| ADDRESSES[(first + n * 3) % ADDRESSES.len()].parse().expect("an address"))
            .collect();
        let relays = self.small(4);
        let conditions = (0..self.small(6)).map(|_| self.condition(count, relays)).collect();
        let lines = [1, 10, 100, 200][usize::from(self.small(4))];
        let text = "Hello there,\n.\nhow are you, and how is everybody at home?\n"
            .repeat(usize::from(self.small(lines)));
        let attachment = (self.below(4) == 0)
            .then(|| Attachment { name: "a.bin".to_owned(), size: self.below(6_000) });
        let mut parts = Parts {
            sender: "ann@riverside.example".parse().expect("an address"),
            recipients,
            subject: "Random".to_owned(),
            text,
            attachment,
            relays,
            conditions,
            seed: self.0.next_u64(),
            // Thrown last: the rest is as it was before there were owners.
            owner: self.owner(),
            host_names: HostNames::default(),
        };
        // Thrown after that, for the same reason.
        if self.below(6) == 0 {
            let hop = self.small(relays + 2);
            let span = [90, 5_000, 400_000][usize::from(self.small(3))];
            let seconds = u32::try_from(self.below(span)).expect("small");
            parts.conditions.push(Condition::Held { hop, seconds });
        }
        if self.below(6) == 0 {
            let hop = self.small(relays + 2);
            let seconds = i32::try_from(self.below(200_000)).expect("small") - 100_000;
            parts.conditions.push(Condition::ClockOff { hop, seconds });
        }
        if self.below(3) == 0 {
            let recipient = self.small(count);
            parts.conditions.push(match self.small(4) {
                0 => Condition::NotSignedIn,
                1 => Condition::SendingLimit { minutes: [20, 70, 600][usize::from(self.small(3))] },
                2 => Condition::SpamFolder { recipient },
                _ => Condition::LookAlikeDomain { recipient },
            });
        }
        Scenario::new(parts).expect("a valid scenario")
    }
}
