import { FastMCP } from "fastmcp";
import { z } from "zod";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import type { Shape } from "./listen.ts";

const silent = () => undefined;

/** A server made with fastmcp: sessions, a bearer token, and 406 to whoever does not accept JSON and streams both. */
export async function openFastmcpServer(key: string): Promise<Shape> {
  const port = await findFreePort();
  const server = new FastMCP({
    name: "warehouse",
    version: "1.4.0",
    logger: { debug: silent, error: silent, info: silent, log: silent, warn: silent },
    authenticate: async ({ headers }) => {
      if (headers.authorization === `Bearer ${key}`) return await Promise.resolve({ key });
      throw new Response(null, { status: 401 });
    },
  });
  server.addTool({
    name: "count_parts",
    description: "Counts the parts in stock.",
    parameters: z.object({ part: z.string() }),
    execute: async ({ part }) => await Promise.resolve(`17 ${part}`),
  });
  await server.start({ transportType: "httpStream", httpStream: { port, host: "127.0.0.1" } });
  return { url: `http://127.0.0.1:${port}/mcp`, seen: [], close: async () => await server.stop() };
}
