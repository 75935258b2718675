import "#server-only";
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";
import { SESSION_DAYS } from "../../policy.ts";
import { keepCapabilities } from "./keep-capabilities.ts";
import type { AgreedSession } from "./mcp-session.ts";

/**
 * As long as a connection lives that nobody uses: a host that slept for weeks goes on where it was, and what ended before
 * its time needs to be remembered no longer.
 */
const LIFE_SECONDS = SESSION_DAYS * 24 * 3_600;
const LABEL = "mcp-session";
const HANDLE = /^[\w-]{120,1024}$/;
const NAME_LENGTH_MAX = 40;
const VERSION_LENGTH_MAX = 20;

/** Whose a handle is and where it was given out: at another address, or for another connection, it does not open. */
export type HandleOwner = { actor: ClientActor; address: string | null };

type Agreed = { protocolVersion: string; capabilities: unknown; clientInfo: unknown };

/** A new session's id for `Mcp-Session-Id` (MCP 2025-11-25, session management): opaque, visible ASCII, ours alone to read. */
export function sealHandle(owner: HandleOwner, agreed: Agreed): string {
  const { name, version } = toInfo(agreed.clientInfo) ?? {};
  const content = [
    randomUUID(),
    agreed.protocolVersion,
    Math.floor(Date.now() / 1_000) + LIFE_SECONDS,
    keepCapabilities(agreed.capabilities),
    ...(name === undefined ? [] : [name, version]),
  ];
  const sealed = seal(JSON.stringify(content), { label: LABEL, aad: toPlace(owner) });
  return Buffer.from(sealed).toString("base64url");
}

/** What a handle holds; null when it is not one, was altered, has expired, or was given to somebody else or elsewhere. */
export function openHandle(header: string, owner: HandleOwner): AgreedSession | null {
  if (!HANDLE.test(header)) return null;
  const text = unsealText(Buffer.from(header, "base64url"), { label: LABEL, aad: toPlace(owner) });
  const content = text === null ? undefined : parseJson(text)?.value;
  if (!Array.isArray(content)) return null;
  const [id, protocolVersion, expiresAt, clientCapabilities, name, version] = content as unknown[];
  if (typeof id !== "string" || !isUuid(id) || typeof protocolVersion !== "string") return null;
  if (typeof expiresAt !== "number" || expiresAt * 1_000 <= Date.now()) return null;
  if (!isObject(clientCapabilities)) return null;
  return { id, protocolVersion, expiresAt, clientCapabilities, clientInfo: toInfo({ name, version }) };
}

/** All of them: no change of the connection's row can move a handle to somebody else. */
export function toPlace({ actor, address }: HandleOwner): string {
  return [actor.tenantId, actor.personId, actor.grantId, actor.resource, address ?? ""].join("|");
}

function toInfo(info: unknown): AgreedSession["clientInfo"] {
  const { name, version } = isObject(info) ? info : ({} as JsonObject);
  if (typeof name !== "string") return null;
  return {
    name: name.slice(0, NAME_LENGTH_MAX),
    version: typeof version === "string" ? version.slice(0, VERSION_LENGTH_MAX) : "",
  };
}
