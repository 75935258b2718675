import { REVIEWER_ADDRESS } from "../identity/schema.ts";
import { MADE_UP_DOMAIN } from "../kernel/made-up-domain.ts";

export const SANDBOX_NAME = "Directory review";
export const SANDBOX_SLUG = "directory-review";
export const INSTANCE_NAME = "Acme Trinity";

const at = (name: string) => `${name}@${MADE_UP_DOMAIN}`;

/** Owns the sandbox, and signs in nowhere: nobody can have the address. */
export const SANDBOX_OWNER = { email: at("maya"), name: "Maya Lindqvist", role: "owner" } as const;
export const REVIEWER = { email: REVIEWER_ADDRESS, name: "Directory reviewer", role: "admin" } as const;
/** Everybody else the reviewer finds there. */
export const COLLEAGUES = [
  { email: at("samuel"), name: "Samuel Okafor", role: "admin" },
  { email: at("priya"), name: "Priya Nair", role: "member" },
  { email: at("jonas"), name: "Jonas Weber", role: "member" },
  { email: at("tomas"), name: "Tomás Ortega", role: "member" },
  { email: at("ellen"), name: "Ellen Zhou", role: "auditor" },
] as const;

/** The steps of a look at the sandbox, in order. */
export const PROBE_STEPS = ["sandbox", "instance", "tools", "prompts"] as const;
export type ProbeStep = (typeof PROBE_STEPS)[number];
