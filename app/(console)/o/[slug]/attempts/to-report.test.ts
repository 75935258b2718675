import { expect, test } from "vitest";
import type { AttemptDetail, AttemptEvent } from "#lib/activity/schema.ts";
import { toReport } from "./to-report.ts";

const event: AttemptEvent = {
  at: new Date("2026-11-29T12:00:01.250Z"),
  link: "exact",
  stage: "S5",
  outcome: "passed",
  reason: null,
  agent: "browser",
  product: null,
  network: "9.9.9.0/24",
  status: 200,
  ms: 12,
  facts: [],
};
const attempt = {
  id: "0a1b2c3d-0000-4000-8000-000000000000",
  number: "7K2M-9QXT",
  startedAt: new Date("2026-11-29T12:00:00Z"),
  furthest: "S7",
  failedStage: "S8",
  verdict: { state: "failed", reason: "code_expired", sentence: "The code was too old.", next: "Try again." },
  clientId: "https://app.example/client.json",
  clientName: "App of Grace",
  redirectHost: "private.example",
  resource: "https://connect.example/api/mcp/address",
  personId: "1a1b2c3d-0000-4000-8000-000000000000",
  tenantId: "2a1b2c3d-0000-4000-8000-000000000000",
  grantId: "3a1b2c3d-0000-4000-8000-000000000000",
  reference: null,
  events: [
    event,
    {
      ...event,
      stage: "S8",
      outcome: "failed",
      reason: "code_expired",
      link: "probable",
      status: 400,
      ms: null,
    },
  ],
} as unknown as AttemptDetail;

test("what support needs of an attempt: its number, stages and times; of nobody who, from where or of which organisation", () => {
  expect(toReport(attempt)).toBe(
    [
      "attempt 7K2M-9QXT; began 2026-11-29T12:00:00.000Z; client https://app.example/client.json; state failed; furthest S7; failed S8; reason code_expired",
      "2026-11-29T12:00:01.250Z S5 passed browser 200 12ms",
      "2026-11-29T12:00:01.250Z S8 failed code_expired probable browser 400",
    ].join("\n"),
  );
});

test("what is not known is left out, and a noted reference is in it", () => {
  const early = { ...attempt, clientId: null, failedStage: null, reference: "ofid_1234", events: [] };
  const report = toReport({ ...early, verdict: { ...attempt.verdict, state: "going", reason: null } });
  expect(report).toBe(
    "attempt 7K2M-9QXT; began 2026-11-29T12:00:00.000Z; state going; furthest S7; reference ofid_1234",
  );
});
