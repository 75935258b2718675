import "#server-only";
import { getConfig } from "../config/get-config.ts";
import { once } from "../registry/once.ts";
import { Listener } from "./internal/listener.ts";

/**
 * Starts listening on one direct connection, which outlives restarts of Postgres. Resolves after the first attempt;
 * a database that is away is tried again until `stopBus`. A second start changes nothing.
 */
export async function startBus(): Promise<void> {
  const { databaseDirectUrl, databaseUrl } = getConfig();
  const url = databaseDirectUrl ?? databaseUrl;
  if (!url) throw new Error("The app database address is not configured.");
  let isNew = false;
  const listener = once("bus.listener", () => {
    isNew = true;
    return new Listener(url);
  });
  if (isNew) await listener.open();
}
