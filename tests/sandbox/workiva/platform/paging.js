// Pages of a list: the next one is behind an opaque link, whose host is not the one that was called [D].
import { z } from "zod";
import { json, Refusal } from "../../http/refusal.js";
import { readOptions, wholeNumber } from "../../http/strict.js";

const OPTIONS = { $maxpagesize: wholeNumber(1, 1000), $next: z.string() };

/**
 * @param {import("./guard.js").Call} call
 * @param {(options: Record<string, any>) => object[]} itemsOf  all there is, given further options and whether this is the first page
 * @param {Record<string, import("zod").ZodType>} [more]        further options of this list
 */
export function page({ state, target, quirks, assumed }, itemsOf, more = {}) {
  const { $maxpagesize, $next, ...options } = readOptions(target, { ...OPTIONS, ...more });
  const [path] = target.split("?", 1);
  const from = $next === undefined ? 0 : placeOf($next, path);
  const size = Math.min($maxpagesize ?? Infinity, state.settings.pageSize);
  const items = itemsOf({ ...options, first: $next === undefined });
  const data = items.slice(from, from + size);
  const next = quirks["endless-pages"] ? from : from + size;
  if (next < items.length) return json({ data, "@nextLink": linkTo(state, path, next, $maxpagesize) });
  return json(assumed["workiva.last-page"] === "null-link" ? { data, "@nextLink": null } : { data });
}

/** Full of characters that a second or a missing encoding would spoil. */
const linkTo = ({ settings }, path, from, size) => {
  const cursor = encodeURIComponent(`+/${btoa(JSON.stringify({ path, from }))}=`);
  return `${settings.linkHost}${path}?${size === undefined ? "" : `$maxpagesize=${size}&`}$next=${cursor}`;
};

function placeOf(cursor, path) {
  try {
    const place = JSON.parse(atob(/^\+\/([A-Za-z0-9+/]+=*)=$/.exec(cursor)[1]));
    if (place.path === path) return place.from;
  } catch {
    // Not one of ours: refused below.
  }
  throw new Refusal(400, "The cursor is not one of this list.", { target: "$next" });
}
