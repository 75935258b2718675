import { expect, test, vi } from "vitest";
import { log } from "#lib/platform/log/log.ts";
import { CLAUDE, CLAUDE_CODE } from "#lib/testing/drive-oauth.ts";
import { passTime } from "#lib/testing/publish-documents.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useWeb } from "#lib/testing/use-web.ts";
import { checkPinnedDocuments, PIN_DIFFERS } from "./check-pinned-documents.ts";
import { findPinnedDocument } from "./internal/documents/pinned-documents.ts";
import { listClients } from "./list-clients.ts";

useDatabase();
const web = useWeb();

const CODEX = "https://chatgpt.com/oauth/codex/client.json";

async function look(): Promise<Record<string, string>> {
  for (const url of [CLAUDE, CLAUDE_CODE, CODEX]) await passTime(url);
  await checkPinnedDocuments();
  return Object.fromEntries((await listClients()).pinned.map(({ name, state }) => [name, state]));
}

test("a pinned document that changes is an alarm at every look, one that cannot be read is none, and no pin moves", async () => {
  const alarms = vi.spyOn(log, "error").mockImplementation(() => undefined);
  expect((await listClients()).pinned.map(({ state }) => state)).toEqual(Array(3).fill("not checked yet"));
  const claude = {
    client_id: CLAUDE,
    client_name: "Claude",
    client_uri: "https://claude.ai",
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
    grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
    token_endpoint_auth_method: "none",
  };
  web.publish(CLAUDE, claude);
  web.publish(CLAUDE_CODE, {
    client_id: CLAUDE_CODE,
    client_name: "Claude Code",
    redirect_uris: ["http://127.0.0.1/callback", "http://localhost/callback"],
    grant_types: ["authorization_code", "refresh_token"],
    token_endpoint_auth_method: "none",
  });
  web.fail(CODEX, 403);
  expect(await look()).toEqual({ Claude: "as pinned", "Claude Code": "as pinned", Codex: "not reached" });
  expect(alarms).not.toHaveBeenCalled();

  web.publish(CLAUDE, { ...claude, redirect_uris: ["https://evil.example/cb"] });
  web.publish(CLAUDE_CODE, { client_id: CLAUDE_CODE, redirect_uris: ["http://evil.example/cb"] });
  web.fail(CODEX, "unreachable");
  expect(await look()).toEqual({ Claude: "differs", "Claude Code": "differs", Codex: "not reached" });
  expect(alarms.mock.calls.map(([fields]) => fields)).toEqual([
    { code: PIN_DIFFERS, clientId: CLAUDE, differences: ["redirect_uris"] },
    { code: PIN_DIFFERS, clientId: CLAUDE_CODE, differences: ["refused by our policy"] },
  ]);
  expect(findPinnedDocument(CLAUDE)?.redirect_uris).toEqual(claude.redirect_uris);
  const [first] = (await listClients()).pinned;
  await look();
  expect((await listClients()).pinned[0]?.differsSince).toEqual(first?.differsSince);

  web.publish(CLAUDE, claude);
  expect((await look()).Claude).toBe("as pinned");
  await checkPinnedDocuments();
  alarms.mockRestore();
});
