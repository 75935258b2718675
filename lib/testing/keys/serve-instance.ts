import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { finishInteraction } from "#lib/oauth/finish-interaction.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { ensureRing } from "#lib/platform/crypto/load-ring.ts";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";
import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";
import { watchRing } from "#lib/platform/crypto/watch-ring.ts";
import { createDispatcher, type Door } from "#lib/server/dispatch.ts";
import { doors } from "#lib/server/doors.ts";

// One instance of the server for the rotation tests, for as long as its parent lives. In place of pages it answers
// what their forms would do. With the word "deaf" it never hears of another ring than it began with.

const PLACE = { label: "rotation-test", aad: "row" };

/** What is asked of an instance in place of its pages. */
export type Wish =
  | { kind: "seal"; text: string }
  | { kind: "open"; sealed: string; mac: string; text: string }
  | { kind: "allow"; uid: string; cookie: string; accountId: string; grantId: string };

async function fulfil(wish: Wish): Promise<object> {
  if (wish.kind === "allow") {
    const { accountId, grantId } = wish;
    return await finishInteraction(wish.uid, wish.cookie, { accountId, grantId });
  }
  if (wish.kind === "seal") {
    const sealed = Buffer.from(seal(wish.text, PLACE)).toString("base64url");
    return { sealed, mac: signMac(PLACE.label, wish.text) };
  }
  const text = unseal(Buffer.from(wish.sealed, "base64url"), PLACE).toString("utf8");
  return { isOpen: text === wish.text && verifyMac(PLACE.label, wish.text, wish.mac) };
}

const next: Door = async (request, response) => {
  const answer = await fulfil((await json(request as IncomingMessage)) as Wish);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
};

await ensureRing();
if (!process.argv.includes("deaf")) {
  watchRing();
  await startBus();
}
const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const { publicUrl, isLocal } = getConfig();
const dispatch = createDispatcher({
  doors: { ...doors, next },
  origin: { publicUrl, isLocal, port },
  draining: new AbortController().signal,
  probe: async () => undefined,
});
server.on("request", (request, response) => void dispatch(request, response));
process.once("disconnect", () => process.exit(0));
process.send?.(port);
