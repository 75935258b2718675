import { startRevocationWatch } from "#lib/grants/watch-revocations.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { createDispatcher, type Door } from "#lib/server/dispatch.ts";
import { serveMcp } from "#lib/server/serve-mcp.ts";
import { serve } from "./serve.ts";

const notFound: Door = (_request, response) => void response.writeHead(404).end();
const { publicUrl, isLocal, port } = getConfig();
const dispatch = createDispatcher({
  doors: { mcp: serveMcp, oauth: notFound, metadata: notFound, next: notFound },
  origin: { publicUrl, isLocal, port },
  draining: new AbortController().signal,
  probe: () => Promise.resolve(),
});

if (process.argv[2] !== "deaf") await startBus();
await startRevocationWatch();
await serve((request, response) => void dispatch(request, response), port);
