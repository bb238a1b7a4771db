//! "Did a message come back?": what somebody got back, read, and shown as a journey of its own.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::copy_text::CopyText;
use super::picker::{answer_chip, chip};
use super::study::Study;
use super::verdict::verdicts;
use super::{PlayerHandle, browser, hidden_names, study_again};
use crate::engine_messages::Place;
use crate::snippet::without_names;
use crate::ui::effect::use_effect_on;
use ::text::came_back as text;
use journey::export::reply::reply;
use journey::retelling::{Assumed, Hiding, Missing, Retold, retell_to_reader};
use journey::search::{self, Reason};
use journey::share_link::Opened;
use journey::{way_taken, whose_move};
use model::host_names::NamedServer;
use model::owner::Owner;
use model::preset_id::PresetId;
use model::presets::Preset;
use reader::{ExcerptLine, Found, Kind, LIMIT, Recipient, read, reply_lines};

/// What an Outlook file begins with: that of a compound file.
const MSG: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// So many examples are offered where there is no journey.
const SOME: usize = 2;

/// Properties of [`CameBack`].
#[derive(Properties)]
pub(super) struct Props {
    pub player: PlayerHandle,
    pub study: Rc<Study>,
    /// It was opened from elsewhere: the focus goes to the field.
    pub called: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.study, &other.study)
    }
}

/// What stands in the panel.
#[derive(Clone)]
struct Draft {
    text: Rc<str>,
    /// Whether links tell the names, too.
    names_in_links: bool,
    /// What there is to say of the file that the text is from.
    of_file: Option<&'static str>,
    reading: Rc<Reading>,
}

/// What was read.
struct Reading {
    found: Found,
    excerpt: Vec<ExcerptLine>,
    retold: Result<(Retold, Option<Hiding>), Missing>,
}

thread_local! {
    /// The panel may be closed and opened again: nothing that was pasted is lost.
    static KEPT: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

impl Draft {
    fn of(text: &str, names_in_links: bool, owner: &Owner) -> Self {
        let found = read(text);
        let excerpt = found.excerpt(text);
        let retold = retell_to_reader(&found, owner);
        let reading = Rc::new(Reading { found, excerpt, retold });
        Self { text: text.into(), names_in_links, of_file: None, reading }
    }

    fn kept() -> Option<Self> {
        KEPT.with_borrow(Clone::clone)
    }

    /// The journey, if there is one.
    fn retold(&self) -> Option<&Retold> {
        self.reading.retold.as_ref().ok().map(|(retold, _)| retold)
    }

    /// Whether there is a journey, and the text does not say how it ended.
    fn is_open(&self) -> bool {
        let is_unknown = |assumed: &Assumed| matches!(assumed, Assumed::TakenAtLast(_));
        self.retold().is_some_and(|retold| retold.assumed.iter().any(is_unknown))
    }

    /// Lets links hide the names, or not.
    fn hide_names(&self) {
        if let Ok((_, hiding)) = &self.reading.retold {
            hidden_names::hide(hiding.clone().filter(|_| !self.names_in_links));
        }
    }

    /// What stands in the picture for something that the text does not say, and would be taken for the truth.
    fn stand_ins(&self) -> Option<&'static str> {
        let assumed = &self.retold()?.assumed;
        let has = |wanted: fn(&Assumed) -> bool| assumed.iter().any(wanted);
        let server = has(|it| matches!(it, Assumed::HostName(NamedServer::Home(_))));
        text::stand_ins(server, has(|it| matches!(it, Assumed::Code(_))))
    }

    fn is_shown_in(&self, study: &Study) -> bool {
        self.retold().is_some_and(|retold| retold.parts == study.parts)
    }
}

/// The field, and what was read from it.
#[component]
pub(super) fn CameBack(props: &Props) -> Html {
    let Props { player, study, called } = props;
    let owner = &study.parts.owner;
    let draft = use_state(|| Draft::kept().unwrap_or_else(|| Draft::of("", false, owner)));
    let (field, chooser) = (use_node_ref(), use_node_ref());
    {
        let (field, called) = (field.clone(), *called);
        use_effect_on((), move |()| {
            if called {
                browser::focus(&field);
            }
        });
    }
    let set = {
        let (player, before, draft) = (player.clone(), draft.clone(), draft.setter());
        Callback::from(move |next: Draft| {
            // Whoever types on, or brings a file that cannot be read, stays where the picture is.
            if next.reading.retold != before.reading.retold {
                show(&player, &next);
            }
            KEPT.set(Some(next.clone()));
            draft.set(next);
        })
    };
    let read_text = {
        let (set, names, owner) = (set.clone(), draft.names_in_links, owner.clone());
        Callback::from(move |text: String| set.emit(Draft::of(&text, names, &owner)))
    };
    let oninput = read_text.reform(|event: InputEvent| browser::typed(&event));
    let try_example = read_text.reform(|_: MouseEvent| text::SAMPLE.to_owned());
    let clear = {
        let (read_text, field) = (read_text.clone(), field.clone());
        let (player, owner, was_shown) = (player.clone(), owner.clone(), draft.is_shown_in(study));
        Callback::from(move |_: MouseEvent| {
            read_text.emit(String::new());
            // Whoever clears it is done with it: nothing of it stays in the picture, nor in a link.
            if was_shown {
                let usual = Preset::of(PresetId::default());
                player.change(usual.id, usual.parts_for(&owner), Place::Beginning);
            }
            // The button goes away.
            browser::focus(&field);
        })
    };
    let open_file = {
        let (set, before, owner) = (set.clone(), (*draft).clone(), owner.clone());
        Callback::from(move |file: browser::File| {
            let (set, before, owner) = (set.clone(), before.clone(), owner.clone());
            browser::read_file(&file, LIMIT, move |bytes, is_whole| {
                set.emit(match text_of(bytes.as_deref()) {
                    Ok(text) => {
                        let of_file = (!is_whole).then_some(text::CUT);
                        Draft { of_file, ..Draft::of(&text, before.names_in_links, &owner) }
                    }
                    Err(why) => Draft { of_file: Some(why), ..before.clone() },
                });
            });
        })
    };
    let onchange = {
        let open_file = open_file.clone();
        Callback::from(move |event: Event| {
            if let Some(file) = browser::chosen_file(&event) {
                open_file.emit(file);
            }
        })
    };
    let ondrop = Callback::from(move |event: DragEvent| {
        // What is dropped as text goes into the field by itself.
        if let Some(file) = browser::dropped_file(&event) {
            event.prevent_default();
            open_file.emit(file);
        }
    });
    let ondragover = Callback::from(|event: DragEvent| {
        if browser::brings_file(&event) {
            event.prevent_default();
        }
    });
    let choose = {
        let chooser = chooser.clone();
        Callback::from(move |_: MouseEvent| browser::press(&chooser))
    };
    let on_names = {
        let (player, study) = (player.clone(), study.clone());
        let (set, draft) = (set.clone(), (*draft).clone());
        Callback::from(move |_: Event| {
            let next = Draft { names_in_links: !draft.names_in_links, ..draft.clone() };
            next.hide_names();
            // What is shown stays, with other links.
            let (preset, parts) = (study.preset, study.parts.clone());
            let again = study_again(Opened { preset, step: None, parts, problem: None });
            player.show(&again, Place::Here, None, Vec::new());
            set.emit(next);
        })
    };
    let is_empty = draft.text.trim().is_empty();
    html! {
        <div class="ej-returned" {ondrop} {ondragover}>
            <h4>{ text::HEADING }</h4>
            <p class="ej-help" id="ej-returned-hint">{ text::HINT }</p>
            <label for="ej-returned">{ text::FIELD }</label>
            <textarea class="ej-field" id="ej-returned" data-ej="returned" ref={field} rows="6"
                spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="ej-returned-hint"
                value={draft.text.to_string()} {oninput} />
            <div class="ej-along">
                <button class="ej-btn" type="button" data-ej="returned-file" onclick={choose}>
                    { text::FILE }
                </button>
                <input type="file" hidden=true ref={chooser} data-ej="returned-chooser"
                    accept=".eml,.msg,.txt,message/rfc822,text/plain" {onchange} />
                if is_empty {
                    <button class="ej-btn" type="button" data-ej="returned-example" onclick={try_example}>
                        { text::EXAMPLE }
                    </button>
                } else {
                    <button class="ej-btn" type="button" data-ej="returned-clear" onclick={clear}>
                        { text::CLEAR }
                    </button>
                }
            </div>
            <p class="ej-error" role="status">{ draft.of_file.unwrap_or_default() }</p>
            <div role="status" data-ej="returned-found">
                if !is_empty { { found(study, &draft) } }
            </div>
            if !is_empty {
                { shown(player, study, &draft) }
                if matches!(draft.reading.retold, Err(Missing::Recipient)) {
                    { alike(player, study, &draft.text) }
                }
                // A card would tell how it ended.
                if draft.is_shown_in(study) && !draft.is_open() {
                    if !study.verdicts.is_empty() {
                        { verdicts(player, study, false) }
                    }
                    { take_along(study, draft.stand_ins()) }
                }
                { evidence(&draft.reading) }
                if draft.retold().is_some() {
                    <label class="ej-switch">
                        <input type="checkbox" data-ej="returned-names"
                            checked={draft.names_in_links} onchange={on_names} />
                        <span>{ text::NAMES }{ " " }<small>{ text::NAMES_HINT }</small></span>
                    </label>
                }
            }
        </div>
    }
}

/// The text of a file, or why it has none.
fn text_of(bytes: Option<&[u8]>) -> Result<String, &'static str> {
    let bytes = bytes.ok_or(text::NOT_READ)?;
    if bytes.starts_with(&MSG) {
        return Err(text::IS_MSG);
    }
    if bytes.contains(&0) {
        return Err(text::NO_TEXT);
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// Shows the journey, where there is one.
fn show(player: &PlayerHandle, draft: &Draft) {
    let Some(retold) = draft.retold() else { return };
    draft.hide_names();
    let preset = PresetId::EverythingWorks;
    let parts = retold.parts.clone();
    let study = study_again(Opened { preset, step: None, parts, problem: None });
    let place = Place::Step(study.hitch().map(str::to_owned));
    player.show(&study, place, None, Vec::new());
}

/// What was found, recipient by recipient, or the way of a message.
fn found(study: &Study, draft: &Draft) -> Html {
    let found = &draft.reading.found;
    if found.kind == Kind::Nothing {
        return html! { <p>{ text::NOTHING }</p> };
    }
    // Where there is a card, it says whose move it is.
    let has_card = draft.is_shown_in(study) && !draft.is_open();
    html! {
        <>
            <div class="ej-returned-found">
                { for found.recipients.iter().enumerate().map(|(n, it)| recipient(n, it, has_card)) }
            </div>
            if let Some(written) = &found.forwarded_from {
                <p>{ text::forwarded_from(&written.value) }</p>
            }
            if !found.hops.is_empty() {
                <p>{ text::WAY }</p>
                <ol class="ej-returned-way">
                    { for way_taken::in_words(found).map(|hop| html! { <li>{ hop }</li> }) }
                </ol>
            }
        </>
    }
}

fn recipient(n: usize, recipient: &Recipient, has_card: bool) -> Html {
    let value = |said: &Option<reader::Said<String>>| said.as_ref().map(|it| it.value.clone());
    let address = value(&recipient.address);
    let stage = recipient.stage.as_ref().map(|it| it.value);
    let told = whose_move::of(recipient);
    let cause = told.map(|it| (it.cause, it.why));
    html! {
        <article key={n}>
            <h5>{ text::whom(address.as_deref()).to_owned() }</h5>
            <p>{ text::what(recipient.has_arrived(), recipient.is_final, cause) }</p>
            if let Some(said) = value(&recipient.text) {
                <p>{ text::said_by(value(&recipient.host).as_deref(), stage) }</p>
                <code>{ reply_lines(&said).join("\n") }</code>
            }
            if let Some(told) = told.filter(|_| !has_card) { <p>{ told.whose_move() }</p> }
        </article>
    }
}

/// Whether the picture shows it, and what is missing where there is nothing to show.
fn shown(player: &PlayerHandle, study: &Study, draft: &Draft) -> Html {
    let retold = match &draft.reading.retold {
        Ok((retold, _)) => retold,
        Err(missing) => return self::missing(draft.reading.found.kind, *missing),
    };
    let onclick = {
        let (player, draft) = (player.clone(), draft.clone());
        Callback::from(move |_: MouseEvent| show(&player, &draft))
    };
    let left_out = retold.people_left_out;
    let stands = match (study.first_refusal(), study.hitch()) {
        (_, None) => text::SHOWN_ON_ITS_WAY,
        (None, Some(_)) => text::SHOWN_WAITING,
        (Some(_), Some(_)) if draft.is_open() => text::SHOWN_WAITING,
        (Some(_), Some(_)) => text::SHOWN,
    };
    html! {
        <div class="ej-help" data-ej="returned-shown">
            if draft.is_shown_in(study) {
                <p>{ stands }{ " " }{ text::INVENTED }</p>
            } else {
                <p>{ text::NOT_SHOWN }</p>
                <button class="ej-btn" type="button" data-ej="returned-show" {onclick}>{ text::SHOW }</button>
            }
            if draft.is_open() { <p>{ text::NOT_OVER }</p> }
            if left_out > 0 { <p>{ text::left_out(left_out) }</p> }
        </div>
    }
}

/// What is missing, and where to find it.
fn missing(kind: Kind, missing: Missing) -> Html {
    let missing = match (kind, missing) {
        (Kind::Nothing, _) => None,
        (_, Missing::Recipient) => Some(text::NO_RECIPIENT),
        (_, Missing::Failure) => Some(text::NO_FAILURE),
    };
    html! {
        <div class="ej-help" data-ej="returned-missing">
            if let Some(missing) = missing { <p>{ missing }</p> }
            <p>{ text::WHERE }</p>
            <dl>
                { for text::PROGRAMS.iter().map(|(program, way)| html! {
                    <><dt>{ *program }</dt><dd>{ *way }</dd></>
                }) }
            </dl>
        </div>
    }
}

/// The lines of the paste that say it.
fn evidence(reading: &Reading) -> Html {
    if reading.excerpt.is_empty() {
        return Html::default();
    }
    let line = |line: &ExcerptLine| {
        html! {
            <>
                if line.follows_gap { <i>{ text::GAP }{ "\n" }</i> }
                { for line.pieces.iter().map(|piece| {
                    let text = piece.text.clone();
                    if piece.is_evidence { html! { <mark>{ text }</mark> } } else { html! { { text } } }
                }) }
                { "\n" }
            </>
        }
    };
    html! {
        <section class="ej-returned-says" aria-labelledby="ej-returned-says">
            <h5 id="ej-returned-says">{ text::EVIDENCE }</h5>
            <pre tabindex="0" data-ej="returned-says">{ for reading.excerpt.iter().map(line) }</pre>
        </section>
    }
}

/// Examples of an answer, where nobody is named whose journey could be shown.
fn alike(player: &PlayerHandle, study: &Study, text: &str) -> Html {
    let found = search::find(text);
    let owner = &study.parts.owner;
    let meant = found.examples.iter().filter(|hit| hit.reason == Reason::Meaning).take(SOME);
    let chips: Vec<Html> = found
        .answer
        .iter()
        .map(|answer| answer_chip(player, study, answer))
        .chain(meant.map(|hit| chip(player, hit, owner, false)))
        .collect();
    if chips.is_empty() {
        return Html::default();
    }
    html! {
        <div data-ej="returned-alike">
            <p class="ej-help">{ text::ALIKE }</p>
            <div class="ej-chips">{ for chips }</div>
        </div>
    }
}

/// What is to be known of the journey that is shown, if it is that of what was pasted: that how it ends is not known
/// yet, and what stands in it for something that is not said.
pub(super) fn of_pasted(study: &Study) -> Option<Pasted> {
    let draft = Draft::kept().filter(|draft| draft.is_shown_in(study))?;
    if draft.is_open() { Some(Pasted::Open) } else { draft.stand_ins().map(Pasted::StandIns) }
}

/// See [`of_pasted`].
#[derive(Clone, Copy)]
pub(super) enum Pasted {
    /// A card would tell how it ended.
    Open,
    /// In words.
    StandIns(&'static str),
}

/// A text for whoever asked.
fn take_along(study: &Study, stand_ins: Option<&str>) -> Html {
    let address = without_names(&browser::link_to(&study.link(None).fragment));
    let letter = reply(&study.story.trace, &study.verdicts, stand_ins, &address);
    html! {
        <div class="ej-copy">
            <CopyText id="returned-reply" button={text::REPLY} label={::text::site::REPLY_TEXT}
                text={letter} shown={false} />
            <p>{ text::REPLY_HINT }</p>
        </div>
    }
}
