import type { CheckRow } from "#lib/upstreams/schema.ts";
import type { FieldError } from "../../../../_ui/error-summary.tsx";

/** What a form of this section shows again after it was refused: everything that was typed but the key. */
export type InstanceState = {
  typed: { name: string; url: string; apiUrl: string; keyHeader: string };
  errors: FieldError[];
  rows: CheckRow[];
};

export const EMPTY_STATE: InstanceState = {
  typed: { name: "", url: "", apiUrl: "", keyHeader: "" },
  errors: [],
  rows: [],
};
