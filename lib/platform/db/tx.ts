import "#server-only";
import type { Prisma } from "./generated/client.ts";

/** An open transaction whose tenant, person or job the database already knows. */
export type Tx = Prisma.TransactionClient;
