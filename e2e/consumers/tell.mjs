// What programs that make cards and players of pasted addresses understand of ours:
// node tell.mjs http://127.0.0.1:8080/ everything-works mailbox-full ...
import { extract } from "@extractus/oembed-extractor";
import openGraph from "open-graph-scraper";
import { unfurl } from "unfurl.js";

const [site, ...slugs] = process.argv.slice(2);
const told = {};
for (const slug of slugs) {
  const address = `${site}p/${slug}/`;
  const unfurled = await unfurl(address);
  const scraped = await openGraph({ url: address, timeout: 60 });
  told[slug] = {
    extractor: await extract(address),
    unfurl: unfurled,
    scraper: scraped.result,
  };
}
console.log(JSON.stringify(told));
