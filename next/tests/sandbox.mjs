// Where the sandbox and the vectors are: the one file to change when this folder moves up.
export { createSandbox } from "../../tests/sandbox/index.js";
export { defaultSeed as myworkpalSeed } from "../../tests/sandbox/myworkpal/seed.js";
export { BASE as SCIM_PROVIDER } from "../../tests/sandbox/scim/index.js";
export { SCIM_BASE } from "../../tests/sandbox/workiva/scim/index.js";

/** A file of the captured vectors. */
export const vector = (path) => new URL(`../../tests/vectors/${path}`, import.meta.url);
