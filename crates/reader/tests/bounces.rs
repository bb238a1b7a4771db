//! Real bounces as raw sources: what is read out of them agrees with what an independent decoder reads.
//!
//! Rules were made with the even-numbered files alone in sight, so that the odd ones could tell how far they reach.

#[allow(dead_code)]
mod support;

use support::{Tally, causes, is_even, mails, matching};

#[test]
fn real_bounces_are_read() {
    agree("as they are", str::to_owned);
    agree("with CRLF", |source| source.replace("\r\n", "\n").replace('\n', "\r\n"));
    agree("quoted", |source| "> ".to_owned() + &source.replace('\n', "\n> "));
    agree("without their header", |source| {
        source.split_once("\n\n").map_or(source, |(_, body)| body).to_owned()
    });
}

fn agree(how: &str, paste: fn(&str) -> String) {
    println!("{how}:");
    let mut recipients = Tally::default();
    let mut codes = Tally::default();
    let mut statuses = Tally::default();
    let mut reasons = Tally::default();
    for mail in mails() {
        let found = reader::read(&paste(&mail.source));
        for bounce in &mail.bounces {
            let file = &*mail.file;
            let recipient = matching(&found, bounce);
            let mut disagreements = Vec::new();
            let mut judge = |tally: &mut Tally, agrees: bool, theirs: String, ours: String| {
                tally.count(file, agrees);
                if !agrees {
                    disagreements.push(format!("{theirs} to the decoder, {ours} to us"));
                }
            };
            let addresses = found.recipients.iter().filter_map(|it| it.address.as_ref());
            let addresses: Vec<_> = addresses.map(|it| &*it.value).collect();
            let theirs = bounce.recipient.clone();
            judge(&mut recipients, recipient.is_some(), theirs, format!("{addresses:?}"));
            if let Some(code) = bounce.code {
                let ours = recipient.and_then(|it| it.code.as_ref()).map(|it| it.value);
                judge(&mut codes, ours == Some(code), code.to_string(), format!("{ours:?}"));
            }
            if let Some(status) = bounce.status {
                let ours = recipient.and_then(|it| it.status.as_ref()).map(|it| it.value);
                let ours_text = ours.map(|it| it.to_string());
                let theirs = status.to_string();
                judge(&mut statuses, ours == Some(status), theirs, format!("{ours_text:?}"));
            }
            let ours = recipient.and_then(|it| it.cause);
            let agrees = ours.is_some_and(|cause| causes(&bounce.reason).contains(&cause));
            let slug = ours.map_or("nothing", reader::Cause::slug);
            judge(&mut reasons, agrees, bounce.reason.clone(), slug.into());
            if !disagreements.is_empty() && (is_even(file) || std::env::var_os("ODD").is_some()) {
                let text = recipient.and_then(|it| it.text.as_ref()).map(|it| &*it.value);
                println!("{file}: {}\n  {text:?}", disagreements.join("; "));
            }
        }
    }
    recipients.print("recipient");
    codes.print("code");
    statuses.print("status");
    reasons.print("cause");
}
