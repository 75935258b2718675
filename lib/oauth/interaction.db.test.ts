import { expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import {
  allow,
  ask,
  makeMember,
  PUBLIC_URL,
  resume,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { findConsentRequest } from "./find-consent-request.ts";
import { finishInteraction } from "./finish-interaction.ts";

useDatabase();
useOauthServer();

const codeOf = async (run: Promise<unknown>) =>
  await run.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : "fault"),
  );

test("Deny goes back to the app as access_denied with state and iss", async () => {
  const pending = await startRequest();
  const { location } = await finishInteraction(pending.uid, pending.cookie, { error: "access_denied" });
  expect(location).toBe(`${PUBLIC_URL}/oauth/authorize/${pending.uid}`);
  const { searchParams } = await resume(location, pending.resumeCookie);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    error: "access_denied",
    iss: PUBLIC_URL,
    state: pending.params.get("state"),
  });
});

test("Allow goes back with one code, state and iss", async () => {
  const pending = await startRequest();
  const { redirect } = await allow(pending, await makeMember());
  expect([...redirect.searchParams.keys()].toSorted()).toEqual(["code", "iss", "state"]);
  expect(redirect.origin).toBe("http://localhost:54321");
});

test("B17: a request is answered once, and its return address works once and in its own browser", async () => {
  const [pending, other] = [await startRequest(), await startRequest()];
  const path = `/oauth/authorize/${pending.uid}`;
  await finishInteraction(pending.uid, pending.cookie, { error: "access_denied" });
  expect(await findConsentRequest(pending.uid, pending.cookie)).toBeNull();
  expect(await codeOf(finishInteraction(pending.uid, pending.cookie, { error: "access_denied" }))).toBe(
    "conflict",
  );
  expect(await codeOf(finishInteraction(pending.uid, other.cookie, { error: "access_denied" }))).toBe(
    "not_found",
  );
  expect((await ask(path)).status).toBe(400);
  expect((await ask(path, { headers: { cookie: pending.resumeCookie } })).status).toBe(303);
  const again = await ask(path, { headers: { cookie: pending.resumeCookie } });
  expect([again.status, again.headers.get("location")]).toEqual([400, null]);
});

test("two submissions of one request at the same moment: one may answer", async () => {
  const { uid, cookie } = await startRequest();
  const claims = await Promise.all([claimInteraction(uid, cookie), claimInteraction(uid, cookie)]);
  expect(claims.toSorted()).toEqual([false, true]);
});

test("B18: an answer that names no live grant of that person is refused", async () => {
  const [pending, member] = [await startRequest(), await makeMember()];
  const answer = { accountId: member.personId, grantId: crypto.randomUUID() };
  expect(await codeOf(finishInteraction(pending.uid, pending.cookie, answer))).toBe("conflict");
});
