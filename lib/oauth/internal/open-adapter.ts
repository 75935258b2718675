import "#server-only";
import { hash } from "node:crypto";
import { errors, type Payload } from "oidc-provider";
import { DomainError } from "#lib/kernel/errors.ts";
import { constantTimeEqual, sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import {
  connectGrant,
  consumeRecord,
  deleteRecord,
  findRecord,
  insertRecord,
  isModel,
  type Model,
  type StoredRecord,
  upsertRecord,
} from "../store.ts";
import { openClientAdapter } from "./clients/open-client-adapter.ts";
import { noteClientUse } from "./clients/store.ts";
import { noteAssertion } from "./documents/store.ts";
import { claimRefresh, consumeRefresh } from "./tokens/claim-refresh.ts";
import { endFamily } from "./tokens/end-family.ts";
import { currentTokenRequest } from "./tokens/request-context.ts";
import { findLiveGrant } from "./tokens/store.ts";
import { isWellFormedToken } from "./tokens/token-format.ts";

const HASHED = new Set<Model>(["AccessToken", "RefreshToken", "AuthorizationCode"]);
const ID_LENGTH_MAX = 512;
const REUSE_FORGIVEN_SECONDS = 60;
const CLOCK_ROOM_SECONDS = 60;

/** The provider's storage of one model. Ids of codes and tokens are hashed; their raw value is stored nowhere. */
export const openAdapter = (name: string) => {
  if (name === "Session") return NO_SESSIONS;
  if (!isModel(name)) {
    throw new DomainError("internal", "Something went wrong on our side. Try again.", {
      detail: `the provider wants to store a ${name}`,
    });
  }
  return name === "Client" ? openClientAdapter() : openRecordAdapter(name);
};

/** Every authorization request is signed in and consented by itself, so the provider remembers no browser. */
const NO_SESSIONS = {
  find: async () => undefined,
  findByUid: async () => undefined,
  upsert: async () => undefined,
  destroy: async () => undefined,
};

function openRecordAdapter(model: Model) {
  const keyOf = (id: string) => (HASHED.has(model) ? sha256Hex(id) : id);
  return {
    async find(id: string): Promise<Payload | undefined> {
      if (!isPossibleId(model, id)) return undefined;
      const payload = await (model === "RefreshToken" ? claimRefresh(id) : findPayload(model, id, keyOf(id)));
      return payload && { ...payload, ...(model === "Interaction" ? {} : toOurClock(payload)), jti: id };
    },
    async upsert(id: string, { jti: _jti, ...payload }: Payload, ttlSeconds?: number): Promise<void> {
      const key = keyOf(id);
      if (model === "AccessToken") {
        await markConnected(String(payload.grantId));
        await noteClientUse(String(payload.clientId));
      }
      if (model !== "ReplayDetection") return await upsertRecord(model, key, { payload, ttlSeconds });
      const isFirst = await insertRecord(model, key, { payload, ttlSeconds });
      if (!isFirst) throw new errors.InvalidClientAuth("assertion was used before");
      await noteAssertion(String(payload.iss));
    },
    async consume(id: string): Promise<void> {
      if (model === "RefreshToken") return await consumeRefresh(id);
      if (!(await consumeRecord(model, keyOf(id)))) throw new errors.InvalidGrant("used by another request");
    },
    async destroy(id: string): Promise<void> {
      if (model === "Grant") return await endFamily(id);
      // Only a revocation destroys these, and its grant next, which takes them all: whoever held one of two rows while
      // waiting for the grant would keep the bearer of the other waiting for ever.
      if (HASHED.has(model)) return;
      const wasThere = await deleteRecord(model, keyOf(id));
      if (model === "Interaction" && !wasThere)
        throw new errors.SessionNotFound("interaction was finished before");
    },
    // The provider asks this of each kind of token and then destroys the grant, which takes them all.
    revokeByGrantId: async () => undefined,
  };
}

async function findPayload(model: Model, id: string, key: string): Promise<Payload | undefined> {
  const record = await findRecord(model, key);
  if (record === null) return undefined;
  if (model === "AuthorizationCode") await judgeCodeReuse(record);
  if (record.isExpired) return undefined;
  const payload = model === "Grant" ? await joinLiveGrant(id, record.payload) : record.payload;
  return payload && (record.consumedSecondsAgo === null ? payload : { ...payload, consumed: true });
}

/** The database's clock has said that it is live; the provider would ask this process's. */
function toOurClock({ exp }: Payload): Payload {
  return typeof exp === "number"
    ? { exp: Math.max(exp, Math.floor(Date.now() / 1000) + CLOCK_ROOM_SECONDS) }
    : {};
}

/** An app's first token makes a connection; a refresh is never the first. */
async function markConnected(grantId: string): Promise<void> {
  if (currentTokenRequest()?.spent === undefined) await connectGrant(grantId);
}

function isPossibleId(model: Model, id: string): boolean {
  if (model === "AccessToken") return isWellFormedToken("tcat_", id);
  if (model === "RefreshToken") return isWellFormedToken("tcrt_", id);
  return isStorableId(id);
}

/** Postgres text takes no NUL, and no id of ours is long. */
function isStorableId(id: string): boolean {
  return id.length <= ID_LENGTH_MAX && !id.includes("\0");
}

/**
 * A grant says what the tenant's row says now. Undefined when that row no longer gives tokens: ended, its member gone,
 * its organisation suspended.
 */
async function joinLiveGrant(id: string, payload: Payload): Promise<Payload | undefined> {
  const request = currentTokenRequest();
  const claimed = request?.claimed;
  const live = claimed?.grantId === id ? claimed.grant : await findLiveGrant(id);
  if (live === null || live.personId !== payload.accountId || live.clientId !== payload.clientId)
    return undefined;
  if (request) request.grant = live;
  return { ...payload, resources: { [live.resource]: live.groups.join(" ") } };
}

/**
 * A code redeemed again by the same client with the same verifier within a minute is a lost answer being retried:
 * refused, nothing revoked. Any other second redemption means the code leaked: what it gave ends (RFC 6749 10.5).
 */
async function judgeCodeReuse({ payload, consumedSecondsAgo }: StoredRecord): Promise<void> {
  const request = currentTokenRequest();
  if (consumedSecondsAgo === null || request?.kind !== "token") return;
  const isRetry =
    consumedSecondsAgo <= REUSE_FORGIVEN_SECONDS &&
    payload.clientId === request.clientId &&
    matchesChallenge(request.codeVerifier, payload.codeChallenge);
  request.outcome = isRetry ? "code_retried" : "code_reused";
  if (!isRetry) await endFamily(String(payload.grantId));
  throw new errors.InvalidGrant("authorization code was redeemed before");
}

function matchesChallenge(verifier: string | undefined, challenge: unknown): boolean {
  if (verifier === undefined || typeof challenge !== "string") return false;
  return constantTimeEqual(hash("sha256", verifier, "base64url"), challenge);
}
