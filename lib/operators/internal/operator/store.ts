import "#server-only";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";

export type OperatorEventRow = {
  id: bigint;
  at: Date;
  email: string;
  action: string;
  target: string;
  outcome: string;
  network: string | null;
};

export async function insertEvent({
  actor: { personId, email, from },
  action,
  target,
}: {
  actor: OperatorActor;
  action: string;
  target: string;
}): Promise<bigint> {
  const data = {
    personId,
    email,
    action,
    target,
    network: from?.network ?? null,
    requestId: from?.requestId ?? null,
  };
  return (await inAuth((tx) => tx.operatorEvent.create({ data, select: { id: true } }))).id;
}

export async function endEvent(id: bigint, outcome: "done" | "refused"): Promise<void> {
  await inAuth((tx) => tx.operatorEvent.updateMany({ where: { id, outcome: "asked" }, data: { outcome } }));
}

export async function findEvents(limit: number): Promise<OperatorEventRow[]> {
  return await inAuth((tx) =>
    tx.operatorEvent.findMany({
      orderBy: { id: "desc" },
      take: limit,
      select: { id: true, at: true, email: true, action: true, target: true, outcome: true, network: true },
    }),
  );
}

export async function deleteEvents(before: Date): Promise<number> {
  return (await inAuth((tx) => tx.operatorEvent.deleteMany({ where: { at: { lt: before } } }))).count;
}
