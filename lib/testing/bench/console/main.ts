// How long the console's pages take in a large organisation among many: `npm start` on a database filled by SQL, asked by
// one signed-in browser after the other. Times are the server's, from the request's first to the answer's last byte on
// loopback. BENCH_PAGES=audit asks only pages whose name begins so. With BENCH_STAY=on the server stays up for somebody to look at, until Ctrl-C.
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import pg from "pg";
import { buildApp, generateClient } from "#lib/server/build-app.ts";
import { quantile } from "../gateway/summarise.ts";
import { listPages, type Page } from "./pages.ts";
import { seedAudits, seedCalls } from "./seed-ledgers.ts";
import { seedAttempts, seedConnections, seedInstances, seedPeople, signInAs } from "./seed-organisation.ts";
import { startProduct } from "./start-product.ts";

const size = {
  tenants: Number(process.env["BENCH_TENANTS"] ?? 10_000),
  members: Number(process.env["BENCH_MEMBERS"] ?? 2_000),
  connections: Number(process.env["BENCH_CONNECTIONS"] ?? 5_000),
  calls: Number(process.env["BENCH_CALLS"] ?? 1_000_000),
  audits: Number(process.env["BENCH_AUDITS"] ?? 200_000),
  attempts: Number(process.env["BENCH_ATTEMPTS"] ?? 20_000),
};
const REQUESTS = Number(process.env["BENCH_REQUESTS"] ?? 40);
const PAGES = process.env["BENCH_PAGES"] ?? "";
const WARM_UP = 3;
const say = (text: string) => process.stderr.write(`${text}\n`);

type Row = { page: string; status: number; p50Ms: number; p95Ms: number; maxMs: number; kb: number };

async function measurePage(origin: string, { name, path }: Page, cookie: string): Promise<Row> {
  const times: number[] = [];
  let [status, bytes] = [0, 0];
  for (let turn = -WARM_UP; turn < REQUESTS; turn += 1) {
    const startedAt = performance.now();
    const answer = await fetch(`${origin}${path}`, { headers: { cookie }, redirect: "manual" });
    bytes = (await answer.arrayBuffer()).byteLength;
    if (turn >= 0) times.push(performance.now() - startedAt);
    status = answer.status;
  }
  times.sort((a, b) => a - b);
  const round = (value: number) => Math.round(value * 10) / 10;
  const [p50Ms, p95Ms, maxMs] = [0.5, 0.95, 1].map((share) => round(quantile(times, share))) as [
    number,
    number,
    number,
  ];
  return { page: name, status, p50Ms, p95Ms, maxMs, kb: Math.round(bytes / 1024) };
}

await generateClient();
await buildApp();
const product = await startProduct();
const admin = new pg.Client({ connectionString: product.adminUrl });
try {
  await admin.connect();
  await admin.query("SET session_replication_role = replica");
  await seedPeople(admin, size);
  await seedConnections(admin, size);
  await seedInstances(admin);
  await seedAttempts(admin, size);
  await seedAudits(admin, size);
  await seedCalls(admin, size, say);
  await admin.query("SET session_replication_role = DEFAULT");
  await admin.query("VACUUM (ANALYZE)");
  const cookie = await signInAs(admin, 1);
  say(`seeded ${JSON.stringify(size)}`);
  const rows: Row[] = [];
  for (const page of (await listPages(admin)).filter(({ name }) => name.startsWith(PAGES))) {
    rows.push(await measurePage(product.origin, page, cookie));
    say(JSON.stringify(rows.at(-1)));
  }
  const failed = rows.filter(({ status }) => status !== 200).map(({ page }) => page);
  if (process.env["BENCH_STAY"] === "on") {
    say(`${product.origin}/o/seed-1 with the cookie ${cookie}`);
    await once(process, "SIGINT");
  }
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, load: loadavg() };
  const p95MsWorst = Math.max(...rows.map(({ p95Ms }) => p95Ms));
  console.log(
    JSON.stringify({
      ok: failed.length === 0,
      p95MsWorst,
      failed,
      rows,
      size,
      rssMb: product.rssMb(),
      machine,
    }),
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  await admin.end();
  await product.stop();
}
