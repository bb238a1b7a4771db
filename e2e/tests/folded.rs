//! While nothing is opened, the widget's height depends on its width and on nothing else.

use e2e::{Engine, Settings};
use journey::share_link;
use model::preset_id::PresetId;
use model::presets::{PRESETS, Preset};
use model::scenario::{Parts, Scenario};
use serde_json::{Value, json};
use sim::simulate;

const WIDTHS: [u32; 8] = [320, 360, 480, 600, 601, 768, 900, 1200];

/// Goes through every step of every example named, and returns each height that was seen with the
/// first place where it was, and every place where the words do not fit.
const WALK: &str = r"
    const ej = () => document.querySelector('.ej');
    const turn = () => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
    });
    const height = css => document.querySelector(css).getBoundingClientRect().height;
    const heights = {}, overflows = [];
    const look = where => {
        const last = document.querySelector('.ej-folds') ?? document.querySelector('.ej-transport');
        const all = last.getBoundingClientRect().bottom - ej().getBoundingClientRect().top;
        const parts = ['.ej-top', '.ej-caption', '.ej-transport'].map(height);
        heights[[all, ...parts].map(n => n.toFixed(1)).join(' ')] ??= where;
        const sheet = document.querySelector('.ej-sheet');
        if (sheet.scrollHeight > sheet.clientHeight || sheet.scrollWidth > sheet.clientWidth)
            overflows.push(where + ': ' + sheet.textContent);
        if (document.documentElement.scrollWidth > innerWidth) overflows.push(where + ': page');
    };
    const drawn = () => new Promise(requestAnimationFrame);
    return (async () => {
        // The picture learns its width from the first layout.
        await drawn();
        await drawn();
        for (const { fragment, end } of arguments[0]) {
            location.hash = fragment;
            // Its story is on its way for a while.
            for (let n = 0; n < 300 && document.querySelector('[data-ej=scrub]').max != end; n++) await drawn();
            if (document.querySelector('[data-ej=scrub]').max != end) overflows.push(fragment + ': never came');
            const next = document.querySelector('[data-ej=next]');
            for (let steps = 0; steps < 99; steps++) {
                look(fragment.slice(0, 30) + ' ' + ej().dataset.preset + ' ' + ej().dataset.step);
                if (next.getAttribute('aria-disabled') === 'true') break;
                next.click();
                await turn();
            }
        }
        return { heights, overflows };
    })();
";

/// Free text at its longest: names, people, servers.
fn stressed() -> Vec<Parts> {
    let default = Preset::of(PresetId::default()).parts();
    let name = "somebody-with-many-names-and-a-long-title-in-front-of-all-of-it";
    let domain = "a-department-with-quite-a-long-name.an-organisation-with-an-even-longer-name";
    let address = |n: usize, name: &str, domain: &str| {
        format!("{n}{name}@{domain}.example").parse().expect("an address")
    };
    let mut long = default.clone();
    long.sender = address(0, name, domain);
    long.recipients = (1..=4).map(|n| address(n, name, domain)).collect();
    long.relays = 8;
    let mut many = default;
    many.recipients = (1..=20).map(|n| address(n, "-w", ["a", "b", "c"][n % 3])).collect();
    many.relays = 8;
    vec![long, many]
}

/// What the address is to ask for, and how long the story is that comes.
fn journeys() -> Vec<Value> {
    let end = |parts| story::tell(simulate(&Scenario::new(parts).expect("valid"))).end();
    let examples = PRESETS.iter().map(|preset| (preset.slug().to_owned(), preset.parts()));
    let stressed = stressed().into_iter().map(|parts| {
        let fragment = share_link::encode(PresetId::default(), None, &parts).fragment;
        assert!(fragment.len() > 100, "the names are in the link");
        (fragment, parts)
    });
    let all = examples.chain(stressed);
    all.map(|(fragment, parts)| json!({ "fragment": fragment, "end": end(parts) })).collect()
}

fn folded_the_widget_is_as_high_for_every_step_of_every_example(engine: Engine) {
    let journeys = journeys();
    let browser = engine.visit_with(Settings { reduced_motion: true, ..Settings::default() });
    for width in WIDTHS {
        browser.resize(width, 900);
        browser.goto("about:blank");
        browser.open("index.html");
        // Bars to scroll with would take some of the width.
        browser.script("document.documentElement.style.overflow = 'hidden'", &[]);
        browser.wait_for(&format!("innerWidth === {width}"));
        let mut heights = Vec::new();
        // In parts: a script has its time limit.
        for part in journeys.chunks(5) {
            let seen = browser.script(WALK, &[part.into()]);
            assert_eq!(seen["overflows"], Value::Array(Vec::new()), "at {width}");
            let seen = seen["heights"].as_object().expect("heights").clone();
            heights.extend(seen.into_iter().map(|(height, place)| (height, place.to_string())));
        }
        let (first, _) = &heights[0];
        assert!(heights.iter().all(|(height, _)| height == first), "at {width}: {heights:#?}");
        let parts: Vec<f64> = first.split(' ').map(|n| n.parse().expect("a number")).collect();
        // The page gives it no border here.
        let limits = match width {
            ..360 => [52.0, 184.0, 96.0],
            360..600 => [52.0, 158.0, 96.0],
            _ => [66.0, 124.0, 64.0],
        };
        let whole = if width < 600 { 640.0 } else { 720.0 };
        assert!(parts[0] <= whole, "at {width}: {first}");
        for (part, limit) in parts[1..].iter().zip(limits) {
            assert!(*part <= limit, "at {width}: {part} of {limit} in {first}");
        }
    }
}

fn what_is_wrong_with_a_link_lies_over_the_picture(engine: Engine) {
    let browser = engine.visit();
    let bottom = "document.querySelector('.ej-transport').getBoundingClientRect().bottom";
    for width in [320, 1200] {
        browser.resize(width, 900);
        browser.goto("about:blank");
        browser.open("embed.html#no-such-thing");
        let with = browser.eval(bottom);
        browser.find(".ej-problem button").click();
        browser.wait_for("document.querySelector('.ej-problem') === null");
        assert_eq!(browser.eval(bottom), with, "at {width}");
    }
}

e2e::in_each_engine!(
    folded_the_widget_is_as_high_for_every_step_of_every_example,
    what_is_wrong_with_a_link_lies_over_the_picture,
);
