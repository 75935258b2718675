import "#server-only";
import { loadRing } from "./load-ring.ts";
import { openMaterial, sealMaterial } from "./make-ring-key.ts";
import { readRoots } from "./read-ring.ts";
import { sealedUnder } from "./seal.ts";
import { inRingTurn, listRows, type RingRow } from "./store.ts";

/** Seals every member of the ring under the operator's newest secret. `unopened` are those no present secret opens. */
export async function resealRing(): Promise<{ resealed: number; unopened: string[] }> {
  let resealed = 0;
  const unopened: string[] = [];
  await inRingTurn(async (turn) => {
    for (const row of await turn.rows()) {
      if (whoSealed(row) === "newest") continue;
      const material = openMaterial(row);
      if (material === null) {
        unopened.push(row.kid);
        continue;
      }
      await turn.reseal(row.kid, sealMaterial(row.kid, row.purpose, material));
      resealed += 1;
    }
  });
  await loadRing();
  return { resealed, unopened };
}

export type RingMember = Omit<RingRow, "sealed"> & { sealedUnder: "newest" | "older" | "unknown" };

/** The ring without its material; `sealedUnder` says which of the operator's secrets a member needs. */
export async function listRing(): Promise<RingMember[]> {
  return (await listRows()).map(({ sealed, ...row }) => ({ ...row, sealedUnder: whoSealed({ sealed }) }));
}

function whoSealed({ sealed }: Pick<RingRow, "sealed">): RingMember["sealedUnder"] {
  const ids = readRoots().map(({ keyId }) => keyId.toString("hex"));
  const place = ids.indexOf(sealedUnder(sealed));
  if (place === 0) return "newest";
  return place > 0 ? "older" : "unknown";
}
