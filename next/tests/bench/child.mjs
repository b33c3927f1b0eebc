// One measurement in a process of its own, which has done nothing else. Its figures go to the process that began it.
const { task, subject, ...options } = JSON.parse(process.argv[2]);
const modules = { provisor: process.env.PROVISOR_BENCH ?? "./provisor.mjs", script: "./script.mjs" };
const load = () => import(modules[subject]);
const TASKS = { nothing, provision, list, start, heap };

process.send({ ...(await TASKS[task](options)), peakBytes: process.resourceUsage().maxRSS * 1024 }, () =>
  process.disconnect(),
);

/** The runtime alone. */
async function nothing() {
  return { liveBytes: liveBytes() };
}

/** What is in use, and not merely not yet collected. The module's memory is in `external`. */
function liveBytes() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Milliseconds of work and of the clock; what is done in `apart` does not count. */
function stopwatch() {
  const now = () => {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1000, wallMs: performance.now() };
  };
  const since = (began) => {
    const { cpuMs, wallMs } = now();
    return { cpuMs: cpuMs - began.cpuMs, wallMs: wallMs - began.wallMs };
  };
  const began = now();
  return {
    taken: () => since(began),
    apart: (work) => {
      const paused = now();
      const result = work();
      const { cpuMs, wallMs } = since(paused);
      began.cpuMs += cpuMs;
      began.wallMs += wallMs;
      return result;
    },
  };
}

/** Provisions so many people, and says how it ended for them; looks at the memory ten times where that is asked for. */
async function provision({ route, facts, count, concurrency, journal, memory }) {
  const { open } = await load();
  const { people } = await import("./people.mjs");
  const client = await open(route, facts, { concurrency });
  const statuses = {};
  let live = 0;
  let done = 0;
  const watch = stopwatch();
  for await (const { status } of client.provisionAll(people(route, count), { journal })) {
    statuses[status] = (statuses[status] ?? 0) + 1;
    done += 1;
    if (memory && done % (count / 10) === 0) live = Math.max(live, watch.apart(liveBytes));
  }
  const taken = watch.taken();
  await client.close();
  return { ...taken, statuses, liveBytes: live };
}

/** Reads a list of so many users so many times; the first ones do not count. */
async function list({ users, times }) {
  const { listReader } = await load();
  const { userList } = await import("./light.mjs");
  const read = listReader();
  const bytes = new TextEncoder().encode(userList(users));
  const readAll = async (times) => {
    for (let n = 0; n < times; n += 1) if (read(bytes) !== users) throw new Error("not all users were read");
  };
  await readAll(3);
  const watch = stopwatch();
  await readAll(times);
  return { cpuMs: watch.taken().cpuMs / times, bytes: bytes.length };
}

/** From the import to the first request as data. */
async function start() {
  const watch = stopwatch();
  (await load()).firstRequest();
  return watch.taken();
}

/** How many bytes of heap each call leaves behind. */
async function heap({ route, facts, warm, calls }) {
  const { open } = await load();
  const { ROUTES } = await import("./people.mjs");
  const client = await open(route, facts, {});
  const { signal } = new AbortController();
  /** Finalizers run between collections. */
  const used = async () => {
    for (let n = 0; n < 4; n += 1) {
      liveBytes();
      await new Promise((done) => setTimeout(done, 50));
    }
    return liveBytes();
  };
  const callAll = async (calls) => {
    for (let n = 0; n < calls; n += 1) await client.provision(ROUTES[route].person(0), { signal });
  };
  await callAll(warm);
  const before = await used();
  await callAll(calls);
  return { bytesPerCall: ((await used()) - before) / calls };
}
