// The message of a PATCH: its shape is checked here, what it does by the library (RFC 7644 §3.5.2).
import { z } from "zod";

export const PATCH_BODY = z.strictObject({
  schemas: z.tuple([z.literal("urn:ietf:params:scim:api:messages:2.0:PatchOp")]),
  Operations: z
    .array(
      z
        .strictObject({
          op: z.enum(["add", "remove", "replace"]),
          path: z.string().min(1).optional(),
          value: z.unknown(),
        })
        .partial({ value: true }),
    )
    .min(1),
});

const MOST_MEMBERS = 100;

/** At most 100 members a request. */
export const hasTooManyMembers = ({ Operations }) =>
  Operations.reduce((count, { value }) => count + (Array.isArray(value) ? value.length : 1), 0) > MOST_MEMBERS;
