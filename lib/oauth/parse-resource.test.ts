import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { canonicaliseResource, toResourceUri } from "./internal/resource-uri.ts";
import { type ParsedResource, parseResource } from "./parse-resource.ts";

const ORIGIN = "https://connect.example";
const RUNS = { numRuns: 10_000 };

beforeAll(() => setConfig({ ...getConfig(), publicUrl: ORIGIN }));

const address = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,30}$/);
const resource: fc.Arbitrary<ParsedResource> = fc.oneof(
  fc.constant({ kind: "shared" as const }),
  address.map((one) => ({ kind: "tenant" as const, address: one })),
);
const anyCase = (text: string) =>
  fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((upper) =>
    text
      .split("")
      .map((letter, at) => (upper[at] ? letter.toUpperCase() : letter))
      .join(""),
  );
/** Every way a host may spell that resource. */
const spelling = (one: ParsedResource) =>
  fc
    .record({
      origin: anyCase(ORIGIN),
      port: fc.constantFrom("", ":443"),
      path: fc.constantFrom(...(one.kind === "shared" ? ["", "/api/mcp"] : [`/api/mcp/${one.address}`])),
      slash: fc.constantFrom("", "/"),
    })
    .map(({ origin, port, path, slash }) => `${origin}${port}${path}${slash}`);
/** An indicator near one of ours: a part added, cut out or replaced. */
const nearMiss = fc
  .tuple(
    resource.map(toLiteral),
    fc.nat(60),
    fc.nat(3),
    fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom("@", "?", "#", "/", "//", "..", "%2e", "\\", ":", "\0", ".evil.example"),
    ),
  )
  .map(([text, at, cut, part]) => text.slice(0, at) + part + text.slice(at + cut));

function toLiteral(one: ParsedResource): string {
  return one.kind === "shared" ? `${ORIGIN}/api/mcp` : `${ORIGIN}/api/mcp/${one.address}`;
}

describe("every spelling of a resource is that resource, and no other text is one", () => {
  test("all spellings of one resource become its one spelling", () => {
    fc.assert(
      fc.property(
        resource.chain((one) => fc.tuple(fc.constant(one), spelling(one))),
        ([one, spelled]) => {
          expect(parseResource(spelled)).toEqual(one);
          expect(canonicaliseResource(spelled)).toBe(toResourceUri(one));
        },
      ),
      RUNS,
    );
  });

  test("two indicators have one spelling exactly when they are the same resource", () => {
    fc.assert(
      fc.property(
        fc
          .tuple(resource, resource)
          .chain(([a, b]) => fc.tuple(fc.constant([a, b]), spelling(a), spelling(b))),
        ([[a, b], spelledA, spelledB]) => {
          const areSame = canonicaliseResource(spelledA) === canonicaliseResource(spelledB);
          expect(areSame).toBe(toLiteral(a as ParsedResource) === toLiteral(b as ParsedResource));
        },
      ),
      RUNS,
    );
  });

  test("what is canonical stays as it is, whatever it was made from", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), nearMiss), (text) => {
        const once = canonicaliseResource(text);
        expect(canonicaliseResource(once)).toBe(once);
      }),
      RUNS,
    );
  });

  test("A19: what is taken names our origin alone, without user, query or fragment, however close the text comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(nearMiss, fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string()),
        (text) => {
          const parsed = parseResource(text);
          if (parsed === null) {
            expect(canonicaliseResource(text)).toBe(text);
            return;
          }
          const url = new URL(text);
          expect([url.origin, url.username, url.password, url.search, url.hash]).toEqual([
            ORIGIN,
            "",
            "",
            "",
            "",
          ]);
          expect(url.pathname.replace(/\/$/, "")).toBe(
            parsed.kind === "tenant"
              ? `/api/mcp/${parsed.address}`
              : url.pathname.length > 1
                ? "/api/mcp"
                : "",
          );
        },
      ),
      RUNS,
    );
  });
});

test.each([
  `${ORIGIN}/api/mcp#f`,
  `${ORIGIN}\0/api/mcp`,
  `${ORIGIN}\u001f/api/mcp`,
  "https://connect.ex\uff41mple/api/mcp",
  `${ORIGIN}/api/mcp?x`,
  `https://user@connect.example/api/mcp`,
  `https://connect.example@evil.example/api/mcp`,
  `${ORIGIN}.evil.example/api/mcp`,
  `${ORIGIN}:8443/api/mcp`,
  "http://connect.example/api/mcp",
  `${ORIGIN}/API/MCP`,
  `${ORIGIN}/api/mcp//`,
  `${ORIGIN}/api//mcp`,
  `${ORIGIN}/api/../api/mcp`,
  `${ORIGIN}/api/mcp/%61cme`,
  `${ORIGIN}\\api\\mcp`,
  ` ${ORIGIN}/api/mcp`,
  `${ORIGIN}/api/mcp/${"a".repeat(64)}`,
  `${ORIGIN}/api/mcp/acme/more`,
  `https://connect.example./api/mcp`,
  "",
])("A19: %j is none of our resources", (text) => {
  expect(parseResource(text)).toBeNull();
});
