import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { fetchDocument } from "./internal/documents/fetch-document.ts";
import { compareWithPin, listPinnedIds } from "./internal/documents/pinned-documents.ts";
import { findDocument, saveDocument, saveFailure } from "./internal/documents/store.ts";

const CHECK_SECONDS = 6 * 60 * 60;
const RETRY_SECONDS = 60 * 60;

/** The stable code an operator's alarm listens for. */
export const PIN_DIFFERS = "pinned_client_differs";

/**
 * Looks a few times a day whether what Claude, Claude Code and Codex publish still is what we pinned. A difference is
 * logged as an error at every look and kept for `npm run client -- list`; not reaching the publisher is no alarm. Nothing
 * is ever adopted: a pin changes with a release.
 */
export async function checkPinnedDocuments(urls: readonly string[] = listPinnedIds()): Promise<void> {
  for (const url of urls) {
    const known = await findDocument("client", url);
    if (known?.isFresh !== true) await check(url);
  }
}

async function check(url: string): Promise<void> {
  const fetched = await fetchDocument("client", url);
  if (!fetched.ok && !fetched.isRefused) {
    await saveFailure({ kind: "client", url }, { ...fetched, retrySeconds: RETRY_SECONDS });
    return;
  }
  const differences = fetched.ok ? compareWithPin(url, fetched.payload) : ["refused by our policy"];
  if (differences.length > 0) {
    log.error({ code: PIN_DIFFERS, clientId: url, differences }, "a pinned client publishes something else");
  }
  const payload = fetched.ok ? fetched.payload : {};
  const contentHash = fetched.ok ? fetched.contentHash : "";
  await saveDocument(
    { kind: "client", url },
    { payload, contentHash, freshSeconds: CHECK_SECONDS, differs: differences.length > 0 },
  );
}
