declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Branded<"TenantId">;
export type PersonId = Branded<"PersonId">;
export type MembershipId = Branded<"MembershipId">;
export type InvitationId = Branded<"InvitationId">;
export type AccessRequestId = Branded<"AccessRequestId">;
export type GrantId = Branded<"GrantId">;
export type UpstreamId = Branded<"UpstreamId">;
export type UpstreamKeyId = Branded<"UpstreamKeyId">;
export type UpstreamToolId = Branded<"UpstreamToolId">;

type AnyId =
  | TenantId
  | PersonId
  | MembershipId
  | InvitationId
  | AccessRequestId
  | GrantId
  | UpstreamId
  | UpstreamKeyId
  | UpstreamToolId;

/** A fresh random UUID of the kind the caller names. */
export function newId<Id extends AnyId>(): Id {
  return crypto.randomUUID() as Id;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the lower-case text form of a UUID, so that anything else never reaches a uuid column. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}
