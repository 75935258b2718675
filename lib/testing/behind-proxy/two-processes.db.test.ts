import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, test } from "vitest";
import { CLAUDE_CODE } from "../drive-oauth.ts";
import { META, toModernHeaders } from "../open-gateway.ts";
import { useDatabase } from "../use-database.ts";
import { explainMissingNginx, SERVED_BY } from "./start-nginx.ts";
import { useFixture } from "./use-fixture.ts";

const missing = explainMissingNginx();
const INFO = { name: "behind-proxy", version: "1.0.0" };
const FORM = { username: "ann", email: "ann" };

useDatabase();

describe.skipIf(missing !== null)(
  `two processes behind nginx${missing === null ? "" : ` (${missing})`}`,
  () => {
    const scene = useFixture(2);
    let token: string;
    let lastId = 0;
    beforeAll(async () => {
      token = await scene.connect();
    });

    const send = (init: RequestInit, headers: Record<string, string> = {}) =>
      fetch(scene.url, {
        ...init,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          ...headers,
        },
      });
    const post = (method: string, params: object, headers: Record<string, string>, signal?: AbortSignal) => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: ++lastId, method, params });
      return send({ method: "POST", body, ...(signal && { signal }) }, headers);
    };
    const legacy = (method: string, params: object = {}, session?: string) =>
      post(method, params, {
        "mcp-protocol-version": "2025-11-25",
        ...(session === undefined ? {} : { "mcp-session-id": session }),
      });
    const modern = (method: string, params: { [member: string]: unknown } = {}, signal?: AbortSignal) => {
      const headers = toModernHeaders(method, params);
      return post(method, { ...params, _meta: { ...META, progressToken: "p" } }, headers, signal);
    };

    async function openSession(capabilities: object = {}): Promise<string> {
      const asked = { protocolVersion: "2025-11-25", capabilities, clientInfo: INFO };
      const response = await legacy("initialize", asked);
      await response.text();
      return response.headers.get("mcp-session-id") ?? "";
    }

    /** Statuses of the same request at both, and that it was both. */
    async function askBoth(ask: () => Promise<Response>): Promise<Set<number>> {
      const answers = [await ask(), await ask(), await ask(), await ask()];
      await Promise.all(answers.map((answer) => answer.text()));
      expect(new Set(answers.map(({ headers }) => headers.get(SERVED_BY))).size).toBe(2);
      return new Set(answers.map(({ status }) => status));
    }

    async function connectClient(mode: "legacy" | "auto", asked: string[]): Promise<Client> {
      const client = new Client(INFO, { capabilities: { elicitation: {} }, versionNegotiation: { mode } });
      client.setRequestHandler("elicitation/create", ({ params }) => {
        asked.push(params.message);
        const { properties = {} } = "requestedSchema" in params ? params.requestedSchema : {};
        const content = Object.fromEntries(Object.keys(properties).map((name) => [name, "ann"]));
        return { action: "accept", content };
      });
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      await client.connect(new StreamableHTTPClientTransport(new URL(scene.url), { requestInit }));
      return client;
    }

    test("each request of a session may reach another process", async () => {
      const session = await openSession();
      expect(await askBoth(() => legacy("tools/list", {}, session))).toEqual(new Set([200]));
      const call = { name: "test_simple_text", arguments: {} };
      expect(await askBoth(() => legacy("tools/call", call, session))).toEqual(new Set([200]));
      expect(await askBoth(() => modern("tools/list"))).toEqual(new Set([200]));
    });

    test("a session ended at one is unknown to both", async () => {
      const session = await openSession();
      const headers = { "mcp-protocol-version": "2025-11-25", "mcp-session-id": session };
      expect((await send({ method: "DELETE" }, headers)).ok).toBe(true);
      expect(await askBoth(() => legacy("tools/list", {}, session))).toEqual(new Set([404]));
    });

    test("progress comes through as it happens, and nothing is held back until the end", async () => {
      const response = await modern("tools/call", { name: "test_tool_with_progress", arguments: {} });
      expect(response.headers.get("content-type")).toBe("text/event-stream");
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      const first = (await reader?.read())?.value ?? "";
      expect(first).toContain("notifications/progress");
      expect(first).not.toContain('"result"');
      let rest = "";
      for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
        rest += next.value;
      expect(rest).toContain('"result"');
    });

    test.each([
      ["the call's", "test_elicitation"],
      ["the session's", "ask_on_session_stream"],
    ])(
      "a question on %s stream reaches the client, and its answer the process that waits for it",
      async (_stream, name) => {
        const asked: string[] = [];
        const client = await connectClient("legacy", asked);
        const text = `User response: action=accept, content=${JSON.stringify(FORM)}`;
        for (const message of ["one", "two", "three"]) {
          const { content } = await client.callTool({ name, arguments: { message } });
          expect(content).toMatchObject([{ text }]);
        }
        expect(asked).toEqual(["one", "two", "three"]);
        await client.close();
      },
    );

    test("each round of a call that asks by its result may reach another process", async () => {
      const asked: string[] = [];
      const client = await connectClient("auto", asked);
      const { content } = await client.callTool({
        name: "test_input_required_result_multi_round",
        arguments: {},
      });
      expect(content).toMatchObject([{ text: "ann likes ann." }]);
      expect(asked).toHaveLength(2);
      await client.close();
    });

    test("what one process sees change is told by the other, which a client listens to", async () => {
      const leaving = new AbortController();
      const wanted = { notifications: { promptsListChanged: true } };
      const listening = await modern("subscriptions/listen", wanted, leaving.signal);
      const reader = listening.body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = (await reader?.read())?.value ?? "";
      expect(heard).toContain("notifications/subscriptions/acknowledged");
      const call = { name: "test_trigger_prompt_change", arguments: {} };
      expect(await askBoth(() => modern("tools/call", call))).toEqual(new Set([200]));
      while (!heard.includes("notifications/prompts/list_changed")) {
        const next = await reader?.read();
        if (next?.done !== false) throw new Error(`the stream ended: ${heard}`);
        heard += next.value;
      }
      leaving.abort();
    });

    test("a revoked token is refused by both", async () => {
      const other = await scene.connect();
      const ask = () =>
        send(
          { method: "POST", body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }) },
          {
            authorization: `Bearer ${other}`,
          },
        );
      expect(await askBoth(ask)).toEqual(new Set([200]));
      const body = new URLSearchParams({ token: other, client_id: CLAUDE_CODE });
      const revoked = await fetch(`${scene.instances.publicUrl}/oauth/revoke`, { method: "POST", body });
      expect(revoked.status).toBe(200);
      await expect.poll(() => askBoth(ask), { timeout: 30_000 }).toEqual(new Set([401]));
    });
  },
);
