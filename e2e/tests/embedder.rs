//! At home on other people's pages: whatever they do to the widget, it keeps its link, its width, its
//! colours and its manners.

use base64::Engine as _;
use e2e::{Browser, Engine, SUB_FOLDER, Settings, in_each_engine, only_in};

in_each_engine!(
    snippets_lead_to_pages_that_exist,
    whom_to_ask_is_said_by_the_owner_only,
    the_fallback_stays_where_the_frame_is_refused,
    the_fallback_stays_where_nobody_answers,
    it_knows_its_own_address_or_says_so,
    it_can_be_imported,
    it_takes_the_width_that_it_is_given,
    in_the_narrowest_column_nothing_is_cut_off,
    properties_are_attributes,
    what_is_changed_later_is_followed,
    it_lives_in_somebodys_shadow,
    taken_out_and_put_back_it_keeps_its_place,
    colours_follow_the_page_around,
    the_widget_is_light_or_dark_as_the_page_around,
    a_redirect_is_survived,
    script_and_page_need_not_be_of_the_same_age,
    a_frame_that_is_shut_off_from_its_own_site_plays,
    below_the_floor_the_words_stay,
    a_look_that_is_half_understood_brings_the_words_back,
);

only_in!(
    chromium,
    "no other driver tells of warnings, and no other engine has credentialless frames or moveBefore",
    the_console_is_silent,
    a_redirect_to_the_pages_own_origin_is_silent,
    an_isolated_page_has_it_too,
    moved_within_the_page_it_goes_on,
);

/// A policy under which a page may have scripts in it.
const LOOSE: &str =
    "default-src 'self' 'unsafe-inline' blob:; img-src 'self' data:; connect-src *; frame-src *";

const FALLBACK: &str =
    "<a id=\"link\" href=\"/index.html\"><img src=\"/favicon.svg\" alt=\"The journey\"></a>";

/// Whether the first widget's link can be seen.
const LINK_SEEN: &str = "document.querySelector('#link').getClientRects().length > 0 \
     && document.querySelector('#link').getBoundingClientRect().height > 400";

fn ready(engine: Engine, body: &str) -> Browser {
    let browser = engine.visit();
    browser.add_embedder_under(body, LOOSE);
    browser.goto_embedder();
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    browser
}

/// What the console has said about this test's own site.
fn told(browser: &Browser) -> Vec<String> {
    let port = browser.site().address("").replace("http://127.0.0.1", "");
    browser.console().into_iter().filter(|line| line.contains(&port)).collect()
}

/// The frame of the first widget.
const FRAME: &str = "document.querySelector('email-journey').shadowRoot.querySelector('iframe')";

fn snippets_lead_to_pages_that_exist(engine: Engine) {
    let below = format!("{SUB_FOLDER}embed/mailbox-full/index.html");
    for page in [
        "index.html#mailbox-full",
        "p/mailbox-full/",
        "embed/mailbox-full/",
        "embed/mailbox-full/index.html?theme=dark",
        "embed.html#mailbox-full",
        &below,
    ] {
        let browser = engine.open_still(page);
        browser.press("share");
        browser.press("site");
        browser.wait_for("document.querySelector('#snippet-picture') !== null");
        let statuses = "const read = it => it.value.match(/(?:href|src)=\"[^\"]+/g);
            const all = [...document.querySelectorAll('[id^=snippet-]')].flatMap(read);
            return Promise.all(all.map(async (it) => {
                const address = it.split('\"')[1];
                return (await fetch(address)).status + ' ' + new URL(address).pathname;
            }))";
        let told = browser.script(statuses, &[]);
        let told: Vec<&str> =
            told.as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect();
        assert!(told.len() >= 7, "{page}: {told:?}");
        for one in &told {
            assert!(one.starts_with("200 ") && !one.ends_with('/'), "{page}: {one}");
            assert_eq!(one.contains(SUB_FOLDER), page.contains(SUB_FOLDER), "{page}: {one}");
        }
        browser.assert_clean();
    }
}

/// What the card says to ask: its text, and where a link in it leads.
fn asked(browser: &Browser) -> (String, String) {
    browser.press("stage-delivering");
    browser.press("verdict");
    browser.wait_for("document.querySelector('[data-ej=verdict-card]') !== null");
    let read = |what: &str| {
        let value = browser.eval(&format!("document.querySelector('[data-ej=ask]{what} ?? ''"));
        value.as_str().unwrap_or_default().to_owned()
    };
    (read("')?.textContent"), read(" a')?.getAttribute('href')"))
}

fn whom_to_ask_is_said_by_the_owner_only(engine: Engine) {
    let evil = "help?subject=Reset&bcc=eve@evil.example";
    let query = "help-desk=help%3Fsubject%3DReset%26bcc%3Deve%40evil.example";
    let browser = engine.open_still(&format!("index.html?{query}#no-such-person_refused"));
    assert_eq!(asked(&browser), (format!("Ask: {evil}"), String::new()), "at the top it is text");
    // What is shared does not have it.
    browser.press("share");
    browser.wait_for("document.querySelector('#ej-link')?.value.includes('#')");
    let link = browser.find("#ej-link").property("value");
    assert!(link.as_str().is_some_and(|link| link.ends_with("#no-such-person_refused")), "{link}");
    // As such a link was written before: a help desk, and nothing else.
    let parts = {
        use model::{owner::Field, preset_id::PresetId, presets::Preset};
        let mut parts = Preset::of(PresetId::NoSuchPerson).parts();
        parts.owner.set(Field::HelpDesk, "https://evil.example/").expect("a page");
        journey::share_link::pack(PresetId::NoSuchPerson, &parts)
    };
    browser.goto("about:blank");
    browser.open(&format!("embed.html#{parts}"));
    browser.wait_for("document.querySelector('.ej').dataset.preset === 'no-such-person'");
    assert_eq!(asked(&browser), (String::new(), String::new()), "in a link it is not heard");
    // In the owner's own page it is a link; nothing in it is a header.
    let widget = format!(
        "<email-journey preset=\"no-such-person\" step=\"refused\" help-desk=\"{}\"></email-journey>",
        evil.replace('&', "&amp;")
    );
    browser.add_embedder(&widget);
    browser.goto_embedder();
    browser.enter_widget(0);
    let link = "mailto:help%3Fsubject%3DReset%26bcc%3Deve@evil.example";
    assert_eq!(asked(&browser), (format!("Ask: {evil}"), link.to_owned()));
    browser.leave_frame();
}

fn the_fallback_stays_where_the_frame_is_refused(engine: Engine) {
    let browser = engine.visit();
    let body = format!("<email-journey>{FALLBACK}</email-journey><p class=marker>After it.</p>");
    let policy = LOOSE.replace("frame-src *", "frame-src 'none'");
    browser.add_embedder_under(&body, &policy);
    browser.goto_embedder();
    let top = "document.querySelector('.marker').offsetTop";
    let before = browser.eval(top);
    browser
        .wait_for("noted.some(([name, , it]) => name === 'ej-error' && /frame/.test(it.message))");
    assert_eq!(browser.eval(LINK_SEEN), true);
    assert!(browser.find("#link img").is_displayed());
    browser.expect_faults(&["frame-src"]);
    assert_eq!(browser.eval(top), before, "the room is kept");
    assert!(before.as_u64().is_some_and(|top| top > 600), "{before}");
    browser.find("#link").click();
    browser.wait_ready();
}

fn the_fallback_stays_where_nobody_answers(engine: Engine) {
    let browser = engine.visit();
    let body = format!("<email-journey>{FALLBACK}</email-journey>");
    // In its place is another page.
    browser.site().add_page("embed/everything-works/index.html", "<!doctype html><p>Sign in.");
    browser.add_embedder(&body);
    browser.goto_embedder();
    browser.wait_for("noted.some(([name]) => name === 'ej-error')");
    assert_eq!(browser.eval(LINK_SEEN), true);
    // Where it answers, the link is there until then and not longer.
    browser.goto("about:blank");
    let body = body.replace("<email-journey", "<email-journey preset=\"two-boxes\"");
    browser.add_embedder(&body);
    browser.goto_embedder();
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    assert_eq!(browser.eval("document.querySelector('#link').getClientRects().length"), 0);
    // It goes away later.
    browser.expect_faults(&["nowhere.html"]);
    browser.script(&format!("{FRAME}.src = './nowhere.html'"), &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-error')");
    assert_eq!(browser.eval(LINK_SEEN), true);
}

/// A page without the script, and one that brings it.
fn bare(browser: &Browser, body: &str) {
    let page = format!(
        "<!doctype html><html><head><title>Host</title><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/embed.css\"><script src=\"/note.js\"></script></head>\
         <body>{body}</body></html>"
    );
    browser.add_embedder_under("", LOOSE);
    browser.site().add_page_under("deep/below/host.html", &page, LOOSE);
    browser.goto("about:blank");
    browser.goto("deep/below/host.html");
}

fn it_knows_its_own_address_or_says_so(engine: Engine) {
    let browser = engine.visit();
    browser.site().add_script("other/embed.js", "/* of some other service */");
    // Others of that name, and an element that is found under another one.
    bare(
        &browser,
        "<script src=\"/other/embed.js\"></script><img name=\"currentScript\" width=\"1\" src=\"/favicon.svg\">\
         <email-journey></email-journey><script src=\"/embed.js\"></script>",
    );
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    // In a bundle it cannot know: what comes after it runs all the same, and the link stays.
    let bundle = "const text = await (await fetch('/embed.js')).text();
        const script = document.createElement('script');
        script.textContent = text + ';window.rest = true;';
        document.head.append(script); return window.rest === true;";
    for place in ["", " base=\"javascript:alert(1)//\"", " base=\"https://\""] {
        bare(&browser, &format!("<email-journey{place}>{FALLBACK}</email-journey>"));
        let run = format!("return (async () => {{ {bundle} }})()");
        assert_eq!(browser.script(&run, &[]), true, "{place}");
        browser.wait_for(
            "noted.some(([name, , it]) => name === 'ej-error' && it.message.startsWith('base: '))",
        );
        assert_eq!(browser.eval(LINK_SEEN), true, "{place}");
    }
    // Until it is said.
    browser.script("document.querySelector('email-journey').base = '/sub/folder'", &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    let src = browser.eval(&format!("new URL({FRAME}.src).pathname"));
    assert_eq!(src, "/sub/folder/embed/everything-works/index.html");
    // From a blob:, too.
    bare(&browser, "<email-journey base=\"../../\"></email-journey>");
    let blob = "return (async () => {
        const text = await (await fetch('/embed.js')).text();
        const script = document.createElement('script');
        script.src = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
        document.head.append(script); })()";
    browser.script(blob, &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
}

fn it_can_be_imported(engine: Engine) {
    let browser = engine.visit();
    bare(&browser, "<email-journey></email-journey>");
    browser.script("return import('/sub/folder/embed.js?1').then(() => import('/embed.js'))", &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    let src = browser.eval(&format!("new URL({FRAME}.src).pathname"));
    assert_eq!(src, "/sub/folder/embed/everything-works/index.html");
}

fn it_takes_the_width_that_it_is_given(engine: Engine) {
    let widget = "<email-journey></email-journey>";
    let filled = format!("<email-journey>{FALLBACK}</email-journey>");
    let body = format!(
        "<table style=\"width:400px;border-spacing:0\"><tr><td style=\"padding:0\">{widget}</table>\
         <table style=\"border-spacing:0\"><tr><td style=\"padding:0;width:400px\">{widget}</table>\
         <div style=\"float:left;max-width:400px\">{widget}</div><p style=\"clear:both\">\
         <div style=\"float:left;max-width:400px\">{filled}</div><p style=\"clear:both\">\
         <div style=\"display:flex;width:400px\">{widget}</div>\
         <div style=\"display:grid;width:400px\">{widget}</div>\
         <div style=\"width:200px\">{widget}</div><div style=\"float:left\">{widget}</div>"
    );
    let browser = engine.visit();
    browser.resize(1000, 900);
    browser.add_embedder_under(&body, LOOSE);
    browser.goto_embedder();
    let widths = "[...document.querySelectorAll('email-journey')].map(it => it.offsetWidth).join()";
    assert_eq!(browser.eval(widths), "400,400,400,400,400,400,200,720");
    // The same before its script has come.
    let page = format!(
        "<!doctype html><html><head><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"./embed.css\"></head><body>{}</body></html>",
        body.replace(widget, &filled).replace(" id=\"link\"", "")
    );
    browser.site().add_page_under("before.html", &page, LOOSE);
    let tall = "[...document.querySelectorAll('email-journey')].map(it => it.offsetHeight).join()";
    let height = browser.eval(tall);
    // Frames that are loading are left; Firefox tells their pages of it.
    browser.expect_faults(&["NetworkError", "cannot load"]);
    browser.goto("before.html");
    assert_eq!(browser.eval(widths), "400,400,400,400,400,400,200,720");
    assert_eq!(browser.eval(tall), height, "nothing moves when the script comes");
}

fn in_the_narrowest_column_nothing_is_cut_off(engine: Engine) {
    for (width, step) in [200, 220, 240, 259, 261, 280, 300, 318]
        .into_iter()
        .flat_map(|width| [(width, "refused"), (width, "connected")])
    {
        let browser = ready(
            engine,
            &format!(
                "<div style=\"width:{width}px\"><email-journey preset=\"no-such-person\" \
                 step=\"{step}\"></email-journey></div>"
            ),
        );
        browser.enter_widget(0);
        browser.wait_for(&format!("document.querySelector('.ej').dataset.step === '{step}'"));
        let cut = browser.script(
            "const cut = [];
            const [least, most] = [0, document.documentElement.clientWidth];
            for (const it of document.querySelectorAll('.ej-top button, .ej-transport button, .ej-folds button, .ej-ask')) {
                const box = it.getBoundingClientRect();
                if (!box.width) continue;
                const name = it.dataset.ej + ' ' + box.width + ' of ' + it.scrollWidth;
                if (box.left < least || box.right > most || it.scrollWidth > it.clientWidth + 1) cut.push(name);
                if (box.width < 44 || box.height < 36) cut.push('small: ' + name);
            }
            if (document.documentElement.scrollWidth > most) cut.push('the page scrolls');
            // Words: none is over another one, over a sign, or cut off by what it stands in.
            const words = [];
            const walk = document.createTreeWalker(document.querySelector('.ej'), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const parent = walk.currentNode.parentElement;
                if (!walk.currentNode.textContent.trim() || parent.closest('svg, .ej-view, .ej-unseen, .ej-letters, .ej-whom, .ej-board')) continue;
                if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
                if (getComputedStyle(parent).clipPath !== 'none' || parseFloat(getComputedStyle(parent).fontSize) < 1) continue;
                const range = document.createRange();
                range.selectNodeContents(walk.currentNode);
                // What does not fit beside the time goes as a whole, to a line that is not seen.
                const end = parent.closest('.ej-time')?.getBoundingClientRect().bottom ?? 1e9;
                for (const box of range.getClientRects())
                    if (box.top < end - 2) words.push([walk.currentNode.textContent, box]);
            }
            for (const it of document.querySelectorAll('.ej-top .ej-i, .ej-transport .ej-i, .ej-side .ej-i, .ej-mark'))
                if (it.checkVisibility()) words.push([it.outerHTML.slice(0, 40), it.getBoundingClientRect()]);
            const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 3;
            words.forEach(([name, box], n) => {
                if (box.left < least - 0.5 || box.right > most + 0.5) cut.push('sticks out: ' + name);
                for (const [other, its] of words.slice(n + 1)) if (over(box, its)) cut.push(name + ' over ' + other);
            });
            const time = document.querySelector('.ej-time b');
            if (time.checkVisibility() && time.getBoundingClientRect().right > time.parentElement.getBoundingClientRect().right + 0.5) cut.push('the time');
            return cut;",
            &[],
        );
        assert_eq!(cut, serde_json::json!([]), "at {width}");
        assert_eq!(browser.find("[data-ej=play]").accessible_name(), "Play");
        browser.leave_frame();
    }
}

fn properties_are_attributes(engine: Engine) {
    let browser = engine.visit();
    bare(&browser, "");
    let before = "window.early = document.createElement('email-journey');
        Object.assign(early, { preset: 'mailbox-full', helpDesk: 'Room 12', autoplay: false });
        document.body.append(early);
        return import('/embed.js')";
    browser.script(before, &[]);
    assert_eq!(
        browser.eval("early.outerHTML.slice(0, early.outerHTML.indexOf('>'))").as_str().map(|it| {
            (
                it.contains("preset=\"mailbox-full\""),
                it.contains("help-desk=\"Room 12\""),
                it.contains("autoplay"),
            )
        }),
        Some((true, true, false))
    );
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    browser.script("window.late = document.createElement('email-journey'); late.preset = 'greylisted'; late.sizeLimit = '10 MB'", &[]);
    assert_eq!(
        browser.eval("late.getAttribute('preset') + late.getAttribute('size-limit')"),
        "greylisted10 MB"
    );
    let all = "preset step theme controls provider smtpServer popServer domain mailboxes helpDesk quota sizeLimit base";
    let reflect = format!(
        "return '{all}'.split(' ').filter(name => {{
            const attribute = name.replace(/[A-Z]/, it => '-' + it.toLowerCase());
            if (late[name] !== (late.getAttribute(attribute) ?? '')) return true;
            late[name] = 'x';
            if (late.getAttribute(attribute) !== 'x') return true;
            late[name] = null;
            return late.hasAttribute(attribute) || late[name] !== '';
        }})"
    );
    assert_eq!(browser.script(&reflect, &[]), serde_json::json!([]));
    // A boolean one; frameworks write false as a word.
    browser.script("late.autoplay = true", &[]);
    assert_eq!(browser.eval("late.getAttribute('autoplay')"), "");
    browser.script("late.setAttribute('autoplay', 'false')", &[]);
    assert_eq!(browser.eval("late.autoplay"), false);
    browser.script("early.preset = 'two-boxes'", &[]);
    browser.wait_for("noted.some(([, , it]) => it.preset === 'two-boxes')");
}

fn what_is_changed_later_is_followed(engine: Engine) {
    let browser = ready(engine, "<email-journey autoplay=\"false\" title=\"One\"></email-journey>");
    assert_eq!(browser.eval(&format!("{FRAME}.title")), "One");
    browser.script("document.querySelector('email-journey').title = 'Two'", &[]);
    assert_eq!(browser.eval(&format!("{FRAME}.title")), "Two");
    browser.enter_widget(0);
    assert_eq!(browser.state("motion"), "paused", "false is false");
    browser.leave_frame();
    browser.script("document.querySelector('email-journey').setAttribute('autoplay', '')", &[]);
    browser.enter_widget(0);
    browser.wait_for_state("motion", "playing");
    browser.leave_frame();
}

fn it_lives_in_somebodys_shadow(engine: Engine) {
    for mode in ["open", "closed"] {
        let browser = engine.visit();
        browser.add_embedder_under("<div id=\"host\"></div>", LOOSE);
        browser.goto_embedder();
        let build = "window.root = host.attachShadow({ mode: arguments[0] });
            root.innerHTML = `<email-journey autoplay></email-journey>\
             <a href=\"./nowhere.html\" data-email-journey-go=\"sorting\"><b>sorted</b></a>`;
            window.w = root.querySelector('email-journey'); window.told = [];
            for (const name of ['ej-ready', 'ej-step']) w.addEventListener(name, it => told.push(it));";
        browser.script(build, &[mode.into()]);
        browser.wait_for("told.some(it => it.type === 'ej-ready')");
        let inside = "w.shadowRoot.querySelector('iframe').contentDocument.querySelector('.ej')";
        browser.wait_for(&format!("{inside}.dataset.motion === 'playing'"));
        browser.script("w.pause(); root.querySelector('b').click()", &[]);
        browser.wait_for("told.some(it => it.detail?.stage === 'sorting')");
        browser.wait_for("root.querySelector('a').hasAttribute('data-email-journey-current')");
        assert!(browser.address().ends_with("host.html"), "{mode}: the link drives");
    }
}

fn taken_out_and_put_back_it_keeps_its_place(engine: Engine) {
    let browser = engine.visit();
    browser.add_embedder_under("", LOOSE);
    browser.goto_embedder();
    // What is asked of it before it is there is done then.
    let build = "window.w = document.createElement('email-journey'); w.goTo('sorting'); document.body.append(w);";
    browser.script(build, &[]);
    browser.wait_for("noted.some(([, , it]) => it.stage === 'sorting' && it.step === 'domain')");
    browser.script("noted.length = 0; w.remove(); w.provider = 'Lantern'; w.title = 'Out'", &[]);
    browser.script("document.body.prepend(w); w.next()", &[]);
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    browser.wait_for("noted.some(([, , it]) => it.stage === 'sorting' && it.step !== 'domain')");
    // Its own attributes say otherwise.
    browser.script("noted.length = 0; w.remove(); w.step = 'refused'; w.preset = 'mailbox-full'; document.body.append(w)", &[]);
    browser.wait_for(
        "noted.some(([, , it]) => it.step === 'refused' && it.preset === 'mailbox-full')",
    );
}

fn colours_follow_the_page_around(engine: Engine) {
    let body = "<style>:root { --ej-paper: #ffffff; --ej-ink: #111111 }
            :root.dark { --ej-paper: #101418; --ej-ink: #eeeeee }</style>
        <style id=\"other\" media=\"not all\">body { --ej-accent: #123456 }</style>
        <email-journey theme=\"light\"></email-journey>";
    let browser = ready(engine, body);
    let look = |name: &str, value: &str| {
        browser.wait_for(&format!(
            "{FRAME}.contentDocument.documentElement.style.getPropertyValue('--ej-{name}') === '{value}'"
        ));
    };
    look("paper", "#ffffff");
    browser.script("document.documentElement.classList.add('dark')", &[]);
    look("paper", "#101418");
    look("ink", "#eeeeee");
    // Not by an attribute of anything around it.
    browser.script("document.querySelector('#other').media = 'all'", &[]);
    look("accent", "#123456");
    browser.script("document.querySelector('#other').media = 'not all'", &[]);
    look("accent", "");
    browser.script(
        "document.querySelector('email-journey').style.setProperty('--ej-radius', '3px')",
        &[],
    );
    look("radius", "3px");
}

/// The colour in the upper left corner of something, as it is painted.
fn corner(browser: &Browser, css: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("corner.png");
    let place = browser.script(
        "const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [box.left, box.top, innerWidth];",
        &[css.into()],
    );
    browser.screenshot(&file);
    let picture = base64::engine::general_purpose::STANDARD
        .encode(std::fs::read(&file).expect("the picture"));
    let other = browser.another();
    let page = "<!doctype html><title>Picture</title><link rel=\"icon\" href=\"data:,\">";
    other.site().add_page_under("picture.html", page, LOOSE);
    other.goto("picture.html");
    let colour = other.script(
        "const image = new Image();
        image.src = 'data:image/png;base64,' + arguments[0];
        const [left, top, width] = arguments[1];
        return image.decode().then(() => {
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [image.width, image.height];
            const ground = canvas.getContext('2d');
            ground.drawImage(image, 0, 0);
            const scale = image.width / width;
            const [x, y] = [left, top].map(it => Math.round((it + 1) * scale));
            return [...ground.getImageData(x, y, 1, 1).data].slice(0, 3).join(' ');
        });",
        &[picture.into(), place],
    );
    colour.as_str().unwrap_or_default().to_owned()
}

/// How often a picture is taken at most of what is about to be painted.
const PICTURES: usize = 10;

/// Light or dark: what the widget in the first frame is.
fn kind(browser: &Browser, kind: &str) {
    browser.wait_for(&format!(
        "getComputedStyle({FRAME}.contentDocument.querySelector('.ej')).colorScheme === '{kind}'"
    ));
}

fn the_widget_is_light_or_dark_as_the_page_around(engine: Engine) {
    let plain = "<iframe id=\"plain\" src=\"./embed/everything-works/index.html\" title=\"Journey\" \
                 style=\"border:0;width:100%;max-width:1200px;height:706px;color-scheme:light dark\"></iframe>";
    let body = format!(
        "<style>:root {{ color-scheme: light; background: rgb(32, 64, 128) }}
            :root.dark {{ color-scheme: dark }} :root.both {{ color-scheme: light dark }}</style>
        <email-journey theme=\"host\"></email-journey>{plain}"
    );
    for dark in [false, true] {
        let browser =
            engine.visit_with(Settings { dark, reduced_motion: true, ..Settings::default() });
        browser.resize(1000, 1600);
        browser.add_embedder_under(&body, LOOSE);
        browser.goto_embedder();
        browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
        let look = |class: &str, expected: &str| {
            browser.script("document.documentElement.className = arguments[0]", &[class.into()]);
            kind(&browser, expected);
            // Whatever it is, the page shows through the corners: once that is on the screen, too.
            let shown = || corner(&browser, "email-journey");
            let seen = std::iter::repeat_with(shown).take(PICTURES).any(|it| it == "32 64 128");
            assert!(seen, "{class}, {dark}: {}", shown());
        };
        look("", "light");
        look("dark", "dark");
        look("both", if dark { "dark" } else { "light" });
        // And those of a frame that was pasted, whose page is as the reader wants it.
        let inside = "document.querySelector('#plain').contentDocument.querySelector('.ej[data-stage]:not(.is-still)')";
        browser.wait_for(&format!("{inside} !== null"));
        let expected = if dark { "dark" } else { "light" };
        assert_eq!(browser.eval(&format!("getComputedStyle({inside}).colorScheme")), expected);
        for class in ["", "dark"] {
            browser.script("document.documentElement.className = arguments[0]", &[class.into()]);
            assert_eq!(corner(&browser, "#plain"), "32 64 128", "{class}, {dark}");
        }
    }
}

fn a_redirect_is_survived(engine: Engine) {
    let browser = engine.visit();
    let here = browser.site().address("");
    let there = here.replace("127.0.0.1", "localhost");
    // The script is where everything else has moved away from.
    for page in ["embed/everything-works/index.html", "embed/everything-works/"] {
        browser.site().add_redirect(&format!("sub/folder/{page}"), &format!("{here}{page}"));
    }
    let policy = LOOSE.replace("'self'", "'self' http://localhost:*");
    let body = format!(
        "<!doctype html><html><head><title>Host</title><link rel=\"icon\" href=\"data:,\">\
         <script src=\"/note.js\"></script><script src=\"{there}sub/folder/embed.js\"></script></head>\
         <body><email-journey></email-journey></body></html>"
    );
    browser.add_embedder_under("", LOOSE);
    browser.site().add_page_under("moved.html", &body, &policy);
    browser.goto("moved.html");
    let asked = browser.eval(&format!("{FRAME}.src"));
    assert!(asked.as_str().is_some_and(|src| src.starts_with(&there)), "{asked}");
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    // Whoever is in the frame later is not listened to.
    let other = "<!doctype html><script>parent.postMessage({ ej: 1, type: 'error', message: 'evil' }, '*');\
         parent.postMessage('done', '*')</script>";
    browser.site().add_page_under("other.html", other, LOOSE);
    browser
        .script("addEventListener('message', it => { window.done ||= it.data === 'done'; })", &[]);
    browser.script(&format!("{FRAME}.src = '{there}other.html'"), &[]);
    browser.wait_for("window.done");
    assert_eq!(browser.eval("noted.some(([, , it]) => it.message === 'evil')"), false);
}

fn script_and_page_need_not_be_of_the_same_age(engine: Engine) {
    // A page of tomorrow says more than the script of today knows.
    let browser = engine.visit();
    let newer = "<!doctype html><script>
        const say = it => parent.postMessage(it, '*');
        const [size, step] = [{ ej: 1, type: 'size', height: 900, width: 9 },
            { ej: 1, type: 'step', preset: 'everything-works', step: 'sent', stage: 'sending', title: 'Sent', mood: 'glad' }];
        addEventListener('message', ({ data }) => {
            if (data.type == 'hello') for (const it of [{ ej: 1, type: 'ready', new: true }, { ej: 1, type: 'novelty', message: 'what?' },
                { ej: 2, type: 'error', message: 'of another version' }, { ej: 1 }, size, step]) say(it);
        });
        say({ ej: 1, type: 'here', version: '9.9' });</script>";
    browser.site().add_page_under("embed/everything-works/index.html", newer, LOOSE);
    browser.add_embedder_under("<email-journey></email-journey>", LOOSE);
    browser.goto_embedder();
    browser.wait_for("noted.some(([, , it]) => it.step === 'sent')");
    assert_eq!(browser.eval("noted.map(([name]) => name).join()"), "ej-ready,ej-step");
    assert_eq!(browser.eval("document.querySelector('email-journey').offsetHeight"), 900);
    // And the other way round.
    let browser = ready(engine, "<email-journey preset=\"two-boxes\"></email-journey>");
    let newer = format!(
        "const say = it => {FRAME}.contentWindow.postMessage(it, '*');
         for (const it of [{{ ej: 1, type: 'hello', preset: 'two-boxes', mood: 'glad' }}, {{ ej: 1, type: 'novelty' }},
             {{ ej: 1, type: 'do', verb: 'dance' }}, {{ ej: 1, type: 'set', mood: 'sad' }},
             {{ ej: 2, type: 'do', verb: 'go', name: 'box' }}, {{ ej: 1, type: 'do', verb: 'go', name: 'sorting', how: 'fast' }}]) say(it)"
    );
    browser.script(&newer, &[]);
    browser.wait_for("noted.some(([, , it]) => it.stage === 'sorting')");
    assert_eq!(
        browser.eval("noted.some(([name, , it]) => name === 'ej-error' || it.step === 'box')"),
        false
    );
}

/// As `WordPress` makes one of a pasted address, with a secret behind it.
fn a_frame_that_is_shut_off_from_its_own_site_plays(engine: Engine) {
    let browser = engine.visit();
    let page = "<!doctype html><title>Blog</title><link rel=\"icon\" href=\"./favicon.svg\">\
                <iframe sandbox=\"allow-scripts\" width=\"720\" height=\"640\" frameborder=\"0\" \
                title=\"The mailbox is full\" src=\"./embed/mailbox-full/index.html#?secret=a1B2c3D4e5\"></iframe>";
    browser.site().add_page_under("blog.html", page, LOOSE);
    if engine == Engine::WebKit {
        // 'self' in a policy is nobody there for such a frame: its words are left.
        browser.goto("blog.html");
        browser.enter_frame("iframe");
        assert!(browser.find(".page-told").is_displayed());
        browser.leave_frame();
        browser.expect_faults(&["csp-violation"]);
        browser.goto("faq.html");
        return;
    }
    browser.goto("blog.html");
    browser.enter_frame("iframe");
    browser.wait_ready();
    assert_eq!(browser.state("preset"), "mailbox-full");
    assert!(!browser.exists(".ej-problem"));
    browser.next();
    assert_eq!(browser.step(), "connected");
    // What opens below is there, too.
    browser.press("hood");
    browser.find("[data-ej=tab-lookups]");
    browser.leave_frame();
    browser.goto("faq.html");
}

fn the_console_is_silent(engine: Engine) {
    let body = format!("<email-journey>{FALLBACK}</email-journey>");
    let browser = ready(engine, &body);
    assert_eq!(told(&browser), Vec::<String>::new());
    let own =
        browser.eval(&format!("{FRAME}.hasAttribute('sandbox') || {FRAME}.hasAttribute('allow')"));
    assert_eq!(own, false, "no boundary within one origin, and no right that nothing uses");
    // In a page of somebody else's.
    let there = browser.site().address("").replace("127.0.0.1", "localhost");
    browser.goto("about:blank");
    browser.add_embedder_under(&format!("<email-journey base=\"{there}\"></email-journey>"), LOOSE);
    browser.goto_embedder();
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    assert_eq!(told(&browser), Vec::<String>::new());
    assert_eq!(browser.eval(&format!("{FRAME}.sandbox.contains('allow-scripts')")), true);
}

fn a_redirect_to_the_pages_own_origin_is_silent(engine: Engine) {
    let (browser, other) = (engine.visit(), engine.open("index.html"));
    let page = "embed/everything-works/index.html";
    other.site().add_redirect(page, &browser.site().address(page));
    let widget = format!("<email-journey base=\"{}\"></email-journey>", other.site().address(""));
    browser.add_embedder_under(&widget, LOOSE);
    browser.goto_embedder();
    browser.wait_for("noted.some(([name]) => name === 'ej-ready')");
    assert_eq!(told(&browser), Vec::<String>::new());
}

fn an_isolated_page_has_it_too(engine: Engine) {
    let browser = engine.visit();
    let page = "<!doctype html><link rel=\"icon\" href=\"data:,\"><script>\
         addEventListener('ej-ready', () => { window.ready = true; })</script>\
         <script src=\"/embed.js\" async></script><email-journey></email-journey>";
    let headers =
        ["Cross-Origin-Embedder-Policy: require-corp", "Cross-Origin-Opener-Policy: same-origin"];
    browser.site().add_page_with("isolated.html", page, &headers);
    browser.goto("isolated.html");
    assert_eq!(browser.eval("crossOriginIsolated"), true);
    browser.wait_for("window.ready");
    assert_eq!(told(&browser), Vec::<String>::new());
    // That page has no policy, which tells what went wrong.
    browser.goto("faq.html");
}

fn moved_within_the_page_it_goes_on(engine: Engine) {
    let browser = ready(engine, "<email-journey></email-journey><div id=\"there\"></div>");
    browser.script("document.querySelector('email-journey').goTo('sorting')", &[]);
    browser.wait_for("noted.some(([, , it]) => it.stage === 'sorting')");
    let mark = format!("{FRAME}.contentWindow.mark = true; noted.length = 0;");
    browser.script(&mark, &[]);
    browser.script("there.moveBefore(document.querySelector('email-journey'), null)", &[]);
    browser.script("document.querySelector('email-journey').next()", &[]);
    browser.wait_for("noted.some(([, , it]) => it.stage === 'sorting')");
    assert_eq!(
        browser.eval(&format!("{FRAME}.contentWindow.mark")),
        true,
        "it was not loaded anew"
    );
    assert_eq!(browser.eval("noted.some(([name]) => name === 'ej-ready')"), false);
}

/// A page of the site, as a browser has it in which this script has run first.
fn after(browser: &Browser, page: &str, script: &str) {
    browser.site().add_page_under("start.html", "<link rel=\"icon\" href=\"data:,\">", LOOSE);
    browser.goto("start.html");
    let read = "return fetch('/' + arguments[0]).then(it => it.text())";
    let html = browser.script(read, &[page.into()]);
    let html = html.as_str().expect("a page").replacen(
        "<head>",
        &format!("<head><base href=\"/\"><script>{script}</script>"),
        1,
    );
    let policy = "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' data:";
    browser.site().add_page_under("after.html", &html, policy);
    browser.goto("after.html");
}

fn below_the_floor_the_words_stay(engine: Engine) {
    let browser = engine.visit();
    for lacks in ["cqw", "color-mix"] {
        below_the_floor(&browser, lacks);
    }
}

fn below_the_floor(browser: &Browser, lacks: &str) {
    let old = &format!(
        "const knows = CSS.supports; \
         CSS.supports = (...it) => !/{lacks}/.test(it.join()) && knows.apply(CSS, it);"
    );
    after(browser, "embed.html", old);
    browser.wait_for("document.readyState === 'complete'");
    browser.wait_for("'broken' in document.documentElement.dataset");
    assert!(browser.find("#broken").is_displayed(), "the sentence");
    assert!(browser.find(".ej-told").is_displayed(), "the words");
    let fetched = browser.eval("'ready' in document.documentElement.dataset");
    assert_eq!(fetched, false, "nothing goes live");
    // The element leaves its link where it is.
    let page = format!(
        "<!doctype html><html><head><link rel=\"icon\" href=\"data:,\"><script>{old}</script>\
         <link rel=\"stylesheet\" href=\"./embed.css\"><script src=\"./embed.js\"></script></head><body>\
         <email-journey>{FALLBACK}</email-journey></body></html>"
    );
    browser.site().add_page_under("old.html", &page, LOOSE);
    browser.goto("old.html");
    assert_eq!(browser.eval("customElements.get('email-journey') === undefined"), true);
    assert!(browser.find("#link").is_displayed());
    assert_eq!(told(browser), Vec::<String>::new());
}

/// Takes away what browsers before 2023 did not understand in the page's style sheet.
const OLD_LOOK: &str = "
    const link = document.querySelector('link[rel=stylesheet]');
    return fetch(link.href).then(it => it.text()).then(css => {
        const sheet = new CSSStyleSheet();
        css = css.replaceAll('color-mix(', 'color-mixed(');
        if (arguments[0]) css = css.replaceAll('@container ', '@unknown ').replaceAll(/cq[wi]/g, 'cqq');
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
        link.remove();
    })";

fn a_look_that_is_half_understood_brings_the_words_back(engine: Engine) {
    for containers in [false, true] {
        let browser = engine.open_still("embed.html#mailbox-full_refused");
        browser.script(OLD_LOOK, &[containers.into()]);
        browser.wait_for("'broken' in document.documentElement.dataset");
        assert!(browser.find("#broken").is_displayed(), "the sentence");
        assert!(browser.find(".ej-told").is_displayed(), "the words");
        let colours = "const of = (css) => getComputedStyle(document.querySelector(css)).fill;
            return [of('.ej-ground'), of('.ej-rail')]";
        let fills = browser.script(colours, &[]);
        for fill in fills.as_array().into_iter().flatten() {
            assert_ne!(fill, "rgb(0, 0, 0)", "{fills}");
        }
    }
}
