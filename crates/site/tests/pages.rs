//! The static pages: complete without a script, and true to the journeys.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ::text::glossary::ENTRIES;
use ::text::presets::describe;
use ::text::{pages as text, ui};
use journey::compile::trace_and_tell;
use model::presets::PRESETS;
use site::{Site, pages};
use story::{TracedStory, verdict};

const SHELL: &str = include_str!("../../../index.html");
/// What addresses begin with that servers have in their words.
const SAID: &str = "https://postmaster.example/";
const ADDRESS: &str = "https://help.example/email/";

fn written(address: Option<&str>) -> BTreeMap<String, String> {
    let site = Site::new(address).expect("an address");
    pages(SHELL, &site).expect("the shell is as it should be").into_iter().collect()
}

/// The pages of a site that knows no address. Each takes its simulation.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| written(None));

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What a page says, without its markup.
fn said(page: &str) -> String {
    let body = page.split_once("<body").map_or("", |(_, body)| body);
    let parts = body.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text));
    parts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(page: &str, sentence: &str) {
    let sentence = escape(&sentence.split_whitespace().collect::<Vec<_>>().join(" "));
    let said = said(page).replace("&#x27;", "'").replace("&quot;", "\"");
    assert!(said.contains(&sentence), "no {sentence:?}");
}

fn story_of(n: usize) -> TracedStory {
    trace_and_tell(PRESETS[n].parts()).expect("a valid scenario").1
}

#[test]
fn every_preset_has_its_page_and_its_frame() {
    let pages = written(Some(ADDRESS));
    assert_eq!(pages.len(), 2 + 2 * PRESETS.len());
    for preset in &PRESETS {
        let (name, about) = describe(preset.id);
        let slug = preset.slug();
        let page = &pages[&format!("p/{slug}/index.html")];
        assert!(page.contains(&format!("<title>{}</title>", escape(&text::title(name)))), "{slug}");
        for line in [
            format!("<meta name=\"description\" content=\"{}\">", escape(about)),
            format!("<link rel=\"canonical\" href=\"{ADDRESS}p/{slug}/\">"),
            format!("<meta property=\"og:image\" content=\"{ADDRESS}p/{slug}/preview.png\">"),
            format!("<body data-preset=\"{slug}\">"),
            format!("<h1>{}</h1>", escape(name)),
        ] {
            assert!(page.contains(&line), "{slug}: no {line}");
        }
        let frame = &pages[&format!("embed/{slug}/index.html")];
        assert!(frame.contains(&format!("<body data-view=\"embed\" data-preset=\"{slug}\">")));
        assert!(frame.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(frame.contains(&format!("<link rel=\"canonical\" href=\"{ADDRESS}p/{slug}/\">")));
    }
    let first = &pages["index.html"];
    assert!(first.contains(&format!("<link rel=\"canonical\" href=\"{ADDRESS}\">")));
    assert!(first.contains(&format!("<title>{}</title>", ui::TITLE)));
}

#[test]
fn the_whole_journey_is_told_in_each_of_its_pages() {
    let pages = &*PAGES;
    for (n, preset) in PRESETS.iter().enumerate() {
        let story = story_of(n);
        for folder in ["p", "embed"] {
            let page = &pages[&format!("{folder}/{}/index.html", preset.slug())];
            for step in &story.steps {
                says(page, &step.title);
                says(page, &step.caption);
            }
            for verdict in verdict::of(&story.trace) {
                says(page, &verdict.happened);
                says(page, &verdict.again);
                says(page, &verdict.who);
                for action in &verdict.actions {
                    says(page, action);
                }
            }
            says(page, text::STILL);
        }
    }
}

#[test]
fn the_first_page_has_the_article_the_words_and_every_preset() {
    let first = &PAGES["index.html"];
    for paragraph in ui::INTRODUCTION {
        says(first, paragraph);
    }
    for section in ui::ARTICLE {
        says(first, section.heading);
        for paragraph in section.paragraphs {
            says(first, paragraph);
        }
    }
    for entry in ENTRIES {
        says(first, entry.text);
    }
    for step in &story_of(0).steps {
        says(first, &step.caption);
    }
    for preset in &PRESETS {
        assert!(first.contains(&format!("href=\"./p/{}/\"", preset.slug())), "{}", preset.slug());
    }
}

#[test]
fn without_an_address_nothing_is_absolute() {
    for (path, page) in &*PAGES {
        // A server may have an address in its words.
        let page = page.replace(SAID, "");
        for absolute in ["https:", "http:", "og:image", "canonical"] {
            assert!(!page.contains(absolute), "{path}: {absolute}");
        }
        let deep = path.matches('/').count() == 2;
        let up = if deep { "\"../../" } else { "\"./" };
        assert!(page.contains(&format!("href={up}page.css\"")), "{path}");
        assert!(page.contains(&format!("src={up}boot.js\"")), "{path}");
        assert_eq!(deep, !page.contains("=\"./"), "{path}");
        assert!(!page.contains("=\"/"), "{path}");
    }
}

#[test]
fn a_page_has_each_id_once_and_the_picture_for_each_width() {
    for (path, page) in &*PAGES {
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{path}");
        for link in page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&link), "{path}: #{link}");
        }
        for size in ["narrow", "small", "medium", "wide"] {
            assert!(page.contains(&format!("class=\"ej-shot is-{size}")), "{path}: {size}");
        }
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
    }
}

#[test]
fn no_step_is_called_like_a_preset() {
    for n in 0..PRESETS.len() {
        for step in &story_of(n).steps {
            assert!(!PRESETS.iter().any(|preset| preset.slug() == step.name), "{}", step.name);
        }
    }
}
