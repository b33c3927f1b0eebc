// Where the sandbox is: the one file to change when this folder moves up.
export { createSandbox } from "../../../tests/sandbox/index.js";
export { accountRecord, tenantRecord } from "../../../tests/sandbox/myworkpal/entities.js";
export { SCIM_BASE } from "../../../tests/sandbox/workiva/scim/index.js";
