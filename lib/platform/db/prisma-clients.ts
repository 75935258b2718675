import "#server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { once } from "../registry/once.ts";
import { PrismaClient } from "./generated/client.ts";
import { appSql, authSql } from "./sql.ts";

/** Prisma over the tenant-data pool. Only the contexts of this folder use it: a query outside one sees nothing. */
export function appClient(): PrismaClient {
  return once("db.app-client", () => new PrismaClient({ adapter: new PrismaPg(appSql()) }));
}

/** Prisma over the sign-in and OAuth store's pool. */
export function authClient(): PrismaClient {
  return once("db.auth-client", () => new PrismaClient({ adapter: new PrismaPg(authSql()) }));
}
