// Before anything is painted: the look that the address asks for, and a cover over a first picture that
// is not the one asked for. What fails to load leaves that picture where it is.
{
  const root = document.documentElement, { dataset } = root;
  const own = ["", "#" + document.currentScript.dataset.preset];
  const query = new URLSearchParams(location.search);
  const theme = query.get("theme");
  if (/^(light|dark)$/.test(theme)) dataset.theme = theme;
  if (query.get("controls") == "minimal") dataset.controls = "minimal";
  const looks = /[?&](accent|ink|paper|font|mono|radius|provider|[a-z]+-[a-z]+|domain|mailboxes|quota)=/.test(location.search);
  const cover = () => root.toggleAttribute("data-cover", looks || !(own.includes(location.hash) || location.hash.startsWith("#?")));
  cover();
  addEventListener("hashchange", cover);
  // What cannot be fetched says so of itself, what cannot be read of its file.
  addEventListener("error", ({ target, filename }) => {
    if (target.type == "module" || (!("ready" in dataset) && /\/boot\b/.test(filename))) dataset.broken = "";
  }, true);
  if (parent != window) dataset.framed = "";
  // Without these, the picture would have no height, or not its colours: the words stay.
  if (!CSS.supports("width: 1cqw") || !CSS.supports("color: color-mix(in srgb, red, red)")) dataset.broken = "";
  // The same when the look is taken away later.
  addEventListener("transitionrun", ({ target }) => {
    if (target == root && !getComputedStyle(root).getPropertyValue("--ej-whole")) dataset.broken = "";
  });
  dataset.js = "";
}
