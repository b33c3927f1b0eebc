/** Rosters to begin with: a heading, and a row as an example. */

import type { Platform } from "../platforms.js";
import { csv } from "./csv.js";

/** Column and example, in the order of the columns; an empty example is a column that may stay empty. */
const COLUMNS: Record<Platform, Array<[column: string, example: string]>> = {
  myworkpal: [
    ["email", "ann.example@doe.com"],
    ["company", "Company Doe"],
    ["subDomain", ""],
    ["details.personDetails.firstName", "Ann"],
    ["details.personDetails.lastName", "Example"],
    ["details.employeeDetails.jobTitle", "Clerk"],
  ],
  workspan: [
    ["email", "ann.example@partner.example"],
    ["givenName", "Ann"],
    ["familyName", "Example"],
    ["displayName", "Ann Example"],
    ["department", "Alliances"],
    ["active", "true"],
  ],
  workiva: [
    ["email", "ann.example@doe.example"],
    ["userName", ""],
    ["givenName", "Ann"],
    ["familyName", "Example"],
    ["displayName", ""],
    ["organizationRoles", "Org User Admin;Data Access Admin"],
    ["workspaces.Annual Report.roles", "Editor"],
    ["workspaces.Annual Report.groups", "Reviewers"],
  ],
  "workforce-optimization": [
    ["userName", "ann.example@wfo.example"],
    ["firstName", "Ann"],
    ["lastName", "Example"],
    ["password", ""],
    ["roles", "Administrator"],
    ["team", "Default Team"],
    ["scope.tenant", "true"],
    ["scope.teams", ""],
    ["wfmViews", "EnterpriseView"],
  ],
};

/** The text of a roster to begin with. */
export function rosterTemplate(platform: Platform): string {
  const columns = COLUMNS[platform];
  return csv([columns.map(([column]) => column), columns.map(([, example]) => example)]);
}
