import "#server-only";
import type { JsonWebKey } from "node:crypto";
import { DomainError } from "#lib/kernel/errors.ts";
import { getConfig } from "../config/get-config.ts";
import { log } from "../log/log.ts";
import { heldRing, holdRing } from "./hold-ring.ts";
import { makeRow, openMaterial, toRow } from "./make-ring-key.ts";
import { toKeyId } from "./read-ring.ts";
import { unseal } from "./seal.ts";
import { inRingTurn, listFormerSigningKeys, listRows, type RingRow } from "./store.ts";

/** Loads the stored ring unless this process holds one already. */
export async function ensureRing(): Promise<void> {
  if (heldRing() === undefined) await loadRing();
}

/**
 * Reads the stored keys into this process; makes them at the very first start, with the operator's secrets as first
 * members so that whatever was sealed before still opens. Throws `precondition_failed` when SECRETS opens none of the
 * keys in use.
 */
export async function loadRing(): Promise<void> {
  let rows = await listRows();
  if (rows.length === 0) {
    await inRingTurn(async (turn) => {
      if ((await turn.rows()).length > 0) return;
      for (const row of [...firstSecrets(), ...(await firstSigningKeys())]) await turn.insert(row);
    });
    rows = await listRows();
  }
  hold(rows);
}

function firstSecrets() {
  const secrets = [...new Map(getConfig().secrets.map((material) => [toKeyId(material), material]))];
  return [
    ...secrets.map(([kid, material], index) =>
      toRow({ kid, material }, "secret", index === 0 ? "active" : "retired"),
    ),
    makeRow("secret", "next"),
  ];
}

/** The first releases kept their signing key in a table of its own. */
async function firstSigningKeys() {
  const former = (await listFormerSigningKeys())
    .map(({ kid, sealed }) => ({ kid, material: openFormer(kid, sealed) }))
    .find((key): key is { kid: string; material: string } => key.material !== null);
  return [
    former ? toRow(former, "signing", "active") : makeRow("signing", "active"),
    makeRow("signing", "next"),
  ];
}

function openFormer(kid: string, sealed: Uint8Array): string | null {
  try {
    return unseal(sealed, { label: "oauth/signing-key", aad: kid, isRoot: true }).toString("utf8");
  } catch {
    return null;
  }
}

/** What cannot be opened now but was before (another instance has a newer SECRETS) is kept as it was known. */
function hold(rows: RingRow[]): void {
  const known = heldRing()?.opened;
  const opened = new Map<string, string>();
  for (const row of rows.toSorted(byState)) {
    const material = openMaterial(row) ?? known?.get(row.kid);
    if (material !== undefined) opened.set(row.kid, material);
    else if (row.state === "active") throw unopened(row.kid);
    else
      log.warn({ kid: row.kid, state: row.state }, "a stored key cannot be opened with the present SECRETS");
  }
  const usable = rows.filter(({ kid }) => opened.has(kid));
  const inUse = (purpose: RingRow["purpose"]) =>
    usable.filter((row) => row.purpose === purpose).toSorted(byState);
  const materials = (members: RingRow[]) => members.map(({ kid }) => opened.get(kid) ?? "");
  const version = usable.map(({ kid, state }) => `${kid}:${state}`).join(" ");
  // The same again would only have everything derived anew.
  if (heldRing()?.version === version) return;
  holdRing({
    version,
    secrets: materials(inUse("secret")),
    signing: materials(inUse("signing").filter(({ state }) => state !== "retired")).map(
      (jwk) => JSON.parse(jwk) as JsonWebKey,
    ),
    opened,
  });
}

const ORDER = { active: 0, next: 1, retired: 2 } as const;
const byState = (a: RingRow, b: RingRow) => ORDER[a.state] - ORDER[b.state];

function unopened(kid: string): DomainError {
  return new DomainError(
    "precondition_failed",
    "SECRETS does not open the keys in the database: put the secret they were sealed under back, behind the newer ones (SECRETS=new,old; without SECRETS it is the file secret in DATA_DIR).",
    { detail: `active ring key ${kid}` },
  );
}
