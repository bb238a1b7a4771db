//! `journey serve`: the servers of a journey on real ports.

use super::arguments::Serve;
use journey::serve::{Servers, Settings, Teller};
use std::sync::mpsc::channel;
use std::time::Duration;
use text::serve as served;

/// How long to wait in the end until somebody has read everything.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Serves until somebody presses Ctrl-C.
pub(crate) fn serve(wanted: Serve) -> Result<String, String> {
    let journey = super::preset(&wanted.preset)?;
    let settings = Settings {
        bind: wanted.bind,
        smtp: wanted.smtp,
        submission: wanted.submission,
        pop3: wanted.pop3,
        dns: wanted.dns,
        dns_host: wanted.dns_host,
        speed: wanted.speed,
    };
    let (ended, wait) = channel();
    // A second Ctrl-C finds nobody listening any more.
    let listening = ctrlc::set_handler(move || {
        let _ = ended.send(());
    });
    listening.map_err(|error| error.to_string())?;
    let teller = Teller::start(std::io::stdout()).map_err(|error| error.to_string())?;
    let tell = teller.tell();
    let servers = Servers::open(journey, &settings, tell.clone())?;
    let addresses = [servers.submission(), servers.smtp(), servers.pop3(), servers.dns()];
    let ports: Vec<_> = served::PORTS
        .iter()
        .zip(addresses)
        .map(|((name, remark), address)| (*name, address.to_string(), *remark))
        .collect();
    if !settings.bind.is_loopback() {
        tell.say(served::WARNING);
    }
    tell.say(&served::serving(&ports, servers.unusual(), servers.customer(), &servers.boxes()));
    // Without a handler left nobody could end it: that ends it, too.
    let _ = wait.recv();
    drop(servers);
    teller.finish(served::ENDED, LAST_WORDS);
    Ok(String::new())
}
