import "#server-only";
import type { z } from "zod";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { mayDo, type Permission } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { parseInput } from "./parse-input.ts";
import { refusePermission } from "./refuse-permission.ts";

type QuerySpec<Schema extends z.ZodType, Result> = {
  action: string;
  permission: Permission;
  input: Schema;
  run: (context: { tx: Tx; actor: MemberActor }, input: z.output<Schema>) => Promise<Result>;
};

export type Query<Result> = ((actor: MemberActor, input: unknown) => Promise<Result>) & {
  readonly action: string;
  readonly permission: Permission;
};

/** A verb that reads: permission, then input, then one tenant transaction. Throws `forbidden` or `invalid_input`. */
export function query<Schema extends z.ZodType, Result>(spec: QuerySpec<Schema, Result>): Query<Result> {
  const verb = async (actor: MemberActor, raw: unknown): Promise<Result> => {
    if (!mayDo(actor, spec.permission)) throw refusePermission(actor, spec.permission);
    const input = parseInput(spec.input, raw);
    return await inTenant(actor.tenantId, (tx) => spec.run({ tx, actor }, input));
  };
  return Object.assign(verb, { action: spec.action, permission: spec.permission });
}
