// An answer that gives back what the request carried: bodies of errors do, and logs keep them.

const bytes = (text) => new TextEncoder().encode(text);
const percent = (text) => [...bytes(text)].map((each) => `%${each.toString(16).padStart(2, "0")}`).join("");
const HTML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** How a server may have written it. @type {Record<string, (text: string) => string>} */
export const FORMS = {
  plain: (text) => text,
  "percent-upper": (text) => percent(text).toUpperCase(),
  "percent-lower": (text) => percent(text),
  html: (text) => text.replace(/[&<>"']/g, (each) => HTML[each]),
  json: (text) => JSON.stringify(text).slice(1, -1),
  "json-unicode": (text) => text.replace(/[^]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`),
  base64: (text) => btoa(String.fromCharCode(...bytes(text))),
};

/**
 * The request's credentials and body in that form, in a body that every platform's errors could have and as its id.
 * @param {{ form?: string, status?: number }} fault
 * @param {{ headers: Headers, body: string }} request
 */
export function echo({ form = "plain", status = 400 }, { headers, body }) {
  const carried = [headers.get("authorization"), headers.get("cookie"), body].filter(Boolean);
  const told = carried.map((each) => FORMS[form](each)).join(" ");
  const names = ["message", "errorMessage", "detail", "error_description", "id"];
  const answer = JSON.stringify({ error: "invalid_request", ...Object.fromEntries(names.map((name) => [name, told])) });
  const type = { "content-type": "application/json; charset=utf-8" };
  // A header holds what is printable; the rest a server could not send either.
  const id = /^[\x20-\x7e]*$/.test(told) ? { "x-request-id": told } : {};
  return new Response(answer, { status, headers: { ...type, ...id } });
}
