import "#server-only";
import type { StoredKey } from "../stored-data.ts";

/** Why rows go: by that job, with what they belong to, or because whoever uses or owns them takes them away. */
type Ends = `${string}-${string}` | "with its parent" | "with the organisation" | "by its owner" | "stays";

export type StoredTable = {
  category: StoredKey;
  ends: Ends;
  /** Columns about people, and the words of the category that name them. */
  says?: Readonly<Record<string, string>>;
  /** The other columns of texts, documents and bytes: numbers of things, states, and what programs say. */
  other?: string;
};
