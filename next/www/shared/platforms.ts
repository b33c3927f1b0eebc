/** The platforms and routes that page and Worker speak of by name. */

import type { roster } from "provisor";

/** A platform, or one of its routes. */
export interface Platform {
  /** In addresses and settings. */
  id: PlatformId;
  title: string;
  /** By this name the package reads its rosters. */
  roster: Exclude<keyof roster.Users, "scim">;
}

export type PlatformId = "myworkpal" | "workspan" | "workiva" | "workiva-scim" | "workforce-optimization";

export const PLATFORMS: readonly Platform[] = [
  { id: "myworkpal", title: "MyWorkpal", roster: "myworkpal" },
  { id: "workspan", title: "WorkSpan", roster: "workspan" },
  { id: "workiva", title: "Workiva (platform route)", roster: "workiva" },
  { id: "workiva-scim", title: "Workiva (SCIM route)", roster: "workiva" },
  { id: "workforce-optimization", title: "Workforce Optimization", roster: "workforce-optimization" },
];
