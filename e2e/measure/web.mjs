/*
web.mjs - page weight, load and animation cost of a web page, measured in headless Chromium.

  node web.mjs load   <dir|url> [options]   N cold loads -> JSON (median, min, max)
  node web.mjs frames <dir|url> [options]   click something, trace N seconds -> JSON
  node web.mjs idle   <dir|url> [options]   who asks for animation frames when nothing moves -> JSON
  node web.mjs axe    <dir|url> [options]   axe-core violations by impact -> JSON
  node web.mjs serve  <dir>     [options]   only the static server (until ^C)

`cargo xtask measure` installs what this needs, builds the site and prints tables.

NEEDS  Node >= 18, a Chromium (--chromium PATH or $CHROMIUM, default /usr/bin/chromium) and the
  modules of package.json: `npm ci` in the folder $MEASURE_MODULES, or beside this file.

TARGET  A directory is served by a built-in server on 127.0.0.1: brotli quality 11 where the client
  accepts it (gzip 9 else), each file compressed once and kept, application/wasm and friends,
  immutable caching for hashed names, no-cache for the rest, /x -> x, x.html or x/index.html.
  A URL must be on loopback. Every other host is made unresolvable, so nothing leaves the machine;
  requests to other hosts are counted as `third_party_blocked` and listed under --raw.

OPTIONS for all modes
  --path P            path and query to open (default /)
  --base P            serve the directory below this prefix, e.g. --base /email/
  --spa               unknown paths answer with index.html
  --h2                HTTP/2 over TLS, self-signed (needs the openssl command); default HTTP/1.1
  --no-compress       identity encoding only
  --policy P          serve every file under this Content-Security-Policy
  --ready CSS         wait for this selector (in the page's own document; first match)
  --expr JS           wait until this JS expression is true in the page (an exception counts as false)
  --runs N            counted runs, each in a new browser with a new empty profile (load 5, frames 3)
  --warmup N          runs thrown away first, to fill the server's and the disk's caches (default 1)
  --cpu N             CPU slowdown through CDP: 4 = four times slower. frames: a list, default 1,4
  --net slow4g|none|DOWN_KBIT,UP_KBIT,RTT_MS   slow4g = 1600,750,150
  --viewport WxH      default 1280x800
  --media K:V         emulate a media feature, e.g. prefers-reduced-motion:reduce (repeatable)
  --timeout MS        for one page to become ready (default 90000)
  --settle MS         after load, ready and 1 s without network, watch this much longer (default 2000)
  --shot FILE.png     screenshot at the end of the last run, to see that the page really worked
  --flag F            one more Chromium flag (repeatable)
  --label TEXT        copied to the output
  --raw               also print every run, and every request of the last run
  --out FILE          write the JSON there too

OPTIONS of frames
  --click CSS         clicked with the mouse at the window's start (puppeteer's ::-p-text() works)
  --key K             or a key pressed (puppeteer name, e.g. Space);  --eval JS  or an expression run;
                      with none of the three the window just starts
  --drag CSS          or this slider is dragged from its left to its right end during the window
  --prep JS           an expression (may be a promise) run once after the page is ready, before tracing
  --seconds N         window length (default 10)
  --trace FILE.json   keep the last trace, for the DevTools performance panel

OPTIONS of idle
  --click CSS         the button that plays and pauses
  --seconds N         how long each state is watched (default 10)

OPTIONS of axe
  --click/--key/--eval + --after MS (default 0)   bring the page into the state to be checked first
  --tags a,b          axe tags; default wcag2a,wcag2aa,wcag21a,wcag21aa,wcag22aa,best-practice

WHAT THE NUMBERS MEAN (load)
  requests, bytes     responses that came over the network; bytes = CDP encodedDataLength, so
                      compressed bodies plus response headers. data:/blob: URLs are not counted.
                      Requests made inside workers are seen only in server_requests. Site icons are
                      kept apart (icon_bytes), as an embedding iframe never asks for them.
  bytes_by_type       document js wasm css font img other (by MIME type, then by CDP type)
  decoded_bytes       the same bodies after decompression
  server_requests, server_body_bytes   what the built-in server counted itself (directory targets)
  fcp_ms, lcp_ms      paint timing; lcp_ms is the last candidate seen when watching ended
  ready_ms            the --ready selector matched; expr_ms: --expr turned true.
                      ms since navigation start, seen by MutationObserver and a 16 ms poll
  tbt_ms              total blocking time: sum of (long task - 50 ms) from navigation start to the
                      end of watching. tbt_after_fcp_ms is the customary one, which leaves out
                      work done before first paint (all of a client-rendered app's start).
  longest_task_ms, long_tasks
  js_heap_mb          V8 heap in use after a forced GC; excludes wasm memory and the DOM
  wasm_memory_mb      size of the memories exported by the page's wasm instances (workers' not seen)
  renderer_rss_mb     resident memory of the page's renderer process (Linux; before the GC)
  dom_nodes
WHAT THE NUMBERS MEAN (frames; all per second of the window)
  drawn_fps           frames the compositor drew (DrawFrame); main_fps: frames the main thread made
  dropped_fps         frames the compositor gave up on (DroppedFrame)
  scripting_ms_s, rendering_ms_s (style + layout), painting_ms_s (pre-paint, paint, layerize,
                      commit), style_layout_paint_ms_s (those two), other_ms_s (task overhead),
                      busy_ms_s (all): self time of trace events on the page's main thread
  frame_task_ms       p50/p95/p99/max over the main-thread frames in the window: main-thread task
                      time from one frame's start to the next one's
  sixtieth_task_ms    the same from each tick of the frame clock to the next (sixty a second), whether the main
                      thread made a frame or not
  long_tasks_50ms, longest_task_ms   in the whole window
  cpu_ms_s            process CPU per second (renderer, gpu, browser): there is no GPU here, so
                      raster and compositing are software and land in these, not in the main thread
WHAT THE NUMBERS MEAN (idle; for each of: fresh, paused, hidden, off screen, and playing again)
  requested, timers   animation frames that the page asked for, and timers that it set, while it was watched
  waiting             animation frames that it was still waiting for at the end
  animations          what the browser was still moving by itself at the end
  drawn_fps           frames the compositor drew
LIMITS  CDP slowdown holds the main thread only (not workers, raster, nor background wasm compile).
  CDP network throttling delays every request by the RTT and shares the bandwidth; it models no DNS,
  TCP or TLS handshake, so a real first visit is some RTTs slower, the same for every page. HTTP/1.1
  means 6 connections at once: see --h2 for pages of many files. Headless frames tick at 60 Hz.
*/
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serve } from './serve.mjs';

const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const round = (x, d = 1) => (x == null || Number.isNaN(x) ? null : Math.round(x * 10 ** d) / 10 ** d);

// ---------------------------------------------------------------- arguments
function usage(msg) {
  if (msg) console.error('web.mjs: ' + msg + '\n');
  const src = fs.readFileSync(fileURLToPath(import.meta.url), 'utf8');
  console.error(src.slice(src.indexOf('/*') + 3, src.indexOf('\nWHAT THE NUMBERS')));
  process.exit(msg ? 2 : 0);
}
const LISTS = new Set(['media', 'flag']);
const BOOLS = new Set(['spa', 'h2', 'raw', 'no-compress', 'help']);
const VALUES = new Set(['path', 'base', 'ready', 'expr', 'runs', 'warmup', 'cpu', 'net', 'viewport', 'timeout', 'settle',
  'shot', 'label', 'out', 'click', 'key', 'eval', 'prep', 'drag', 'policy', 'seconds', 'trace', 'after', 'tags', 'chromium', 'port', ...LISTS]);
function parseArgs(argv) {
  const o = { media: [], flag: [], _: [] };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i];
    if (!a.startsWith('--')) { o._.push(a); continue; }
    let [k, v] = a.includes('=') ? [a.slice(2, a.indexOf('=')), a.slice(a.indexOf('=') + 1)] : [a.slice(2), undefined];
    if (BOOLS.has(k)) { o[k] = true; continue; }
    if (!VALUES.has(k)) usage('unknown option --' + k);
    if (v === undefined) v = argv[++i];
    if (v === undefined) usage('--' + k + ' needs a value');
    if (LISTS.has(k)) o[k].push(v); else o[k] = v;
  }
  return o;
}

// ---------------------------------------------------------------- browser
const modules = process.env.MEASURE_MODULES || path.dirname(fileURLToPath(import.meta.url));
const find = createRequire(path.join(path.resolve(modules), 'x.js')).resolve;
let puppeteer;

async function launch(o) {
  puppeteer ??= (await import(pathToFileURL(find('puppeteer-core')))).default;
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'web-profile-'));
  const browser = await puppeteer.launch({
    executablePath: o.chromium || process.env.CHROMIUM || '/usr/bin/chromium',
    ignoreDefaultArgs: true, pipe: true, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, acceptInsecureCerts: true, protocolTimeout: 300000,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-default-browser-check',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
      '--disable-extensions', '--disable-search-engine-choice-screen', '--password-store=basic', '--use-mock-keychain',
      '--disable-features=Translate,MediaRouter,OptimizationHints', '--mute-audio', '--hide-scrollbars',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      `--user-data-dir=${profile}`, `--window-size=${o.vw},${o.vh}`,
      ...(o.h2 ? ['--ignore-certificate-errors'] : []), ...o.flag, 'about:blank'],
    defaultViewport: null,
  });
  const close = async () => {
    const proc = browser.process();
    try { await Promise.race([browser.close(), sleep(5000)]); } catch { /* gone */ }
    if (proc && proc.exitCode === null && proc.signalCode === null) { try { proc.kill('SIGKILL'); } catch { /* gone */ } }
    for (let i = 0; i < 10; i++) { try { fs.rmSync(profile, { recursive: true, force: true }); break; } catch { await sleep(200); } }
  };
  running = () => { try { browser.process()?.kill('SIGKILL'); } catch { /* gone */ } Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500); try { fs.rmSync(profile, { recursive: true, force: true }); } catch { /* busy */ } };
  return { browser, close };
}
let running = () => {};
for (const sig of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(sig, () => { running(); process.exit(130); });

// runs in the page before anything else
function probe(ready, exprSrc, count) {
  return `(() => {
    if (window !== window.top) return;
    const m = { fcp: null, lcp: null, ready: null, expr: null, long: [], cls: 0 };
    Object.defineProperty(window, '__measure', { value: m });
    const po = (type, f) => { try { new PerformanceObserver((l) => l.getEntries().forEach(f)).observe({ type, buffered: true }); } catch (e) {} };
    po('paint', (e) => { if (e.name === 'first-contentful-paint') m.fcp = e.startTime; });
    po('largest-contentful-paint', (e) => { m.lcp = e.startTime; m.lcpWhat = (e.element ? e.element.tagName.toLowerCase() + (e.element.id ? '#' + e.element.id : '') : '?') + ' ' + Math.round(e.size) + 'px2'; });
    po('longtask', (e) => m.long.push([e.startTime, e.duration]));
    po('layout-shift', (e) => { if (!e.hadRecentInput) m.cls += e.value; });
    m.wasm = new Set();
    const keep = (i) => { for (const x of Object.values((i && i.instance || i).exports || {})) if (x instanceof WebAssembly.Memory) m.wasm.add(x); return i; };
    for (const f of ['instantiate', 'instantiateStreaming']) { const g = WebAssembly[f]; if (g) WebAssembly[f] = (...a) => g.apply(WebAssembly, a).then(keep); }
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (t, a) => keep(Reflect.construct(t, a)) });
    const raf = window.requestAnimationFrame.bind(window), caf = window.cancelAnimationFrame.bind(window);
    m.frames = 0; m.timers = 0; m.waiting = new Set();
    if (${!!count}) {
      window.requestAnimationFrame = (f) => { m.frames++; const id = raf((t) => { m.waiting.delete(id); f(t); }); m.waiting.add(id); return id; };
      window.cancelAnimationFrame = (id) => { m.waiting.delete(id); caf(id); };
      for (const set of ['setTimeout', 'setInterval']) { const on = window[set].bind(window); window[set] = (...a) => { m.timers++; return on(...a); }; }
    }
    const sel = ${JSON.stringify(ready ?? null)};
    const test = ${exprSrc ? `() => { try { return !!(${exprSrc}); } catch (e) { return false; } }` : 'null'};
    let obs, timer;
    const check = () => {
      if (sel && m.ready === null && document.querySelector(sel)) m.ready = performance.now();
      if (test && m.expr === null && test()) m.expr = performance.now();
      if ((!sel || m.ready !== null) && (!test || m.expr !== null)) { obs && obs.disconnect(); clearInterval(timer); }
    };
    if (sel || test) {
      obs = new MutationObserver(check);
      obs.observe(document, { childList: true, subtree: true, attributes: !!test });
      timer = setInterval(check, 16);
    }
  })();`;
}

function netConditions(s) {
  if (!s || s === 'none') return null;
  const [d, u, rtt] = s === 'slow4g' ? [1600, 750, 150] : s.split(',').map(Number);
  if (![d, u, rtt].every(Number.isFinite)) usage('--net takes slow4g, none or DOWN,UP,RTT');
  return { offline: false, downloadThroughput: d * 1000 / 8, uploadThroughput: u * 1000 / 8, latency: rtt };
}
function typeOf(mime, cdp) {
  const m = (mime || '').split(';')[0].trim();
  if (m === 'application/wasm') return 'wasm';
  if (/javascript|ecmascript/.test(m)) return 'js';
  if (m === 'text/css') return 'css';
  if (/^font\/|font-woff|fontobject/.test(m) || cdp === 'Font') return 'font';
  if (m.startsWith('image/') || cdp === 'Image') return 'img';
  if (cdp === 'Document') return 'document';
  if (cdp === 'Script') return 'js';
  return 'other';
}

async function open(o, url, cpu) {
  const { browser, close } = await launch(o);
  try {
    const page = (await browser.pages())[0] || (await browser.newPage());
    const cdp = await page.createCDPSession();
    await page.setViewport({ width: o.vw, height: o.vh, deviceScaleFactor: 1 });
    if (o.media.length) await page.emulateMediaFeatures(o.media.map((x) => ({ name: x.split(':')[0].trim(), value: x.split(':')[1].trim() })));
    await page.evaluateOnNewDocument(probe(o.ready, o.expr, o.count));
    const reqs = new Map();
    const st = { inflight: new Set(), lastNet: Date.now(), errors: [], redirects: 0 };
    const own = new URL(url).host;
    cdp.on('Network.requestWillBeSent', (e) => {
      if (!/^https?:/.test(e.request.url)) return;
      if (e.redirectResponse) st.redirects++;
      reqs.set(e.requestId, { url: e.request.url, cdp: e.type, third: new URL(e.request.url).host !== own, encoded: 0, decoded: 0 });
      st.inflight.add(e.requestId); st.lastNet = Date.now();
    });
    cdp.on('Network.responseReceived', (e) => {
      const r = reqs.get(e.requestId); if (!r) return;
      Object.assign(r, { status: e.response.status, mime: e.response.mimeType, protocol: e.response.protocol, cdp: e.type,
        ce: e.response.headers['content-encoding'] || e.response.headers['Content-Encoding'] || null,
        cached: e.response.fromDiskCache || e.response.fromPrefetchCache || e.response.fromServiceWorker || false });
    });
    cdp.on('Network.dataReceived', (e) => { const r = reqs.get(e.requestId); if (r) r.decoded += e.dataLength; });
    const end = (e) => { st.inflight.delete(e.requestId); st.lastNet = Date.now(); };
    cdp.on('Network.loadingFinished', (e) => { const r = reqs.get(e.requestId); if (r) { r.encoded = e.encodedDataLength; r.done = true; } end(e); });
    cdp.on('Network.loadingFailed', (e) => { const r = reqs.get(e.requestId); if (r) r.failed = e.errorText || e.blockedReason; end(e); });
    page.on('pageerror', (e) => st.errors.push(String(e.message || e).slice(0, 200)));
    await cdp.send('Network.enable');
    await cdp.send('Performance.enable');
    const net = netConditions(o.net);
    if (net) await cdp.send('Network.emulateNetworkConditions', net);
    await sleep(1500); // the browser's own start
    if (cpu > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    const deadline = Date.now() + o.timeout;
    const started = Date.now();
    await page.goto(url, { waitUntil: 'load', timeout: o.timeout });
    let ready = false;
    while (Date.now() < deadline) {
      const m = await page.evaluate(() => window.__measure && { ready: window.__measure.ready, expr: window.__measure.expr }).catch(() => null);
      ready = !!m && (!o.ready || m.ready !== null) && (!o.expr || m.expr !== null);
      if (ready && st.inflight.size === 0 && Date.now() - st.lastNet > 1000) break;
      if (ready && Date.now() - st.lastNet > 15000) break; // an endless request
      await sleep(200);
    }
    if (!ready) throw new Error(`not ready within ${o.timeout} ms (${o.ready || ''} ${o.expr || ''}) errors: ${st.errors.join(' | ')}`);
    await sleep(o.settle);
    return { browser, close, page, cdp, reqs, st, wall: Date.now() - started };
  } catch (e) { await close(); throw e; }
}

async function act(page, o) {
  if (o.click) {
    const h = await page.$(o.click);
    if (!h) throw new Error('nothing matches --click ' + o.click);
    await h.scrollIntoView();
    const p = await h.clickablePoint();
    return async () => { await page.mouse.move(p.x, p.y); await page.mouse.down(); await page.mouse.up(); };
  }
  if (o.key) return () => page.keyboard.press(o.key);
  // Not with eval(), which the page's policy may forbid.
  if (o.eval) return () => page.evaluate(o.eval + ';undefined');
  if (o.drag) {
    const h = await page.$(o.drag);
    if (!h) throw new Error('nothing matches --drag ' + o.drag);
    await h.scrollIntoView();
    const box = await h.boundingBox(), y = box.y + box.height / 2;
    return async () => {
      const from = Date.now(), length = o.seconds * 1000 - 500;
      await page.mouse.move(box.x + 1, y);
      await page.mouse.down();
      for (let gone = 0; gone < length; gone = Date.now() - from) {
        await page.mouse.move(box.x + 1 + (box.width - 2) * gone / length, y);
        await sleep(Math.max(0, 16 - (Date.now() - from - gone)));
      }
      await page.mouse.move(box.x + box.width - 1, y);
      await page.mouse.up();
    };
  }
  return async () => {};
}

// ---------------------------------------------------------------- statistics
const median = (a) => { const s = [...a].sort((x, y) => x - y), n = s.length; return n ? (n % 2 ? s[(n - 1) / 2] : (s[n / 2 - 1] + s[n / 2]) / 2) : null; };
const pct = (a, p) => { if (!a.length) return null; const s = [...a].sort((x, y) => x - y); return s[Math.min(s.length - 1, Math.max(0, Math.ceil(p / 100 * s.length) - 1))]; };
function summarise(runs) {
  const out = {};
  for (const k of Object.keys(runs[0])) {
    const v = runs.map((r) => r[k]);
    if (v[0] && typeof v[0] === 'object' && !Array.isArray(v[0])) {
      const keys = [...new Set(v.flatMap((x) => Object.keys(x || {})))];
      out[k] = summarise(v.map((x) => Object.fromEntries(keys.map((q) => [q, x?.[q] ?? 0]))));
    } else if (v.some((x) => typeof x === 'number')) {
      const n = v.filter((x) => typeof x === 'number');
      const d = n.every(Number.isInteger) ? 0 : 1;
      out[k] = { median: round(median(n), d || 1), min: round(Math.min(...n), 1), max: round(Math.max(...n), 1) };
    } else if (typeof v[0] === 'string') out[k] = [...new Set(v)].join(' | ');
  }
  return out;
}

// ---------------------------------------------------------------- load
// the page's renderer: neither the browser's own UI nor the idle spare one
async function pageProcess(b) {
  const { processInfo } = await b.send('SystemInfo.getProcessInfo');
  const own = (id) => { try { return /--top-chrome-webui|--extension-process/.test(fs.readFileSync(`/proc/${id}/cmdline`, 'utf8')); } catch { return false; } };
  const r = processInfo.filter((p) => p.type === 'renderer' && !own(p.id)).sort((x, y) => y.cpuTime - x.cpuTime)[0];
  const sum = (t) => processInfo.filter((p) => p.type === t).reduce((n, p) => n + p.cpuTime, 0);
  return { pid: r?.id, cpu: { renderer: r?.cpuTime ?? 0, gpu: sum('GPU'), browser: sum('browser') } };
}
function rssMb(pid) {
  try { return +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1] / 1024; } catch { return null; }
}
async function loadRun(o, url, server, last) {
  const before = server && { ...server.count };
  const s = await open(o, url, o.cpus[0]);
  try {
    const m = await s.page.evaluate(() => ({ ...window.__measure, wasm: [...window.__measure.wasm].reduce((t, x) => t + x.buffer.byteLength, 0), nav: performance.getEntriesByType('navigation')[0]?.toJSON?.() }));
    const rss = rssMb((await pageProcess(await s.browser.target().createCDPSession())).pid);
    await s.cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await s.cdp.send('HeapProfiler.collectGarbage');
    const heap = await s.cdp.send('Runtime.getHeapUsage');
    const met = Object.fromEntries((await s.cdp.send('Performance.getMetrics')).metrics.map((x) => [x.name, x.value]));
    if (last && o.shot) await s.page.screenshot({ path: o.shot });
    const icon = (r) => r.cdp === 'Other' && /favicon|apple-touch-icon|\/icon[-.\w]*\.(png|svg|ico)$/.test(r.url.split('?')[0]);
    const icons = [...s.reqs.values()].filter(icon);
    const all = [...s.reqs.values()].filter((r) => !icon(r));
    const ok = all.filter((r) => !r.third && r.status && !r.cached);
    const types = { document: 0, js: 0, wasm: 0, css: 0, font: 0, img: 0, other: 0 }, nreq = { ...types };
    for (const r of ok) { const t = typeOf(r.mime, r.cdp); types[t] += r.encoded; nreq[t]++; }
    const tbt = (from) => m.long.reduce((t, [at, d]) => (at + d > from ? t + Math.max(0, d - 50) : t), 0);
    const run = {
      requests: ok.length, bytes: ok.reduce((t, r) => t + r.encoded, 0), kb: ok.reduce((t, r) => t + r.encoded, 0) / 1000, bytes_by_type: types, requests_by_type: nreq,
      icon_bytes: icons.reduce((t, r) => t + r.encoded, 0), decoded_bytes: ok.reduce((t, r) => t + r.decoded, 0),
      fcp_ms: m.fcp, lcp_ms: m.lcp, lcp_element: m.lcpWhat ?? null,
      ...(o.ready ? { ready_ms: m.ready } : {}), ...(o.expr ? { expr_ms: m.expr } : {}),
      load_event_ms: m.nav?.loadEventEnd ?? null,
      tbt_ms: tbt(0), tbt_after_fcp_ms: m.fcp == null ? null : tbt(m.fcp),
      long_tasks: m.long.length, longest_task_ms: Math.max(0, ...m.long.map((x) => x[1])), cls: round(m.cls, 3),
      js_heap_mb: heap.usedSize / 1048576, wasm_memory_mb: m.wasm / 1048576,
      renderer_rss_mb: rss, dom_nodes: met.Nodes ?? null,
      ...(server ? { server_requests: server.count.requests - before.requests, server_body_bytes: server.count.bytes - before.bytes, server_404: server.count.missing - before.missing } : {}),
      third_party_blocked: all.filter((r) => r.third).length, failed: all.filter((r) => !r.third && r.failed).length,
      page_errors: s.st.errors.length,
    };
    const detail = last && o.raw ? all.map((r) => ({ url: r.third ? r.url : r.url.replace(/^https?:\/\/[^/]+/, ''), status: r.status, type: typeOf(r.mime, r.cdp), encoded: r.encoded, decoded: r.decoded, ce: r.ce, protocol: r.protocol, failed: r.failed })) : null;
    return { run, detail, errors: s.st.errors, protocol: ok[0]?.protocol, third: [...new Set(all.filter((r) => r.third).map((r) => new URL(r.url).host))] };
  } finally { await s.close(); }
}

// ---------------------------------------------------------------- frames
const SCRIPT = new Set(['EvaluateScript', 'EvaluateModule', 'FunctionCall', 'TimerFire', 'EventDispatch', 'FireAnimationFrame', 'RunMicrotasks',
  'MinorGC', 'MajorGC', 'GCEvent', 'BlinkGC.AtomicPhase', 'FireIdleCallback', 'XHRReadyStateChange', 'XHRLoad', 'WebSocketReceive', 'TimerInstall',
  'CpuProfiler::StartProfiling', 'HandlePostMessage', 'PageAnimator::serviceScriptedAnimations']);
const RENDER = new Set(['Layout', 'UpdateLayoutTree', 'RecalculateStyles', 'Blink.ForcedStyleAndLayout.UpdateTime', 'ParseAuthorStyleSheet',
  'HitTest', 'ScheduleStyleRecalculation', 'IntersectionObserverController::computeIntersections', 'LocalFrameView::layout', 'Animation', 'ScrollLayer']);
const PAINT = new Set(['PrePaint', 'UpdateLayerTree', 'UpdateLayer', 'Paint', 'PaintImage', 'PaintSetup', 'Layerize', 'CompositeLayers', 'Commit', 'Decode Image', 'Resize Image', 'Draw LazyPixelRef']);
function category(name) {
  if (SCRIPT.has(name) || name.startsWith('v8.') || name.startsWith('V8.')) return 'scripting';
  if (RENDER.has(name)) return 'rendering';
  if (PAINT.has(name)) return 'painting';
  return null;
}
function analyse(events) {
  const mark = (n) => events.find((e) => e.name === n && /blink\.user_timing/.test(e.cat));
  const a = mark('measure:start'), b = mark('measure:end');
  if (!a || !b) throw new Error('the window marks are not in the trace');
  const [from, to] = [a.ts, b.ts], sec = (to - from) / 1e6;
  const mine = events.filter((e) => e.pid === a.pid && e.ts >= from && e.ts < to);
  const main = mine.filter((e) => e.tid === a.tid && e.ph === 'X' && e.dur !== undefined).sort((x, y) => x.ts - y.ts || y.dur - x.dur);
  const tot = { scripting: 0, rendering: 0, painting: 0, other: 0 };
  const byName = {};
  const stack = [];
  const pop = () => { const e = stack.pop(); tot[e.c] += e.self; byName[e.name] = (byName[e.name] || 0) + e.self; };
  for (const e of main) {
    while (stack.length && stack[stack.length - 1].end <= e.ts) pop();
    const top = stack[stack.length - 1];
    const dur = top ? Math.min(e.dur, top.end - e.ts) : e.dur;
    if (top) top.self -= dur;
    // an unknown event belongs to what it runs in
    stack.push({ name: e.name, end: e.ts + dur, self: dur, c: category(e.name) || (top ? top.c : 'other') });
  }
  while (stack.length) pop();
  const tasks = main.filter((e) => e.name === 'RunTask');
  const n = (name) => mine.filter((e) => e.name === name).length;
  // The time of the tasks from each of these moments to the next one.
  const between = (moments) => {
    const spent = [];
    for (let i = 0, t = 0; i + 1 < moments.length; i++) {
      let sum = 0;
      while (t < tasks.length && tasks[t].ts + tasks[t].dur <= moments[i]) t++;
      for (let k = t; k < tasks.length && tasks[k].ts < moments[i + 1]; k++)
        sum += Math.max(0, Math.min(tasks[k].ts + tasks[k].dur, moments[i + 1]) - Math.max(tasks[k].ts, moments[i]));
      spent.push(sum / 1000);
    }
    return spent;
  };
  const times = (name, own) => mine.filter((e) => e.name === name && (!own || e.tid === a.tid)).map((e) => e.ts).sort((x, y) => x - y);
  const starts = times('BeginMainThreadFrame', true);
  const per = between(starts);
  // Where the compositor moves everything, the main thread makes few frames: so also by the clock that all
  // frames go by, from one of its ticks to the next.
  const slots = between(times('BeginFrame'));
  const s = (us) => us / 1000 / sec;
  const top = Object.entries(byName).filter(([k]) => k !== 'RunTask').sort((x, y) => y[1] - x[1]).slice(0, 8).map(([k, v]) => [k, round(s(v))]);
  return { run: {
    window_s: sec, drawn_fps: n('DrawFrame') / sec, main_fps: starts.length / sec, dropped_fps: n('DroppedFrame') / sec,
    scripting_ms_s: s(tot.scripting), rendering_ms_s: s(tot.rendering), painting_ms_s: s(tot.painting),
    style_layout_paint_ms_s: s(tot.rendering + tot.painting), other_ms_s: s(tot.other),
    busy_ms_s: s(tot.scripting + tot.rendering + tot.painting + tot.other),
    frame_task_ms: { p50: pct(per, 50), p95: pct(per, 95), p99: pct(per, 99), max: per.length ? Math.max(...per) : null, frames: per.length },
    sixtieth_task_ms: { p50: pct(slots, 50), p95: pct(slots, 95), p99: pct(slots, 99), max: slots.length ? Math.max(...slots) : null },
    long_tasks_50ms: tasks.filter((e) => e.dur > 50000).length, longest_task_ms: Math.max(0, ...tasks.map((e) => e.dur)) / 1000,
  }, top };
}
const cpuTimes = async (b) => (await pageProcess(b)).cpu;
async function framesRun(o, url, cpu, last) {
  const s = await open(o, url, cpu);
  try {
    if (o.prep) { await s.page.evaluate(o.prep); await sleep(500); }
    const go = await act(s.page, o);
    const bs = await s.browser.target().createCDPSession();
    await s.page.tracing.start({ categories: ['-*', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame', 'v8.execute', 'v8', 'blink.user_timing', '__metadata'] });
    await sleep(300);
    const c0 = await cpuTimes(bs), t0 = Date.now();
    await s.page.evaluate(() => { performance.mark('measure:start'); });
    await go();
    await sleep(Math.max(0, o.seconds * 1000 - (Date.now() - t0)));
    const c1 = await cpuTimes(bs), t1 = Date.now();
    await s.page.evaluate(() => { performance.mark('measure:end'); });
    await sleep(200);
    const buf = Buffer.from(await s.page.tracing.stop());
    if (last && o.trace) fs.writeFileSync(o.trace, buf);
    if (last && o.shot) await s.page.screenshot({ path: o.shot });
    const { run, top } = analyse(JSON.parse(buf.toString('utf8')).traceEvents);
    run.cpu_ms_s = Object.fromEntries(Object.keys(c0).map((k) => [k, (c1[k] - c0[k]) * 1000 / ((t1 - t0) / 1000)]));
    return { run, top, errors: s.st.errors };
  } finally { await s.close(); }
}

// ---------------------------------------------------------------- idle
async function idleRun(o, url) {
  const s = await open({ ...o, count: true }, url, 1);
  try {
    const { windowId } = await s.cdp.send('Browser.getWindowForTarget');
    const windowState = (state) => s.cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: state } });
    const scroll = (end) => s.page.evaluate(`scrollTo(0, ${end ? 'document.documentElement.scrollHeight' : 0})`);
    const press = async () => { await (await s.page.$(o.click)).click(); await sleep(1000); };
    const counts = () => s.page.evaluate(`({ requested: __measure.frames, timers: __measure.timers, waiting: __measure.waiting.size,
      animations: document.getAnimations().filter((each) => each.playState === 'running').length })`);
    const watch = async () => {
      await sleep(1500); // for what was under way
      await s.page.tracing.start({ categories: ['-*', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame'] });
      const before = await counts();
      await sleep(o.seconds * 1000);
      const after = await counts();
      const { traceEvents } = JSON.parse(Buffer.from(await s.page.tracing.stop()).toString('utf8'));
      const drawn = traceEvents.filter((e) => e.name === 'DrawFrame').length;
      return { requested: after.requested - before.requested, waiting: after.waiting, animations: after.animations,
        timers: after.timers - before.timers, drawn_fps: round(drawn / o.seconds) };
    };
    const moves = (at) => at.requested > 0 || at.animations > 0;
    const states = { fresh: await watch() };
    await press();
    if (!moves(await counts())) throw new Error('nothing moves after --click: there is nothing to be measured');
    await press();
    states.paused = await watch();
    await press();
    await windowState('minimized');
    states.hidden = await watch();
    if (!(await s.page.evaluate('document.hidden'))) throw new Error('the page was not hidden');
    await windowState('normal');
    await scroll(true);
    states.off_screen = await watch();
    await scroll(false);
    states.playing = await watch();
    if (!moves(states.playing)) throw new Error('nothing moves any more when it is seen again');
    return { states, errors: s.st.errors };
  } finally { await s.close(); }
}

// ---------------------------------------------------------------- axe
async function axeRun(o, url) {
  const s = await open(o, url, 1);
  try {
    await (await act(s.page, o))();
    await sleep(+(o.after || 0));
    const src = fs.readFileSync(find('axe-core'), 'utf8');
    await s.page.evaluate(src + ';undefined');
    const tags = (o.tags || 'wcag2a,wcag2aa,wcag21a,wcag21aa,wcag22aa,best-practice').split(',');
    const r = await s.page.evaluate((t) => window.axe.run(document, { runOnly: { type: 'tag', values: t }, resultTypes: ['violations', 'incomplete'] }), tags);
    if (o.shot) await s.page.screenshot({ path: o.shot });
    const zero = () => ({ critical: 0, serious: 0, moderate: 0, minor: 0 });
    const rules = zero(), nodes = zero();
    for (const v of r.violations) { rules[v.impact]++; nodes[v.impact] += v.nodes.length; }
    return {
      axe: r.testEngine.version, tags, rules_violated: rules, elements: nodes, incomplete_rules: r.incomplete.length, passes: r.passes.length,
      wcag_rules_violated: r.violations.filter((v) => !v.tags.includes('best-practice')).length,
      violations: r.violations.map((v) => ({ id: v.id, impact: v.impact, elements: v.nodes.length, wcag: v.tags.filter((t) => /^wcag\d{3}/.test(t)), best_practice: v.tags.includes('best-practice'), help: v.help, ...(o.raw ? { first: v.nodes[0]?.html?.slice(0, 160) } : {}) })),
    };
  } finally { await s.close(); }
}

// ---------------------------------------------------------------- main
async function main() {
  const o = parseArgs(process.argv.slice(2));
  const [mode, target] = o._;
  if (o.help || !mode) usage();
  if (!['load', 'frames', 'idle', 'axe', 'serve'].includes(mode) || !target) usage('load, frames, idle, axe or serve, then a directory or a URL');
  [o.vw, o.vh] = (o.viewport || '1280x800').split('x').map(Number);
  o.timeout = +(o.timeout || 90000); o.settle = +(o.settle || 2000); o.seconds = +(o.seconds || 10);
  o.runs = +(o.runs || (mode === 'frames' ? 3 : 5)); o.warmup = +(o.warmup ?? 1);
  o.cpus = String(o.cpu || (mode === 'frames' ? '1,4' : '1')).split(',').map(Number);
  if (mode === 'load' && o.cpus.length > 1) usage('load takes one --cpu');
  const isUrl = /^https?:\/\//.test(target);
  if (isUrl && !/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(target).hostname)) usage('a URL must be on loopback');
  const server = isUrl ? null : await serve(target, { base: o.base, spa: o.spa, compress: !o['no-compress'], h2: o.h2, port: +(o.port || 0), policy: o.policy });
  const p = o.path || '/';
  const url = isUrl ? (o.path ? new URL(p, target).href : target) : server.origin + server.prefix + (p.startsWith('/') ? p : '/' + p);
  if (mode === 'serve') { console.log(url); await new Promise(() => {}); }

  const res = { mode, label: o.label, path: new URL(url).pathname + new URL(url).search, date: new Date().toISOString(), conditions: {
    runs: o.runs, warmup: o.warmup, cpu: ['axe', 'idle'].includes(mode) ? 1 : o.cpus, net: o.net || 'none', viewport: `${o.vw}x${o.vh}`, server: isUrl ? 'external' : o.h2 ? 'http/2' : 'http/1.1',
    ready: o.ready, expr: o.expr, ...(mode === 'frames' ? { start: o.click || o.key || o.eval || o.drag || null, prep: o.prep, seconds: o.seconds } : {}), media: o.media.length ? o.media : undefined } };
  { const { browser, close } = await launch(o); res.browser = await browser.version(); await close(); }
  res.machine = { cpu: os.cpus()[0].model, cores: os.cpus().length, mem_gb: Math.round(os.totalmem() / 2 ** 30), node: process.version, loadavg_before: os.loadavg().map((x) => round(x, 2)) };
  const note = (t) => { if (process.stderr.isTTY) process.stderr.write(t + '\n'); };
  try {
    if (mode === 'load') {
      const got = [];
      for (let i = -o.warmup; i < o.runs; i++) { note(`load ${i + 1}/${o.runs}`); const r = await loadRun(o, url, server, i === o.runs - 1); if (i >= 0) got.push(r); }
      res.protocol = got[0].protocol;
      res.summary = summarise(got.map((g) => g.run));
      const third = [...new Set(got.flatMap((g) => g.third))]; if (third.length) res.third_party_hosts = third;
      const errs = [...new Set(got.flatMap((g) => g.errors))]; if (errs.length) res.page_errors = errs.slice(0, 5);
      if (o.raw) { res.runs = got.map((g) => g.run); res.requests = got.at(-1).detail; }
    } else if (mode === 'frames') {
      res.throttle = {};
      for (const cpu of o.cpus) {
        const got = [];
        for (let i = -(cpu === o.cpus[0] ? o.warmup : 0); i < o.runs; i++) { note(`frames ${cpu}x ${i + 1}/${o.runs}`); const r = await framesRun(o, url, cpu, i === o.runs - 1); if (i >= 0) got.push(r); }
        res.throttle[cpu + 'x'] = { ...summarise(got.map((g) => g.run)), top_self_ms_s: got.at(-1).top, ...(o.raw ? { runs: got.map((g) => g.run) } : {}) };
        if (cpu > 1) delete res.throttle[cpu + 'x'].cpu_ms_s; // the slowdown itself burns CPU
      }
    } else if (mode === 'idle') res.result = await idleRun(o, url);
    else res.result = await axeRun(o, url);
  } finally { server?.close(); }
  res.machine.loadavg_after = os.loadavg().map((x) => round(x, 2));
  const text = JSON.stringify(res, null, 1).replace(/[[{]\n\s*(?:"(?:[^"\\]|\\.)*"|[^"[\]{}])*[\]}]/g, (x) => (x.length < 300 ? x.replace(/\s*\n\s*/g, ' ') : x));
  if (o.out) fs.writeFileSync(o.out, text + '\n');
  console.log(text);
}
main().then(() => process.exit(0), (e) => { console.error('web.mjs: ' + (e.stack || e)); process.exit(1); });
