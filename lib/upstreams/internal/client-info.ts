import "#server-only";

/** Who we say we are. */
export const CLIENT_INFO = { name: "trinity-connect", version: "1.0.0" } as const;
