import "#server-only";
import type { DomainRow } from "./store.ts";

/** A claimed domain and the TXT record that proves it. */
export type DomainProof = {
  id: string;
  domain: string;
  provenAt: Date | null;
  record: { name: string; value: string };
};

export function toProof({ id, domain, provenAt, token }: DomainRow): DomainProof {
  const record = { name: `_trinity-connect.${domain}`, value: `trinity-connect-domain=${token}` };
  return { id, domain, provenAt, record };
}
