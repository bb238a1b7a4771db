// Starts the page. A file of its own, because the site's policy allows no inline script.
// `cargo xtask dist` replaces both names by the ones with the content's hash in them.
import init from "./app.js";

try {
  await init({ module_or_path: new URL("./app_bg.wasm", import.meta.url) });
} catch (error) {
  document.getElementById("start-failed").hidden = false;
  throw error;
}
