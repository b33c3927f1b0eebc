// What SCIM 2.0 leaves to a service provider, each with its alternatives; the sheet is `platforms/standards.md`.

/** @type {Record<string, import("../assumptions/book.js").Assumption>} */
export const assumptions = {
  discovery: {
    about: "whether ServiceProviderConfig, Schemas and ResourceTypes can be read",
    tag: "D",
    source: "SCIM 2.0: discovery, tolerate 401 and 404",
    values: ["there", "401", "404"],
  },
  patch: {
    about: "whether PATCH is supported, as ServiceProviderConfig then says; 501 otherwise",
    tag: "D",
    source: "SCIM 2.0: discovery (RFC 7644 §3.5.2: optional)",
    values: ["supported", "unsupported"],
  },
  filter: {
    about: "whether filters are supported, as ServiceProviderConfig then says; 400 otherwise",
    tag: "D",
    source: "SCIM 2.0: discovery (RFC 7644 §3.4.2.2: optional)",
    values: ["supported", "unsupported"],
  },
  groups: {
    about: "whether there are groups; 404 otherwise",
    tag: "D",
    source: "SCIM 2.0 (RFC 7643 §4.2: optional)",
    values: ["there", "missing"],
  },
  "emails-returned": {
    about: "whether answers show emails, or never do, as Schemas then says",
    tag: "D",
    source: "SCIM 2.0 (RFC 7643 §2.2: returned)",
    values: ["default", "never"],
  },
  "created-status": {
    about: "the status of a create",
    tag: "D",
    source: "SCIM 2.0: 201 (accept 200)",
    values: ["201", "200"],
  },
  "patch-answer": {
    about: "whether a PATCH answers with the resource, or with nothing",
    tag: "D",
    source: "SCIM 2.0: success 200 or 204",
    values: ["200", "204"],
  },
};
