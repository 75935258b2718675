import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { getProvider } from "../../get-provider.ts";
import { acceptRegistration } from "./accept-metadata.ts";

useDatabase();

const host = fc.constantFrom(
  "localhost",
  "127.0.0.1",
  "[::1]",
  "app.example",
  "localhost.evil.example",
  "127.0.0.2",
);
const scheme = fc.constantFrom("http", "https", "HTTP");
const port = fc.constantFrom("", ":", ":80", ":443", ":0", ":5", ":54321", ":99999");
const path = fc.constantFrom(
  "",
  "/",
  "/cb",
  "/cb/",
  "/CB",
  "/cb?x=1",
  "/cb?x=:5",
  "/%63b",
  "/a/../cb",
  "/cb;/x",
  "/:5/cb",
);
const address = fc
  .tuple(scheme, fc.constantFrom("", "u@"), host, port, path, fc.constantFrom("", "#f"))
  .map(([protocol, user, name, at, rest, fragment]) => `${protocol}://${user}${name}${at}${rest}${fragment}`);
const uri = fc.oneof(
  { weight: 8, arbitrary: address },
  {
    weight: 1,
    arbitrary: fc.constantFrom("cursor://app/cb", "com.example.app:/cb", "javascript:alert(1)", "/cb"),
  },
  { weight: 1, arbitrary: fc.string() },
);

const LOOPBACK = /^((?:http|HTTP):\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d*)?(?=[/?]|$)/;

/** The rule in one line (RFC 8252 section 7.3): byte for byte, or the same loopback address but for its port. */
function mayReturnTo(registered: readonly string[], asked: string): boolean {
  const url = URL.parse(asked);
  if (registered.includes(asked)) return true;
  if (url === null || !LOOPBACK.test(asked)) return false;
  const portless = asked.replace(LOOPBACK, "$1");
  return registered.some((each) => LOOPBACK.test(each) && each.replace(LOOPBACK, "$1") === portless);
}

test("A06 A08 A09: a redirect is accepted exactly if it was registered, or differs from a loopback one in its port alone", async () => {
  const { Client } = await getProvider();
  let taken = 0;
  fc.assert(
    fc.property(fc.array(uri, { minLength: 1, maxLength: 3 }), uri, (redirect_uris, asked) => {
      const accepted = acceptRegistration({ client_name: "App", redirect_uris });
      if (!accepted.ok) return;
      const client = new Client({ client_id: "x", ...accepted.metadata });
      for (const each of [asked, ...redirect_uris]) {
        const isAllowed = client.redirectUriAllowed(each);
        if (isAllowed) taken += 1;
        expect([each, isAllowed]).toEqual([each, mayReturnTo(redirect_uris, each)]);
      }
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(1_000);
});
