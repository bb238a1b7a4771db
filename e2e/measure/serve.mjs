// The server that web.mjs measures a built site with: see TARGET there.
import http from 'node:http';
import http2 from 'node:http2';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const MIME = {
  html: 'text/html; charset=utf-8', htm: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json', map: 'application/json',
  wasm: 'application/wasm', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif',
  webp: 'image/webp', avif: 'image/avif', ico: 'image/x-icon', woff: 'font/woff', woff2: 'font/woff2', ttf: 'font/ttf',
  otf: 'font/otf', eot: 'application/vnd.ms-fontobject', txt: 'text/plain; charset=utf-8', md: 'text/markdown; charset=utf-8',
  xml: 'application/xml', webmanifest: 'application/manifest+json', cast: 'application/x-asciicast', pdf: 'application/pdf',
  mp4: 'video/mp4', webm: 'video/webm', mp3: 'audio/mpeg', eml: 'message/rfc822',
};
const INCOMPRESSIBLE = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'woff', 'woff2', 'mp4', 'webm', 'mp3', 'pdf', 'gz', 'br', 'zip']);
const HASHED = /(^|[-._])(?=[0-9a-f_-]*\d)[0-9a-f]{8,}([-._]|$)|\/_next\/static\//i;

export async function serve(dir, { base = '/', spa = false, compress = true, h2 = false, port = 0, policy } = {}) {
  const root = fs.realpathSync(dir);
  const pre = '/' + base.replace(/^\/+|\/+$/g, '');
  const cache = new Map();
  const count = { requests: 0, bytes: 0, missing: 0 };

  const resolve = (p) => {
    let rel;
    try { rel = decodeURIComponent(p.split(/[?#]/)[0]); } catch { return null; }
    if (pre !== '/') {
      if (rel !== pre && !rel.startsWith(pre + '/')) return null;
      rel = rel.slice(pre.length) || '/';
    }
    const full = path.join(root, path.normalize('/' + rel));
    const file = (f) => { try { const s = fs.statSync(f); return s.isFile() ? f : null; } catch { return null; } };
    return (rel.endsWith('/') ? null : file(full) || file(full + '.html')) || file(path.join(full, 'index.html'));
  };
  const body = (file, enc) => {
    const key = enc + ':' + file;
    if (!cache.has(key)) cache.set(key, (async () => {
      const raw = await fs.promises.readFile(file);
      if (enc === 'br') return brotli(raw, { params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: raw.length } });
      if (enc === 'gzip') return gzip(raw, { level: 9 });
      return raw;
    })());
    return cache.get(key);
  };
  const handler = async (req, res) => {
    try {
      if (req.method !== 'GET' && req.method !== 'HEAD') { res.writeHead(405); return res.end(); }
      let file = resolve(req.url), status = 200;
      if (!file && spa) file = resolve(pre === '/' ? '/' : pre + '/');
      count.requests++;
      if (!file) {
        count.missing++;
        status = 404; file = resolve((pre === '/' ? '' : pre) + '/404.html');
        if (!file) { res.writeHead(404, { 'content-type': 'text/plain' }); return res.end('not found\n'); }
      }
      const ext = path.extname(file).slice(1).toLowerCase();
      const accept = String(req.headers['accept-encoding'] || '');
      const enc = !compress || INCOMPRESSIBLE.has(ext) ? 'identity'
        : /\bbr\b/.test(accept) ? 'br' : /\bgzip\b/.test(accept) ? 'gzip' : 'identity';
      const buf = await body(file, enc);
      const hashed = HASHED.test('/' + path.relative(root, file).split(path.sep).join('/'));
      const etag = '"' + crypto.createHash('sha1').update(buf).digest('base64url').slice(0, 20) + '"';
      const head = {
        'content-type': MIME[ext] || 'application/octet-stream', vary: 'accept-encoding', etag,
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      };
      if (policy) head['content-security-policy'] = policy;
      if (status === 200 && req.headers['if-none-match'] === etag) { res.writeHead(304, head); return res.end(); }
      if (enc !== 'identity') head['content-encoding'] = enc;
      head['content-length'] = buf.length;
      count.bytes += buf.length;
      res.writeHead(status, head);
      res.end(req.method === 'HEAD' ? undefined : buf);
    } catch (e) { try { res.writeHead(500); } catch { /* sent */ } res.end(String(e)); }
  };
  let server;
  if (h2) {
    const t = fs.mkdtempSync(path.join(os.tmpdir(), 'web-cert-'));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
      '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', t + '/k', '-out', t + '/c'], { stdio: 'ignore' });
    server = http2.createSecureServer({ key: fs.readFileSync(t + '/k'), cert: fs.readFileSync(t + '/c'), allowHTTP1: true }, handler);
    fs.rmSync(t, { recursive: true, force: true });
  } else server = http.createServer({ keepAliveTimeout: 30000 }, handler);
  await new Promise((ok, no) => { server.once('error', no); server.listen(port, '127.0.0.1', ok); });
  const origin = `${h2 ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
  return { origin, prefix: pre === '/' ? '' : pre, count, close: () => { server.close(); server.closeAllConnections?.(); } };
}
