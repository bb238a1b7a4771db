// Has the memory of every WebAssembly module grow at every turn: before and after whatever a module calls
// outside of itself, and with every frame. A page of it is 64 KB.
{
  // So many pages while the page works, and so many more with its frames. From then on memory grows by
  // nothing, which still takes away whatever scripts hold of it.
  const CALLS = 500;
  const FRAMES = 1000;

  // How many pages were added, at how many turns.
  const count = (window.e2eGrown = { grown: 0, turns: 0 });
  const modules = [];

  const grow = (one, most) => {
    const more = one.grown < most ? 1 : 0;
    one.memory.grow(more);
    one.grown += more;
    count.grown += more;
    count.turns += 1;
  };

  // The functions that a module calls, with growth around each of them.
  const around = (imports, own) => {
    const wrapped = {};
    for (const [from, all] of Object.entries(imports)) {
      wrapped[from] = { ...all };
      for (const [name, call] of Object.entries(all)) {
        if (typeof call !== "function") continue;
        wrapped[from][name] = (...values) => {
          if (own.memory) grow(own, CALLS);
          try {
            return call(...values);
          } finally {
            if (own.memory) grow(own, CALLS);
          }
        };
      }
    }
    return wrapped;
  };

  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (source, imports) => {
      const own = { grown: 0 };
      const made = await original.call(WebAssembly, source, around(imports, own));
      const { exports } = made.instance ?? made;
      own.memory = Object.values(exports).find((it) => it instanceof WebAssembly.Memory);
      modules.push(own);
      return made;
    };
  }

  const turn = () => {
    for (const module of modules) grow(module, FRAMES);
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
}
