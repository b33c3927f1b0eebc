// What needs no network: queries, and errors as values.
import { failing, same } from "./expect.mjs";

/** @param {typeof import("provisor")} provisor */
export function builds({ odata }) {
  const filter = odata.eq(odata.tolower(odata.field("Name")), "company o'doe");
  const query = odata.query({ filter, orderBy: [["Name", "asc"]], top: 1, inlineCount: true }, { version: "v3" });
  const read = new URLSearchParams(query);
  same(
    [read.get("$filter"), read.get("$orderby"), read.get("$top"), read.get("$inlinecount")],
    ["tolower(Name) eq 'company o''doe'", "Name asc", "1", "allpages"],
    "the query, read back",
  );
  return query;
}

/** @param {typeof import("provisor")} provisor */
export async function tellsErrors(provisor, options) {
  const { isProvisorError, MyWorkpal } = provisor;
  same([isProvisorError(new Error("x")), isProvisorError(undefined)], [false, false], "isProvisorError of others");
  same(isProvisorError({ name: "ProvisorError", code: "timeout" }), true, "isProvisorError of another copy's");
  await failing(provisor, "config_invalid", () => new MyWorkpal({ ...options, baseUrl: undefined }));
  await failing(provisor, "config_invalid", () => new MyWorkpal({ ...options, timeoutMs: -1 }));
  await failing(provisor, "config_invalid", () => new MyWorkpal(options).provision({ email: "john@doe.com" }));
  const refused = new MyWorkpal({ ...options, maxRetries: 0, fetch: () => Promise.reject("the line is dead") });
  const error = await failing(provisor, "network", () => refused.connect());
  same(error.message.includes("the line is dead"), true, "its message");
  return undefined;
}
