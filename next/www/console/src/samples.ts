/** A sample roster for each platform: the one that the sandbox's people were made for. */

import myworkpal from "../../../../tests/vectors/rosters/myworkpal.csv?raw";
import workforceOptimization from "../../../../tests/vectors/rosters/workforce-optimization.json?raw";
import workiva from "../../../../tests/vectors/rosters/workiva.json?raw";
import workspan from "../../../../tests/vectors/rosters/workspan.json?raw";
import type { Platform } from "../../shared/platforms.js";

const TEXTS: Record<Platform["roster"], { name: string; text: string }> = {
  myworkpal: { name: "myworkpal.csv", text: myworkpal },
  "workforce-optimization": { name: "workforce-optimization.json", text: workforceOptimization },
  workiva: { name: "workiva.json", text: workiva },
  workspan: { name: "workspan.json", text: workspan },
};

/** The sample of a platform. */
export const sampleOf = (platform: Platform) => TEXTS[platform.roster];
