// The workspaces of the organization [D].
import { page } from "./paging.js";

/** @param {import("./guard.js").Call} call */
export const listWorkspaces = (call) => page(call, () => call.state.workspaces);
