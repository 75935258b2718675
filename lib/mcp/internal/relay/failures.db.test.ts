import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson, echo } from "#lib/testing/open-fake-upstream.ts";
import { allowOutbound } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const SECRET_TEXT = "stack trace and a key";

const { callWith, read, call } = makeCalls(scene);
const findInstance = async () =>
  await inTenant(scene.tenant.tenantId, (tx) =>
    tx.upstream.findFirst({
      where: { tenantId: scene.tenant.tenantId, id: scene.upstreamId },
      select: { problem: true, problemSince: true },
    }),
  );

describe("what goes wrong at the instance is told in our words", () => {
  test.each([
    [
      "401",
      "refused_key",
      "refuses the key",
      (response: ServerResponse) => answerJson(response, 401, { error: SECRET_TEXT }),
    ],
    [
      "500",
      "failed",
      "answers with errors",
      (response: ServerResponse) => answerJson(response, 500, { error: SECRET_TEXT }),
    ],
    [
      "503",
      "failed",
      "answers with errors",
      (response: ServerResponse) => answerJson(response, 503, { error: SECRET_TEXT }),
    ],
    [
      "a redirect",
      "protocol",
      "we cannot read",
      (response: ServerResponse) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
    ],
    [
      "HTML",
      "protocol",
      "we cannot read",
      (response: ServerResponse) => response.writeHead(200, { "content-type": "text/html" }).end(SECRET_TEXT),
    ],
    [
      "broken JSON",
      "protocol",
      "we cannot read",
      (response: ServerResponse) => response.writeHead(200, { "content-type": "application/json" }).end("{"),
    ],
    [
      "a stream that ends early",
      "protocol",
      "we cannot read",
      (response: ServerResponse) =>
        response.writeHead(200, { "content-type": "text/event-stream" }).end(": hello\n\n"),
    ],
    [
      "a cut connection",
      "unreachable",
      "cannot be reached",
      (response: ServerResponse) => response.destroy(),
    ],
  ] as const)(
    "%s: a tool error that names the instance, never a 401 or 5xx of ours",
    async (_name, problem, words, fail) => {
      scene.fake.behave((_message, response) => void fail(response));
      const response = await callWith({});
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([200, null]);
      const { result } = await read(response);
      expect(result.isError).toBe(true);
      expect(result.content[0]?.text).toMatch(
        new RegExp(`"Berlin" ${words === "refuses the key" ? words : `.*${words}`}.*since \\d{4}-`),
      );
      expect(JSON.stringify(result)).not.toContain(SECRET_TEXT);
      await expect.poll(async () => (await findInstance())?.problem, { timeout: 30_000 }).toBe(problem);
    },
  );

  test("the time it began stays until it works again, and then nothing is noted", async () => {
    scene.fake.behave((_message, response) => answerJson(response, 500, {}));
    await call();
    await expect.poll(async () => (await findInstance())?.problem, { timeout: 30_000 }).toBe("failed");
    const began = (await findInstance())?.problemSince;
    scene.fake.behave((_message, response) => response.destroy());
    await call();
    await expect.poll(async () => (await findInstance())?.problem, { timeout: 30_000 }).toBe("unreachable");
    expect((await findInstance())?.problemSince).toEqual(began);
    scene.fake.behave(echo);
    expect((await call()).result.isError ?? false).toBe(false);
    await expect.poll(findInstance, { timeout: 30_000 }).toEqual({ problem: null, problemSince: null });
  });

  test("arguments the instance refuses are for the model to read; its other errors are not", async () => {
    const fail = (code: number) =>
      scene.fake.behave(({ id }, response) =>
        answerJson(response, 200, { jsonrpc: "2.0", id, error: { code, message: "name is required" } }),
      );
    fail(-32602);
    expect((await call()).result).toMatchObject({ isError: true, content: [{ text: "name is required" }] });
    fail(-32603);
    expect(JSON.stringify(await call())).not.toContain("name is required");
    fail(-32601);
    expect((await call()).result.content[0]?.text).toContain("no longer has this tool");
  });

  test("H22: a failed call is sent once", async () => {
    scene.fake.behave((_message, response) => answerJson(response, 503, {}));
    const before = scene.fake.count("tools/call");
    await call();
    expect(scene.fake.count("tools/call") - before).toBe(1);
  });

  test("an instance that nothing listens at is a tool error too", async () => {
    allowOutbound("http://127.0.0.1:1");
    const other = await mintTenant();
    const person = await mintMember(other, "member");
    await mintUpstream(other, {
      url: "http://127.0.0.1:1/mcp",
      key: FAKE_KEY,
      name: "Nowhere",
      tools: ["list_agents"],
    });
    const { token: theirs } = await mintGrantWithToken(person, { groups: ["agents.read"] });
    const { result } = await call({}, { token: theirs });
    expect(result.content[0]?.text).toContain('"Nowhere" cannot be reached');
    expect(result.content[0]?.text).toContain("Nothing was done");
  });
});
