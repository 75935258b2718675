import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { netReasonOf } from "#lib/platform/net/net-error.ts";
import { DELIVERY_SECONDS, ofReason, ofStatus } from "../../policy.ts";
import type { StreamFailure } from "../../schema.ts";
import type { StreamRow } from "../../store.ts";
import { checkCollector } from "../check-collector.ts";
import { unsealHeader, unsealSecret } from "../seal-secrets.ts";
import { signDelivery } from "../sign-delivery.ts";
import { ANSWER_BYTES_MAX, ANSWER_MS_MAX } from "./pace.ts";

type Sent = {
  tenantId: TenantId;
  stream: StreamRow;
  id: string;
  kind: string;
  body: string;
  signal?: AbortSignal;
};

/**
 * Sends one body to the collector, signed, to an address that is looked at anew, and says why it was not taken; null
 * when it was. Nothing the collector said is kept.
 */
export async function sendDelivery(sent: Sent): Promise<StreamFailure | null> {
  const { stream, body, signal } = sent;
  const headers = openHeaders(sent);
  if (headers === null) return "sealed";
  try {
    const response = await guardedFetch(checkCollector(stream.url).url, {
      method: "POST",
      headers,
      body,
      timeoutMs: DELIVERY_SECONDS * 1_000,
      maxBytes: Number.POSITIVE_INFINITY,
      pool: `log-stream ${sent.tenantId}`,
      ...(signal && { signal }),
    });
    await dropAnswer(response);
    return ofStatus(response.status);
  } catch (error) {
    const reason = netReasonOf(error);
    if (reason === undefined && !isDomainError(error, "invalid_input")) throw error;
    log.info(
      { streamId: stream.id, reason: reason ?? "own_address" },
      "a delivery of a log stream was not taken",
    );
    return ofReason(reason ?? "refused_address");
  }
}

/** Null when what is sealed does not open. */
function openHeaders({ tenantId, stream, id, kind, body }: Sent): Record<string, string> | null {
  try {
    return {
      "content-type": "application/x-ndjson",
      "user-agent": "Trinity-Connect",
      "trinity-kind": kind,
      ...toOwnHeader(tenantId, stream),
      ...signDelivery(body, { id, at: new Date(), secrets: listSecrets(tenantId, stream) }),
    };
  } catch (error) {
    log.warn({ err: error, streamId: stream.id }, "the secrets of a log stream do not open");
    return null;
  }
}

/** A short answer is read to its end, so that the connection can be used again; any other ends with it. */
async function dropAnswer({ body }: GuardedResponse): Promise<void> {
  const timer = setTimeout(() => body.cancel(), ANSWER_MS_MAX);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > ANSWER_BYTES_MAX) break;
    }
  } catch {
    // The status came, and that was the answer.
  } finally {
    clearTimeout(timer);
    body.cancel();
  }
}

function toOwnHeader(tenantId: TenantId, stream: StreamRow): Record<string, string> {
  const { id: streamId, url, headerName: name, headerSealed } = stream;
  if (name === null || headerSealed === null) return {};
  return { [name]: unsealHeader(headerSealed, { tenantId, streamId, name, origin: new URL(url).origin }) };
}

/** The secret, and the one before while that is still good. */
function listSecrets(tenantId: TenantId, stream: StreamRow): string[] {
  const { id: streamId, secretSealed, secretVersion, previousSealed, previousUntil } = stream;
  const place = { tenantId, streamId, version: secretVersion };
  const secrets = [unsealSecret(secretSealed, place)];
  if (previousSealed === null || previousUntil === null || previousUntil <= new Date()) return secrets;
  return [...secrets, unsealSecret(previousSealed, { ...place, version: secretVersion - 1 })];
}
