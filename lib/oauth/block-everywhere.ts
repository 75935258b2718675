import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { insertBlock } from "./internal/blocked/store.ts";
import { findPinnedDocument } from "./internal/documents/pinned-documents.ts";
import { findDocument } from "./internal/documents/store.ts";
import { findRecord } from "./store.ts";

const ID_LENGTH_MAX = 2048;

/**
 * Blocks one app on the whole server, by its client id: its connections end at once in every organisation, each with an
 * audit row, its requests are refused before anybody signs in, and no consent is recorded for it. An address nobody has
 * come from yet can be blocked too. Blocking again changes nothing. Throws `not_found` for an id that is no app's.
 */
export async function blockEverywhere(
  id: string,
  reason: string,
): Promise<{ name: string; connectionsEnded: number }> {
  const name = await findName(id);
  return { name, connectionsEnded: await insertBlock({ clientId: id, name, reason }) };
}

async function findName(id: string): Promise<string> {
  if (id.length > ID_LENGTH_MAX || id.includes("\0")) throw unknown();
  const isAddress = id.startsWith("https://") && URL.canParse(id);
  const payload =
    findPinnedDocument(id) ??
    (isAddress ? (await findDocument("client", id))?.payload : (await findRecord("Client", id))?.payload);
  if (!payload && !isAddress) throw unknown();
  return typeof payload?.client_name === "string" ? payload.client_name : id;
}

function unknown(): DomainError {
  return new DomainError(
    "not_found",
    "No app has this id here. Copy it from the list of apps, or from a connection attempt.",
  );
}
