import "#server-only";
import { findEvents, type OperatorEventRow } from "./internal/operator/store.ts";
import { operatorVerb } from "./operator-verb.ts";
import { NothingInput } from "./schema.ts";

const SHOWN = 50;

/** The newest rows of the operators' log, this look included. */
export const listOperatorEvents = operatorVerb({
  action: "log.view",
  input: NothingInput,
  target: () => "",
  run: async (): Promise<OperatorEventRow[]> => await findEvents(SHOWN),
});
