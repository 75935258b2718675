import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Command, CommandContext } from "#lib/verbs/command.ts";
import { catchUpRevocations } from "./watch-revocations.ts";

/** The same verb, done only when this instance has heard of it: what it said is then true of the very next request here. */
export function hearAtOnce<Result>(verb: Command<Result>): Command<Result> {
  const heard = async (actor: MemberActor, input: unknown, context?: CommandContext): Promise<Result> => {
    const result = await verb(actor, input, context);
    await catchUpRevocations();
    return result;
  };
  return Object.assign(heard, { action: verb.action, permission: verb.permission });
}
