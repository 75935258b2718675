import diagnostics from "node:diagnostics_channel";
import { once } from "node:events";
import type { Server as NetServer } from "node:net";
import { FastMCP, type Logger } from "fastmcp";
import { createBackend } from "./backend.ts";
import { Faults } from "./faults.ts";
import { type Caller, KeyBook, type SampleKey } from "./keys.ts";
import { World } from "./state.ts";
import { addTools, type SampleTool } from "./tool.ts";
import { agentTools } from "./tools/agents.ts";
import { chatTools, dynamicChatTools } from "./tools/chat.ts";
import { connectorTools } from "./tools/connector.ts";
import { executionTools } from "./tools/executions.ts";
import { fanOutTools } from "./tools/fan-out.ts";
import { fleetTools } from "./tools/fleet.ts";
import { gitTools } from "./tools/git.ts";
import { loopTools } from "./tools/loops.ts";
import { metricTools } from "./tools/metrics.ts";
import { notificationTools } from "./tools/notifications.ts";
import { operatorQueueTools } from "./tools/operator-queue.ts";
import { peerTools } from "./tools/peers.ts";
import { pipelineTools } from "./tools/pipelines.ts";
import { reminderTools } from "./tools/reminders.ts";
import { reportTools } from "./tools/reports.ts";
import { roomTools } from "./tools/rooms.ts";
import { scheduleTools } from "./tools/schedules.ts";
import { searchTools } from "./tools/search-executions.ts";
import { skillTools } from "./tools/skills.ts";
import { systemTools } from "./tools/systems.ts";
import { tagTools } from "./tools/tags.ts";
import { templateTools } from "./tools/templates.ts";

export type SampleOptions = {
  port: number;
  backendPort?: number;
  keys: readonly SampleKey[];
  controlToken?: string | undefined;
};
export type Sample = { port: number; backendPort: number; close(): Promise<void> };

const HOST = "127.0.0.1";
const ignore = () => undefined;
const silent: Logger = { debug: ignore, error: ignore, info: ignore, log: ignore, warn: ignore };

/** Every tool the instance registers, whichever keys may see it. */
export function sampleTools(world: World): readonly SampleTool[] {
  return [
    ...agentTools,
    ...tagTools,
    ...pipelineTools,
    ...templateTools,
    ...gitTools,
    ...chatTools,
    ...dynamicChatTools(world),
    ...fanOutTools,
    ...loopTools,
    ...roomTools,
    ...peerTools,
    ...executionTools,
    ...searchTools,
    ...scheduleTools,
    ...reminderTools,
    ...reportTools,
    ...metricTools,
    ...fleetTools,
    ...skillTools,
    ...systemTools,
    ...notificationTools,
    ...operatorQueueTools,
    ...connectorTools,
  ];
}

/** Starts the instance on loopback: MCP at /mcp on `port` (0 = a free one), Trinity's backend on a port of its own. */
export async function startSample({
  port,
  backendPort = 0,
  keys,
  controlToken,
}: SampleOptions): Promise<Sample> {
  const world = new World();
  const faults = new Faults();
  const book = new KeyBook(keys);
  const server = new FastMCP<Caller>({
    name: "trinity-orchestrator",
    version: "1.0.0",
    logger: silent,
    roots: { enabled: false },
    async authenticate(request) {
      await faults.beforeRequest();
      const caller = book.findCaller(request?.headers.authorization);
      // fastmcp answers 401 with this message and the request's own id, as Trinity's server does.
      return caller ?? ({ authenticated: false, error: "Invalid API key" } as unknown as Caller);
    },
  });
  addTools(server, world, faults, sampleTools(world));

  const backend = createBackend({ keys: book, faults, server, world, controlToken });
  backend.listen(backendPort, HOST);
  await once(backend, "listening");
  const mcpPort = await listeningPort(() =>
    server.start({ transportType: "httpStream", httpStream: { port, host: HOST } }),
  );
  return {
    port: mcpPort,
    backendPort: portOf(backend),
    async close() {
      faults.reset();
      backend.closeAllConnections();
      backend.close();
      await server.stop();
    },
  };
}

/** fastmcp does not tell which free port it got; Node says so on the diagnostics channel of its listener. */
async function listeningPort(start: () => Promise<void>): Promise<number> {
  let port = 0;
  const onListen = (message: unknown) => {
    port = portOf((message as { server: NetServer }).server);
  };
  diagnostics.subscribe("tracing:net.server.listen:asyncEnd", onListen);
  try {
    await start();
  } finally {
    diagnostics.unsubscribe("tracing:net.server.listen:asyncEnd", onListen);
  }
  return port;
}

function portOf(server: NetServer): number {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The sample instance is not listening");
  return address.port;
}
