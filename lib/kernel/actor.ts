import type { Effect } from "./effects.ts";
import type { GrantId, MembershipId, PersonId, TenantId, UpstreamId } from "./ids.ts";
import type { Role } from "./permissions.ts";

/**
 * Somebody signed in, in no organisation yet. `signedInBy` is "code", "google" or the id of a company's connection; a
 * browser of before that was kept is taken for a code.
 */
export type PersonActor = {
  kind: "person";
  personId: PersonId;
  email: string;
  name: string;
  signedInBy?: string;
  /** The one organisation this account may belong to: the reviewer's alone has one. */
  boundTo?: TenantId;
};

/** Where a request came from: the caller's network, never their whole address, and the number it has in the log. */
export type RequestOrigin = { network: string; requestId?: string };

/** Somebody signed in, acting in one organisation they belong to. `from` is absent where no request is behind it. */
export type MemberActor = {
  kind: "member";
  personId: PersonId;
  email: string;
  tenantId: TenantId;
  tenantSlug: string;
  tenantName: string;
  membershipId: MembershipId;
  role: Role;
  /** As of the person; absent where no browser is behind it. */
  signedInBy?: string;
  /** The reviewer in their sandbox: some of what the role allows is not for them (`mayDo`). */
  isReviewer?: true;
  from?: RequestOrigin;
};

/**
 * An app acting for a person through one grant; `groups` are the grant's tool groups as the row says now. With
 * `presented` there is no grant: it sent a Trinity key, whose row's id stands in the grant's place and, where its owner
 * is nobody here, in the person's too.
 */
export type ClientActor = {
  kind: "client";
  personId: PersonId;
  tenantId: TenantId;
  membershipId: MembershipId;
  role: Role;
  grantId: GrantId;
  clientId: string;
  groups: readonly string[];
  /** The most an admin lets this app do, whatever its connections hold; without it there is no such limit. */
  effectMax?: Effect;
  resource: string;
  isSharedAddress: boolean;
  presented?: PresentedKey;
};

/** A Trinity key in the place of a token. It opens its own instance alone, and goes there as it came. */
export type PresentedKey = {
  upstreamId: UpstreamId;
  /** Whether its owner is a member; else it acts in the role an admin chose for such keys. */
  isMember: boolean;
  /** The key in the clear; a function, so that no log and no JSON ever holds it. */
  reveal: () => string;
};

/** A named job of ours acting in one organisation. */
export type SystemActor = { kind: "system"; job: string; tenantId: TenantId };

/** Somebody signed in whom the configuration names an operator; in no organisation. */
export type OperatorActor = { kind: "operator"; personId: PersonId; email: string; from?: RequestOrigin };
