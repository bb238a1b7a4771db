// <email-journey>: see docs/embedding.md. One file for <script src>, for import and for bundles; it may be
// loaded twice.
(() => {
  "use strict";
  const NAME = "email-journey";
  // On servers, and below the floor of browsers, the link and its picture stay.
  if (typeof customElements == "undefined" || customElements.get(NAME)) return;
  if (!("adoptedStyleSheets" in document && globalThis.CSS?.supports("width: 1cqw") && CSS.supports("color: color-mix(in srgb, red, red)"))) return;

  // The folder of this file, where that can be known. Only a real script element counts: elements of the
  // page can be called "currentScript". A module has none, but its own name stands first in a stack.
  const own = (() => {
    try {
      const script = document.currentScript;
      if (script instanceof HTMLScriptElement) return script.src && new URL(".", script.src);
      const [place] = /[a-z]+:\/\/[^\s()?#]+/.exec(new Error().stack);
      const folder = /^(.*\/)embed\.js(:|$)/.exec(place);
      return folder && new URL(folder[1]);
    } catch {
      // Written into a page, or in a blob: `base` says it.
    }
  })();
  // Of the messages (src/embedding.rs).
  const VERSION = 1;
  // Each has a page of its own; what is not among them is left to the widget.
  const PRESETS = "everything-works two-boxes same-provider long-way-round big-attachment lost-packet crossed-packets wrong-password sign-in-refused app-password not-signed-in not-your-address sending-limit misspelt-domain typo-domain no-such-person access-denied closed-group mailbox-full mailbox-full-for-good mailbox-full-refused server-down no-answer backup-server greylisted refused-as-spam spam-folder sender-not-proven sender-blocked network-blocked too-big attachment-blocked mail-loop no-mail-here lookup-fails several-recipients vanished-bounce".split(" ");
  const SETTINGS = "preset step theme lang controls provider smtp-server pop-server domain mailboxes help-desk quota size-limit".split(" ");
  const LOOKS = ["accent", "ink", "paper", "font", "mono", "radius"];
  const CURRENT = "data-email-journey-current";
  // How long a frame that has loaded may take to say that it can hear, and one that is seen to load.
  const ANSWER = 5000, LOAD = 20000;
  const all = new Set();

  // The height of the widget while nothing is opened depends on its width only: as in embed.css. One pixel
  // more than that, so that no fraction of one makes the page inside scroll. On paper it is the highest one
  // without what is pressed, at whatever width it was drawn.
  // The words before it make it 720 pixels wide where nobody gives it a width, and as narrow as is wanted.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { display: block; min-width: 200px; position: relative }
:host([hidden]) { display: none }
:host::before { content: ". . . ."; display: block; height: 0; overflow: hidden; visibility: hidden; font-size: 0; white-space: normal; word-spacing: 240px }
div { container-type: inline-size; position: relative }
iframe, i { --less: 0px; display: block; width: 100%; height: calc(306px - var(--less) + clamp(320px, (100cqw - 2px) / 3, 400px)); border: 0; color-scheme: light dark }
i { position: absolute; inset: 0 auto auto 0; width: 0; visibility: hidden; color-scheme: inherit; transition: color-scheme 1ms, ${LOOKS.map((name) => `--ej-${name} 1ms`)}; transition-behavior: allow-discrete }
slot { display: block; position: absolute; inset: 0; overflow: hidden }
::slotted(:first-child) { display: block; height: 100%; overflow: hidden }
::slotted(:not(:first-child)), .here slot { display: none }
:host(:not(:empty)) div:not(.here) iframe { opacity: 0; pointer-events: none }
:host([controls=minimal]) :is(iframe, i) { --less: 51px }
@container (max-width: 901px) { iframe, i { height: calc(618px - var(--less)) } }
@container (max-width: 841px) { iframe, i { height: calc(598px - var(--less)) } }
@container (max-width: 601px) { iframe, i { height: calc(640px - var(--less)) } :host([controls=minimal]) :is(iframe, i) { --less: 47px } }
@media print { iframe { height: calc(191px + clamp(320px, (100cqw - 2px) / 3, 400px)) !important; break-inside: avoid } }`);

  class EmailJourney extends HTMLElement {
    static observedAttributes = [...SETTINGS, "title", "autoplay", "base"];
    #room;
    #frame;
    #folded;
    // Where the page in the frame is from: redirects may have led it elsewhere than was asked for.
    #origin;
    #ready = false;
    #waiting = [];
    #shown;
    #looks;
    // Where the reader was, for when the frame is loaded anew.
    #place;
    #timer;
    // Whether it has loaded and not spoken yet, or the other way round.
    #asked;
    #early;
    // Not every browser tells a frame that it is not shown.
    #seen = new IntersectionObserver((all) => {
      this.#shown = all.pop().isIntersecting ? "show" : "hide";
      if (this.#shown == "show" && this.#timer === undefined) this.#wait(LOAD);
      if (this.#ready) this.#do(this.#shown);
      this.#recolour();
    });
    // For browsers that do not tell when a custom property changes.
    #changes = new MutationObserver(() => this.#recolour());

    connectedCallback() {
      if (!this.isConnected) return;
      // Properties that were set before there was an element to set them on.
      for (const name of PROPERTIES) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
      all.add(this);
      addEventListener("message", this);
      addEventListener("beforeprint", this);
      this.connectedMoveCallback();
      this.#open();
      this.#seen.observe(this);
    }

    disconnectedCallback() {
      all.delete(this);
      removeEventListener("message", this);
      removeEventListener("beforeprint", this);
      this.#seen.disconnect();
      this.#changes.disconnect();
      clearTimeout(this.#timer);
      this.#ready = false;
      this.#frame = undefined;
    }

    // Moved within the page: what is in the frame stays.
    connectedMoveCallback() {
      this.getRootNode().addEventListener("click", drive);
      this.#changes.disconnect();
      for (let it = this; it; it = it.assignedSlot || it.parentNode || it.host) {
        if (it.nodeType == 1) this.#changes.observe(it, { attributes: true });
      }
    }

    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      if (name == "preset" || name == "step") this.#place = undefined;
      if (!this.#frame) return;
      if (name == "title") this.#entitle();
      else if (name == "autoplay") this.#start();
      else if (name == "base") this.#open();
      else this.#tell({ type: "set", [name]: name == "theme" && now == "host" ? this.#hostTheme() : now ?? "" });
    }

    play() { this.#do("play"); }
    pause() { this.#do("pause"); }
    next() { this.#do("next"); }
    back() { this.#do("back"); }
    goTo(name) { this.#do("go", String(name)); }

    // React and others write false as a word.
    get autoplay() { return this.hasAttribute("autoplay") && this.getAttribute("autoplay") != "false"; }
    set autoplay(on) { this.toggleAttribute("autoplay", Boolean(on)); }

    #open() {
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      clearTimeout(this.#timer);
      this.#timer = this.#origin = undefined;
      this.#ready = this.#asked = this.#early = false;
      const frame = this.#frame = document.createElement("iframe");
      const url = this.#url();
      this.#entitle();
      if (url) {
        frame.loading = "lazy";
        // Within one origin a sandbox would hold nothing back, and redirects (to https:, to www.) lead there.
        if (host(url) != host(location)) frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox");
        if (globalThis.crossOriginIsolated) frame.credentialless = true;
        frame.onload = () => {
          this.#asked = !this.#early;
          this.#early = false;
          if (this.#asked) this.#wait(ANSWER);
        };
        frame.src = url;
      } else this.#timer = 0;
      this.#folded = document.createElement("i");
      this.#folded.addEventListener("transitionrun", () => this.#recolour());
      this.#room = document.createElement("div");
      this.#room.append(frame, this.#folded, document.createElement("slot"));
      root.replaceChildren(this.#room);
      if (!url) this.#fail("base: the folder of the site is wanted, as embed.js cannot know it in a bundle.");
    }

    // The page of the example, or else of the widget.
    #url() {
      try {
        const said = this.getAttribute("base");
        const base = said ? new URL(said.replace(/\/?$/, "/"), document.baseURI) : own;
        let { preset = PRESETS[0], step, ...rest } = this.#settings();
        if (this.#place) [preset, step] = this.#place;
        const known = PRESETS.includes(preset);
        const url = new URL(known ? `embed/${preset}/index.html` : "embed.html", base || undefined);
        for (const [name, value] of Object.entries(rest)) url.searchParams.set(name, value);
        url.hash = [known ? "" : preset, step].filter(Boolean).join("_");
        return /^(https?|file):$/.test(url.protocol) ? url : null;
      } catch {
        return null;
      }
    }

    #entitle() {
      this.#frame.title = this.getAttribute("title") || "How does email work?";
    }

    // The link and its picture stay until the widget says that it is here, and come back if it does not.
    #wait(most) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#ready = false;
        this.#room.classList.remove("here");
        this.#fail("The frame does not answer: it is refused, or its address is wrong, or there is no connection.");
      }, most);
    }

    #fail(message) { this.#say("error", { message }); }

    #say(name, detail) {
      this.dispatchEvent(new CustomEvent("ej-" + name, { detail, bubbles: true, composed: true }));
    }

    #do(verb, name) { this.#tell({ type: "do", verb, name }); }

    // Of those that want to, only the first one on the page starts by itself.
    #start() {
      if (this.#ready && this.autoplay && [...all].find((it) => it.autoplay) == this) this.#do("auto");
    }

    #settings() {
      const all = {};
      for (const name of SETTINGS) if (this.hasAttribute(name)) all[name] = this.getAttribute(name);
      return Object.assign(all, (this.#looks = this.#seenLooks()));
    }

    #seenLooks() {
      const looks = {}, style = getComputedStyle(this);
      for (const name of LOOKS) {
        const value = style.getPropertyValue("--ej-" + name).trim();
        if (value) looks[name] = value;
      }
      if (this.getAttribute("theme") == "host") looks.theme = this.#hostTheme();
      return looks;
    }

    // What the page around says that it is here: by its style sheet, or else in its head.
    #hostTheme() {
      let scheme = getComputedStyle(this).colorScheme;
      if (scheme == "normal") scheme = document.querySelector("meta[name=color-scheme]")?.content ?? "";
      return !/dark/.test(scheme) ? "light" : /light/.test(scheme) ? "auto" : "dark";
    }

    // Tells which looks are others now; before it is ready, its greeting does.
    #recolour() {
      if (!this.#ready) return;
      const before = this.#looks, now = (this.#looks = this.#seenLooks());
      const changed = [...LOOKS, ...(now.theme ? ["theme"] : [])].filter((name) => before[name] !== now[name]);
      if (changed.length) this.#post({ type: "set", ...Object.fromEntries(changed.map((name) => [name, now[name] ?? ""])) });
    }

    #tell(message) {
      if (this.#ready) this.#post(message);
      else this.#waiting.push(message);
    }

    #post(message) {
      this.#frame.contentWindow?.postMessage({ ej: VERSION, ...message }, this.#origin == "null" ? "*" : this.#origin);
    }

    handleEvent({ type: event, source, origin, data }) {
      if (!this.#frame) return;
      if (event == "beforeprint") return void (this.#frame.loading = "eager");
      if (!source || source != this.#frame.contentWindow || data?.ej !== VERSION) return;
      const { type, ej, ...detail } = data;
      // Whoever is there when the frame first speaks is listened to from then on.
      if (type == "here") this.#origin ??= origin;
      if (origin !== this.#origin) return;
      if (type == "here") {
        // It may come before the frame has loaded all.
        this.#early = !this.#asked;
        this.#asked = false;
        clearTimeout(this.#timer);
        this.#timer = 0;
        return this.#post({ type: "hello", ...this.#settings() });
      }
      if (type == "size") return this.#size(detail.height);
      if (type == "step") {
        this.#place = [detail.preset, detail.step].map(String);
        this.#mark(detail);
      }
      if (type == "ready") {
        this.#ready = true;
        this.#room.classList.add("here");
        if (this.#shown == "hide") this.#do("hide");
        for (const message of this.#waiting.splice(0)) this.#post(message);
        if (!this.#place) this.#start();
      }
      if (["ready", "step", "end", "error"].includes(type)) this.#say(type, detail);
    }

    // Measured beside the frame: a page that is shorter for a moment would lose its place.
    #size(height) {
      const more = height > this.#folded.offsetHeight + 1 && height < 20000;
      this.#frame.style.height = more ? Math.ceil(height) + "px" : "";
    }

    #mark({ step, stage }) {
      const links = [document, this.getRootNode()].flatMap((root) => [...root.querySelectorAll("[data-email-journey-go]")]);
      for (const element of links.filter((it) => driven(it) == this)) {
        const name = element.dataset.emailJourneyGo;
        element.toggleAttribute(CURRENT, name == step || name == stage);
      }
    }
  }

  const host = ({ hostname }) => hostname.replace(/^www\./, "");

  const PROPERTIES = ["autoplay"];
  // `lang` and `title` reflect their attributes already.
  for (const name of [...SETTINGS, "base"].filter((name) => name != "lang")) {
    const property = name.replace(/-./, (it) => it[1].toUpperCase());
    PROPERTIES.push(property);
    Object.defineProperty(EmailJourney.prototype, property, {
      get() { return this.getAttribute(name) ?? ""; },
      set(value) {
        if (value == null) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
      configurable: true,
      enumerable: true,
    });
  }

  // The widget that an element drives: in its own part of the page, or else anywhere.
  const driven = (element) => {
    const id = element.dataset.emailJourneyFor, root = element.getRootNode();
    if (id) return root.getElementById?.(id) || document.getElementById(id);
    return root.querySelector(NAME) || [...all][0];
  };

  function drive(event) {
    const element = event.composedPath().find((it) => it.dataset && "emailJourneyGo" in it.dataset);
    const widget = element && driven(element);
    if (!widget?.goTo || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    widget.goTo(element.dataset.emailJourneyGo);
  }

  addEventListener("click", drive);
  customElements.define(NAME, EmailJourney);
})();
