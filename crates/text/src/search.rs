//! What people may type to find an example or a switch, besides its name: codes from reports and
//! everyday words. And the names of the switches.

/// Words for a preset.
pub fn preset(slug: &str) -> &'static str {
    match slug {
        "everything-works" => "250 ok normal delivered",
        "two-boxes" => "250 cc copy several recipients",
        "same-provider" => "250 local internal colleague",
        "long-way-round" => "250 relay forward gateway hops slow",
        "big-attachment" => "250 large file photo pdf mb base64 slow",
        "lost-packet" => "loss retransmission tcp network slow",
        "crossed-packets" => "order reordering tcp network",
        "wrong-password" => "-err auth login sign in pop3 cannot collect",
        "sign-in-refused" => "535 5.7.8 authentication failed login credentials cannot send smtp",
        "misspelt-domain" => {
            "5.1.2 nxdomain typo mistyped misspelled domain not found host unknown dns bounce"
        }
        "no-such-person" => {
            "550 5.1.1 user unknown no such user mailbox unavailable does not exist address \
             rejected typo mistyped bounce undeliverable"
        }
        "mailbox-full" => "452 4.2.2 full quota over storage space delayed deferred queue",
        "mailbox-full-for-good" => {
            "452 4.2.2 full quota over storage space five days expired bounce undeliverable"
        }
        "server-down" => {
            "4.4.1 connection refused timeout unreachable offline outage delayed deferred queue"
        }
        "backup-server" => "4.4.1 mx backup secondary fallback preferred outage",
        "greylisted" => {
            "451 4.7.1 greylisting graylisted try again later temporarily deferred delayed"
        }
        "refused-as-spam" => "554 5.7.1 spam junk filter content rejected policy bounce",
        "sender-not-proven" => {
            "550 5.7.26 spf dkim dmarc authentication unauthenticated spoofing forged spam bounce"
        }
        "sender-blocked" => "554 5.7.1 blacklist blocklist rbl spamhaus reputation ip spam bounce",
        "too-big" => "552 5.3.4 size limit too large attachment exceeds mb bounce",
        "mail-loop" => "554 5.4.6 loop hop count too many hops received forwarding bounce",
        "no-mail-here" => "556 5.1.10 null mx no mail accepted domain bounce",
        "lookup-fails" => "4.4.3 dns lookup servfail name server timeout delayed deferred queue",
        "several-recipients" => {
            "452 4.2.2 5.1.2 full quota typo mistyped several cc list some arrive bounce"
        }
        "vanished-bounce" => {
            "550 5.1.1 no bounce no report silence backscatter postmaster double bounce lost \
             disappeared never arrived"
        }
        _ => "",
    }
}

/// The name of a switch, and words for it.
pub fn switch(slug: &str) -> (&'static str, &'static str) {
    match slug {
        "no-such-person" => ("Nobody of this name", preset("no-such-person")),
        "no-such-domain" => ("Domain misspelt", preset("misspelt-domain")),
        "box-full" => ("Mailbox full until tomorrow", preset("mailbox-full")),
        "box-full-for-good" => ("Mailbox full for good", preset("mailbox-full-for-good")),
        "server-down" => ("Server down for 40 minutes", preset("server-down")),
        "server-silent" => ("Server off for good", "4.4.1 timeout unreachable silent no answer"),
        "first-server-down" => ("First of two servers down", preset("backup-server")),
        "greylisted" => ("Asked to come back later", preset("greylisted")),
        "refused-as-spam" => ("Taken for spam", preset("refused-as-spam")),
        "sender-not-proven" => ("Sender not proven", preset("sender-not-proven")),
        "sender-blocked" => ("Provider’s server on a blocklist", preset("sender-blocked")),
        "size-limit" => ("Too big: 1 KB is the limit", preset("too-big")),
        "null-mx" => ("Domain takes no mail", preset("no-mail-here")),
        "registry-silent" => ("Name servers silent for 40 minutes", preset("lookup-fails")),
        "mail-loop" => ("Two servers send it in circles", preset("mail-loop")),
        "wrong-password" => ("Wrong password for the box", preset("wrong-password")),
        "box-locked" => ("Box still locked by an old session", "-err in-use lock pop3 busy"),
        "sign-in-refused" => ("Wrong password for sending", preset("sign-in-refused")),
        "sender-misspelt" => ("Sender’s own address misspelt", preset("vanished-bounce")),
        "packet-lost" => ("A packet is lost", preset("lost-packet")),
        "packets-crossed" => ("Packets cross", preset("crossed-packets")),
        "packet-duplicated" => ("A packet arrives twice", "duplicate twice tcp network"),
        _ => ("", ""),
    }
}
