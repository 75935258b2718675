import { getConfig } from "#lib/platform/config/get-config.ts";
import { answerText } from "#lib/server/answer-text.ts";
import { createDispatcher } from "#lib/server/dispatch.ts";
import { doors } from "#lib/server/doors.ts";
import { startBeside } from "#lib/server/start-beside.ts";
import { serve } from "../bench/gateway/serve.ts";

// One instance of the server without its pages, hearing of what the others do, for as long as its parent lives.
const { publicUrl, isLocal, port } = getConfig();
const dispatch = createDispatcher({
  doors: { ...doors, next: (_request, response) => answerText(response, 404, "There are no pages here.") },
  origin: { publicUrl, isLocal, port },
  draining: new AbortController().signal,
  probe: () => Promise.resolve(),
});
process.on("unhandledRejection", (error) => process.stderr.write(`unhandled: ${String(error)}\n`));

await startBeside();
await serve((request, response) => void dispatch(request, response), port);
