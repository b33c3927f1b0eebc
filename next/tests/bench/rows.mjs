// The rows of the table. Each yields lines: what was measured, in which unit, for whom, and what is aimed at.
//
// A line's `aim` is `{ ratio }`, the most that Provisor may take of what the script takes, or `{ most }`, in the unit.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { heap, inTurn, measure, median, provision } from "./bench.mjs";
import { ROUTES } from "./people.mjs";

const pick = ({ provisor, script }, of) => ({ provisor: provisor.map(of), script: script.map(of) });
const thousands = (count) => count.toLocaleString("en");

/** @type {Record<string, { about: string, run(options: { runs: number, long: boolean }): AsyncGenerator<Line> }>} */
export const ROWS = {
  cpu: {
    about: "CPU for each of 1,000 new people, no latency",
    async *run({ runs }) {
      for (const route of ["myworkpal", "workspan"]) {
        const seen = await inTurn(runs, (subject) => provision({ subject, route, count: 1000 }));
        const values = pick(seen, ({ cpuMs }) => cpuMs / 1000);
        yield { what: `CPU per new person, 1,000 people, ${route}`, unit: "ms", ...values, aim: { ratio: 1.25 } };
      }
    },
  },

  list: {
    about: "a list's bytes to the fields that are needed",
    async *run({ runs }) {
      for (const [users, times] of [[800, 20], [3050, 6]]) {
        const seen = await inTurn(runs, (subject) => measure("list", { subject, users, times }));
        const size = (seen.provisor[0].bytes / 1e6).toFixed(1);
        const values = pick(seen, ({ cpuMs }) => cpuMs);
        yield { what: `list answer of ${size} MB to its fields`, unit: "ms", ...values, aim: { ratio: 1 } };
      }
    },
  },

  wall: {
    about: "time at 50 ms latency, against calls × latency ÷ concurrency + the longest chain",
    async *run({ runs }) {
      const latencyMs = 50;
      for (const route of ["myworkpal", "workspan"]) {
        for (const concurrency of [1, 4, 16]) {
          const options = { route, count: 15 * concurrency, concurrency, latencyMs };
          const seen = await inTurn(runs, (subject) => provision({ subject, ...options }));
          const floor = ({ requests }) => (requests / concurrency + ROUTES[route].chain) * latencyMs;
          const values = pick(seen, (one) => one.wallMs / floor(one));
          const what = `time at 50 ms, ${options.count} people, ${concurrency} at once, ${route}`;
          yield { what, unit: "× floor", ...values, aim: { most: 1.1 } };
        }
      }
    },
  },

  calls: {
    about: "calls for a new person and for one who matches",
    async *run() {
      // No more than in the first edition; on Workiva's platform route fewer, by its report of users.
      const aims = {
        myworkpal: [1.09, 0.04],
        workspan: [3, 1],
        workiva: [10.1, 0.05],
        "workiva-scim": [1.17, 0.08],
        "workforce-optimization": [2, 1],
      };
      for (const [route, [created, matching]] of Object.entries(aims)) {
        const count = route === "workiva" ? 100 : 300;
        const seen = await inTurn(1, (subject) => provision({ subject, route, count, strict: true, again: true }));
        const line = (what, of, most) => ({
          what: `calls per ${what} person, ${count} people, ${route}`,
          unit: "",
          ...pick(seen, (one) => of(one).requests / count),
          // And ten that a run makes once.
          aim: { most: most + 10 / count },
        });
        yield line("new", (one) => one, created);
        yield line("matching", (one) => one.again, matching);
      }
    },
  },

  module: {
    about: "the module as it is sent",
    async *run() {
      const { module } = await import(process.env.PROVISOR_BENCH ?? "./provisor.mjs");
      const bytes = await readFile(fileURLToPath(module));
      const gzip = gzipSync(bytes, { level: 9 }).length / 1000;
      yield { what: "module, gzip", unit: "kB", provisor: [gzip], aim: { most: 300 } };
      const brotli = brotliCompressSync(bytes).length / 1000;
      yield { what: "module, brotli", unit: "kB", provisor: [brotli], aim: { most: 250 } };
    },
  },

  import: {
    about: "from the import to the first request as data",
    async *run({ runs }) {
      const seen = await inTurn(3 * runs, (subject) => measure("start", { subject }));
      const values = pick(seen, ({ wallMs }) => wallMs);
      yield { what: "import to first request built", unit: "ms", ...values, aim: { most: 12 } };
    },
  },

  scale: {
    about: "memory and CPU as the people grow in number, with and without a journal (--long: 100,000)",
    async *run({ runs, long }) {
      const idle = (await inTurn(3, () => measure("nothing", {}))).provisor;
      const counts = long ? [1000, 10_000, 100_000] : [1000, 10_000];
      const journaled = [];
      for (const journal of [false, true]) {
        const kind = journal ? "with a journal" : "no journal";
        for (const count of counts) {
          const times = count > 1000 ? 1 : runs;
          const options = { route: "myworkpal", count, journal, memory: true };
          const seen = await inTurn(times, (subject) => provision({ subject, ...options }));
          const over = (name) => {
            const runtime = median(idle.map((one) => one[name]));
            return pick(seen, (one) => (one[name] - runtime) / 1e6);
          };
          if (journal) journaled.push([count, pick(seen, ({ cpuMs }) => cpuMs / count)]);
          const people = `${thousands(count)} people, ${kind}`;
          yield { what: `memory in use, ${people}`, unit: "MB", ...over("liveBytes"), aim: { most: 64 } };
          if (count !== counts.at(-1)) continue;
          // With all that nobody has collected yet, so the script's shows what there is to gain.
          yield { what: `peak of the process, ${people}`, unit: "MB", ...over("peakBytes") };
        }
      }
      const [[, first]] = journaled;
      for (const [count, values] of journaled) {
        const aim = values === first ? undefined : { most: 1.1 * median(first.provisor) };
        yield { what: `CPU per person with a journal, ${thousands(count)} people`, unit: "ms", ...values, aim };
      }
    },
  },

  heap: {
    about: "heap that 20,000 calls of provision with a signal leave behind",
    async *run() {
      const seen = await inTurn(1, (subject) => heap({ subject, route: "myworkpal", warm: 2000, calls: 20_000 }));
      const values = pick(seen, ({ bytesPerCall }) => bytesPerCall);
      yield { what: "heap kept per call, 20,000 calls with a signal", unit: "B", ...values, aim: { most: 100 } };
    },
  },

  workiva: {
    about: "new people with roles, workspace and group at 250 ms, 8 requests at once (--long: 300 and 500, else 30)",
    async *run({ long }) {
      for (const count of long ? [300, 500] : [30]) {
        const options = { route: "workiva", count, strict: true, latencyMs: 250, concurrency: 8, anyEnding: true };
        const alone = await provision({ subject: "provisor", route: "workiva", count: 1, strict: true });
        const seen = await inTurn(1, (subject) => provision({ subject, ...options }));
        const what = (of) => `Workiva at 250 ms, ${count} people: ${of}`;
        const not = ({ statuses }) => count - (statuses.created ?? 0);
        yield { what: what("not created"), unit: "", ...pick(seen, not), aim: { most: 0 } };
        const calls = pick(seen, ({ requests }) => requests / count);
        // No more than for one alone.
        yield { what: what("calls per person"), unit: "", ...calls, aim: { most: alone.requests } };
        yield { what: what("time"), unit: "s", ...pick(seen, ({ wallMs }) => wallMs / 1000), aim: { ratio: 1.1 } };
      }
    },
  },
};
