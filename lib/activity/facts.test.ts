import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeReason } from "./describe-reason.ts";
import { makeAttemptKey, parseAttemptNumber } from "./make-attempt-key.ts";
import { judgeAttempt, noticeOddities } from "./policy.ts";
import { readRequestFacts } from "./read-request-facts.ts";
import { REASONS } from "./schema.ts";
import { STAGES } from "./terms.ts";

describe("what is kept of a request", () => {
  test.each([
    ["python-httpx/0.28.1", "python-httpx", "python-httpx/0.28.1"],
    ["Claude-User", "claude-user", "Claude-User"],
    ["claude-code/2.1.329 (sdk-cli)", "claude-code", "claude-code/2.1.329"],
    ["Bun/1.4.4", "bun", "Bun/1.4.4"],
    ["codex-mcp-client/0.169.0", "codex", "codex-mcp-client/0.169.0"],
    ["undici", "node", "undici"],
    ["Mozilla/5.0 (X11; Linux x86_64) Ann's own build", "browser", null],
    ["opencode/1.18.33", "other", "opencode/1.18.33"],
    ["ann@example.com", "other", null],
    ["<script>alert(1)</script>", "other", null],
    [`${"a".repeat(200)}/1`, "other", null],
    ["", "none", null],
  ])("of the user agent %j a class and at most a short product token", (userAgent, agent, product) => {
    expect(readRequestFacts("POST", { "user-agent": userAgent }, null)).toMatchObject({ agent, product });
  });

  test.each([
    ["160.79.104.10", "160.79.104.10", true],
    ["160.79.111.255", "160.79.111.255", true],
    ["160.79.112.1", "160.79.112.0/24", false],
    ["81.2.69.142", "81.2.69.0/24", false],
    ["2a00:1450:4001:830::/64", "2a00:1450:4001::/48", false],
    [null, "local", false],
    ["not an address", "local", false],
  ])("of the address %s the network %s", (peer, network, isAnthropic) => {
    const facts = readRequestFacts("GET", {}, peer);
    expect([facts.network, facts.facts.includes("anthropic")]).toEqual([network, isAnthropic]);
  });

  test("of the other headers closed words", () => {
    const headers = {
      accept: "application/json, text/event-stream",
      authorization: "Bearer secret",
      "mcp-protocol-version": "2026-07-28",
    };
    expect(readRequestFacts("GET", headers, null).facts).toEqual([
      "bearer",
      "accept-both",
      "protocol-2026-07-28",
      "method-get",
    ]);
    expect(readRequestFacts("BREW", { accept: "*/*", "mcp-protocol-version": "mine" }, null).facts).toEqual([
      "accept-any",
      "protocol-other",
      "method-other",
    ]);
  });
});

describe("an attempt's number", () => {
  test("is the same wherever the request is known, and of a request no other has", () => {
    expect(makeAttemptKey("one")).toEqual(makeAttemptKey("one"));
    const keys = Array.from({ length: 1000 }, () => makeAttemptKey());
    expect(new Set(keys.map(({ number }) => number)).size).toBe(1000);
    for (const { id, number } of keys) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseAttemptNumber(number)).toBe(number);
    }
  });

  test("is understood as people write it down, and nothing else is", () => {
    expect(parseAttemptNumber(" abcd efgo ")).toBe("ABCD-EFG0");
    expect(parseAttemptNumber("il00-0000")).toBe("1100-0000");
    for (const text of ["", "ABC-DEFG", "ABCD-EFGHJ", "ABCD-EFGU", "' OR 1=1"]) {
      expect(parseAttemptNumber(text)).toBeNull();
    }
  });
});

describe("verdicts", () => {
  test("F55 F62: an answer of ours that took long is noticed, and so are guessed addresses", () => {
    const event = {
      at: new Date(),
      link: "exact" as const,
      outcome: "passed" as const,
      reason: null,
      agent: "other" as const,
      product: null,
      network: "local",
      status: 200,
    };
    const notes = (stage: "S8" | "S9", ms: number) => noticeOddities([{ ...event, stage, ms, facts: [] }]);
    expect([notes("S8", 2_000), notes("S9", 9_000)]).toEqual([[], []]);
    expect(notes("S8", 2_600)).toEqual([expect.stringContaining("F55")]);
    expect(notes("S9", 10_100)).toEqual([expect.stringContaining("F62")]);
    const guessed = { ...event, stage: "S4" as const, ms: 3, facts: ["root-alias" as const] };
    expect(noticeOddities([guessed])).toEqual([expect.stringContaining("F26")]);
  });

  test("every reason is said in words, never says that something was not sent, and where it failed says what next", () => {
    for (const code of REASONS) {
      const { sentence, next } = describeReason(code);
      expect(sentence, code).toMatch(/^[A-Z].*\.$/);
      expect(`${sentence} ${next}`, code).not.toMatch(/not sen[dt]|didn't send|never sent/i);
    }
  });

  test("a stage's silence is judged after its own time, and only up to the list of tools", () => {
    const at = (furthest: (typeof STAGES)[number], quietSeconds: number) =>
      judgeAttempt({ furthest, failedStage: null, reason: null, quietSeconds });
    for (const stage of STAGES.slice(1, 10)) {
      expect(at(stage, 5).state, stage).toBe("going");
      const late = at(stage, 3_600);
      expect([late.state, late.next !== ""], stage).toEqual(["silent", true]);
      expect(late.sentence, stage).toMatch(/seen|nobody has answered/);
    }
    for (const stage of STAGES.slice(10)) expect(at(stage, 3_600).state, stage).toBe("connected");
    expect([at("S7", 15).state, at("S7", 16).state]).toEqual(["going", "silent"]);
    expect([at("S8", 30).state, at("S8", 31).state]).toEqual(["going", "silent"]);
  });
});

test("the runbook lists every reason with its number, sentence and next step, and no other", () => {
  const runbook = readFileSync(
    new URL("../../docs/runbooks/connecting.md", import.meta.url),
    "utf8",
  ).replaceAll("\\*", "*");
  const lines = REASONS.map((code) => {
    const { failure, sentence, next } = describeReason(code);
    const number = failure === null ? "" : ` (${failure})`;
    return `- \`${code}\`${number}: ${sentence}${next === "" ? "" : ` _${next}_`}`;
  });
  expect(runbook.split("\n").filter((line) => line.startsWith("- "))).toEqual(lines);
});
