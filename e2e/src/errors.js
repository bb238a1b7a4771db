// Sends what goes wrong in a page to where the browser sends what the policy refused.
{
  let sent = Promise.resolve();
  const tell = (kind, what) => {
    // One after the other, so that they arrive in the order in which they happened.
    const body = JSON.stringify({ "page-error": `${kind}: ${what}`, page: location.pathname });
    sent = sent.then(() => fetch("/policy-report", { method: "POST", body, keepalive: true })).catch(() => {});
  };
  const said = (value) => (value && value.stack) || String(value);
  addEventListener("error", (event) => {
    // Nothing is lost: the browser goes on observing in the next frame.
    if (String(event.message).startsWith("ResizeObserver loop")) return;
    const element = event.target !== window && event.target;
    tell("error", element ? `cannot load ${element.src || element.href}` : event.message || said(event.error));
  }, true);
  addEventListener("unhandledrejection", (event) => tell("unhandled rejection", said(event.reason)));
  const error = console.error;
  console.error = (...values) => {
    tell("console", values.map(said).join(" "));
    error.apply(console, values);
  };
}
