// Answers a listing: bare array or `{count, results}`, bent by the faults that only a listing can have.
import { applyQuery } from "../odata/query.js";

/**
 * @param {object[]} records  what the client may see
 * @param {import("../odata/query.js").Query} query
 * @param {Record<string, any>} quirks
 * @param {import("../assumptions/book.js").Values} assumed
 */
export function listing(records, query, quirks, assumed) {
  const { count, results } = quirks["ignore-filter"] ? unfiltered(records, query) : applyQuery(records, query);
  if (quirks["id-mismatch"]) results.splice(0, 1, ...results.slice(0, 1).map(withOtherId));
  const hasEnvelope = query.inlineCount && assumed["myworkpal.list-shape"] === "envelope";
  if (quirks.ambiguous && results.length > 0) return ambiguous(count, results, query, hasEnvelope);
  if (!hasEnvelope) return results;
  const disagreeing = quirks["count-disagrees"];
  return { count: disagreeing ? (disagreeing.count ?? (results.length > 0 ? 0 : 1)) : count, results };
}

/** Strangers first: with `$top=1` the answer is somebody else. */
function unfiltered(records, query) {
  const strangers = records.filter((record) => !query.filter(record));
  const all = [...strangers, ...records.filter(query.filter)];
  return applyQuery(all, { ...query, filter: () => true, orderBy: [] });
}

function ambiguous(count, results, query, hasEnvelope) {
  const twin = { ...results[0], id: results[0].id + 100_000 };
  if ("userAccountId" in twin) twin.userAccountId = twin.id;
  const shown = [...results, twin].slice(0, query.top);
  return hasEnvelope ? { count: count + 1, results: shown } : shown;
}

const withOtherId = (record) => ({ ...record, userAccountId: record.id + 1 });
