import { expect, test } from "vitest";
import { startRequest, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { findRequestingApp } from "./find-requesting-app.ts";

useDatabase();
useOauthServer();

test("sign-in can name the app and its host, without the cookies that would let it answer", async () => {
  const pending = await startRequest();
  expect(await findRequestingApp(pending.uid)).toEqual({
    name: expect.any(String),
    redirectHost: new URL(pending.params.get("redirect_uri") ?? "").host,
  });
});

test("an answered, unknown or malformed request names nobody", async () => {
  const pending = await startRequest();
  expect(await claimInteraction(pending.uid, pending.cookie)).toBe(true);
  expect(await findRequestingApp(pending.uid)).toBeNull();
  expect(await findRequestingApp("A".repeat(21))).toBeNull();
  expect(await findRequestingApp("../x")).toBeNull();
});
