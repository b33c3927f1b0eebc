// What Workiva's stand-in assumes where `platforms/workiva.md` is not sure, each with its opposites.

/** @type {Record<string, import("../assumptions/book.js").Assumption>} */
export const assumptions = {
  "invalid-client-status": {
    about: "the status for a wrong client secret",
    tag: "D",
    source: "Token: errors with 400 or 401",
    values: ["401", "400"],
  },
  filter: {
    about: "whether the list of users understands $filter, refuses it with 400, or takes no notice of it",
    tag: "A",
    source: "Platform API: $filter operators are undocumented",
    values: ["refused", "supported", "ignored"],
  },
  "last-page": {
    about: "whether the last page has no @nextLink, or null",
    tag: "D",
    source: "Paging: absent or null at the end",
    values: ["no-link", "null-link"],
  },
  "org-report-users": {
    about: "whether orgReportUsers answers, or refuses those who are no organization administrators",
    tag: "D",
    source: "orgReportUsers: a 404 or 403 falls back",
    values: ["there", "403", "404"],
  },
  "report-user-ids": {
    about: "whether an element of orgReportUsers has the user's id, or one that no other list knows",
    tag: "A",
    source: "orgReportUsers: its id looks like the workspace's",
    values: ["user", "other"],
  },
  "report-membership-ids": {
    about: "what the id of a workspace membership is in orgReportUsers",
    tag: "A",
    source: "orgReportUsers: no membership ids; its id looks like the workspace's",
    values: ["workspace", "membership", "other"],
  },
  "report-role-names": {
    about: "whether orgReportUsers spells role names in its own way (Organization User Admin) or as the lists do",
    tag: "D",
    source: "orgReportUsers: its spelling of names differs; Role names",
    values: ["own", "as-in-lists"],
  },
  "duplicate-username": {
    about: "what a create on the platform route answers whose user name is taken, or that it makes a second user",
    tag: "A",
    source: "Platform API: 409 promises nothing about duplicates",
    values: ["409", "400", "accepted"],
  },
  "duplicate-email": {
    about: "whether two users may have one e-mail address",
    tag: "A",
    source: "Platform API: 409 promises nothing about duplicates",
    values: ["accepted", "409"],
  },
  "foreign-people": {
    about: "whether somebody of another home organization can be changed and suspended here",
    tag: "D",
    source: "Platform API: only a person's home organization may edit the profile",
    values: ["editable", "refused"],
  },
  "revoke-absent": {
    about: "how the revocation of a role that is not held ends",
    tag: "A",
    source: "Platform API: role changes are all-or-nothing",
    values: ["failed", "completed"],
  },
  "scim-email-filter": {
    about: "whether people can be looked up by emails.value over SCIM",
    tag: "A",
    source: "SCIM: nothing says what filters",
    values: ["refused", "supported"],
  },
  "scim-group-names": {
    about: "what the display names of SCIM groups are made of",
    tag: "A",
    source: "SCIM, display-name convention: the values may be ids",
    values: ["name", "id"],
  },
  "scim-group-ids": {
    about: "whether the ids of SCIM groups are opaque, or the convention filled with ids",
    tag: "A",
    source: "SCIM, display-name convention: a group can be named by id as well",
    values: ["opaque", "convention"],
  },
  "scim-too-many-members": {
    about: "the status of a PATCH with more than 100 members",
    tag: "A",
    source: "SCIM 2.0: at most 100 members a request",
    values: ["413", "400"],
  },
  "scim-patch-answer": {
    about: "whether a PATCH that changed something answers with the resource, or with nothing",
    tag: "D",
    source: "SCIM 2.0: success 200 or 204",
    values: ["200", "204"],
  },
};
