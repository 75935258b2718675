import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from "#lib/testing/loopback-certificate.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import {
  allowCollector,
  deliver,
  openStream,
  rowsOf,
  useCollector,
} from "#lib/testing/streams/use-collector.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { asDatabaseAdmin } from "#lib/testing/use-exports.ts";
import { deliverLogs } from "./deliver-logs.ts";
import { getLogStream } from "./get-log-stream.ts";
import { AT_ONCE } from "./internal/delivering/pace.ts";
import { findWork, settleWork } from "./internal/delivering/work.ts";

useDatabase();
const collector = useCollector();

const open: (() => void)[] = [];
beforeEach(() => asDatabaseAdmin("DELETE FROM tenant.log_streams"));
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  allowCollector(port);
  return port;
}

/** A server that does that with every connection. */
const raw = (behave: (socket: Socket) => void) => listen(createServer(behave));
const at = (port: number) => `http://127.0.0.1:${port}/in`;

async function newOwner(): Promise<MemberActor> {
  return await mintMember(await mintTenant(), "owner");
}

async function outcomeOf(owner: MemberActor): Promise<string> {
  const stream = await getLogStream(owner, {});
  return stream?.failure ?? stream?.state ?? "none";
}

const OK = "HTTP/1.1 200 OK\r\n";

/** Goes on writing until the other side ends the connection. */
function drip(socket: Socket, text: string, everyMs: number): void {
  const clock = setInterval(() => socket.write(text), everyMs);
  socket.on("close", () => clearInterval(clock));
}

describe("H30: a collector", () => {
  test.each<[string, (socket: Socket) => void, string]>([
    [
      "that answers with a redirect",
      (s) => s.end("HTTP/1.1 307 X\r\nlocation: /secret\r\ncontent-length: 0\r\n\r\n"),
      "redirected",
    ],
    [
      "that floods its answer",
      (s) =>
        drip(
          s.on("error", () => undefined),
          `${OK}\r\n${"x".repeat(200_000)}`,
          5,
        ),
      "delivering",
    ],
    [
      "that says its answer is huge",
      (s) => void s.write(`${OK}content-length: 99999999999\r\n\r\n`),
      "delivering",
    ],
    [
      "that answers drop by drop",
      (s) => {
        s.write(`${OK}content-length: 5000\r\n\r\n`);
        drip(s, "x", 100);
      },
      "delivering",
    ],
    [
      "that floods its headers",
      (s) => {
        s.write(OK);
        drip(s, `x-y: ${"z".repeat(60_000)}\r\n`, 5);
      },
      "unreadable",
    ],
    [
      "that answers compressed",
      (s) => s.end(`${OK}content-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc`),
      "unreadable",
    ],
    [
      "that speaks something else",
      (s) => s.once("data", () => s.end("SSH-2.0-OpenSSH_9.6\r\n")),
      "unreachable",
    ],
    ["that hangs up", (s) => s.once("data", () => s.destroy()), "unreachable"],
  ])("%s is read no further than its status", async (_what, behave, outcome) => {
    const owner = await newOwner();
    await openStream(owner, at(await raw(behave)));
    await deliver();
    expect(await outcomeOf(owner)).toBe(outcome);
  });

  test("that takes nothing, answers nothing, or its headers drop by drop, has ten seconds", async () => {
    const behaviours: ((socket: Socket) => void)[] = [
      (socket) => socket.pause(),
      (socket) => void socket.resume(),
      (socket) => {
        socket.resume().write(`${OK}x-a: `);
        drip(socket, "z", 200);
      },
    ];
    const owners = [];
    for (const behave of behaviours) {
      const owner = await newOwner();
      await openStream(owner, at(await raw(behave)));
      owners.push(owner);
    }
    await deliver();
    for (const owner of owners) expect(await outcomeOf(owner)).toBe("timeout");
  });

  test("nobody listens at is unreachable", async () => {
    const port = await raw(() => undefined);
    for (const close of open.splice(0)) close();
    const owner = await newOwner();
    await openStream(owner, at(port));
    await deliver();
    expect(await outcomeOf(owner)).toBe("unreachable");
  });
});

test("H31: dead collectors, however many, hold nobody else up: they have places of their own", async () => {
  const dead = at(await raw((socket) => void socket.resume()));
  for (let index = 0; index < 3 * AT_ONCE.slow; index += 1) await openStream(await newOwner(), dead);
  await asDatabaseAdmin("UPDATE tenant.log_streams SET is_slow = true, failures = 3");
  const newlyDead = await newOwner();
  await openStream(newlyDead, dead);
  const well = await newOwner();
  await openStream(well, collector.url());
  await deliverLogs();
  await expect.poll(() => rowsOf(collector, "audit").length, { timeout: 30_000 }).toBe(1);
  await expect.poll(() => outcomeOf(well), { timeout: 30_000 }).toBe("delivering");
  // The others hang on meanwhile, the new one too.
  expect(await outcomeOf(newlyDead)).toBe("waiting");
  await expect
    .poll(() => findWork().lanes.map(({ running }) => running), { timeout: 30_000 })
    .toEqual([1, AT_ONCE.slow]);
  for (const close of open.splice(0)) close();
  await settleWork();
  expect(await outcomeOf(newlyDead)).toBe("unreachable");
  expect(await findSlow(newlyDead)).toBe(true);
});

async function findSlow({ tenantId }: MemberActor): Promise<boolean | undefined> {
  const row = await inTenant(tenantId, (tx) => tx.logStream.findFirst({ where: { tenantId } }));
  return row?.isSlow;
}

describe("over https", () => {
  const openSecure = async (): Promise<{ url: string; bodies: string[] }> => {
    const bodies: string[] = [];
    const server = createSecureServer(
      { cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY },
      (request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
          bodies.push(body);
          response.end();
        });
      },
    );
    return { url: `https://127.0.0.1:${await listen(server)}/in`, bodies };
  };

  test("a certificate that no authority signed is refused, and one that is accepted delivers", async () => {
    const owner = await newOwner();
    const secure = await openSecure();
    await openStream(owner, secure.url);
    await deliver();
    expect(await outcomeOf(owner)).toBe("tls");
    expect(secure.bodies).toEqual([]);
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, LOOPBACK_CERTIFICATE]);
    try {
      await asDatabaseAdmin("UPDATE tenant.log_streams SET due_at = now()");
      await deliver();
    } finally {
      setDefaultCACertificates(before);
    }
    expect(await outcomeOf(owner)).toBe("delivering");
    expect(secure.bodies).toHaveLength(1);
  });
});
