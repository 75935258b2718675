import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { replaceOnce } from "#lib/platform/registry/once.ts";
import {
  askDispatcher as ask,
  serveDispatcher as serve,
  useDispatchers,
} from "#lib/testing/serve-dispatcher.ts";

useDispatchers();

// One token in 1,500 has no digit.
const TOKENS = [
  "c4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc",
  "CanaryCanaryCanaryCanaryCanaryCanaryCanaryC",
  "canary_canary_canary_canary_canary_canary_c",
];

test("L01: no token of a mail's link is in the log of its request, whatever characters it has", async () => {
  let logged = "";
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString("utf8");
      done();
    },
  });
  replaceOnce("log.destination", destination);
  setConfig({ ...getConfig(), logLevel: "info" });
  const { port } = await serve();
  for (const token of TOKENS)
    for (const page of ["invite", "disconnect"]) await ask(port, { path: `/${page}/${token}` });
  await expect.poll(() => logged.trim().split("\n").length, { timeout: 30_000 }).toBe(2 * TOKENS.length);
  expect(logged).toContain('"path":"/invite/*"');
  for (const token of TOKENS) expect(logged).not.toContain(token);
});
