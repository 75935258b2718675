import { getConfig } from "#lib/platform/config/get-config.ts";
import { answerText } from "#lib/server/answer-text.ts";
import { createDispatcher } from "#lib/server/dispatch.ts";
import { doors } from "#lib/server/doors.ts";
import { openListener } from "#lib/server/open-listener.ts";
import { probeDatabase } from "#lib/server/probe-database.ts";
import { runLifecycle } from "#lib/server/run-lifecycle.ts";
import { startBeside } from "#lib/server/start-beside.ts";

/** What such a process tells its parent: that it serves, or its resident memory, which it was asked for. */
export type Said = { serves: true } | { rssMb: number };

// One instance of the server, begun and ended as the product is, without its pages. The argument is how long it lets
// requests end.
const drainMs = Number(process.argv[2]);

await runLifecycle(
  async (lifecycle) => {
    const { publicUrl, isLocal, port } = getConfig();
    const listener = await openListener(port, "127.0.0.1");
    const dispatch = createDispatcher({
      doors: {
        ...doors,
        next: (_request, response) => answerText(response, 404, "There are no pages here."),
      },
      origin: { publicUrl, isLocal, port },
      draining: lifecycle.stopping,
      probe: probeDatabase,
    });
    listener.serve((request, response) => void dispatch(request, response));
    lifecycle.onStop("what runs beside", await startBeside());
    lifecycle.onStop("the requests", () => listener.drain(drainMs));
    process.on("unhandledRejection", (error) => process.stderr.write(`unhandled: ${String(error)}\n`));
    process.on("message", () => process.send?.({ rssMb: process.memoryUsage.rss() / 1e6 } satisfies Said));
    process.once("disconnect", () => process.exit(0));
    process.send?.({ serves: true } satisfies Said);
  },
  {
    exitAtOnceOn: [],
    stopsWithParent: false,
    onFailure: (error) => void process.stderr.write(`${String(error)}\n`),
  },
);
