use email_journey::presets;
use email_journey::ui::preview;
use std::io::Read;

// stdin lines: slug|key=value,...|step|percent(0..100 of from..rest, or "rest")
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let width: u32 = args[1].parse().unwrap();
    let theme = &args[2];
    let cols: u32 = args.get(3).map_or(1, |c| c.parse().unwrap());
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    let symbols = include_str!("../src/ui/symbols.svg");
    println!(
        "<!doctype html><html data-theme='{theme}'><meta charset=utf-8><link rel=stylesheet href='/tmp/wt/picture/static/tokens.css'><link rel=stylesheet href='/tmp/wt/picture/static/ej.css'><link rel=stylesheet href='/tmp/wt/picture/static/scene.css'><style>body{{margin:0;background:{};width:{}px}} body{{display:flex;flex-wrap:wrap;gap:12px}} .cell{{width:{}px}} h6{{font:12px sans-serif;color:#888;margin:6px 4px 2px}} .ej{{margin:0;max-width:none;border-radius:0;border-left:0;border-right:0}}</style><body>{symbols}",
        if theme == "dark" { "#000" } else { "#fff" },
        (width + 12) * cols,
        width
    );
    for line in input.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let f: Vec<&str> = line.split('|').collect();
        let mut parts = presets::find(f[0]).unwrap_or_else(|| panic!("{}", f[0])).parts();
        for kv in f[1].split(',').filter(|s| !s.is_empty()) {
            let (k, v) = kv.split_once('=').unwrap();
            match k {
                "relays" => parts.relays = v.parse().unwrap(),
                "to" => parts.recipients = v.split('+').map(|a| a.parse().unwrap()).collect(),
                "many" => {
                    let n: usize = v.parse().unwrap();
                    parts.recipients = (0..n)
                        .map(|i| {
                            format!(
                                "user{i}@{}",
                                ["allbusiness.com", "south.example", "north.example"][i % 3]
                            )
                            .parse()
                            .unwrap()
                        })
                        .collect();
                }
                "one" => {
                    let n: usize = v.parse().unwrap();
                    parts.recipients = (0..n)
                        .map(|i| format!("user{i}@allbusiness.com").parse().unwrap())
                        .collect();
                }
                "from" => parts.sender = v.parse().unwrap(),
                _ => panic!(),
            }
        }
        let steps = preview::steps(&parts);
        if f.len() < 3 || f[2] == "?" {
            eprintln!("{} {:?}", f[0], steps.iter().map(|s| s.0.as_str()).collect::<Vec<_>>());
            continue;
        }
        let picked: Vec<_> = if f[2] == "*" {
            steps.iter().collect()
        } else if f[2] == "end" {
            steps.iter().rev().take(1).collect()
        } else {
            steps.iter().filter(|s| s.0 == f[2]).collect()
        };
        if picked.is_empty() {
            eprintln!(
                "no step {line}: {:?}",
                steps.iter().map(|s| s.0.as_str()).collect::<Vec<_>>()
            );
        }
        for s in picked {
            let at = match f.get(3) {
                Some(p) if !p.is_empty() => s.1 + (s.2 - s.1) * p.parse::<u32>().unwrap() / 100,
                _ => s.2 + 1,
            };
            println!(
                "<div class=cell><h6>{} {} {} {}</h6>{}</div>",
                f[0],
                f[1],
                s.0,
                f.get(3).unwrap_or(&""),
                preview::render(&parts, at, width)
            );
        }
    }
}
