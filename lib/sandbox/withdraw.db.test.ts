import { beforeAll, expect, test } from "vitest";
import { findSession } from "#lib/identity/find-session.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { ensureSandbox } from "./ensure-sandbox.ts";
import { issueReviewerCode } from "./issue-reviewer-code.ts";
import { signInReviewer } from "./sign-in-reviewer.ts";
import { withdrawReviewerCode } from "./withdraw-reviewer-code.ts";

useDatabase({ SANDBOX: "on" });

beforeAll(async () => {
  setConfig({ ...getConfig(), outboundAllow: ["127.0.0.1:9"] });
  const keys = [`trinity_mcp_${"a".repeat(43)}`];
  await ensureSandbox({
    mcpUrl: "http://127.0.0.1:9/mcp",
    apiUrl: "http://127.0.0.1:9",
    keys,
    controlToken: "unused",
  });
});

test("a code that is taken back signs nobody in, and the reviewer at work stays signed in", async () => {
  const given = await issueReviewerCode({ days: 30, issuedBy: "operator" });
  const signedIn = await signInReviewer({ code: given.code, cookieHeader: null, userAgent: null });
  const cookie = signedIn.ok ? (signedIn.setCookie.split(";")[0] ?? "") : "";
  const own = await issueReviewerCode({ days: 1, issuedBy: "preflight" });
  await withdrawReviewerCode(own.id);
  expect(await signInReviewer({ code: own.code, cookieHeader: null, userAgent: null })).toEqual({
    ok: false,
    reason: "review_wrong",
  });
  expect((await findSession(cookie))?.actor.email).toBe(given.address);
  await expect(withdrawReviewerCode(own.id)).rejects.toMatchObject({ code: "not_found" });
});
