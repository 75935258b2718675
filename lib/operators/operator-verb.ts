import "#server-only";
import type { z } from "zod";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { endEvent, insertEvent } from "./internal/operator/store.ts";

type OperatorSpec<Schema extends z.ZodType, Result> = {
  action: string;
  input: Schema;
  /** What it is done to, for the log: a short name, an id. */
  target: (input: z.output<Schema>) => string;
  run: (actor: OperatorActor, input: z.output<Schema>) => Promise<Result>;
};

export type OperatorVerb<Result> = ((actor: OperatorActor, input: unknown) => Promise<Result>) & {
  readonly action: string;
};

/**
 * What an operator looks at or does: the input first, then a row in the operators' log, and only with that row written
 * the rest. How it ended is noted there. Throws `invalid_input`.
 */
export function operatorVerb<Schema extends z.ZodType, Result>(
  spec: OperatorSpec<Schema, Result>,
): OperatorVerb<Result> {
  const { action, target, run } = spec;
  const verb = async (actor: OperatorActor, raw: unknown): Promise<Result> => {
    const input = parseInput(spec.input, raw);
    const id = await insertEvent({ actor, action, target: target(input) });
    try {
      const result = await run(actor, input);
      await endEvent(id, "done");
      return result;
    } catch (error) {
      await endEvent(id, "refused").catch(() => undefined);
      throw error;
    }
  };
  return Object.assign(verb, { action });
}
