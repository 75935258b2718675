import "#server-only";
import { EventEmitter } from "node:events";
import type { Server } from "node:http";
import next from "next";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import { createDispatcher } from "./dispatch.ts";
import { doors } from "./doors.ts";
import { makeGuard } from "./guard-request.ts";
import { PROJECT_DIR } from "./hash-files.ts";
import type { Listener, UpgradeListener } from "./open-listener.ts";
import { probeDatabase } from "./probe-database.ts";
import { startBeside } from "./start-beside.ts";

/** Loads Next and puts the dispatcher behind the listener. Returns what stops all that runs beside it. */
export async function openDoors(listener: Listener, draining: AbortSignal): Promise<() => Promise<void>> {
  const { publicUrl, isLocal, isDevelopment, port, trustedProxies } = getConfig();
  const origin = { publicUrl, isLocal, port, trustedProxies };
  // Next attaches its own upgrade listener to the server it is given; this one hears only what passed the guard.
  const upgrades = new EventEmitter();
  const app = next({
    dev: isDevelopment,
    dir: PROJECT_DIR,
    hostname: new URL(publicUrl).hostname,
    port,
    httpServer: upgrades as unknown as Server,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const guard = makeGuard(origin);
  const onUpgrade: UpgradeListener = (request, socket, head) => {
    const refusal = guard(request, false);
    if (refusal) return void socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n\r\n`);
    if (!upgrades.emit("upgrade", request, socket, head)) socket.destroy();
  };
  const dispatch = createDispatcher({
    doors: {
      ...doors,
      next: (request, response) => handle(request, response),
    },
    origin,
    draining,
    probe: probeDatabase,
  });
  // Only the development server speaks WebSocket, for hot reloading.
  listener.serve(
    (request, response) => void dispatch(request, response),
    isDevelopment ? onUpgrade : undefined,
  );
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => log.error({ err: error, event }, "an error nobody caught"));
  }
  const stopBeside = await startBeside();
  return async () => {
    await app.close();
    await stopBeside();
  };
}
