// A process that delivers log streams over and over, as one server of several does, until it is killed or left.
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { deliverLogs } from "#lib/streams/deliver-logs.ts";

const parsed = parseConfig(process.env);
if (!parsed.ok) throw new Error(parsed.reason);
setConfig(parsed.config);
process.on("disconnect", () => process.exit());
process.send?.("ready");
for (;;) {
  await deliverLogs();
  await new Promise((later) => setTimeout(later, 20));
}
