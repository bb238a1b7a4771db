// Starts the page. A file of its own, because the site's policy allows no inline script; the module's glue
// is put into it.
// `cargo xtask dist` replaces the names by those with the content's hash in them.

import init, { start } from "./app.js";

const here = (name) => new URL(name, import.meta.url);

const STORIES = "./stories";

const root = document.documentElement;
const app = document.getElementById("app");
const still = document.getElementById("still");

const control = (element) => element?.closest("[data-ej]")?.dataset.ej;
const live = (name) => (name ? app.querySelector(`[data-ej="${name}"]`) : null);

// What was pressed before there was anything to press.
let pressed;
still.addEventListener("click", ({ target }) => (pressed = control(target) ?? pressed));

// The live widget takes the place of the one that stands still, and gives it back when it breaks.
new MutationObserver(() => {
  if ("broken" in root.dataset) {
    app.replaceWith(still);
  } else if (still.isConnected) {
    const focused = still.contains(document.activeElement) && control(document.activeElement);
    still.remove();
    app.removeAttribute("aria-hidden");
    live(focused)?.focus();
    live(pressed)?.click();
  }
}).observe(root, { attributeFilter: ["data-ready", "data-broken"] });

// A module that has trapped is of no more use: what it has drawn goes.
addEventListener("ej-trapped", ({ detail }) => {
  if (detail == "app") root.dataset.broken = "";
  else for (const place of document.querySelectorAll("[data-sorry]")) place.textContent = place.dataset.sorry;
});

let tries = 0;

// Fetches what opens below the picture, and promises the function that tells it what to show.
async function panels() {
  // Browsers remember a module that could not be fetched: ask for it under another name.
  const again = tries++ ? `?${tries}` : "";
  const [module] = await Promise.all([import(here("./panels.js").href + again), look("./panels.css")]);
  await module.default({ module_or_path: here("./panels_bg.wasm") });
  return module.hear;
}

// Adds a style sheet, and waits for it.
function look(name) {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = here(name).href;
    link.onload = done;
    link.onerror = () => {
      link.remove();
      failed(new Error(name));
    };
    document.head.append(link);
  });
}

// Fetches the story of a preset.
async function stories(slug) {
  const answer = await fetch(here(`${STORIES}/${slug}.bin`));
  if (!answer.ok) throw new Error(slug);
  return new Uint8Array(await answer.arrayBuffer());
}

if (!("broken" in root.dataset)) try {
  await init({ module_or_path: here("./app_bg.wasm") });
  start(panels, stories);
  // What the page has asked for beforehand may not be what is shown: browsers warn of what nobody takes.
  if ("cover" in root.dataset) fetch(document.querySelector("link[href$='.bin']").href).catch(() => {});
} catch (error) {
  root.dataset.broken = "";
  throw error;
}
