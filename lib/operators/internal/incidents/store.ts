import "#server-only";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import type { Component, Impact, IncidentState } from "../../terms.ts";

export type IncidentUpdate = { id: string; at: Date; state: IncidentState; text: string };
export type Incident = {
  id: string;
  title: string;
  impact: Impact;
  components: Component[];
  startedAt: Date;
  endedAt: Date | null;
  /** The newest first. */
  updates: IncidentUpdate[];
};

const SELECT = {
  id: true,
  title: true,
  impact: true,
  components: true,
  startedAt: true,
  endedAt: true,
  updates: {
    orderBy: { at: "desc" },
    select: { id: true, at: true, state: true, text: true },
  },
} as const;

type NewIncident = Omit<Incident, "endedAt" | "updates"> & { text: string };

export async function insertIncident({ text, ...incident }: NewIncident): Promise<void> {
  const first = { id: crypto.randomUUID(), at: incident.startedAt, state: "investigating", text };
  await inAuth((tx) =>
    tx.incident.create({ data: { ...incident, updates: { create: first } }, select: { id: true } }),
  );
}

/** Adds an update to an incident that has not ended; `resolved` ends it. False when it has, or there is none. */
export async function addUpdate(
  id: string,
  { at, state, text }: { at: Date; state: IncidentState; text: string },
): Promise<boolean> {
  return await inAuth(async (tx) => {
    const endedAt = state === "resolved" ? at : null;
    const { count } = await tx.incident.updateMany({ where: { id, endedAt: null }, data: { endedAt } });
    if (count !== 1) return false;
    const update = { id: crypto.randomUUID(), incidentId: id, at, state, text };
    await tx.incidentUpdate.create({ data: update, select: { id: true } });
    return true;
  });
}

/** Those that are going on, and those that ended after `since`, the newest first. */
export async function findIncidents(since: Date, limit: number): Promise<Incident[]> {
  const rows = await inAuth((tx) =>
    tx.incident.findMany({
      where: { OR: [{ endedAt: null }, { endedAt: { gte: since } }] },
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      take: limit,
      select: SELECT,
    }),
  );
  return rows as Incident[];
}

/** The newest that is going on, with its last update. */
export async function findOpen(): Promise<Incident | null> {
  const row = await inAuth((tx) =>
    tx.incident.findFirst({
      where: { endedAt: null },
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      select: { ...SELECT, updates: { ...SELECT.updates, take: 1 } },
    }),
  );
  return row as Incident | null;
}
