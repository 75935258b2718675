import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { findInDatabase } from "#lib/testing/find-in-database.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { refusal } from "#lib/testing/people.ts";
import { deliver, openStream, passWait, useCollector } from "#lib/testing/streams/use-collector.ts";
import { adminUrl } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { asDatabaseAdmin } from "#lib/testing/use-exports.ts";
import { changeLogStream } from "./change-log-stream.ts";
import { createLogStream } from "./create-log-stream.ts";
import { getLogStream } from "./get-log-stream.ts";
import { pauseLogStream } from "./pause-log-stream.ts";
import { removeLogStream } from "./remove-log-stream.ts";
import { resumeLogStream } from "./resume-log-stream.ts";
import { rotateStreamSecret } from "./rotate-stream-secret.ts";
import { testLogStream } from "./test-log-stream.ts";

useDatabase();
const collector = useCollector();

const PUBLIC = { url: "https://collector.example/in", kinds: ["audit"] };
const TOKEN = "Bearer the-collectors-own-token-9f3a";

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  await asDatabaseAdmin("DELETE FROM tenant.log_streams");
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

const readAudit = async () =>
  await inTenant(tenant.tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId: tenant.tenantId }, orderBy: { seq: "asc" } }),
  );

describe("a log stream", () => {
  test("is set up, shown without its secrets, changed, paused, resumed and removed, each in the audit log", async () => {
    const header = { headerName: "Authorization", headerValue: TOKEN };
    const { id, secret } = await createLogStream(owner, { ...PUBLIC, ...header });
    const shown = await getLogStream(await mintMember(tenant, "auditor"), {});
    expect(shown).toMatchObject({
      id,
      url: null,
      host: "collector.example",
      kinds: ["audit"],
      header: { name: "authorization", lastFour: "9f3a" },
      state: "waiting",
      missed: 0,
      test: null,
    });
    await changeLogStream(owner, {
      id,
      version: 1,
      url: "https://collector.example/other",
      kinds: ["attempts", "audit"],
      headerName: "authorization",
    });
    await pauseLogStream(owner, { id });
    expect((await getLogStream(owner, {}))?.state).toBe("paused");
    expect(await refusal(pauseLogStream(owner, { id }))).toBe("conflict");
    await resumeLogStream(owner, { id });
    expect(await refusal(resumeLogStream(owner, { id }))).toBe("conflict");
    await rotateStreamSecret(owner, { id });
    await removeLogStream(owner, { id });
    expect(await getLogStream(owner, {})).toBeNull();
    const rows = await readAudit();
    expect(rows.map(({ action, target }) => [action, target])).toEqual(
      ["create", "change", "pause", "resume", "rotate-secret", "remove"].map((verb) => [
        `log-stream.${verb}`,
        id,
      ]),
    );
    expect(rows[1]).toMatchObject({
      before: { host: "collector.example", kinds: ["audit"], header: "authorization" },
      after: { kinds: ["audit", "attempts"], isNewValue: false },
    });
    const audited = JSON.stringify(rows.map(({ before, after }) => [before, after]));
    for (const text of [secret, TOKEN]) expect(JSON.stringify(shown) + audited).not.toContain(text);
    expect(audited).not.toContain("/other");
  });

  test("there is one of: a second one is refused, also at the same moment", async () => {
    const tries = [1, 2, 3].map(() => refusal(createLogStream(owner, PUBLIC)));
    expect((await Promise.all(tries)).toSorted()).toEqual(["conflict", "conflict", "done"]);
  });

  test("a change says what was seen, so that the slower of two is told", async () => {
    const { id } = await createLogStream(owner, PUBLIC);
    const change = { id, version: 1, ...PUBLIC };
    await changeLogStream(owner, change);
    expect(await refusal(changeLogStream(owner, change))).toBe("conflict");
  });

  test.each([
    ["no kind", { ...PUBLIC, kinds: [] }],
    ["an unknown kind", { ...PUBLIC, kinds: ["mails"] }],
    ["a header without its value", { ...PUBLIC, headerName: "authorization" }],
    ["a value without its header", { ...PUBLIC, headerValue: TOKEN }],
    ["a header of ours", { ...PUBLIC, headerName: "Webhook-Id", headerValue: TOKEN }],
    ["a value of two lines", { ...PUBLIC, headerName: "authorization", headerValue: "a\r\nhost: b" }],
  ])("is refused with %s", async (_what, input) => {
    expect(await refusal(createLogStream(owner, input))).toBe("invalid_input");
  });
});

test.each([
  "http://collector.example/in",
  "https://collector.example:8443/in",
  "https://127.0.0.1/in",
  "https://[::1]/in",
  "https://169.254.169.254/latest/meta-data",
  "https://2130706433/in",
  "https://10.0.0.7/in",
  "https://collector.internal/in",
  "https://localhost/in",
  "https://user:word@collector.example/in",
  "http://localhost:3000/api/mcp",
  "http://127.0.0.1:3000/",
  "file:///etc/passwd",
])("H29: %s is no collector's address, new or changed", async (url) => {
  expect(await refusal(createLogStream(owner, { ...PUBLIC, url }))).toBe("invalid_input");
  const { id } = await createLogStream(owner, PUBLIC);
  expect(await refusal(changeLogStream(owner, { id, version: 1, ...PUBLIC, url }))).toBe("invalid_input");
  expect((await getLogStream(owner, {}))?.url).toBe(PUBLIC.url);
});

test("H29: an address that is no longer public is refused at each delivery, and nothing goes there", async () => {
  const { id } = await openStream(owner, collector.url());
  await asDatabaseAdmin(`UPDATE tenant.log_streams SET url = 'https://127.0.0.1/in' WHERE id = '${id}'`);
  await deliver();
  expect(await getLogStream(owner, {})).toMatchObject({ state: "failing", failure: "not_public" });
  await asDatabaseAdmin(`UPDATE tenant.log_streams SET url = 'http://localhost:3000/in' WHERE id = '${id}'`);
  expect(await testLogStream(owner, { id })).toEqual({ failure: "not_public" });
  expect(collector.received).toEqual([]);
});

describe("a test event", () => {
  test("is one signed row with the collector's header, whose result is kept and audited", async () => {
    const header = { headerName: "x-token", headerValue: TOKEN };
    const { id } = await openStream(owner, collector.url(), header);
    expect(await testLogStream(owner, { id })).toEqual({ failure: null });
    expect(collector.received).toMatchObject([
      { headers: { "x-token": TOKEN, "trinity-kind": "test" }, rows: [{ kind: "test" }] },
    ]);
    collector.answer = (response) => response.writeHead(403).end("who are you <script>");
    expect(await testLogStream(owner, { id })).toEqual({ failure: "denied" });
    expect((await getLogStream(owner, {}))?.test).toMatchObject({ failure: "denied" });
    expect((await readAudit()).slice(1)).toMatchObject([
      { action: "log-stream.test", target: id, after: { failure: null } },
      { action: "log-stream.test", target: id, after: { failure: "denied" } },
    ]);
  });

  test("H30: is sent so many times in ten minutes", async () => {
    const { id } = await openStream(owner, collector.url());
    const answers = [];
    for (let index = 0; index < 21; index += 1) answers.push(await refusal(testLogStream(owner, { id })));
    expect(answers.filter((answer) => answer === "done")).toHaveLength(20);
    expect(answers.at(-1)).toBe("limit_exceeded");
  });
});

describe("the collector's own token", () => {
  test("H29: goes to no other host and in no other header than it was entered for", async () => {
    const header = { headerName: "x-token", headerValue: TOKEN };
    const { id } = await openStream(owner, collector.url(), header);
    const change = (more: object) =>
      changeLogStream(owner, { id, version: 1, url: collector.url(), kinds: ["audit"], ...more });
    expect(await refusal(change({ url: PUBLIC.url, headerName: "x-token" }))).toBe("precondition_failed");
    expect(await refusal(change({ headerName: "x-other" }))).toBe("precondition_failed");
    // A row moved there by whoever writes the database does not open.
    await asDatabaseAdmin(`UPDATE tenant.log_streams SET header_name = 'x-other' WHERE id = '${id}'`);
    expect(await testLogStream(owner, { id })).toEqual({ failure: "sealed" });
    expect(collector.received).toEqual([]);
  });

  test("is left out once it was taken away", async () => {
    const header = { headerName: "x-token", headerValue: TOKEN };
    const { id } = await openStream(owner, collector.url(), header);
    await changeLogStream(owner, { id, version: 1, url: collector.url(), kinds: ["audit"], headerName: "" });
    await testLogStream(owner, { id });
    expect(collector.received[0]?.headers["x-token"]).toBeUndefined();
  });

  test("L01, L02: and the signing secret stand in no row, log line, answer or audit row in the clear", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    collector.answer = (response) => response.writeHead(500).end("no");
    const header = { headerName: "authorization", headerValue: TOKEN };
    const { id, secret } = await openStream(owner, collector.url(), header);
    await testLogStream(owner, { id });
    await deliver();
    await passWait();
    await deliver();
    const rotated = await rotateStreamSecret(owner, { id });
    const texts = [TOKEN, TOKEN.slice(7), secret, secret.slice(6), rotated.secret, rotated.secret.slice(6)];
    const admin = new pg.Client({ connectionString: adminUrl() });
    await admin.connect();
    for (const text of texts) {
      expect(await findInDatabase(admin, text)).toEqual({});
      expect(await findInDatabase(admin, Buffer.from(text).toString("hex"))).toEqual({});
      expect(written.join("")).not.toContain(text);
      expect(JSON.stringify(await getLogStream(owner, {}))).not.toContain(text);
    }
    await admin.end();
  });
});
