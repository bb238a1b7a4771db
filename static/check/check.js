// For whoever runs the server: asks it for files of the site, and says what is not as it should be. It asks its own
// server only; what it says stands in docs/embedding.md, under "Headers".

const ROOT = new URL("../", location.href);
const HOUR = 3600;
const at = (path) => new URL(path, ROOT);

/** An answer with the headers that matter, and how big it was on its way and is now. */
async function get(path) {
  const address = at(path).href;
  performance.clearResourceTimings();
  const answer = await fetch(address, { cache: "no-store" });
  const bytes = (await answer.clone().arrayBuffer()).byteLength;
  // It is noted a moment after the last byte.
  for (let n = 0; n < 50 && !timing(address); n++) await new Promise((done) => setTimeout(done, 20));
  const header = (name) => answer.headers.get(name) ?? "";
  return { path, status: answer.status, redirected: answer.redirected, header, bytes, wire: timing(address)?.encodedBodySize ?? 0, text: () => answer.text() };
}

const timing = (address) => performance.getEntriesByName(address).at(-1);
const type = (answer) => answer.header("content-type").split(";")[0].trim().toLowerCase();
const kb = (bytes) => `${Math.round(bytes / 1000)} KB`;

/** The directives of a policy, by name. Of several policies, each counts. */
const directives = (policy) => policy.split(",").map((one) => new Map(one.split(";").map((it) => it.trim().split(/\s+/)).filter(([name]) => name).map(([name, ...values]) => [name.toLowerCase(), values])));

/** For how many seconds browsers may keep an answer without asking; nothing, where that is not said. */
function fresh(answer) {
  const control = answer.header("cache-control").toLowerCase();
  if (/no-store|no-cache/.test(control)) return 0;
  const age = /max-age\s*=\s*"?(\d+)/.exec(control);
  return age ? Number(age[1]) : undefined;
}

/** Whether a source of frame-ancestors allows a host. */
function allows(source, host) {
  const plain = source.replace(/^'|'$/g, "").toLowerCase();
  if (plain === "*" || plain === "https:" || plain === "http:") return true;
  if (plain === "self") return host === location.host;
  if (plain === "none") return false;
  const name = plain.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
  return name.startsWith("*.") ? host.endsWith(name.slice(1)) : name === host;
}

/** What somebody types or pastes: an address, or only its host. */
function hostOf(typed) {
  const text = typed.trim().toLowerCase();
  try {
    return new URL(/^[a-z]+:\/\//.test(text) ? text : `https://${text}`).host;
  } catch {
    return text;
  }
}

const ok = (title) => ({ state: "ok", title });
const hint = (title, change) => ({ state: "hint", title, change });
const wrong = (title, change) => ({ state: "wrong", title, change });

/** Every check by its name: what it finds, and what to change. */
const CHECKS = {
  "all-there": ({ files }) => {
    const missing = files.filter((file) => file.status !== 200).map((file) => file.path);
    return missing.length ? wrong("Files are missing.", `Upload these again, and all that lies beside them: ${missing.join(", ")}.`) : ok("All files are there.");
  },
  "wasm-type": ({ wasm }) => (type(wasm) === "application/wasm" ? ok("WebAssembly has the right type.") : wrong(`WebAssembly is served as ${type(wasm) || "nothing in particular"}.`, "Serve .wasm as application/wasm. The picture starts later without it.")),
  "script-type": ({ script }) => (/^(text|application)\/javascript$/.test(type(script)) ? ok("Scripts have the right type.") : wrong(`Scripts are served as ${type(script) || "nothing in particular"}.`, "Serve .js as text/javascript. Browsers do not run modules of another type.")),
  "style-type": ({ style }) => (type(style) === "text/css" ? ok("Style sheets have the right type.") : wrong(`Style sheets are served as ${type(style) || "nothing in particular"}.`, "Serve .css as text/css.")),
  compression: ({ wasm, page }) => {
    const plain = [wasm, page].filter((file) => file.wire && file.wire > file.bytes * 0.9);
    if (!wasm.wire) return hint("Whether files are compressed cannot be seen here.", "Take away the header Timing-Allow-Origin, if you set one, and look again.");
    return plain.length ? hint(`Files are not compressed: ${plain.map((file) => `${file.path} has ${kb(file.bytes)} on its way`).join(", ")}.`, "Switch compression on, for application/wasm too, or hand out the .br and .gz files that lie beside each file.") : ok(`Files are compressed: WebAssembly has ${kb(wasm.wire)} on its way instead of ${kb(wasm.bytes)}.`);
  },
  "cache-hashed": ({ wasm }) => {
    const seconds = fresh(wasm);
    return seconds >= 24 * HOUR ? ok("Files that never change are kept by browsers.") : hint("Browsers may not keep the files that never change.", "For names with 16 hexadecimal digits in them, send Cache-Control: public, max-age=31536000, immutable.");
  },
  "cache-pages": ({ page }) => (fresh(page) > HOUR ? wrong(`Browsers keep pages for ${Math.round(fresh(page) / HOUR)} hours without asking.`, "For pages, send Cache-Control: no-cache. After an update, an old page names files that are gone.") : ok("Pages are asked for again.")),
  policy: ({ page }) => {
    const all = directives(page.header("content-security-policy"));
    const scripts = all.map((policy) => policy.get("script-src") ?? policy.get("default-src")).filter(Boolean);
    const free = (word) => scripts.every((sources) => sources.some((it) => word.includes(it)));
    if (!scripts.length) return hint("There is no policy for scripts.", "Send the Content-Security-Policy that docs/embedding.md names, for these files.");
    if (!free(["'wasm-unsafe-eval'", "'unsafe-eval'"])) return wrong("The policy forbids WebAssembly.", "Add 'wasm-unsafe-eval' to script-src. Without it, readers see a still picture.");
    if (!free(["'self'", "*", location.origin, location.protocol])) return wrong("The policy forbids the site's own scripts.", "Add 'self' to script-src.");
    return ok("The policy lets the picture run.");
  },
  webassembly: async () => {
    try {
      await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
      return ok("WebAssembly runs here.");
    } catch {
      return wrong("WebAssembly does not run here.", "Either the policy forbids it, or this browser does.");
    }
  },
  sniffing: ({ page }) => (page.header("x-content-type-options").toLowerCase() === "nosniff" ? ok("Browsers do not guess types.") : hint("Browsers may guess types.", "Send X-Content-Type-Options: nosniff.")),
  sandbox: ({ script }) => (script.header("access-control-allow-origin") === "*" ? ok("Systems that shut frames off may show the picture.") : hint("In systems that shut frames off, as WordPress does with a pasted address, the picture stands still.", "Send Access-Control-Allow-Origin: * for all files. They are public, and nothing is stored.")),
  framing: ({ frame, host }) => {
    const asked = hostOf(host);
    const options = frame.header("x-frame-options").toLowerCase();
    const ancestors = directives(frame.header("content-security-policy")).map((policy) => policy.get("frame-ancestors")).filter(Boolean);
    const named = asked || "Any site";
    if (options && !ancestors.length) return options === "sameorigin" && asked === location.host ? ok(`${named} may show the picture.`) : wrong("X-Frame-Options forbids other sites to show the picture.", "Do not send X-Frame-Options for these files. To name who may, use frame-ancestors in the policy.");
    const shut = ancestors.find((sources) => !sources.some((source) => (asked ? allows(source, asked) : source === "*")));
    if (!shut) return ok(`${named} may show the picture.`);
    if (!asked) return hint(`Only some sites may show the picture: ${shut.join(" ")}.`, "Write the site's name above to see whether it may.");
    return wrong(`The policy forbids ${asked} to show the picture.`, `Add https://${asked} to frame-ancestors.`);
  },
  index: ({ folder }) => (folder.status === 200 && /data-preset/.test(folder.body) ? ok("Links to folders open.") : hint("Links to folders do not open.", "Let the server answer for a folder with its index.html. The picture does without; links that people share need it.")),
  https: () => (isSecureContext ? ok("The connection is safe.") : wrong("The connection is not encrypted.", "Serve the site over https. A page that is itself encrypted cannot show it otherwise.")),
  isolation: ({ frame }) => (frame.header("cross-origin-embedder-policy") ? ok("Pages that are isolated may show the picture, too.") : { state: "ok", title: "Isolated pages are not provided for.", change: "That is fine for nearly all sites. Where a page sends Cross-Origin-Embedder-Policy, docs/embedding.md says what to add." }),
};

/** What lies in the site, as its page names it. */
async function look(host) {
  const page = await get("index.html");
  const html = await page.text();
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"#?]+)"/g)].map(([, path]) => path).filter((path) => /\.(wasm|js|css|svg|bin|html)$/.test(path));
  const paths = [...new Set([...named, "embed.js", "embed.css", "embed.html", "embed/everything-works/index.html"])];
  const files = await Promise.all(paths.filter((path) => path !== "index.html").map(quiet));
  const of = (ending) => files.find((file) => file.path.endsWith(ending)) ?? page;
  const folder = await quiet("p/everything-works/");
  return { host, page, files, folder, frame: files.find((file) => file.path === "embed.html"), wasm: await get(of(".wasm").path), script: of(".js"), style: of(".css") };
}

/** The same, where what is missing is an answer too. */
async function quiet(path) {
  try {
    const answer = await get(path);
    return { ...answer, body: path.endsWith("/") ? await answer.text() : "" };
  } catch {
    return { path, status: 0, header: () => "", bytes: 0, wire: 0, body: "" };
  }
}

const WORDS = { ok: "Good", hint: "Better", wrong: "Wrong" };

function line(name, { state, title, change }) {
  const item = document.createElement("li");
  item.dataset.check = name;
  item.dataset.state = state;
  const word = document.createElement("b");
  word.textContent = WORDS[state];
  item.append(word, " ", title);
  if (change) {
    const more = document.createElement("p");
    more.textContent = change;
    item.append(more);
  }
  return item;
}

const list = document.getElementById("list");
const sum = document.getElementById("sum");
let run = 0;

async function check() {
  const mine = ++run;
  sum.textContent = "Checking …";
  delete document.body.dataset.done;
  let lines;
  try {
    const seen = await look(document.getElementById("host").value);
    lines = await Promise.all(Object.entries(CHECKS).map(async ([name, judge]) => line(name, await judge(seen))));
  } catch (error) {
    lines = [line("reachable", wrong("The server does not answer.", String(error.message ?? error)))];
  }
  if (mine !== run) return;
  const count = (state) => lines.filter((item) => item.dataset.state === state).length;
  const [bad, better] = [count("wrong"), count("hint")];
  const things = (n) => (n === 1 ? "1 thing is" : `${n} things are`);
  const what = [bad && `${things(bad)} wrong`, better && `${things(better)} better done otherwise`].filter(Boolean);
  sum.textContent = bad ? `${what.join(", and ")}.` : better ? `It works. ${things(better)} better done otherwise.` : "All is well.";
  const order = ["wrong", "hint", "ok"];
  list.replaceChildren(...lines.sort((a, b) => order.indexOf(a.dataset.state) - order.indexOf(b.dataset.state)));
  document.body.dataset.done = what.length ? "found" : "well";
}

document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
check();
