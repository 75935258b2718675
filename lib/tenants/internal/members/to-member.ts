import "#server-only";
import type { SignInWay } from "#lib/identity/list-sign-in-ways.ts";
import type { MembershipId, PersonId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { MemberRecord, MemberUse } from "./store.ts";

/** Somebody of the organisation as pages show them. */
export type Member = {
  id: MembershipId;
  personId: PersonId;
  name: string;
  email: string;
  role: Role;
  status: "active" | "suspended";
  /** What a form that changes them posts back. */
  version: number;
  joinedAt: Date;
  lastActiveAt: Date | null;
  /** Live ones. */
  connections: number;
  /** By what they signed in last: "company" is this organisation's own sign-in, "other" another one's. */
  signIn: "code" | "google" | "company" | "other" | null;
};

type Seen = { use: MemberUse | undefined; way: SignInWay | undefined; companyId: string | null };

export function toMember(row: MemberRecord, { use, way, companyId }: Seen): Member {
  const { createdAt, status, lastActiveAt, ...member } = row;
  return {
    ...member,
    status: status === "active" ? "active" : "suspended",
    joinedAt: createdAt,
    lastActiveAt: latest([lastActiveAt, use?.lastUsedAt ?? null]),
    connections: use?.connections ?? 0,
    signIn: toSignIn(way?.method ?? null, companyId),
  };
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
}

function toSignIn(method: string | null, companyId: string | null): Member["signIn"] {
  if (method === null || method === "code" || method === "google") return method;
  return method === companyId ? "company" : "other";
}
