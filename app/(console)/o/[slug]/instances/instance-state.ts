import type { CheckRow } from "#lib/upstreams/schema.ts";
import type { FormState } from "../../../../_ui/form-state.ts";

/** A form of this section that ran the checks shows their rows. */
export type InstanceState = FormState<readonly CheckRow[]>;
