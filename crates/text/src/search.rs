//! What people may type to find an example or a switch, besides its name: codes from reports and
//! everyday words. And the names of the switches.

use model::preset_id::{PresetId, SwitchId};

/// Words for a preset.
pub fn preset(id: PresetId) -> &'static str {
    match id {
        PresetId::EverythingWorks => "250 ok normal delivered",
        PresetId::TwoBoxes => "250 cc copy several recipients",
        PresetId::SameProvider => "250 local internal colleague",
        PresetId::LongWayRound => "250 relay forward gateway hops slow",
        PresetId::BigAttachment => "250 large file photo pdf mb base64 slow",
        PresetId::LostPacket => "loss retransmission tcp network slow",
        PresetId::CrossedPackets => "order reordering tcp network",
        PresetId::WrongPassword => "-err auth login sign in pop3 cannot collect",
        PresetId::SignInRefused => {
            "535 5.7.8 authentication failed login credentials cannot send smtp"
        }
        PresetId::MisspeltDomain => {
            "5.1.2 nxdomain typo mistyped misspelled domain not found host unknown dns bounce"
        }
        PresetId::NoSuchPerson => {
            "550 5.1.1 user unknown no such user mailbox unavailable does not exist address \
             rejected typo mistyped bounce undeliverable"
        }
        PresetId::MailboxFull => "452 4.2.2 full quota over storage space delayed deferred queue",
        PresetId::MailboxFullForGood => {
            "452 4.2.2 full quota over storage space five days expired bounce undeliverable"
        }
        PresetId::ServerDown => {
            "4.4.1 connection refused timeout unreachable offline outage delayed deferred queue"
        }
        PresetId::BackupServer => "4.4.1 mx backup secondary fallback preferred outage",
        PresetId::Greylisted => {
            "451 4.7.1 greylisting graylisted try again later temporarily deferred delayed"
        }
        PresetId::RefusedAsSpam => "554 5.7.1 spam junk filter content rejected policy bounce",
        PresetId::SenderNotProven => {
            "550 5.7.26 spf dkim dmarc authentication unauthenticated spoofing forged spam bounce"
        }
        PresetId::SenderBlocked => {
            "554 5.7.1 blacklist blocklist rbl spamhaus reputation ip spam bounce"
        }
        PresetId::TooBig => "552 5.3.4 size limit too large attachment exceeds mb bounce",
        PresetId::MailLoop => "554 5.4.6 loop hop count too many hops received forwarding bounce",
        PresetId::NoMailHere => "556 5.1.10 null mx no mail accepted domain bounce",
        PresetId::LookupFails => {
            "4.4.3 dns lookup servfail name server timeout delayed deferred queue"
        }
        PresetId::SeveralRecipients => {
            "452 4.2.2 5.1.2 full quota typo mistyped several cc list some arrive bounce"
        }
        PresetId::VanishedBounce => {
            "550 5.1.1 no bounce no report silence backscatter postmaster double bounce lost \
             disappeared never arrived"
        }
    }
}

/// The name of a switch, and words for it.
pub fn switch(id: SwitchId) -> (&'static str, &'static str) {
    match id {
        SwitchId::NoSuchPerson => ("Nobody of this name", preset(PresetId::NoSuchPerson)),
        SwitchId::NoSuchDomain => ("Domain misspelt", preset(PresetId::MisspeltDomain)),
        SwitchId::BoxFull => ("Mailbox full until tomorrow", preset(PresetId::MailboxFull)),
        SwitchId::BoxFullForGood => ("Mailbox full for good", preset(PresetId::MailboxFullForGood)),
        SwitchId::ServerDown => ("Server down for 40 minutes", preset(PresetId::ServerDown)),
        SwitchId::ServerSilent => {
            ("Server off for good", "4.4.1 timeout unreachable silent no answer")
        }
        SwitchId::FirstServerDown => ("First of two servers down", preset(PresetId::BackupServer)),
        SwitchId::Greylisted => ("Asked to come back later", preset(PresetId::Greylisted)),
        SwitchId::RefusedAsSpam => ("Taken for spam", preset(PresetId::RefusedAsSpam)),
        SwitchId::SenderNotProven => ("Sender not proven", preset(PresetId::SenderNotProven)),
        SwitchId::SenderBlocked => {
            ("Provider’s server on a blocklist", preset(PresetId::SenderBlocked))
        }
        SwitchId::SizeLimit => ("Too big: 1 KB is the limit", preset(PresetId::TooBig)),
        SwitchId::NullMx => ("Domain takes no mail", preset(PresetId::NoMailHere)),
        SwitchId::RegistrySilent => {
            ("Name servers silent for 40 minutes", preset(PresetId::LookupFails))
        }
        SwitchId::MailLoop => ("Two servers send it in circles", preset(PresetId::MailLoop)),
        SwitchId::WrongPassword => ("Wrong password for the box", preset(PresetId::WrongPassword)),
        SwitchId::BoxLocked => ("Box still locked by an old session", "-err in-use lock pop3 busy"),
        SwitchId::SignInRefused => ("Wrong password for sending", preset(PresetId::SignInRefused)),
        SwitchId::SenderMisspelt => {
            ("Sender’s own address misspelt", preset(PresetId::VanishedBounce))
        }
        SwitchId::PacketLost => ("A packet is lost", preset(PresetId::LostPacket)),
        SwitchId::PacketsCrossed => ("Packets cross", preset(PresetId::CrossedPackets)),
        SwitchId::PacketDuplicated => ("A packet arrives twice", "duplicate twice tcp network"),
    }
}
