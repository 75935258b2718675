import { expect, test } from "vitest";
import { type ClientDecision, judgeClient, toPlace } from "./policy.ts";

const UNDECIDED: ClientDecision = { state: "allowed", isListed: false, effectMax: "destructive", hosts: [] };
const LISTED: ClientDecision = { ...UNDECIDED, isListed: true };
const HOST = "app.example";

test.each([
  ["open", true, null, "allowed"],
  ["open", false, null, "allowed"],
  ["ask", true, null, "allowed"],
  ["ask", false, null, "ask"],
  ["list", true, null, "unlisted"],
  ["list", false, null, "unlisted"],
  ["ask", false, UNDECIDED, "ask"],
  ["list", true, UNDECIDED, "unlisted"],
  ["ask", false, LISTED, "allowed"],
  ["list", false, LISTED, "allowed"],
  ["open", true, { ...UNDECIDED, state: "asked" }, "ask"],
  ["open", true, { ...LISTED, state: "blocked" }, "blocked"],
  ["list", false, { ...LISTED, hosts: ["other.example"] }, "host"],
  ["list", false, { ...LISTED, hosts: [HOST] }, "allowed"],
  ["open", true, { ...LISTED, state: "blocked", hosts: ["other.example"] }, "blocked"],
] as const)(
  "with the rule %s an app (reviewed: %s) decided as %o is: %s",
  (policy, isReviewed, decision, kind) => {
    expect(judgeClient({ policy, isReviewed, decision, redirectHost: HOST }).kind).toBe(kind);
  },
);

test("an app that is allowed gets no more than its limit, also where the rule for all lets it in", () => {
  for (const decision of [LISTED, UNDECIDED]) {
    const judged = { policy: "open", isReviewed: true, redirectHost: HOST } as const;
    expect(judgeClient({ ...judged, decision: { ...decision, effectMax: "read" } })).toEqual({
      kind: "allowed",
      effectMax: "read",
    });
  }
});

test("E10: this computer is one place at every port, and nothing else is", () => {
  expect(["localhost:1", "127.0.0.1:65535", "[::1]", "localhost"].map(toPlace)).toEqual(
    Array.from({ length: 4 }, () => "localhost"),
  );
  for (const host of ["localhost.evil.example", "evil.example:80", "127.0.0.1.evil.example", "cursor:"]) {
    expect(toPlace(host)).toBe(host);
  }
});
