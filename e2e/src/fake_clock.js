// Takes the time of the page into the test's hands: it stands still until it is let go, and then it leaps
// from one timer or frame to the next.

// How many milliseconds are between two frames.
const FRAME = 16;

// Drivers set timers in the page, too; its own scripts are all files.
const file = new RegExp(location.origin + "/\\S*[.]js");

// `drawing` is how long the machine is busy with each frame, in milliseconds.
const clock = (window.e2eClock = { now: Math.ceil(performance.now()), drawing: 0 });
performance.now = () => clock.now;

// Higher than the browser's own numbers.
let last = 1e9;
const timers = new Map();
const frames = new Map();
// What waits for nothing takes no time: who draws for long lets others have a turn in between.
const turns = new Set();

function replace(set, clear, waiting) {
  const [ask, take] = [window[set].bind(window), window[clear].bind(window)];
  window[set] = (call, ...rest) => {
    if (!file.test(new Error().stack)) return ask(call, ...rest);
    const [delay = 0] = rest;
    if (waiting === timers && delay <= 0) {
      const turn = ask(() => {
        turns.delete(turn);
        call();
      });
      turns.add(turn);
      return turn;
    }
    last += 1;
    waiting.set(last, { call, due: clock.now + delay });
    return last;
  };
  window[clear] = (number) => {
    turns.delete(number);
    if (!waiting.delete(number)) take(number);
  };
}
replace("setTimeout", "clearTimeout", timers);
replace("requestAnimationFrame", "cancelAnimationFrame", frames);

// Leaps to what comes next and does it, or to `end` if that is earlier. A hidden page has no frames.
function leap(end) {
  const [number, timer] = [...timers].reduce((a, b) => (b[1].due < a[1].due ? b : a), [0, { due: Infinity }]);
  const asked = frames.size > 0 && !document.hidden;
  const frame = asked ? (Math.floor(clock.now / FRAME) + 1) * FRAME : Infinity;
  clock.now = Math.max(clock.now, Math.min(timer.due, frame, end));
  if (timer.due <= clock.now) {
    timers.delete(number);
    timer.call();
  } else if (frame <= clock.now) {
    const now = [...frames.values()];
    frames.clear();
    for (const { call } of now) call(clock.now);
    clock.now += clock.drawing;
  }
}

// Whatever the page has to do now is done before this promise is kept.
const channel = new MessageChannel();
async function done() {
  do {
    await new Promise((next) => {
      channel.port1.onmessage = next;
      channel.port2.postMessage(0);
    });
  } while (turns.size > 0);
}

// Lets time go while the journey plays, for at most so many milliseconds. Promises how many that were, for how
// long at most the reader saw the same, and how far the slider went back at most.
clock.go = async (most) => {
  await done();
  const css = [".ej", "[data-ej=scrub]", ".ej-time"];
  const [widget, slider, time] = css.map((each) => document.querySelector(each));
  const [began, end] = [clock.now, clock.now + most];
  const sees = () => [widget.dataset.step, slider.value, time.textContent].join();
  let [seen, since, at] = [sees(), began, Number(slider.value)];
  let [same, back] = [0, 0];
  while (widget.dataset.motion === "playing" && clock.now < end) {
    leap(end);
    await done();
    same = Math.max(same, clock.now - since);
    if (sees() !== seen) [seen, since] = [sees(), clock.now];
    back = Math.max(back, at - slider.value);
    at = Number(slider.value);
  }
  return [clock.now - began, same, back];
};
