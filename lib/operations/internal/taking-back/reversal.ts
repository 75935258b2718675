import "#server-only";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { NamedDetail } from "#lib/audit/find-audit-row.ts";
import type { LaterChange } from "#lib/audit/list-later-changes.ts";
import type { AuditAction } from "#lib/audit/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Permission } from "#lib/kernel/permissions.ts";
import type { Command } from "#lib/verbs/command.ts";

export type AuditedChange = Pick<NamedDetail, "action" | "target" | "before" | "after" | "thing">;

/** How a change is taken back: by the ordinary verb of what it is about, its permission and its guards. */
export type Reversal = {
  permission: Permission;
  /** What else changes the same thing; a later row of these says that it was changed again. */
  rivals: readonly AuditAction[];
  /** The target those rows share; null where `isSame` alone says so. */
  findTarget: (change: AuditedChange) => string | null;
  isSame: (change: AuditedChange, later: LaterChange) => boolean;
  /** What the verb is given; null where the row does not carry all of the change, or more happened than can be taken back. */
  toInput: (change: AuditedChange) => object | null;
  run: (actor: MemberActor, input: object, context: { takesBack: bigint }) => Promise<unknown>;
};

type ReversalSpec<Before, After> = {
  verb: Command<unknown>;
  rivals: readonly AuditAction[];
  /** What the row has to say; anything else cannot be taken back. */
  before: z.ZodType<Before>;
  after: z.ZodType<After>;
  toInput: (row: { before: Before; after: After; change: AuditedChange }) => object | null;
  isSame?: Reversal["isSame"];
};

/** A change of one thing, the row's target, that says what was before and after. */
export function reversal<Before, After>(spec: ReversalSpec<Before, After>): Reversal {
  const { verb, rivals, isSame = () => true } = spec;
  return {
    permission: verb.permission,
    rivals,
    findTarget: ({ target }) => target,
    isSame,
    toInput: (change) => {
      const before = spec.before.safeParse(change.before);
      const after = spec.after.safeParse(change.after);
      if (!before.success || !after.success || isDeepStrictEqual(before.data, after.data)) return null;
      return spec.toInput({ before: before.data, after: after.data, change });
    },
    run: verb,
  };
}
