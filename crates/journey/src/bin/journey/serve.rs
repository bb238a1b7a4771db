//! `journey serve`: the servers of a journey on real ports.

use journey::serve::{Servers, Settings, Teller};
use model::preset_id::PresetId;
use model::presets;
use model::scenario::Parts;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::mpsc::channel;
use std::time::Duration;
use text::{serve as served, transcript as words};

/// How many times faster time passes on the way, unless told otherwise.
const SPEED: u32 = 60;

/// How long to wait in the end until somebody has read everything.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Serves until somebody presses Ctrl-C.
pub(crate) fn serve(arguments: &[&str]) -> Result<String, String> {
    let (journey, settings) = read(arguments)?;
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

fn read(arguments: &[&str]) -> Result<(Parts, Settings), String> {
    let (slug, options) = match arguments.split_first() {
        Some((slug, options)) if !slug.starts_with('-') => (*slug, options),
        _ => (PresetId::default().slug(), arguments),
    };
    let preset = presets::find(slug).ok_or_else(|| words::unknown_preset(slug))?;
    let mut settings = Settings {
        bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
        smtp: None,
        submission: None,
        pop3: None,
        dns: None,
        dns_host: None,
        speed: SPEED,
    };
    let mut options = options.iter();
    while let Some(&option) = options.next() {
        let known =
            ["--bind", "--smtp", "--submission", "--pop3", "--dns", "--dns-host", "--speed"];
        if !known.contains(&option) {
            return Err(words::unknown_option(option));
        }
        let value = *options.next().ok_or_else(|| words::missing_value(option))?;
        let port = || value.parse::<u16>().map(Some).map_err(|_| words::bad_number(option));
        match option {
            "--bind" => settings.bind = value.parse().map_err(|_| words::bad_address(option))?,
            "--smtp" => settings.smtp = port()?,
            "--submission" => settings.submission = port()?,
            "--pop3" => settings.pop3 = port()?,
            "--dns" => settings.dns = port()?,
            "--dns-host" => settings.dns_host = Some(value.to_owned()),
            _ => settings.speed = value.parse().map_err(|_| words::bad_number(option))?,
        }
    }
    Ok((preset.parts(), settings))
}
