//! "What could go wrong?": the presets, grouped, and found by what people type.

use std::rc::Rc;

use yew::prelude::*;

use super::Page;
use super::study::Study;
use crate::messages::Wish;
use crate::presets::{self, Ending, PRESETS, Preset};
use crate::text::presets::describe;
use crate::text::ui as text;
use crate::ui::browser;
use crate::ui::icon::small_icon;

/// Those shown first: what happens most often, and one of each ending.
const FIRST: [&str; 9] = [
    "everything-works",
    "misspelt-domain",
    "no-such-person",
    "mailbox-full",
    "server-down",
    "lost-packet",
    "wrong-password",
    "refused-as-spam",
    "several-recipients",
];

/// Properties of [`Picker`].
#[derive(Properties)]
pub(super) struct Props {
    pub page: Page,
    pub study: Rc<Study>,
    /// It was opened from elsewhere: the focus goes to the field.
    pub called: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study)
    }
}

/// A chip for each preset; at first only a few.
#[component]
pub(super) fn Picker(props: &Props) -> Html {
    let Props { page, study, called } = props;
    let field = use_node_ref();
    let query = use_state_eq(String::new);
    let all = use_state_eq(|| false);
    {
        let (field, called) = (field.clone(), *called);
        use_effect_with((), move |()| {
            if called {
                browser::focus(&field);
            }
        });
    }
    let own = presets::is_changed(study.slug, &study.parts);
    let (_, told) = describe(study.slug);
    let words = query.to_lowercase();
    let searched = !words.trim().is_empty();
    let oninput = {
        let query = query.setter();
        Callback::from(move |event: InputEvent| query.set(browser::typed(&event)))
    };
    let toggle = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let chips = |presets: Vec<&'static Preset>| {
        html! {
            <div class="ej-chips">
                { for presets.into_iter().map(|preset| {
                    chip(page, preset, preset.slug == study.slug && !own)
                }) }
            </div>
        }
    };
    let found: Vec<&'static Preset> = PRESETS.iter().filter(|it| matches(it, &words)).collect();
    let count = found.len();
    let shown = if searched || *all {
        let groups = text::GROUPS.into_iter().enumerate().filter_map(|(n, name)| {
            let of_group: Vec<_> = found.iter().copied().filter(|it| group(it) == n).collect();
            (!of_group.is_empty()).then(|| {
                html! { <section key={n} class="ej-group"><h5>{ name }</h5>{ chips(of_group) }</section> }
            })
        });
        html! { <div class="ej-groups">{ for groups }</div> }
    } else {
        let first = |it: &&Preset| FIRST.contains(&it.slug) || it.slug == study.slug;
        chips(PRESETS.iter().filter(first).collect())
    };
    html! {
        <section class="ej-what">
            <div class="ej-what-top">
                <h4>{ text::WHAT_IF }<span>{ text::WHAT_IF_HINT }</span></h4>
                <label for="ej-find">{ text::FIND }</label>
                <input class="ej-field is-words" type="search" id="ej-find" data-ej="find" ref={&field}
                    placeholder={text::FIND_HINT} autocomplete="off" spellcheck="false"
                    value={(*query).clone()} {oninput} />
            </div>
            { shown }
            <p class={if count == 0 { "ej-found is-none" } else { "ej-found" }} role="status">
                if searched { { text::found(count) } }
            </p>
            if !searched {
                <p class="ej-told">
                    if own { <b>{ text::YOUR_OWN }</b>{ ": " } }
                    { told }
                </p>
                <button class="ej-link" type="button" data-ej="show-all" onclick={toggle}
                    aria-expanded={all.to_string()}>
                    { if *all { text::SHOW_FEWER } else { text::SHOW_ALL } }
                    { [" (", &PRESETS.len().to_string(), ")"].concat() }
                </button>
            }
        </section>
    }
}

/// Whether each of the words is found somewhere.
fn matches(preset: &Preset, words: &str) -> bool {
    let (name, told) = describe(preset.slug);
    let said = [name, told, text::search_words(preset.slug)].join(" ").to_lowercase();
    words.split_whitespace().all(|word| said.contains(word))
}

/// Which of the groups in [`text::GROUPS`].
fn group(preset: &Preset) -> usize {
    match preset.ending {
        Ending::Fine => 0,
        Ending::Forked if preset.parts().conditions.is_empty() => 0,
        Ending::Mended | Ending::Retried => 1,
        Ending::Waiting => 2,
        Ending::Forked | Ending::Refused => 3,
        Ending::Lost => 4,
    }
}

fn chip(page: &Page, preset: &'static Preset, chosen: bool) -> Html {
    let sign = match preset.ending {
        Ending::Fine => "#ej-ui-check",
        Ending::Mended | Ending::Retried => "#ej-ui-resend",
        Ending::Waiting => "#ej-ui-wait",
        Ending::Forked => "#ej-ui-fork",
        Ending::Refused => "#ej-ui-stop",
        Ending::Lost => "#ej-ui-close",
    };
    let onclick = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.wish(&Wish::Pick(preset.slug.to_owned())))
    };
    html! {
        <button key={preset.slug} class="ej-chip" type="button"
            data-ej={["preset-", preset.slug].concat()} {onclick} aria-pressed={chosen.to_string()}>
            { small_icon(sign) }{ describe(preset.slug).0 }
        </button>
    }
}
