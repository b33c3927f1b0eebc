// What a breakdown of the module may do to an application: fail the calls it hits, and nothing else. For any runtime:
// it needs nothing but the package and a sandbox to reach.

/**
 * @param {any} testing  the build that can be broken: all of `provisor`, with `breakNow` and `breakLater`
 * @param {import("provisor").MyWorkpalOptions} options of a client that reaches a MyWorkpal sandbox
 * @param {import("provisor").MyWorkpalUser[]} people who have no account there yet, at least four
 * @returns {Promise<string[]>} what was shown
 */
export async function panics(testing, options, people) {
  const { MyWorkpal, odata, init } = testing;
  const [first, second, ...others] = people;
  const shown = [];
  const show = (what) => shown.push(what);
  const query = () => same(odata.query({ top: 1 }), "$top=1");

  await init();
  const pal = new MyWorkpal(options);
  await pal.connect();

  for (const how of ["panic", "quoting panic", "trap", "stack overflow"]) {
    const thrown = await broken(() => testing.breakNow(how));
    if (how === "panic") has(thrown.message, "a panic on purpose");
    if (how === "quoting panic") hasNot(thrown.message, "quote");
    query();
    await broken(testing.breakLater(how));
    query();
  }
  show("a panic, a trap and a stack that runs over fail the call they are in; the next call works");

  // Requests that nobody answers: the module can no longer end the calls, so the package must.
  const signals = [];
  const silent = (_url, init) => {
    signals.push(init.signal);
    return new Promise(() => {});
  };
  const waiting = new MyWorkpal({ ...options, fetch: silent });
  const flights = [waiting.connect(), waiting.provision(first), all(waiting.provisionAll([first, second]))];
  const failed = Promise.all(flights.map((flight) => broken(flight)));
  while (signals.length === 0) await turn();
  await broken(testing.breakLater());
  await failed;
  same(signals.every((signal) => signal.aborted), true);
  show("calls in flight fail with it, and their requests are ended");

  same((await pal.provision(first)).status, "created");
  same((await pal.provision(first)).status, "unchanged");
  show("a client from before works again");

  // In the caller's own fetch, called by the module: the breakdown happens inside a call that is under way.
  let creates = 0;
  let breakAt = 2;
  const counting = async (url, init) => {
    const isCreate = init.method === "POST" && url.endsWith(options.paths.createUser);
    if (isCreate) creates += 1;
    const answer = await fetchOf(options)(url, init);
    if (isCreate && creates === breakAt) await broken(() => testing.breakNow());
    return answer;
  };
  const journal = memory();
  const bulk = new MyWorkpal({ ...options, fetch: counting, concurrency: 1 });
  const list = [second, ...others];
  await broken(all(bulk.provisionAll(list, { journal })));
  breakAt = -1;
  // Whose create was in flight is looked for, and not created again unless that is asked for.
  const resumed = await all(bulk.provisionAll(list, { journal }));
  const open = resumed.filter(({ status }) => status === "unknown");
  if (open.length > 1) throw new Error(`${open.length} of ${list.length} are unknown: ${JSON.stringify(resumed)}`);
  const outcomes = await all(bulk.provisionAll(list, { journal, retry: "unknown", settleMs: 0 }));
  same(outcomes.length, list.length);
  same(outcomes.every(({ status, verified }) => verified && ["created", "unchanged"].includes(status)), true);
  same(creates, list.length + open.length);
  show("a bulk run with a journal goes on where it stopped, and creates nobody twice");

  await Promise.all([pal.close(), bulk.close()]);
  return shown;
}

const fetchOf = (options) => options.fetch ?? ((url, init) => fetch(url, init));
const turn = () => new Promise((done) => setTimeout(done, 0));

async function all(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

function memory() {
  let text = "";
  return { read: () => text, append: async (more) => void (text += more) };
}

/** The error of a call that must fail because the module broke. */
async function broken(what) {
  let value;
  try {
    value = await (typeof what === "function" ? what() : what);
  } catch (error) {
    same([error?.name, error?.code, typeof error?.hint], ["ProvisorError", "internal", "string"]);
    return error;
  }
  throw new Error(`the module broke, and yet the call gave ${JSON.stringify(value)}`);
}

function same(actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${is} should be ${should}`);
}

function has(text, part) {
  if (!text.includes(part)) throw new Error(`${JSON.stringify(text)} should contain ${JSON.stringify(part)}`);
}

function hasNot(text, part) {
  if (text.includes(part)) throw new Error(`${JSON.stringify(text)} should not contain ${JSON.stringify(part)}`);
}
