import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { type Sample, startSample } from "#lib/sample/start-sample.ts";

type Answer = { status: number; headers?: Record<string, string>; body?: string };
type Instances = {
  /** The sample's MCP address and its backend's. */
  url: string;
  apiUrl: string;
  /** An address that answers whatever `answer` says; 401 until a test says otherwise. */
  fakeUrl: string;
  answer: (authorization: string | undefined) => Answer;
  /** Requests the fake got in this test. */
  dialled: number;
  /** The sample's switches: revoke a key, change a tool. */
  control: (path: string, body: object) => Promise<void>;
};

export const newKey = () => `trinity_mcp_${randomBytes(32).toString("base64url")}`;
export const KEYS = { user: newKey(), other: newKey(), system: newKey() };

/** A running sample instance and a server that answers as told, both reachable through the guarded fetch. */
export function useInstances(): Instances {
  const token = randomBytes(16).toString("hex");
  let sample: Sample;
  let fake: Server;
  const instances: Instances = {
    url: "",
    apiUrl: "",
    fakeUrl: "",
    answer: () => ({ status: 401 }),
    dialled: 0,
    async control(path, body) {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const options = { method: "POST", headers, body: JSON.stringify(body) };
      expect((await fetch(`${instances.apiUrl}/_test/${path}`, options)).status).toBe(200);
    },
  };
  beforeAll(async () => {
    // The library under the sample reports every ended session on stdout.
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    sample = await startSample({ port: 0, backendPort: 0, controlToken: token, keys: toSampleKeys() });
    fake = createServer((request, response) => {
      instances.dialled += 1;
      request.resume().on("end", () => {
        const { status, headers = {}, body = "" } = instances.answer(request.headers.authorization);
        response.writeHead(status, headers).end(body);
      });
    });
    await new Promise<void>((done) => fake.listen(0, "127.0.0.1", done));
    const { port } = fake.address() as AddressInfo;
    instances.url = `http://127.0.0.1:${sample.port}/mcp`;
    instances.apiUrl = `http://127.0.0.1:${sample.backendPort}`;
    instances.fakeUrl = `http://127.0.0.1:${port}/mcp`;
    const ports = [sample.port, sample.backendPort, port];
    setConfig({ ...getConfig(), outboundAllow: ports.map((one) => `127.0.0.1:${one}`) });
  });
  beforeEach(() => {
    instances.dialled = 0;
    instances.answer = () => ({ status: 401 });
  });
  afterAll(async () => {
    await sample.close();
    await new Promise((done) => fake.close(done));
    vi.restoreAllMocks();
  });
  return instances;
}

function toSampleKeys() {
  const person = { userId: "admin", email: "owner@acme.example" };
  return [
    { ...person, key: KEYS.user, scope: "user" as const, keyName: "user" },
    { ...person, key: KEYS.other, scope: "user" as const, keyName: "other" },
    { ...person, key: KEYS.system, scope: "system" as const, keyName: "system" },
  ];
}
