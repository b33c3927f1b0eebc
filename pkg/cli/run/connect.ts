/** Connecting: are the credentials good, and what may they do? */

import { EXIT } from "../failure.js";
import type { Voice } from "../say/voice.js";
import { transcriptIn } from "./files.js";
import { open, type Common } from "./setting.js";
import { heedSignals } from "./signals.js";

/** Authenticates, makes one harmless read, tells, and gives the exit code. */
export async function connect(call: Common & { transcript?: string }, voice: Voice): Promise<number> {
  const { client, platform, address, brake } = open(call, voice);
  const transcript = call.transcript === undefined ? undefined : transcriptIn(call.transcript);
  const heedless = heedSignals(brake, { stopping() {}, quitting() {} });
  try {
    const connection = await client.connect({
      signal: brake.signal,
      ...(transcript ? { transcript: transcript.take } : {}),
    });
    voice.line({ type: "connection", ...connection });
    const { scope, expiresAt, warnings } = connection;
    voice.say(`${platform} at ${address}: connected`);
    if (scope) voice.say(`  scope: ${scope}`);
    if (expiresAt) voice.say(`  the session lasts until ${new Date(expiresAt).toISOString()}`);
    for (const warning of warnings) voice.say(`  warning: ${warning}`);
    await client.close();
    return EXIT.done;
  } catch (error) {
    if (!brake.signal.aborted) throw error;
    voice.remark("Interrupted.");
    return EXIT.interrupted;
  } finally {
    heedless();
    transcript?.keep();
  }
}
