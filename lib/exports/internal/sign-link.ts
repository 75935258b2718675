import "#server-only";
import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";
import { LINK_MINUTES } from "../policy.ts";

const LABEL = "export-link";
type Link = { tenantId: string; personId: string; id: string };

/** When a link ends, and the proof that we said so for this file and this person. */
export function signLink(link: Link, now: Date): string {
  const until = now.getTime() + LINK_MINUTES * 60_000;
  return `${until}.${signMac(LABEL, toMessage(link, until))}`;
}

export function isLinkValid(key: string, link: Link, now: Date): boolean {
  const [, until = "", mac = ""] = /^(\d{13})\.([\w-]{43})$/.exec(key) ?? [];
  return (
    until !== "" && Number(until) > now.getTime() && verifyMac(LABEL, toMessage(link, Number(until)), mac)
  );
}

function toMessage({ tenantId, personId, id }: Link, until: number): string {
  return [tenantId, personId, id, until].join("|");
}
