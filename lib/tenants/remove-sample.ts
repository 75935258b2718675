import "#server-only";
import { deleteSampleRow, findSampleRow } from "./store.ts";

/** Removes the sample organisation with its members, connections, instances and log; false when there is none. */
export async function removeSample(): Promise<boolean> {
  const sample = await findSampleRow();
  return sample !== null && (await deleteSampleRow(sample.id));
}
