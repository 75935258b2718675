import { timingSafeEqual } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from "node:http";
import { z } from "zod";
import { type Faults, FaultSchema } from "./faults.ts";
import type { KeyBook } from "./keys.ts";
import type { World } from "./state.ts";
import { addTools, type Server, tool } from "./tool.ts";

type Parts = {
  keys: KeyBook;
  faults: Faults;
  server: Server;
  world: World;
  controlToken: string | undefined;
};
type Answer = { status: number; body: unknown };

const BODY_MAX_BYTES = 64 * 1024;
const KeySwitch = z.strictObject({ keyName: z.string(), active: z.boolean() });
const ToolSwitch = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,64}$/),
  description: z.string().max(2_048).optional(),
  remove: z.boolean().optional(),
});
const NOT_FOUND: Answer = { status: 404, body: { detail: "Not Found" } };

/** Trinity's backend as far as a gateway meets it, and, only with a control token, the switches tests need. */
export function createBackend(parts: Parts): HttpServer {
  return createServer((request, response) => {
    answer(parts, request).then(
      (result) => send(response, result),
      () => send(response, { status: 400, body: { detail: "Bad Request" } }),
    );
  });
}

async function answer(parts: Parts, request: IncomingMessage): Promise<Answer> {
  const path = request.url?.split("?")[0] ?? "/";
  if (request.method === "GET" && path === "/health") return { status: 200, body: { status: "healthy" } };
  if (request.method === "POST" && path === "/api/mcp/validate") return validate(parts.keys, request);
  if (path.startsWith("/_test/") && isControl(parts.controlToken, request))
    return control(parts, request, path);
  return NOT_FOUND;
}

function validate(keys: KeyBook, { headers }: IncomingMessage): Answer {
  const caller = keys.findCaller(headers.authorization);
  if (!caller) return { status: 401, body: { detail: "Invalid or inactive API key" } };
  return {
    status: 200,
    body: {
      valid: true,
      key_id: caller.keyId,
      user_id: caller.userId,
      user_email: caller.email,
      key_name: caller.keyName,
      agent_name: caller.agentName ?? null,
      scope: caller.scope,
    },
  };
}

async function control(
  { keys, faults, server, world }: Parts,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  const route = `${request.method} ${path}`;
  if (route === "GET /_test/calls") return { status: 200, body: faults.counts() };
  if (route === "POST /_test/reset") return done(faults.reset());
  if (route === "GET /_test/world") return { status: 200, body: { startedAt: world.startedAt } };
  if (route === "POST /_test/world") return done(world.reset());
  const body = JSON.parse(await readBody(request)) as unknown;
  if (route === "POST /_test/faults") return done(faults.set(FaultSchema.parse(body)));
  if (route === "POST /_test/keys") {
    const { keyName, active } = KeySwitch.parse(body);
    return keys.setActive(keyName, active) ? done() : NOT_FOUND;
  }
  if (route === "POST /_test/tools") {
    const { name, description, remove } = ToolSwitch.parse(body);
    server.removeTool(name);
    if (!remove) addTools(server, world, faults, [echoTool(name, description)]);
    return done();
  }
  return NOT_FOUND;
}

function echoTool(name: string, description = "Returns its arguments.") {
  return tool({
    name,
    description,
    audience: "operator",
    input: z.object({ text: z.string().optional() }),
    run: (_call, input) => input,
  });
}

function isControl(token: string | undefined, { headers }: IncomingMessage): boolean {
  if (!token) return false;
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function done(_result?: void): Answer {
  return { status: 200, body: { ok: true } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES) throw new Error("Body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
