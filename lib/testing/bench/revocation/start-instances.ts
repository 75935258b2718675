import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { type BenchProcess, startProcess } from "../gateway/start-process.ts";

/** Without `isHearing` an instance has no LISTEN and lives by its poll alone. */
type Wish = { count: number; isHearing: boolean; env: Record<string, string> };

/** That many gateways in processes of their own, on one database, as behind a load balancer. */
export async function startInstances({ count, isHearing, env }: Wish): Promise<BenchProcess[]> {
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const port = String(await findFreePort());
      const args = isHearing ? [] : ["deaf"];
      return await startProcess("serve-gateway.ts", { args, env: { ...env, PORT: port } });
    }),
  );
}
