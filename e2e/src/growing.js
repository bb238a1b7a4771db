// Has the memory of every WebAssembly module grow at every turn: before and after what a module calls
// outside of itself, and then with every frame. A page of it is 64 KB.
{
  // So many pages while the page works, and so many more with its frames: each time all of it may be moved.
  const CALLS = 100;
  const FRAMES = 150;

  // How many pages were added.
  const count = (window.e2eGrown = { grown: 0 });
  const modules = [];

  const grow = (one, most) => {
    if (one.memory && one.grown < most) {
      one.memory.grow(1);
      one.grown += 1;
      count.grown += 1;
    }
  };

  // The functions that a module calls, with growth around each of them.
  const around = (imports, own) => {
    const wrapped = {};
    for (const [from, all] of Object.entries(imports)) {
      wrapped[from] = { ...all };
      for (const [name, call] of Object.entries(all)) {
        if (typeof call !== "function") continue;
        wrapped[from][name] = (...values) => {
          grow(own, CALLS);
          try {
            return call(...values);
          } finally {
            grow(own, CALLS);
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
