// <email-journey>: see docs/embedding.md. A classic script; it may be loaded twice.
(() => {
  "use strict";
  const NAME = "email-journey";
  if (customElements.get(NAME)) return;

  const script = document.currentScript || document.querySelector('script[src*="embed.js"]');
  const base = new URL(".", script.src);
  // Of the messages (src/embedding.rs).
  const VERSION = 1;
  // Each has a page of its own; what is not among them is left to the widget.
  const PRESETS = "everything-works two-boxes same-provider long-way-round big-attachment lost-packet crossed-packets wrong-password sign-in-refused misspelt-domain no-such-person mailbox-full mailbox-full-for-good server-down backup-server greylisted refused-as-spam sender-not-proven sender-blocked too-big mail-loop no-mail-here lookup-fails several-recipients vanished-bounce".split(" ");
  const SETTINGS = "preset step theme lang controls provider smtp-server pop-server domain mailboxes help-desk quota size-limit".split(" ");
  const LOOKS = ["accent", "ink", "paper", "font", "mono", "radius"];
  const CURRENT = "data-email-journey-current";

  // The height of the widget while nothing is opened depends on its width only: as in embed.css. One pixel
  // more than that, so that no fraction of one makes the page inside scroll. On paper it is the highest one
  // without what is pressed, at whatever width it was drawn.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { display: block; container-type: inline-size; contain-intrinsic-width: min(720px, 100vw - 80px); min-width: 0; position: relative }
:host([hidden]) { display: none }
iframe, i { --less: 0px; display: block; width: 100%; height: calc(306px - var(--less) + clamp(320px, (100cqw - 2px) / 3, 400px)); border: 0; color-scheme: normal }
i { position: absolute; inset: 0 auto auto 0; width: 0; visibility: hidden }
:host([controls=minimal]) :is(iframe, i) { --less: 51px }
@container (max-width: 901px) { iframe, i { height: calc(618px - var(--less)) } }
@container (max-width: 841px) { iframe, i { height: calc(598px - var(--less)) } }
@container (max-width: 601px) { iframe, i { height: calc(640px - var(--less)) } :host([controls=minimal]) :is(iframe, i) { --less: 47px } }
@media print { iframe { height: calc(191px + clamp(320px, (100cqw - 2px) / 3, 400px)) !important; break-inside: avoid } }`);

  class EmailJourney extends HTMLElement {
    static observedAttributes = SETTINGS;
    #frame;
    #folded;
    #origin;
    #ready;
    #waiting = [];
    // Not every browser tells a frame that it is not shown.
    #seen = new IntersectionObserver((all) => this.#do(all.pop().isIntersecting ? "show" : "hide"));

    connectedCallback() {
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const { preset = PRESETS[0], step, ...rest } = this.#settings();
      const known = PRESETS.includes(preset);
      const url = new URL(known ? `embed/${preset}/` : "embed.html", base);
      for (const [name, value] of Object.entries(rest)) url.searchParams.set(name, value);
      url.hash = [known ? "" : preset, step].filter(Boolean).join("_");
      this.#origin = url.origin == "null" ? "*" : url.origin;
      this.#ready = false;
      const frame = this.#frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") || "How does email work?";
      frame.loading = "lazy";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox");
      frame.allow = "clipboard-write; web-share; fullscreen";
      frame.src = url;
      frame.onload = () => this.#hello();
      this.#folded = document.createElement("i");
      root.replaceChildren(frame, this.#folded);
      this.#seen.observe(this);
      addEventListener("message", this);
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      this.#seen.disconnect();
    }

    attributeChangedCallback(name, before, now) {
      if (this.#frame && before != now) this.#tell({ type: "set", [name]: now ?? "" });
    }

    play() { this.#do("play"); }
    pause() { this.#do("pause"); }
    next() { this.#do("next"); }
    back() { this.#do("back"); }
    goTo(name) { this.#do("go", String(name)); }

    #do(verb, name) { this.#tell({ type: "do", verb, name }); }

    #settings() {
      const all = {};
      for (const name of SETTINGS) if (this.hasAttribute(name)) all[name] = this.getAttribute(name);
      const style = getComputedStyle(this);
      for (const name of LOOKS) {
        const value = style.getPropertyValue("--ej-" + name).trim();
        if (value) all[name] = value;
      }
      return all;
    }

    #hello() {
      this.#post({ type: "hello", ...this.#settings() });
    }

    #tell(message) {
      if (this.#ready) this.#post(message);
      else this.#waiting.push(message);
    }

    #post(message) {
      this.#frame.contentWindow?.postMessage({ ej: VERSION, ...message }, this.#origin);
    }

    handleEvent({ source, origin, data }) {
      if (!this.#frame || source != this.#frame.contentWindow || data?.ej !== VERSION) return;
      if (this.#origin != "*" && origin != this.#origin) return;
      const { type, ej, ...detail } = data;
      if (type == "here") return this.#hello();
      if (type == "size") return this.#size(detail.height);
      if (type == "ready") {
        this.#ready = true;
        for (const message of this.#waiting.splice(0)) this.#post(message);
          if (document.querySelector(NAME + "[autoplay]") == this) this.#do("auto");
      }
      if (type == "step") this.#mark(detail);
      if (["ready", "step", "end", "error"].includes(type)) {
        this.dispatchEvent(new CustomEvent("ej-" + type, { detail, bubbles: true, composed: true }));
      }
    }

    // Measured beside the frame: a page that is shorter for a moment would lose its place.
    #size(height) {
      const more = height > this.#folded.offsetHeight + 1 && height < 20000;
      this.#frame.style.height = more ? Math.ceil(height) + "px" : "";
    }

    #mark({ step, stage }) {
      for (const element of driving(this)) {
        const name = element.dataset.emailJourneyGo;
        element.toggleAttribute(CURRENT, name == step || name == stage);
      }
    }
  }

  const driven = (element) => {
    const id = element.dataset.emailJourneyFor;
    return id ? document.getElementById(id) : document.querySelector(NAME);
  };
  const driving = (widget) => [...document.querySelectorAll("[data-email-journey-go]")].filter((element) => driven(element) == widget);

  addEventListener("click", (event) => {
    const element = event.target.closest?.("[data-email-journey-go]");
    const widget = element && driven(element);
    if (!widget?.goTo || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    widget.goTo(element.dataset.emailJourneyGo);
  });

  customElements.define(NAME, EmailJourney);
})();
