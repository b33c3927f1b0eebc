/** What a person is to do about an outcome. */

import type { Outcome } from "provisor";

const BY_STATUS: Record<Outcome["status"], string> = {
  created: "",
  updated: "",
  unchanged: "",
  deprovisioned: "",
  partial: "see what was not done, fix what is named, then plan again",
  conflict: "look at the account on the platform, and decide by hand",
  failed: "fix what is named, then plan again",
  unknown: "check on the platform whether the account is there, then plan again",
};

/** The error's own hint where there is one. */
export const adviceOf = ({ status, error }: Outcome): string => error?.hint ?? BY_STATUS[status];
