// A bulk run in a process of its own, to be killed: `node bulk-child.mjs OPTIONS JOURNAL`, JSON and a path.
import { MyWorkpal } from "provisor";
import { fileJournal } from "provisor/node";
import { PEOPLE } from "./bulk.mjs";

const [options, path] = process.argv.slice(2);
const pal = new MyWorkpal(JSON.parse(options));
for await (const outcome of pal.provisionAll(PEOPLE, { journal: fileJournal(path) })) {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
