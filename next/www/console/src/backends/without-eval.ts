/** zod would try to evaluate code to be quicker; the page's policy forbids that, and would report the attempt. */

import { config } from "zod";

config({ jitless: true });
