import { findLastPreflight } from "#lib/operations/find-last-preflight.ts";
import { tryLoad } from "../../../_http/try-load.ts";
import { toAcknowledgements } from "./acknowledgements.ts";
import { type LastRun, toChecklist } from "./checklist.ts";
import { toConnection } from "./connection.ts";
import { toData } from "./data.ts";
import { toFiles } from "./files.ts";
import type { Section } from "./kit.ts";
import { toLinks } from "./links.ts";
import { toListing } from "./listing.ts";
import { toOpen } from "./open.ts";
import { toReview } from "./review.ts";
import { toTools } from "./tools.ts";
import { toUseCases } from "./use-cases.ts";

/** The whole kit as the running server has it now. It stays readable while the database is away, and says so. */
export async function loadKit(): Promise<Section[]> {
  const read = await tryLoad(async () => ({ last: await findLastPreflight() }));
  return makeKit(read === null ? "unreadable" : read.last);
}

/** The parts in the order of the form, what is open first. */
export function makeKit(last: LastRun): Section[] {
  const sections = [
    toConnection(),
    toTools(),
    toListing(),
    toLinks(),
    toFiles(),
    toUseCases(),
    toData(),
    toReview(),
    toAcknowledgements(),
    toChecklist(last),
  ];
  return [toOpen(sections), ...sections];
}
