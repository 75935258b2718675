import next from "next";
import { startRevocationWatch } from "#lib/grants/watch-revocations.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { PROJECT_DIR } from "#lib/server/hash-files.ts";
import { serve } from "./serve.ts";

// The gateway through its other door: the route of the built web application.
const { port } = getConfig();
const app = next({ dev: false, dir: PROJECT_DIR, hostname: "127.0.0.1", port });
await app.prepare();
const handle = app.getRequestHandler();
await startBus();
await startRevocationWatch();
await serve((request, response) => void handle(request, response), port);
