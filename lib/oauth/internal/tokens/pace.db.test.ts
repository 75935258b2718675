import { expect, test } from "vitest";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { connect, makeMember, outcomeOf, refresh, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { ROTATION_LIMIT } from "./claim-refresh.ts";

useDatabase();
useOauthServer();

const begin = async () => await connect(await makeMember());

test("a connection that rotates without end is told to wait; its token stays good, others notice nothing", async () => {
  const [{ grantId, tokens }, other] = [await begin(), await begin()];
  const rotated = await refresh(tokens.refresh_token);
  expect(rotated.status).toBe(200);
  for (let count = 1; count < ROTATION_LIMIT.points; count += 1) {
    expect(await countHere("oauth.refresh", grantId, ROTATION_LIMIT)).toBeNull();
  }
  const successor = String(rotated.json["refresh_token"]);
  const refused = await refresh(successor);
  expect([refused.status, refused.json["error"]]).toEqual([429, "temporarily_unavailable"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await refresh(tokens.refresh_token)).json["refresh_token"], "a retry uses nothing up").toBe(
    successor,
  );
  expect(outcomeOf(await refresh(other.tokens.refresh_token))).toEqual(outcomeOf(rotated));
});
