// The report list: the harmless read that proves a pair of id and secret [D]. Its fields are invented.
import { json } from "../http/refusal.js";
import { readOptions, refuseBody } from "../http/strict.js";

/** @param {import("./guard.js").Call} call */
export function listReports({ c, target }) {
  readOptions(target);
  refuseBody(c);
  return json({ reports: [{ id: "WS-Report_1", name: "Pipeline by partner" }] });
}
