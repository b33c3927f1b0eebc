// Answers a SCIM listing, bent by the faults that only a listing can have.
import { z } from "zod";
import { Refusal } from "../http/refusal.js";
import { wholeNumber } from "../http/strict.js";

const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

export const LIST_OPTIONS = {
  filter: z.string(),
  startIndex: wholeNumber(1, 1e9),
  count: wholeNumber(0, 1e9),
};

/** Only `userName eq "…"` filters [D]; its value is a JSON string (RFC 7644 §3.4.2.2). */
export function userNameOf(filter) {
  const [, literal] = /^userName eq ("(?:[^"\\]|\\.)*")$/s.exec(filter) ?? [];
  try {
    return JSON.parse(literal);
  } catch {
    throw new Refusal(400, "The only filter is userName eq with a JSON string.", { scimType: "invalidFilter" });
  }
}

/**
 * @param {any[]} users          everybody who can be seen
 * @param {string | undefined} asked
 * @param {{ startIndex?: number, count?: number }} page
 * @param {number} most
 * @param {Record<string, any>} quirks
 * @param {import("../assumptions/book.js").Values} assumed
 */
export function listing(users, asked, { startIndex = 1, count = Infinity }, most, quirks, assumed) {
  const hits = hitsOf(users, asked, quirks);
  const Resources = hits.slice(startIndex - 1).slice(0, Math.min(count, most));
  const isCounted = assumed["workspan.list-totals"] === "counted";
  const totals = isCounted ? { totalResults: hits.length, startIndex } : { totalResults: 0, startIndex: 0 };
  const list = { schemas: [LIST], ...totals, itemsPerPage: Resources.length };
  const isLeftOut = Resources.length === 0 && assumed["workspan.empty-list"] === "no-resources";
  return isLeftOut ? list : { ...list, Resources };
}

function hitsOf(users, asked, quirks) {
  if (quirks["filter-finds-nothing"]) return [];
  // userName is case-insensitive (RFC 7643 §4.1.1).
  const folded = asked?.toLowerCase();
  const isHit = ({ userName }) => folded === undefined || userName.toLowerCase() === folded;
  const hits = users.filter(isHit);
  if (quirks["ignore-filter"]) return [...users.filter((user) => !isHit(user)), ...hits];
  if (quirks.ambiguous && hits.length > 0) return [...hits, { ...hits[0], id: `${hits[0].id}-twin` }];
  return hits;
}
