import { randomUUID } from "node:crypto";
import { requestContext, type TokenRequest } from "#lib/oauth/internal/tokens/request-context.ts";
import {
  findLiveGrant,
  inTokenTransaction,
  insertSuccessor,
  lockRefreshToken,
  spendRefreshToken,
} from "#lib/oauth/internal/tokens/store.ts";
import { connectGrant, consumeRecord, findRecord, upsertRecord } from "#lib/oauth/store.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";

// The statements of a token request in their order and nothing else: no HTTP, no authorization server, no sealing.

const SEALED = Buffer.alloc(500, "x");
const HOUR = 3_600;
const MONTH = 30 * 24 * HOUR;

/** What a refresh asks of Postgres. Returns the next refresh token. */
export async function refreshBare(token: string): Promise<string> {
  const next = randomUUID();
  const idHash = sha256Hex(token);
  await inOneTransaction(async () => {
    const live = await lockRefreshToken(idHash);
    if (live === null) throw new Error("There is no such token.");
    await findRecord("Grant", String(live.payload["grantId"]));
    await spendRefreshToken(idHash);
    await upsertRecord("RefreshToken", sha256Hex(next), { payload: live.payload, ttlSeconds: MONTH });
    await upsertRecord("AccessToken", sha256Hex(randomUUID()), { payload: live.payload, ttlSeconds: HOUR });
    await insertSuccessor({ idHash, successorHash: sha256Hex(next), sealed: SEALED });
  });
  return next;
}

/** What the redemption of a code asks of Postgres. */
export async function redeemBare(code: string): Promise<void> {
  const idHash = sha256Hex(code);
  await inOneTransaction(async () => {
    const found = await findRecord("AuthorizationCode", idHash);
    if (found === null) throw new Error("There is no such code.");
    const { payload } = found;
    const grantId = String(payload["grantId"]);
    await findRecord("Grant", grantId);
    await findLiveGrant(grantId);
    await consumeRecord("AuthorizationCode", idHash);
    await connectGrant(grantId);
    await upsertRecord("AccessToken", sha256Hex(randomUUID()), { payload, ttlSeconds: HOUR });
    await upsertRecord("RefreshToken", sha256Hex(randomUUID()), { payload, ttlSeconds: MONTH });
  });
}

async function inOneTransaction(run: () => Promise<void>): Promise<void> {
  const request: TokenRequest = {
    kind: "token",
    clientId: undefined,
    codeVerifier: undefined,
    resources: [],
    client: undefined,
  };
  await requestContext().run(request, () =>
    inTokenTransaction(async () => {
      await run();
      return "commit";
    }),
  );
}
