import type { AuditAction } from "#lib/audit/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type TakingBackScene = { owner: MemberActor; upstreamId: string; appId: string };
export type Play = {
  /** What has to be there first. */
  prepare?: (scene: TakingBackScene) => Promise<unknown>;
  /** Leaves the change that is taken back as the newest row. */
  change: (scene: TakingBackScene) => Promise<unknown>;
  /** Somebody else changes the same thing. */
  again: (scene: TakingBackScene) => Promise<unknown>;
  /** The same, past every verb, so that no row says so. */
  disturb: (tx: Tx, tenantId: string) => Promise<unknown>;
  /** What is written about it being taken back. */
  action: AuditAction;
  /** Taking it back a second time would end connections or calls, or is a block. */
  isOneWay?: true;
  /** The role that may not, of those who read the log. */
  lesser: "admin" | "auditor";
};
