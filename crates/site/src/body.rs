//! What stands in a page: the widget as it is at first, and everything in words.

use yew::prelude::*;

use super::page::{Kind, Page};
use super::preset_journey::PresetJourney;
use super::step_pictures;
use ::text::glossary::ENTRIES;
use ::text::presets::describe;
use ::text::{pages as text, ui};
use email_journey::ui::still::still;
use email_journey::ui::storyboard;
use model::link::CAME_BACK;
use model::presets::PRESETS;
use story::verdict::Verdict;

/// The body's content.
pub(super) fn body(page: &Page) -> Html {
    let journey = page.journey;
    match page.kind {
        Kind::First => html! {
            <main class="page">
                <header class="page-text">
                    <h1>{ ui::TITLE }</h1>
                    { for ui::INTRODUCTION.iter().map(|paragraph| html! { <p>{ *paragraph }</p> }) }
                    <p>{ text::CAME_BACK.0 }{ " " }<a href={["#", CAME_BACK].concat()}>{ text::CAME_BACK.1 }</a></p>
                </header>
                // Where the link leads without scripts; with them, into the field.
                <div id={CAME_BACK}>{ widget(journey) }</div>
                <article class="page-text">
                    { for ui::ARTICLE.iter().map(section) }
                    { in_words(page) }
                    { presets(page) }
                    { glossary() }
                    <p class="page-small">{ ui::COLOPHON }</p>
                </article>
            </main>
        },
        Kind::Preset => html! {
            <main class="page">
                <header class="page-text">
                    <h1>{ journey.name }</h1>
                    <p>{ journey.about }</p>
                </header>
                { widget(journey) }
                <article class="page-text">
                    { in_words(page) }
                    { verdicts(journey) }
                    { presets(page) }
                    <p class="page-small">{ ui::COLOPHON }</p>
                </article>
            </main>
        },
        Kind::FirstEmbed | Kind::Embed => html! {
            <main>
                <h1 class="ej-unseen">{ ui::TITLE }</h1>
                { widget(journey) }
                <div class="page-text ej-told">
                    { in_words(page) }
                    { verdicts(journey) }
                </div>
            </main>
        },
    }
}

/// Where the live widget will be, and what is there until then.
fn widget(journey: &PresetJourney) -> Html {
    html! {
        <>
            <div class="ej-place">
                <div id="app" aria-hidden="true"></div>
                <div id="still">{ still(&journey.story) }</div>
            </div>
            <p class="page-text" id="broken" role="status">{ text::STILL }</p>
        </>
    }
}

fn section(section: &ui::Section) -> Html {
    html! {
        <section>
            <h2>{ section.heading }</h2>
            { for section.paragraphs.iter().map(|text| html! { <p>{ *text }</p> }) }
        </section>
    }
}

/// All steps with their captions; on paper also with their pictures and times. Browsers fetch those for
/// paper only, and where scripts are off.
fn in_words(page: &Page) -> Html {
    let journey = page.journey;
    let steps = (1..).zip(&journey.story.steps).map(|(n, step)| {
        let picture =
            [page.up(), "p/", journey.preset.slug(), "/", &step_pictures::name(n)].concat();
        html! {
            <li>
                <img src={picture} loading="lazy" alt="" />
                <small>{ storyboard::time(&journey.story, step) }{ " " }{ ui::SINCE }</small>
                <b>{ &step.title }</b>
                <p>{ &step.caption }</p>
            </li>
        }
    });
    html! {
        <section class="page-told">
            <h2>{ text::in_words(journey.name) }</h2>
            <ol class="page-steps">{ for steps }</ol>
        </section>
    }
}

/// What went wrong, and what to do.
fn verdicts(journey: &PresetJourney) -> Html {
    if journey.verdicts.is_empty() {
        return Html::default();
    }
    let several = journey.story.overview.recipients.len() > 1;
    html! {
        <section>
            <h2>{ ui::VERDICT }</h2>
            { for journey.verdicts.iter().map(|each| verdict(each, several)) }
        </section>
    }
}

fn verdict(verdict: &Verdict, several: bool) -> Html {
    let people: Vec<String> = verdict.recipients.iter().map(ToString::to_string).collect();
    let fact = |name: &'static str, fact: &str| html! { <><dt>{ name }</dt><dd>{ fact }</dd></> };
    html! {
        <>
            if several { <h3>{ ui::FOR }{ people.join(", ") }</h3> }
            <dl>
                { fact(ui::HAPPENED, &verdict.happened) }
                { fact(ui::WHERE, &verdict.place) }
                if let Some((reply, _)) = &verdict.reply {
                    <dt>{ ui::REPLY_GIVEN }</dt><dd><code>{ reply }</code></dd>
                }
                { fact(ui::AGAIN, &verdict.again) }
                { fact(ui::WHO_FIXES, &verdict.who) }
                <dt>{ ui::DO_NOW }</dt>
                { for verdict.actions.iter().map(|action| html! { <dd>{ action }</dd> }) }
            </dl>
        </>
    }
}

/// Links to all presets, or to all others.
fn presets(page: &Page) -> Html {
    let first = page.kind == Kind::First;
    let others = PRESETS.iter().filter(|preset| first || preset.id != page.journey.preset.id);
    let links = others.map(|preset| {
        let (name, about) = describe(preset.id);
        let href = [page.up(), "p/", preset.slug(), "/"].concat();
        html! { <li><a {href}>{ name }</a>{ " " }<span>{ about }</span></li> }
    });
    html! {
        <section>
            <h2>{ if first { text::PRESETS } else { text::OTHERS } }</h2>
            if !first { <p><a href={page.up()}>{ text::ARTICLE }</a></p> }
            <ul class="page-links">{ for links }</ul>
        </section>
    }
}

fn glossary() -> Html {
    html! {
        <section>
            <h2>{ ui::GLOSSARY }</h2>
            <dl>
                { for ENTRIES.iter().map(|entry| html! {
                    <><dt>{ entry.term }</dt><dd>{ entry.text }</dd></>
                }) }
            </dl>
        </section>
    }
}
