// What each example in the doc comments of pkg/src needs to run, and what must come of it.
const SCIM = 'import { init, scim } from "provisor";\nawait init();';
const ODATA = 'import { init, odata } from "provisor";\nawait init();';
const value = (code) => `const value = ${code}`;

/** @type {Record<string, import("../examples.test.mjs").Example>} */
export const SOURCES = {
  "pkg/src/odata.ts › module": { before: ODATA, says: true },
  "pkg/src/odata.ts › any": {
    before: ODATA,
    shape: value,
    after: "console.log(odata.filter(value));",
    prints: ["Orders/any(o:o/Amount gt 100)"],
  },
  "pkg/src/scim.ts › module": { before: SCIM, says: true },
  "pkg/src/scim.ts › complex": {
    before: SCIM,
    shape: value,
    after: "console.log(scim.filter(value));",
    prints: ['emails[type eq "work"]'],
  },
  "pkg/src/scim.ts › replacement": {
    before: `${SCIM}
      const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], id: "7", userName: "jane", active: true,
        name: { givenName: "Jane", familyName: "Doe" }, meta: { resourceType: "User" } };`,
    shape: value,
    after: "console.log(value.active, value.name.givenName, value.name.familyName, value.userName);",
    prints: ["false Jane Roe jane"],
  },
  "pkg/src/scim.ts › list": {
    before: `${SCIM}
      const base = process.env.WORKIVA_SCIM_URL;
      const headers = { authorization: \`Bearer \${process.env.WORKIVA_SCIM_TOKEN}\` };`,
    prints: [
      "somebody.else@doe.example",
      "admin",
      "jane.roe@doe.example",
      "moved.on@doe.example",
      "on.leave@doe.example",
      "o'brien@doe.example",
    ],
  },
};
