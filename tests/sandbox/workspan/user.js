// The SCIM user as WorkSpan takes it: which attributes a body may have, and of what type (RFC 7643 §4.1, §4.3).
import { z } from "zod";
import { Refusal } from "../http/refusal.js";

export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const text = z.string();
const filled = text.min(1);
const entry = z.strictObject({
  value: filled,
  type: text.optional(),
  primary: z.boolean().optional(),
  display: text.optional(),
});

const attributes = {
  schemas: z.array(z.enum([USER, ENTERPRISE])).min(1),
  userName: filled,
  name: z.strictObject({
    givenName: filled,
    familyName: filled,
    formatted: text.optional(),
    middleName: text.optional(),
    honorificPrefix: text.optional(),
    honorificSuffix: text.optional(),
  }),
  emails: z.array(entry).min(1),
  displayName: text.optional(),
  active: z.boolean().optional(),
  externalId: text.optional(),
  title: text.optional(),
  userType: text.optional(),
  preferredLanguage: text.optional(),
  locale: text.optional(),
  timezone: text.optional(),
  phoneNumbers: z.array(entry).optional(),
  [ENTERPRISE]: z
    .strictObject({
      department: text.optional(),
      division: text.optional(),
      organization: text.optional(),
      costCenter: text.optional(),
      employeeNumber: text.optional(),
    })
    .optional(),
};

/** A create has nothing that only the server says: an id in it is a mistake. */
export const newUser = z.strictObject(attributes);

/** What was read may be sent back whole; the server ignores what is its own. */
export const wholeUser = z.strictObject({
  ...attributes,
  id: filled.optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  groups: z.array(z.unknown()).optional(),
});

/** Where a PUT keeps what it leaves out. */
export const partialUser = wholeUser.partial({ name: true, emails: true, active: true });

/** What the types alone cannot say. Returns the attributes as they are stored. */
export function checked({ id, meta, groups, ...user }) {
  const refuse = (message) => {
    throw new Refusal(400, message, { scimType: "invalidValue" });
  };
  if (new Set(user.schemas).size !== user.schemas.length || !user.schemas.includes(USER)) refuse("schemas: not right.");
  if (user.schemas.includes(ENTERPRISE) !== ENTERPRISE in user) {
    refuse("schemas: the enterprise extension is named when it is there, and only then.");
  }
  if (!/^[^\s@]+@[^\s@]+$/u.test(user.userName)) refuse("userName: not an e-mail address.");
  const primary = user.emails.filter((each) => each.primary);
  if (primary.length !== 1) refuse("emails: exactly one is primary.");
  // userName = e-mail [D].
  if (primary[0].value.toLowerCase() !== user.userName.toLowerCase())
    refuse("emails: the primary one is the userName.");
  return { ...user, active: user.active ?? true };
}
