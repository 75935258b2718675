import { expect, test } from "vitest";
import {
  allow,
  codeForm,
  makeMember,
  type Pending,
  postForm,
  SHARED,
  startRequest,
  type Tokens,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { listRecordedHosts, type Prove } from "#lib/testing/recorded-hosts.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useWeb } from "#lib/testing/use-web.ts";
import { findConsentRequest } from "../../find-consent-request.ts";

useDatabase();
useOauthServer();
const HOSTS = listRecordedHosts(useWeb());

async function redeem(pending: Pending, code: string, prove: Prove): Promise<Tokens> {
  const answer = await postForm("/oauth/token", { ...codeForm(pending, code), ...prove() });
  expect(answer.status, answer.text).toBe(200);
  return answer.json as Tokens;
}

test.each(HOSTS)("$name connects, returns wherever it says it does, and refreshes", async (host) => {
  const { clientId, prove = () => ({}) } = await host.become();
  const member = await makeMember();
  for (const redirect_uri of host.redirects) {
    const pending = await startRequest({ client_id: clientId, redirect_uri, ...host.request });
    const consent = await findConsentRequest(pending.uid, pending.cookie);
    expect(consent?.redirectUri).toBe(redirect_uri);
    const { code, redirect } = await allow(pending, member);
    expect(redirect.href.startsWith(redirect_uri)).toBe(true);
    let { refresh_token } = await redeem(pending, code, prove);
    for (const _turn of [1, 2]) {
      const form = { grant_type: "refresh_token", refresh_token, client_id: clientId, resource: SHARED };
      const answer = await postForm("/oauth/token", { ...form, ...prove() });
      expect(answer.status, answer.text).toBe(200);
      ({ refresh_token } = answer.json as Tokens);
    }
  }
});

test("each host that proved itself above is refused without its proof", async () => {
  for (const host of HOSTS) {
    const { clientId, prove } = await host.become();
    if (prove === undefined) continue;
    const form = { grant_type: "refresh_token", refresh_token: "x", client_id: clientId };
    const answer = await postForm("/oauth/token", form);
    expect([answer.status, answer.json.error], host.name).toEqual([401, "invalid_client"]);
  }
});
