// What WorkSpan's stand-in assumes where `platforms/workspan.md` is not sure, each with its opposites.

/** @type {Record<string, import("../assumptions/book.js").Assumption>} */
export const assumptions = {
  answers: {
    about: "what lists, reads and PUTs show: all, or only schemas, userName, meta, id, active and department",
    tag: "D",
    source: "Human users: the published answers (the examples may be shortened)",
    values: ["whole", "published"],
  },
  "list-totals": {
    about: "whether a list counts its users, or says totalResults 0 and startIndex 0 above whatever it shows",
    tag: "D",
    source: "Human users: the portal's list example",
    values: ["counted", "zero"],
  },
  "empty-list": {
    about: "whether a list of nobody has an empty Resources, or none",
    tag: "A",
    source: "SCIM 2.0: Resources may be missing",
    values: ["resources", "no-resources"],
  },
  "put-omitted": {
    about: "what becomes of what a PUT leaves out; where it is removed, name and emails are required",
    tag: "A",
    source: "Human users: the PUT request example has none of the three",
    values: ["removed", "kept"],
  },
  "duplicate-create": {
    about: "what a create of somebody who exists answers; 200 and 201 are the existing user",
    tag: "A",
    source: "Human users: what a duplicate POST does is undocumented",
    values: ["409", "200", "201", "400", "500"],
  },
  "created-status": {
    about: "the status of a create",
    tag: "D",
    source: "Human users: 201 (SCIM 2.0: accept 200)",
    values: ["201", "200"],
  },
  "environment-in-production": {
    about: "whether x-ws-env may name app.workspan.com where there is no environment",
    tag: "C",
    source: "Token: a public client sends app.workspan.com too",
    values: ["refused", "accepted"],
  },
  "error-body": {
    about: "the body of 400, 403, 404 and 500",
    tag: "A",
    source: "Human users: no bodies",
    values: ["scim", "gateway", "empty", "text"],
  },
};
