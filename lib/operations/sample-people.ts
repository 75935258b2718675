import "#server-only";

/** Who belongs to the sample organisation; the first is its owner. */
export const SAMPLE_PEOPLE = [
  { email: "ada@acme.example", name: "Ada", role: "owner" },
  { email: "grace@acme.example", name: "Grace", role: "member" },
  { email: "alan@acme.example", name: "Alan", role: "auditor" },
] as const;
