//! The page on paper, by the browser's own command: its PDF is read and looked at.

use e2e::{Engine, Paper, Place, Settings, in_each_engine, not_in_webkit};
use model::presets;
use model::story::{Step, Story};
use scene::{Layout, Size, frame_at};
use sim::simulate;
use text::glossary::ENTRIES;
use text::units;

in_each_engine!(what_is_for_paper_is_drawn_at_once_and_gone_afterwards);
not_in_webkit!(
    "its driver has no command that prints",
    each_page_prints_its_storyboard_whole_at_the_first_try_and_again,
    what_the_reader_has_chosen_is_printed_in_the_dark_and_while_it_plays,
    without_scripts_the_words_are_a_storyboard,
    with_scripts_switched_off_the_storyboard_is_whole,
    a_frame_prints_what_it_shows,
    a_plain_frame_prints_its_picture_whole_with_scripts_and_without,
);

/// How high the lowest picture of a panel is, in points.
const PICTURE: usize = 140;

/// Hundredths of a picture that are drawn at least. Of an empty one not even one is.
const DRAWN: usize = 3;

/// The same for the sender's computer, which is a drawing that others refer to.
const SENDER: usize = 10;

/// Pages of our own, with the journey in them.
const PAGES: [(&str, &str); 3] = [
    ("index.html", "everything-works"),
    ("p/mailbox-full/", "mailbox-full"),
    ("embed/several-recipients/", "several-recipients"),
];

fn story(slug: &str) -> Story {
    story::tell(simulate(&presets::find(slug).expect("a preset").scenario())).story
}

/// What is said when a step has come to rest.
fn said(story: &Story, step: &Step) -> Option<[String; 2]> {
    let layout = Layout::new(story, Size::Small);
    let bubble = frame_at(story, &layout, step.rest).pose.bubble?;
    Some([bubble.line, bubble.gloss])
}

/// Each step has its panel, on one page: the picture with what is said in it, the title, the time, the caption.
#[track_caller]
fn assert_storyboard(paper: &Paper, story: &Story) {
    let mut before: Option<Place> = None;
    for (n, step) in (1..).zip(&story.steps) {
        let title = format!("{n}. {}", step.title);
        let name = title.trim_end_matches(|last: char| !last.is_alphanumeric());
        let title = paper.find(&title).or_else(|| paper.find(&format!("{name},")));
        let title = title.unwrap_or_else(|| panic!("no {name:?} in {}", paper.text()));
        let above = before.filter(|before| before.page == title.page).map_or(0, |it| it.bottom);
        let assert_between = |from: usize, until: usize, sentence: &str| {
            let found = paper.find_between(title.page, (from, until), sentence).is_some();
            assert!(found, "{name}: no {sentence:?} from {from} to {until}: {}", paper.text());
        };
        let time = units::span(story.clock(step.rest).micros());
        assert_between(title.top - 4, title.bottom + 4, &time);
        assert_between(title.top, title.bottom + 60, &step.caption);
        for sentence in said(story, step).into_iter().flatten() {
            assert_between(above, title.top, &sentence);
        }
        assert!(title.top > above + PICTURE, "{name}: room for its picture");
        let picture = Place { top: title.top - PICTURE, bottom: title.top - 8, ..title };
        let picture = Place { left: picture.left + 8, right: picture.left + 460, ..picture };
        assert!(paper.ink(picture) >= DRAWN, "{name}: {} are drawn", paper.ink(picture));
        let sender = Place { top: title.top - 90, bottom: title.top - 60, ..title };
        let sender = Place { left: sender.left + 14, right: sender.left + 54, ..sender };
        assert!(paper.ink(sender) >= SENDER, "{name}: {} of the sender", paper.ink(sender));
        before = Some(title);
    }
}

/// Whatever is pressed.
#[track_caller]
fn assert_no_controls(paper: &Paper) {
    for control in ["Play", "Next", "Share"] {
        assert!(!paper.text().split(' ').any(|word| word == control), "{control} on paper");
    }
}

/// What is there before the script ends that tells of printing: words, tokens that are nowhere yet.
const PANELS: &str = "
    window.dispatchEvent(new Event('beforeprint'));
    const panels = [...document.querySelectorAll('.ej-board li')];
    const lost = panels.flatMap((it) => [...it.querySelectorAll('.ej-tokens > :not([transform])')]);
    return [panels.map((it) => it.textContent), lost.length];
";

fn what_is_for_paper_is_drawn_at_once_and_gone_afterwards(engine: Engine) {
    // Nothing but its own command prints more of a frame than it shows: this is how it begins.
    let browser = engine.open_still("embed.html#misspelt-domain_domain");
    assert!(!browser.exists(".ej-board li"), "only while it is needed");
    let drawn = browser.script(PANELS, &[]);
    let steps = story("misspelt-domain").steps;
    let panels = drawn[0].as_array().expect("a list");
    assert_eq!(panels.len(), steps.len());
    for (panel, step) in panels.iter().zip(&steps) {
        assert!(panel.as_str().is_some_and(|text| text.contains(&step.caption)), "{panel}");
    }
    assert_eq!(drawn[1], 0, "everything is in its place");
    browser.script("window.dispatchEvent(new Event('afterprint'))", &[]);
    assert!(!browser.exists(".ej-board li"));
}

fn each_page_prints_its_storyboard_whole_at_the_first_try_and_again(engine: Engine) {
    let browser = engine.visit();
    for (path, slug) in PAGES {
        let story = story(slug);
        browser.open(path);
        let first = browser.printed(slug);
        assert_storyboard(&first, &story);
        assert_eq!(first.text().matches(story.steps[0].caption.as_str()).count(), 1, "said once");
        let again = browser.printed(slug);
        assert_eq!((again.text(), again.pages()), (first.text(), first.pages()));
        // On the screen nothing is left of it.
        assert!(!browser.exists(".ej-board li"));
        if path == "index.html" {
            // What is far below the screen.
            let last = ENTRIES.last().expect("a glossary");
            assert!(first.find(last.text).is_some(), "{}", first.text());
        } else if path.starts_with("embed") {
            assert_no_controls(&first);
        }
    }
}

fn what_the_reader_has_chosen_is_printed_in_the_dark_and_while_it_plays(engine: Engine) {
    let browser = engine.visit_with(Settings { dark: true, ..Settings::default() });
    // Another journey than that of the page.
    browser.open("index.html#misspelt-domain");
    browser.press("play");
    browser.wait_for_state("motion", "playing");
    let paper = browser.printed("playing");
    assert_storyboard(&paper, &story("misspelt-domain"));
    assert_eq!(paper.edge(), 255, "paper is white");
    let other = &story("everything-works").steps[6].caption;
    assert!(paper.find(other).is_none(), "only what was chosen");
}

/// A page as it is in the built site.
fn page(path: &str) -> String {
    let index = if path.ends_with('/') { "index.html" } else { "" };
    let file = xtask::dist::folder().join([path, index].concat());
    xtask::run::read_file(&file).expect("cargo xtask dist")
}

fn without_scripts_the_words_are_a_storyboard(engine: Engine) {
    let browser = engine.visit();
    // None at all; and none but the first, as before the others have come.
    let mut printed = false;
    for (state, missing) in [("off", "<script"), ("coming", "type=\"module\"")] {
        for (path, slug) in PAGES {
            let page = page(path);
            let lines = page.lines().filter(|it| !it.contains(missing) && !it.contains("preload"));
            browser.site().add_page(&["/", path].concat(), &lines.collect::<Vec<_>>().join("\n"));
            browser.goto(path);
            browser.wait_for("document.readyState === 'complete'");
            let fetched = browser.site().requests().iter().any(|it| it.contains("/step-"));
            assert_eq!(fetched, printed, "for paper only");
            let paper = browser.printed(&[state, "-", slug].concat());
            printed = true;
            assert_storyboard(&paper, &story(slug));
            assert!(paper.find("The picture does not move").is_none(), "{}", paper.text());
        }
    }
}

fn with_scripts_switched_off_the_storyboard_is_whole(engine: Engine) {
    let browser = engine.visit();
    browser.allow_scripts(false);
    for (path, slug) in PAGES {
        browser.goto(path);
        assert_storyboard(&browser.printed(&format!("none-{slug}")), &story(slug));
    }
    browser.allow_scripts(true);
    browser.goto("faq.html");
}

fn a_plain_frame_prints_its_picture_whole_with_scripts_and_without(engine: Engine) {
    let steps = story("mailbox-full").steps;
    let (first, others) = steps.split_first().expect("steps");
    for (name, sandbox) in [("plain", ""), ("sandbox", "sandbox ")] {
        let browser = engine.visit();
        browser.site().add_page(
            "/around.html",
            &format!(
                "<!doctype html><meta charset=\"utf-8\"><title>Around</title>\
                 <link rel=\"icon\" href=\"./favicon.svg\">\
                 <iframe {sandbox}src=\"./embed/mailbox-full/\" width=\"640\" height=\"640\"></iframe>"
            ),
        );
        browser.goto("around.html");
        if sandbox.is_empty() {
            browser.enter_frame("iframe");
            browser.wait_ready();
            browser.leave_frame();
        }
        let paper = browser.printed(name);
        assert_eq!(paper.pages(), 1);
        let numbered = ["1. ", &first.title].concat();
        assert!(paper.find(&numbered).is_none(), "{name}: not the storyboard: {}", paper.text());
        assert!(paper.find(&first.title).is_some(), "{}", paper.text());
        assert!(paper.find(&first.caption).is_some(), "{}", paper.text());
        for other in others {
            assert!(paper.find(&other.caption).is_none(), "{name}: {}", paper.text());
        }
        assert_no_controls(&paper);
        // What a sandbox refuses is told in the console.
        if sandbox.is_empty() {
            browser.assert_clean();
        }
    }
}

fn a_frame_prints_what_it_shows(engine: Engine) {
    let story = story("mailbox-full");
    let step = story.steps.iter().find(|step| step.name == "registry").expect("the step");
    let widgets = "<p>Before.</p><email-journey preset=\"mailbox-full\" step=\"registry\"></email-journey>\
                   <p>Between.</p><email-journey></email-journey><p>After.</p>";
    for width in [1200, 360] {
        let browser = engine.visit();
        browser.resize(width, 900);
        browser.add_embedder(widgets);
        browser.goto_embedder();
        for widget in [1, 0] {
            browser.enter_widget(widget);
            browser.leave_frame();
        }
        let paper = browser.printed(&format!("host-{width}"));
        assert!(paper.pages() <= 2, "{} pages", paper.pages());
        for sentence in ["Before.", "Between.", "After.", &step.title, &step.caption] {
            assert!(paper.find(sentence).is_some(), "no {sentence:?} in {}", paper.text());
        }
        assert!(paper.find(&story.steps[0].title).is_some(), "the other one, at its beginning");
        let [_, gloss] = said(&story, step).expect("an answer");
        assert!(paper.find(&gloss).is_some(), "no {gloss:?} in {}", paper.text());
        let others = story.steps.iter().filter(|it| it.name != step.name).skip(1);
        for other in others {
            assert!(paper.find(&other.caption).is_none(), "not the storyboard");
        }
        assert_no_controls(&paper);
        // Its own command prints the storyboard.
        browser.enter_widget(0);
        assert_eq!(
            browser.script(PANELS, &[])[0].as_array().map(Vec::len),
            Some(story.steps.len())
        );
        browser.script("window.dispatchEvent(new Event('afterprint'))", &[]);
        assert!(!browser.exists(".ej-board li"));
        browser.leave_frame();
        browser.assert_clean();
    }
}
