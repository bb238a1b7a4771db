//! Talks to the browser directly, as nothing else does but `panels/browser.rs`: everything else gets plain
//! Rust from here.

use std::cell::{Cell, RefCell};
use std::iter::successors;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Animation, Element, FillMode, HtmlElement, HtmlInputElement, HtmlTextAreaElement,
    IntersectionObserver, IntersectionObserverEntry, KeyframeEffect, KeyframeEffectOptions,
    MediaQueryList, MessageEvent, NodeList, Range, ResizeObserver, ResizeObserverEntry,
    UrlSearchParams, Window,
};
use yew::virtual_dom::VNode;
use yew::{Event, InputEvent, KeyboardEvent, NodeRef, set_custom_panic_hook};

use super::number::hundredths;
use model::limits::embedding::MAX_VALUE;
use model::preset_id::PresetId;

/// The element with this `id`, if the page has one.
pub(super) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Sets `data-ready` on `<html>`: the first picture is drawn and the page answers. Tests and
/// screenshots wait for it.
pub(super) fn mark_ready() {
    if let Some(root) = document().document_element() {
        set(&root, "data-ready", "true");
    }
}

/// Whether this is the embed: the widget alone.
pub(super) fn is_embed() -> bool {
    document()
        .body()
        .is_some_and(|body| body.get_attribute("data-view").as_deref() == Some("embed"))
}

/// The preset that this page is about.
pub(super) fn page_preset() -> Option<PresetId> {
    PresetId::find(&document().body()?.get_attribute("data-preset")?)
}

/// How wide the widget is that stands still in the page, in pixels.
pub(super) fn first_width() -> u32 {
    let still = document().query_selector(".is-still").ok().flatten();
    still.and_then(|still| u32::try_from(still.client_width()).ok()).unwrap_or(0)
}

/// Sets `data-broken` on `<html>`: the page is then as it was before any script had come
/// (`static/boot.js`).
pub(super) fn give_up() {
    if let Some(root) = document().document_element() {
        set(&root, "data-broken", "");
    }
}

/// Has the console tell of a panic, where the page is built with words for it. Yew would set a hook of
/// its own otherwise. What becomes of the page is the loader's affair: it hears of every trap
/// (`static/boot.js`).
pub(super) fn tell_panics() {
    set_custom_panic_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
    }));
}

/// Writes a sentence for whoever builds the page to the console.
pub(super) fn warn(sentence: &str) {
    web_sys::console::warn_1(&JsValue::from_str(sentence));
}

/// Light or dark for the whole page; nothing for the reader's own setting.
pub(super) fn set_theme(theme: Option<&str>) {
    if let Some(root) = document().document_element() {
        match theme {
            Some(theme) => set(&root, "data-theme", theme),
            // Fails only for names that are not valid in markup.
            None => drop(root.remove_attribute("data-theme")),
        }
    }
}

/// Sets a style property of the whole page; an empty value takes it away.
pub(super) fn set_root_property(name: &str, value: &str) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    if let Some(root) = root {
        let _ = root.style().set_property(name, value);
    }
}

thread_local! {
    /// Asked for once, and right ever after.
    static STILL: Option<MediaQueryList> =
        window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
}

/// Whether the reader wants things not to move.
pub(super) fn prefers_reduced_motion() -> bool {
    STILL.with(|query| query.as_ref().is_some_and(MediaQueryList::matches))
}

// ---- the two modules ----

thread_local! {
    /// What fetches the engine, and what fetches stories.
    static LOADERS: RefCell<Option<(Function, Function)>> = const { RefCell::new(None) };
    /// The engine, once it is here.
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// A function of the page, from one module to another.
pub type PageFunction = Function;

/// An element of the page, from one module to another.
pub type PageElement = Element;

/// Keeps what fetches things: a function without arguments that promises the engine's function `hear`,
/// and one that takes the slug of a preset and promises its story as bytes.
pub(super) fn keep_loaders(engine: Function, stories: Function) {
    LOADERS.set(Some((engine, stories)));
}

/// Fetches the story of a preset; `then` gets its bytes, or nothing if it could not be fetched.
pub(super) fn fetch_story(slug: &str, then: impl FnOnce(Option<Vec<u8>>) + 'static) {
    let promise = LOADERS.with_borrow(|loaders| {
        let (_, stories) = loaders.as_ref()?;
        stories.call1(&JsValue::NULL, &slug.into()).ok()?.dyn_into().ok()
    });
    wait(promise, move |bytes| {
        then(bytes.and_then(|bytes| Some(bytes.dyn_into::<Uint8Array>().ok()?.to_vec())));
    });
}

/// The page's other module.
#[derive(Clone, PartialEq)]
pub(super) struct Engine(Function);

/// Fetches the engine, once; `then` gets it, or nothing if it could not be fetched.
pub(super) fn fetch_engine(then: impl FnOnce(Option<Engine>) + 'static) {
    if let Some(engine) = ENGINE.with_borrow(Clone::clone) {
        then(Some(engine));
        return;
    }
    let promise = LOADERS.with_borrow(|loaders| {
        let (engine, _) = loaders.as_ref()?;
        engine.call0(&JsValue::NULL).ok()?.dyn_into().ok()
    });
    wait(promise, move |hear| {
        let engine = hear.and_then(|hear| hear.dyn_into().ok()).map(Engine);
        ENGINE.set(engine.clone());
        then(engine);
    });
}

/// Waits for what was promised; `then` gets it, or nothing.
fn wait(promise: Option<Promise>, then: impl FnOnce(Option<JsValue>) + 'static) {
    let Some(promise) = promise else {
        then(None);
        return;
    };
    let then = Rc::new(Cell::new(Some(then)));
    let kept = then.clone();
    let here = Closure::once(move |it: JsValue| {
        if let Some(then) = kept.take() {
            then(Some(it));
        }
    });
    let lost = Closure::once(move |_: JsValue| {
        if let Some(then) = then.take() {
            then(None);
        }
    });
    let _ = promise.then2(&here, &lost);
    here.forget();
    lost.forget();
}

/// What hears the engine.
pub(super) struct Ear(Closure<dyn Fn(Vec<u8>)>);

impl Ear {
    /// Calls back with everything that the engine wishes for.
    pub(super) fn new(heard: impl Fn(&[u8]) + 'static) -> Self {
        Self(Closure::new(move |request: Vec<u8>| heard(&request)))
    }
}

impl Engine {
    /// Tells it something; whatever it shows is inside `place`, and whatever it wishes for goes to
    /// `ear`.
    pub(super) fn hear(&self, place: &NodeRef, request: &[u8], ear: &Ear) {
        if let Some(place) = place.cast::<Element>() {
            // What goes wrong in there is in the console already.
            let _ =
                self.0.call3(&JsValue::NULL, &place, &Uint8Array::from(request), ear.0.as_ref());
        }
    }

    /// Asks it something that it answers at once, and that shows nothing.
    pub(super) fn ask(&self, request: &[u8], then: impl FnOnce(Option<Vec<u8>>) + 'static) {
        let answer = Rc::new(Cell::new(None));
        if let Some(place) = detached() {
            let kept = answer.clone();
            let ear = Closure::<dyn Fn(Vec<u8>)>::new(move |said: Vec<u8>| kept.set(Some(said)));
            let request = Uint8Array::from(request);
            let _ = self.0.call3(&JsValue::NULL, &place, &request, ear.as_ref());
        }
        then(answer.take());
    }
}

/// An element that is nowhere in the page.
pub(super) fn detached() -> Option<Element> {
    document().create_element("div").ok()
}

/// Calls back with every key pressed inside an element.
pub(super) fn watch_keys(node: &NodeRef, told: impl Fn(KeyboardEvent) + 'static) -> Option<Watch> {
    let element = node.cast::<Element>()?;
    let listener = EventListener::new_with_options(
        &element,
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                told(event.clone());
            }
        },
    );
    Some(Watch(Box::new(listener)))
}

// ---- one property at a time ----

pub(super) fn set(element: &Element, name: &str, value: &str) {
    // Fails only for names that are not valid in markup; ours are.
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute.
pub(super) fn set_attribute(node: &NodeRef, name: &str, value: &str) {
    if let Some(element) = node.cast::<Element>() {
        set(&element, name, value);
    }
}

/// Sets a style property, which the site's policy allows where it forbids `style` attributes.
pub(super) fn set_property(node: &NodeRef, name: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _ = element.style().set_property(name, value);
    }
}

/// Sets the text, unless it is the same already.
pub(super) fn set_text(node: &NodeRef, text: &str) {
    if let Some(element) = node.cast::<Element>()
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

/// Sets what a field holds, unless it is the same already.
pub(super) fn set_value(node: &NodeRef, value: &str) {
    if let Some(field) = node.cast::<HtmlInputElement>()
        && field.value() != value
    {
        field.set_value(value);
    }
}

/// Places the children of a box one after the other: `transform`, and opacity in percent.
pub(super) fn place_children(group: &NodeRef, places: impl Iterator<Item = (String, u8)>) {
    for (element, (transform, opacity)) in children(group).zip(places) {
        let style = element.style();
        let _ = style.set_property("transform", &transform);
        let _ = style.set_property("opacity", &hundredths(opacity.into()));
    }
}

fn children(group: &NodeRef) -> impl Iterator<Item = HtmlElement> {
    let first = group.cast::<Element>().and_then(|group| group.first_element_child());
    successors(first, Element::next_element_sibling).filter_map(|child| child.dyn_into().ok())
}

/// Scrolls `pane` (and nothing else) so that its row with `data-now` can be seen.
pub(super) fn scroll_to_now(pane: &NodeRef) {
    let Some(pane) = pane.cast::<HtmlElement>() else {
        return;
    };
    let Ok(Some(row)) = pane.query_selector("[data-now]") else {
        return;
    };
    #[expect(clippy::cast_possible_truncation)]
    let place = |element: &Element| {
        let rect = element.get_bounding_client_rect();
        (rect.top() as i32, rect.height() as i32)
    };
    let ((top, height), (pane_top, _)) = (place(&row), place(&pane));
    let (room, from) = (pane.client_height(), pane.scroll_top());
    let top = top - pane_top + from;
    // Room for the names that stick to the upper edge.
    if top < from + 70 || top + height > from + room {
        pane.set_scroll_top(top - room / 2);
    }
}

/// Scrolls this page (and none around it) so that the picture can be seen, unless half of it is in sight.
#[expect(clippy::float_arithmetic)]
pub(super) fn show_picture() {
    if let Ok(Some(view)) = document().query_selector(".ej-view") {
        let rect = view.get_bounding_client_rect();
        if rect.top() + rect.height() / 2.0 < 0.0 {
            window().scroll_by_with_x_and_y(0.0, rect.top());
        }
    }
}

// ---- events ----

/// What a field holds now.
pub(super) fn typed(event: &InputEvent) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(field) => field.value(),
        Err(other) => {
            other.dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
        }
    }
}

/// Where a key was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyTarget {
    /// Where keys mean something already: they write text, move a slider or choose a tab.
    Taken,
    /// The slider under the picture.
    Scrub,
    /// A button, which space and enter press.
    Button,
    /// A button whose panel is open.
    Opener,
    /// Anything else.
    Other,
}

/// What keys mean something to, besides buttons.
const TAKES_KEYS: &str = "input, textarea, select, summary, [contenteditable], [role=tab], \
                          [role=radio], [role=slider], [tabindex='0']";

/// Where a key was pressed; nothing if it is part of a shortcut.
pub(super) fn key_target(event: &KeyboardEvent) -> Option<KeyTarget> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let is = |selector: &str| target.matches(selector).unwrap_or(false);
    Some(if is("[data-ej=scrub]") {
        KeyTarget::Scrub
    } else if is(TAKES_KEYS) {
        KeyTarget::Taken
    } else if is("[aria-controls$=panels][aria-expanded=true]") {
        KeyTarget::Opener
    } else if is("button") {
        KeyTarget::Button
    } else {
        KeyTarget::Other
    })
}

/// Gives the focus to the element with this `id`.
pub(super) fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails for nothing that can be seen.
        let _ = element.focus();
    }
}

/// Gives the focus to a button of the widget, once what is to be seen is drawn.
pub(super) fn focus_later(button: &'static str) {
    soon(move || {
        let button = document().query_selector(&["[data-ej=", button, "]"].concat());
        if let Some(button) = button.ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok())
        {
            let _ = button.focus();
        }
    });
}

/// Calls back when the reader presses Escape, or presses down outside of what matches `inside`.
pub(super) fn watch_leaving(inside: &'static str, told: impl Fn() + 'static) -> Watch {
    let told = Rc::new(told);
    let escape = {
        let told = told.clone();
        // Before whatever else Escape closes, which is left open.
        let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
        EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            if key.as_deref() == Some("Escape") {
                event.prevent_default();
                told();
            }
        })
    };
    let press = EventListener::new(&document(), "pointerdown", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let found = target.and_then(|target| target.closest(inside).ok().flatten());
        if found.is_none() {
            told();
        }
    });
    Watch(Box::new((escape, press)))
}

/// The page is printed.
#[derive(Clone, Copy)]
pub(super) enum Printing {
    /// What is to be on paper must be in the page when this has been heard. `asked` for by [`print`], not by
    /// the browser's own command or the page around.
    Begins {
        asked: bool,
    },
    Ends,
}

/// Calls back before and after the page is printed.
pub(super) fn watch_printing(told: impl Fn(Printing) + 'static) -> Watch {
    let told = Rc::new(told);
    let begins = {
        let told = told.clone();
        EventListener::new(&window(), "beforeprint", move |event| {
            told(Printing::Begins { asked: !event.is_trusted() });
        })
    };
    let ends = EventListener::new(&window(), "afterprint", move |_| told(Printing::Ends));
    Watch(Box::new((begins, ends)))
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// Puts a drawing into an element at once, in place of what is in it. Yew would take its time, and knows
/// nothing of it: there must be neither components nor listeners in it.
pub(super) fn put(node: &NodeRef, drawing: &VNode) {
    if let Some(element) = node.cast::<Element>() {
        element.set_text_content(None);
        append(&element, drawing);
        // Where a drawing refers to another one, Firefox prints that only after the page has been laid out.
        let _ = element.get_bounding_client_rect();
    }
}

fn append(parent: &Element, node: &VNode) {
    match node {
        VNode::VTag(tag) => {
            let space = parent.namespace_uri().filter(|_| tag.tag() != "svg");
            let space = space.as_deref().unwrap_or(SVG);
            // Fails only for names that are not valid in markup.
            let Ok(element) = document().create_element_ns(Some(space), tag.tag()) else {
                return;
            };
            for (name, value) in tag.attributes.iter() {
                set(&element, name, value);
            }
            if let Some(children) = tag.children() {
                append(&element, children);
            }
            let _ = parent.append_with_node_1(&element);
        }
        VNode::VText(text) => drop(parent.append_with_str_1(&text.text)),
        VNode::VList(list) => list.iter().for_each(|node| append(parent, node)),
        _ => {}
    }
}

/// Whether anything is in an element.
pub(super) fn has_content(node: &NodeRef) -> bool {
    node.cast::<Element>().is_some_and(|element| element.has_child_nodes())
}

/// Lets an element become no wider than it is now; or again as wide as it likes.
pub(super) fn keep_width(node: &NodeRef, keep: bool) {
    let width = node.cast::<HtmlElement>().filter(|_| keep).map(|element| element.offset_width());
    let width = width.map_or_else(String::new, |width| width.to_string() + "px");
    set_property(node, "max-width", &width);
}

/// How far the element that an event happened to is from the left and the top of `node`, in
/// pixels.
#[expect(clippy::cast_possible_truncation)]
pub(super) fn place_in(event: &Event, node: &NodeRef) -> (i32, i32) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(target), Some(node)) = (target, node.cast::<Element>()) else {
        return (0, 0);
    };
    let corner = |element: &Element| {
        let rect = element.get_bounding_client_rect();
        (rect.left() as i32, rect.top() as i32)
    };
    let (inner, outer) = (corner(&target), corner(&node));
    (inner.0 - outer.0, inner.1 - outer.1)
}

// ---- time ----

/// Milliseconds since the page was opened, on the clock that animations go by.
pub(super) fn now() -> u32 {
    // Never negative, and 49 days are enough.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    window().performance().map_or(0, |performance| performance.now() as u32)
}

/// How something moves by itself: the browser needs no script for it.
pub(super) struct Way {
    /// When it begins, in milliseconds since the page was opened, and how long it takes.
    pub starts: i32,
    pub lasts: u32,
    /// As in a style sheet.
    pub easing: &'static str,
    /// Ten-thousandths of the way, the `transform` there, and the opacity in percent.
    pub points: Vec<(u32, String, u8)>,
}

/// How much longer than its way something is kept at its end by the animation itself, in
/// milliseconds: one that is about to end costs a look at every frame.
const KEPT: u32 = 250;

/// Something on its way. It stays at the end of it; dropped, it is where its style says.
pub(super) struct Glide(Animation);

impl Drop for Glide {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Sends an element on its way.
pub(super) fn glide(node: &NodeRef, way: &Way) -> Option<Glide> {
    send(&node.cast()?, way)
}

/// Sends the children of a box on their ways, one after the other; those without one stay.
pub(super) fn glide_children(
    group: &NodeRef,
    ways: impl Iterator<Item = Option<Way>>,
) -> Vec<Glide> {
    let pairs = children(group).zip(ways);
    pairs.filter_map(|(element, way)| send(&element, &way?)).collect()
}

fn send(element: &Element, way: &Way) -> Option<Glide> {
    let lasts = way.lasts + KEPT;
    // The browser wants parts of one.
    #[expect(clippy::float_arithmetic)]
    let share = f64::from(way.lasts) / f64::from(lasts) / 10_000.0;
    let (_, end, faint) = way.points.last()?;
    let points = || way.points.iter().map(|(part, place, opacity)| (*part, place, *opacity));
    let keyframes = Object::new();
    let set = |name: &str, values: Array| {
        // Fails only for what is no object.
        let _ = Reflect::set(&keyframes, &name.into(), &values);
    };
    #[expect(clippy::float_arithmetic)]
    let offsets = points().map(|(part, ..)| f64::from(part) * share).chain([1.0]);
    set("offset", offsets.map(JsValue::from).collect());
    let places = points().map(|(_, place, _)| place).chain([end]);
    set("transform", places.map(JsValue::from).collect());
    if points().any(|(.., opacity)| opacity < 100) {
        let opacities = points().map(|(.., opacity)| opacity).chain([*faint]);
        set("opacity", opacities.map(|part| JsValue::from(hundredths(part.into()))).collect());
    }
    set("easing", std::iter::once(JsValue::from(way.easing)).collect());
    let options = KeyframeEffectOptions::new();
    options.set_duration_f64(lasts.into());
    options.set_fill(FillMode::Both);
    let effect = KeyframeEffect::new_with_opt_element_and_keyframes_and_keyframe_effect_options(
        Some(element),
        Some(&keyframes),
        &options,
    );
    let animation = Animation::new_with_effect(Some(&effect.ok()?.into())).ok()?;
    animation.set_start_time(Some(way.starts.into()));
    Some(Glide(animation))
}

/// Something that goes on until it is dropped.
pub(super) struct Watch(#[expect(dead_code)] Box<dyn std::any::Any>);

/// Calls back once, later.
pub(super) fn later(millis: u32, then: impl FnOnce() + 'static) -> Watch {
    Watch(Box::new(Timeout::new(millis, then)))
}

/// Calls back once, after whatever waits already.
pub(super) fn soon(then: impl FnOnce() + 'static) {
    Timeout::new(0, then).forget();
}

/// Calls back once, with the first frame that is drawn after some time: what is changed then is seen at
/// once, and nothing is drawn twice.
pub(super) fn later_drawn(millis: u32, then: impl FnOnce() + 'static) -> Watch {
    let then = Closure::once(then);
    let frame = Rc::new(Cell::new(None));
    let kept = frame.clone();
    let timer = Timeout::new(millis, move || {
        let asked = window().request_animation_frame(then.as_ref().unchecked_ref());
        kept.set(asked.ok().map(|number| Frame(number, then)));
    });
    Watch(Box::new((timer, frame)))
}

/// A frame that was asked for, and what is done with it.
struct Frame(i32, #[expect(dead_code)] Closure<dyn FnMut()>);

impl Drop for Frame {
    fn drop(&mut self) {
        let _ = window().cancel_animation_frame(self.0);
    }
}

struct Observed<O: Observer, C: ?Sized>(O, #[expect(dead_code)] Closure<C>);

trait Observer {
    fn stop(&self);
}

impl Observer for ResizeObserver {
    fn stop(&self) {
        self.disconnect();
    }
}

impl Observer for IntersectionObserver {
    fn stop(&self) {
        self.disconnect();
    }
}

impl<O: Observer, C: ?Sized> Drop for Observed<O, C> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Calls back with the width of an element, at once and whenever it changes.
pub(super) fn watch_width(node: &NodeRef, told: impl Fn(u32) + 'static) -> Option<Watch> {
    let element = node.cast::<Element>()?;
    let closure = Closure::<dyn Fn(Vec<ResizeObserverEntry>)>::new(
        move |entries: Vec<ResizeObserverEntry>| {
            if let Some(entry) = entries.last() {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                told(entry.content_rect().width() as u32);
            }
        },
    );
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(Watch(Box::new(Observed(observer, closure))))
}

/// The size of letters in a [`Sample`], as the style sheet says, in pixels.
const SAMPLED: f64 = 14.0;

/// Letters to be measured: a line with some elements, each with one text.
pub(super) struct Sample {
    line: Element,
    texts: NodeList,
    range: Range,
}

impl Sample {
    /// That in the element behind a node.
    pub(super) fn of(node: &NodeRef) -> Option<Self> {
        let line = node.cast::<Element>()?;
        let texts = line.child_nodes();
        Some(Self { line, texts, range: document().create_range().ok()? })
    }

    /// How wide and how high it is, in thousandths of the size of its letters.
    pub(super) fn size(&self) -> (u32, u32) {
        let rect = self.line.get_bounding_client_rect();
        (in_thousandths(rect.width()), in_thousandths(rect.height()))
    }

    /// How wide letter `n` of one of its texts is, in thousandths of the size of letters; 0 if there is no
    /// such letter.
    pub(super) fn letter(&self, text: u32, n: u32) -> u32 {
        let text = self.texts.get(text).and_then(|part| part.first_child());
        let within = text.and_then(|text| {
            self.range.set_start(&text, n).ok()?;
            self.range.set_end(&text, n + 1).ok()
        });
        within.map_or(0, |()| in_thousandths(self.range.get_bounding_client_rect().width()))
    }
}

/// Rounded up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_arithmetic)]
fn in_thousandths(pixels: f64) -> u32 {
    (pixels * 1_000.0 / SAMPLED).ceil() as u32
}

/// Calls back with whether any of an element can be seen, whenever that changes.
pub(super) fn watch_seen(node: &NodeRef, told: impl Fn(bool) + 'static) -> Option<Watch> {
    let element = node.cast::<Element>()?;
    let closure = Closure::<dyn Fn(Vec<IntersectionObserverEntry>)>::new(
        move |entries: Vec<IntersectionObserverEntry>| {
            if let Some(entry) = entries.last() {
                told(entry.is_intersecting());
            }
        },
    );
    let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(Watch(Box::new(Observed(observer, closure))))
}

/// Whether the page is hidden: in a tab behind others, or in a window that is put away.
pub(super) fn is_hidden() -> bool {
    document().hidden()
}

/// Calls back with whether the page is hidden, whenever that changes.
pub(super) fn watch_hidden(told: impl Fn(bool) + 'static) -> Watch {
    let listener = EventListener::new(&document(), "visibilitychange", move |_| told(is_hidden()));
    Watch(Box::new(listener))
}

// ---- address ----

/// What stands behind the `#`. Programs that pass links on write some letters in their own way.
pub(super) fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    let fragment = hash.strip_prefix('#').unwrap_or(&hash);
    let plain = fragment
        .bytes()
        .any(|byte| byte == b'%')
        .then(|| js_sys::decode_uri_component(fragment).ok());
    plain.flatten().map_or_else(|| fragment.to_owned(), String::from)
}

/// Calls back when the fragment has changed and it was not us.
pub(super) fn watch_fragment(told: impl Fn(String) + 'static) -> Watch {
    let listener = EventListener::new(&window(), "hashchange", move |_| told(fragment()));
    Watch(Box::new(listener))
}

/// Writes the fragment: as a new entry of the history, or over the one that is there.
pub(super) fn write_fragment(fragment: &str, new_entry: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let url = ["#", fragment].concat();
    // Fails when a page does it too often; then the address stays as it was.
    let _ = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
}

// ---- the page around ----

/// A message from another window.
pub(super) struct Message(MessageEvent);

impl Message {
    /// Whether the page around sent it.
    pub(super) fn is_from_around(&self) -> bool {
        let (Some(source), Some(around)) = (self.0.source(), around()) else {
            return false;
        };
        Object::is(&source, &around)
    }

    /// Where its sender is from; `null` for pages without an address of their own.
    pub(super) fn origin(&self) -> String {
        self.0.origin()
    }

    /// A field of it, if it is a text or a number.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        // Getters and proxies do not survive being sent, so nothing of theirs is run here.
        let value = Reflect::get(&self.0.data(), &name.into()).ok()?;
        // Rust's own way to write a number weighs several kilobytes.
        let text = match value.dyn_into::<js_sys::Number>() {
            Ok(number) => number.to_string_with_radix(10).ok()?,
            Err(other) => other.dyn_into::<js_sys::JsString>().ok()?,
        };
        (text.length() <= MAX_VALUE).then(|| text.into())
    }
}

/// The window around this one, if there is one.
fn around() -> Option<Window> {
    let parent = window().parent().ok().flatten()?;
    (!Object::is(&parent, &window())).then_some(parent)
}

/// Whether this page is somebody's frame.
pub(super) fn is_framed() -> bool {
    around().is_some()
}

/// Calls back with every message.
pub(super) fn watch_messages(told: impl Fn(Message) + 'static) -> Watch {
    Watch(Box::new(EventListener::new(&window(), "message", move |event| {
        if let Some(event) = event.dyn_ref::<MessageEvent>() {
            told(Message(event.clone()));
        }
    })))
}

/// Tells the page around something, if it is from `origin` (`*` for whoever it is).
pub(super) fn tell_around(origin: &str, fields: &[(&str, JsValue)]) {
    let Some(around) = around() else {
        return;
    };
    let message = Object::new();
    for (name, value) in fields {
        // Fails only for what is no object.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    // Fails only for an origin that is none.
    let _ = around.post_message(&message, origin);
}

/// What stands under `name` in the query of the page's address.
pub(super) fn query(name: &str) -> Option<String> {
    let query = window().location().search().ok().filter(|query| !query.is_empty())?;
    let value = UrlSearchParams::new_with_str(&query).ok()?.get(name)?;
    (value.len() <= MAX_VALUE as usize).then_some(value)
}

/// Calls back with the height of an element, at once and whenever it changes.
pub(super) fn watch_height(node: &NodeRef, told: impl Fn(u32) + 'static) -> Option<Watch> {
    let element = node.cast::<HtmlElement>()?;
    let closure = {
        let element = element.clone();
        Closure::<dyn Fn()>::new(move || {
            told(u32::try_from(element.offset_height()).unwrap_or(0));
        })
    };
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(Watch(Box::new(Observed(observer, closure))))
}
