import { expect, test } from "vitest";
import { PERIODS } from "#lib/operations/retention-periods.ts";
import { GET } from "./route.ts";

test("an empty style sheet that remembers, in a cookie scripts cannot read, that there are none", async () => {
  const response = GET();
  expect(await response.text()).toBe("");
  expect(response.headers.get("content-type")).toMatch(/^text\/css/);
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(response.headers.get("set-cookie")).toBe(
    `scripts=off; Path=/; Max-Age=${PERIODS.session}; HttpOnly; SameSite=Lax`,
  );
});
