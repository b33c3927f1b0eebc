/** `provisor connect`: are the credentials good, and what may they do? */

import { EXIT } from "../failure.js";
import { open, type Common } from "../run/setting.js";
import { heedSignals } from "../run/signals.js";
import type { Voice } from "../say/voice.js";

/** Authenticates, makes one harmless read, tells, and gives the exit code. */
export async function connect(call: Common, voice: Voice): Promise<number> {
  const { client, platform, address } = open(call, voice);
  const { stop, done } = heedSignals(() => {});
  try {
    const connection = await client.connect({ signal: stop });
    const { scope, expiresAt, warnings } = connection;
    voice.line({ type: "connection", ...connection });
    voice.say(`${platform} at ${address}: connected`);
    if (scope) voice.say(`  scope: ${scope}`);
    if (expiresAt) voice.say(`  the session lasts until ${new Date(expiresAt).toISOString()}`);
    for (const warning of warnings) voice.say(`  warning: ${warning}`);
    await client.close();
    return EXIT.done;
  } catch (error) {
    if (!stop.aborted) throw error;
    voice.remark("Interrupted.");
    return EXIT.interrupted;
  } finally {
    done();
  }
}
