#!/usr/bin/env node
// npx email-journey copy public/email-journey [--site https://help.example/email-journey/]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const usage = `usage: email-journey copy FOLDER [--site ADDRESS]

Copies the site that <email-journey> shows into FOLDER, which your server hands out. What is there of an
earlier version is replaced. With --site, its pages also name their whole address, for previews in chats.`;

function fail(sentence) {
  console.error(`error: ${sentence}\n\n${usage}`);
  process.exit(1);
}

const [command, folder, option, address, ...more] = process.argv.slice(2);
if (command === "--help" || command === "-h") {
  console.log(usage);
  process.exit(0);
}
if (command !== "copy") fail(command ? `there is no command ${command}.` : "what is to be done?");
if (!folder || folder.startsWith("-")) fail("into which folder?");
if (option && (option !== "--site" || !address || more.length)) fail(`${option} is not understood.`);
// Only what is ours is taken away: nobody loses a folder by a slip of the keyboard.
const theirs = fs.existsSync(folder) && fs.readdirSync(folder).length && !fs.existsSync(path.join(folder, "embed.js"));
if (theirs) fail(`${folder} holds other things. Name a folder of its own.`);
fs.rmSync(folder, { recursive: true, force: true });
fs.cpSync(path.join(here, "site"), folder, { recursive: true });
console.log(`The site is in ${folder}.`);
if (address) {
  const done = spawnSync(process.execPath, [path.join(here, "set-site.mjs"), address, folder], { stdio: "inherit" });
  process.exit(done.status ?? 1);
}
