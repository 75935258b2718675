import type { Hints } from "../terms.ts";

const hints = (name: string): Hints => ({
  readOnlyHint: name.includes("r"),
  destructiveHint: name.includes("d"),
  idempotentHint: name.includes("i"),
  openWorldHint: name.includes("o"),
});

export const READS = hints("ri");
export const READS_OUTSIDE = hints("rio");
/** Reads, but the same question may bring another answer. */
export const ASKS_OUTSIDE = hints("ro");
export const ADDS = hints("");
export const ADDS_OUTSIDE = hints("o");
/** Adds or switches; doing it twice changes nothing more. */
export const SETS = hints("i");
export const SETS_OUTSIDE = hints("io");
export const CHANGES = hints("d");
export const REPLACES = hints("di");
export const REPLACES_OUTSIDE = hints("dio");
/** Lets an agent or a person outside act; nobody can say beforehand what that changes. */
export const ACTS = hints("do");
