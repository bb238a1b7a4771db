#!/usr/bin/env node
// Writes into a finished site where it is: node set-site.mjs https://help.example/email/ [folder]
//
// Previews in chats, oEmbed and the canonical address need whole addresses, which nobody can know before the site
// has a place. Everything else is found relative to the page. May be run again, with another address.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

function fail(sentence) {
  console.error(`error: ${sentence}`);
  process.exit(1);
}

/** The address with one slash at its end; the site must be a folder of the web. */
export function folderOfTheWeb(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    fail(address ? `${address} is not an address. It looks like this: https://help.example/email/` : "Say where the site will be: node set-site.mjs https://help.example/email/");
  }
  if (!/^https?:$/.test(url.protocol)) fail(`${address} begins with neither https:// nor http://.`);
  if (url.search || url.hash) fail(`${address} must be a folder, without ? and #.`);
  return url.href.replace(/\/*$/, "/");
}

/** What a tag is before its value: by that it is found again. */
const beginning = (line) => line.slice(0, line.search(/ (content|href)="/));

/** The page with these lines in its head, instead of those of an earlier run. */
export function withHead(page, lines) {
  const ours = new Set(lines.map(beginning));
  ours.add('    <meta name="twitter:card"');
  const [head, ...rest] = page.split("</head>");
  const kept = head.split("\n").filter((line) => ![...ours].some((tag) => line.startsWith(tag + " ") || line === tag + ">"));
  const at = kept.findIndex((line) => line.includes('<meta name="color-scheme"'));
  if (at < 0) fail("A page is not one of this site's: it has no color-scheme.");
  kept.splice(at, 0, ...lines);
  return [kept.join("\n"), ...rest].join("</head>");
}

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  const bytes = Buffer.from(text);
  const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
  // For servers that hand out what lies compressed beside a file.
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, quality));
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}

function main([address, folder = path.join(here, "site")]) {
  const site = folderOfTheWeb(address);
  const known = JSON.parse(fs.readFileSync(path.join(here, "set-site.json"), "utf8"));
  const there = (text) => text.replaceAll(known.site, site);
  for (const [name, head] of Object.entries(known.head)) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) fail(`${file} is missing: is ${folder} the folder with the site?`);
    const lines = there(head).split("\n").filter(Boolean);
    write(file, withHead(fs.readFileSync(file, "utf8"), lines));
  }
  for (const [name, text] of Object.entries(known.files)) write(path.join(folder, name), there(text));
  console.log(`${folder} knows now that it is at ${site}`);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
