// A process of its own for a test: records calls of the actor it is told until it is stopped, as the server is, and says
// then how many there were.
import { stdout } from "node:process";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { recordCall } from "#lib/activity/record-call.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { setConfig } from "#lib/platform/config/get-config.ts";
import { parseConfig } from "#lib/platform/config/parse-config.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { runLifecycle } from "#lib/server/run-lifecycle.ts";

const ENOUGH = 1_000;
const actor = JSON.parse(process.argv[2] ?? "") as ClientActor;

await runLifecycle(
  async ({ onStop }) => {
    const parsed = parseConfig(process.env);
    if (!parsed.ok) throw new Error(parsed.reason);
    setConfig(parsed.config);
    let count = 0;
    onStop("the pools", closePools);
    onStop("the calls", flushCalls);
    const timer = setInterval(() => {
      for (let index = 0; index < 10; index += 1, count += 1) {
        const name = `tool_${count}`;
        recordCall({ actor, method: "tools/call", era: "legacy", name, bytesIn: 1, outcome: "ok", ms: 1 });
      }
      if (count === ENOUGH) stdout.write("enough\n");
    }, 1);
    onStop("recording", async () => {
      clearInterval(timer);
      stdout.write(`${count}\n`);
    });
  },
  { exitAtOnceOn: [], stopsWithParent: true, onFailure: (error) => console.error(error) },
);
