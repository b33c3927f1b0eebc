/** The Worker. Other entries, such as a Workflow, are to be exported beside it. */

import { app } from "./app.js";

export default { fetch: app.fetch } satisfies ExportedHandler<Record<string, unknown>>;
