// <email-journey>: the journey of an email in any page. How to use it: docs/embedding.md.
// A classic script without dependencies; it may be loaded before or after the elements, and twice.
(() => {
  "use strict";
  const NAME = "email-journey";
  if (customElements.get(NAME)) return;

  const script = document.currentScript || document.querySelector('script[src*="embed.js"]');
  const base = new URL(".", script.src);
  // The version of the messages. What is not understood on either side is left alone.
  const VERSION = 1;
  const DEFAULT = "everything-works";
  // Written in when the site is built.
  const SLUGS = "/*slugs*/".split(" ");
  // What the page inside is told as it is. "preset" and "step" come first: the rest is about both.
  const SETTINGS = ["preset", "step", "theme", "lang", "controls", "provider", "provider-server", "sender", "domain", "mailboxes", "help-desk", "quota", "size-limit"];
  const LOOKS = ["accent", "ink", "paper", "font", "mono", "radius"];
  const CURRENT = "data-email-journey-current";

  // The height of the widget while nothing is opened depends on its width only; see static/ej.css.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host{display:block;container-type:inline-size}:host([hidden]){display:none}iframe{display:block;width:100%;border:0;color-scheme:normal;height:/*height*/}");

  // At most one on a page starts by itself.
  let started;

  class EmailJourney extends HTMLElement {
    static observedAttributes = SETTINGS;
    #frame;
    #origin;
    #ready;
    #waiting = [];

    connectedCallback() {
      if (this.#frame) this.#frame.remove();
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const slug = this.getAttribute("preset") || DEFAULT;
      const known = SLUGS.includes(slug);
      const url = new URL(`embed/${known ? slug : DEFAULT}/`, base);
      for (const [name, value] of Object.entries(this.#settings())) {
        if (name != "step" && (name != "preset" || !known)) url.searchParams.set(name, value);
      }
      url.hash = this.getAttribute("step") || "";
      this.#origin = url.origin == "null" ? "*" : url.origin;
      this.#ready = false;
      const frame = this.#frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") || "How does email work?";
      frame.loading = "lazy";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox");
      frame.allow = "clipboard-write; web-share; fullscreen";
      frame.src = url;
      frame.onload = () => this.#hello();
      root.append(frame);
      addEventListener("message", this);
    }

    disconnectedCallback() {
      removeEventListener("message", this);
      if (started == this) started = null;
    }

    attributeChangedCallback(name, before, now) {
      if (this.#frame && before != now) this.#tell({ type: "set", [name]: now ?? "" });
    }

    play() { this.#do("play"); }
    pause() { this.#do("pause"); }
    next() { this.#do("next"); }
    back() { this.#do("back"); }
    /** To a stage or a step, by its name. */
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
        if (this.hasAttribute("autoplay") && !started) {
          started = this;
          this.#do("auto");
        }
      }
      if (type == "step") this.#mark(detail);
      if (["ready", "step", "end", "error"].includes(type)) {
        this.dispatchEvent(new CustomEvent("ej-" + type, { detail, bubbles: true, composed: true }));
      }
    }

    // The style sheet's height, unless something is opened.
    #size(height) {
      const { style } = this.#frame;
      style.height = "";
      if (height > this.#frame.offsetHeight + 1 && height < 20000) style.height = Math.ceil(height) + "px";
    }

    #mark({ step, stage }) {
      for (const element of driving(this)) {
        const name = element.dataset.emailJourneyGo;
        element.toggleAttribute(CURRENT, name == step || name == stage);
      }
    }
  }

  // Which widget an element drives: the one whose id it names, or else the first of the page.
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
