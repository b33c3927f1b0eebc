/** The project's stand-ins of the platforms, made fit for a page with a strict policy. */

import "./without-eval.js";
// @ts-expect-error plain JavaScript without types
import { createSandbox as create } from "../../../../../tests/sandbox/sandbox.js";
// @ts-expect-error plain JavaScript without types
import { SCIM_BASE as base } from "../../../../../tests/sandbox/workiva/scim/index.js";

/** As much of it as the console uses. */
export interface Sandbox {
  fetch(url: string, init: RequestInit): Promise<Response>;
  log: { method: string; target: string; status: number | null }[];
  // The states of the stand-ins are plain JavaScript.
  [platform: string]: any;
}

export const createSandbox = create as (options: { platforms: string[] }) => Sandbox;
export const SCIM_BASE = base as string;
