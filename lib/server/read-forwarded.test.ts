import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeForwardedReader } from "./read-forwarded.ts";

const PROXY = "10.0.0.1";
const read = makeForwardedReader(["10.0.0.0/8", "fd00::/8", "203.0.113.9"]);
const from = (peer: string | undefined, headers: Record<string, string>) => read(peer, headers).address;

describe("the caller's address", () => {
  test("F02: is the socket's other end, whatever the headers say, when that is no trusted proxy", () => {
    for (const name of ["x-forwarded-for", "forwarded"]) {
      const claimed = name === "forwarded" ? "for=198.51.100.7;proto=http" : "198.51.100.7";
      const headers = { [name]: claimed, "x-forwarded-proto": "http" };
      expect(read("8.8.4.4", headers)).toEqual({ address: "8.8.4.4", isPlain: false });
      expect(makeForwardedReader([])(PROXY, headers)).toEqual({ address: PROXY, isPlain: false });
    }
    expect(read(undefined, { "x-forwarded-for": "198.51.100.7" }).address).toBeUndefined();
  });

  test.each([
    ["198.51.100.7", "198.51.100.7"],
    ["198.51.100.7:4711", "198.51.100.7"],
    ["1.1.1.1, 198.51.100.7", "198.51.100.7"],
    ["1.1.1.1, 198.51.100.7, 10.9.9.9", "198.51.100.7"],
    ["1.1.1.1, 198.51.100.7, 203.0.113.9,10.9.9.9", "198.51.100.7"],
    ["10.2.2.2, 10.3.3.3", "10.2.2.2"],
    ["::ffff:198.51.100.7", "198.51.100.7"],
    ["2a00:1450:4001:830::200e", "2a00:1450:4001:830::200e"],
    ["[2a00:1450:4001:830::200e]:443", "2a00:1450:4001:830::200e"],
    ["198.51.100.7, unknown", PROXY],
    ["198.51.100.7, 10.9.9.9, nonsense, 10.8.8.8", "10.8.8.8"],
    ["", PROXY],
  ])("is, of X-Forwarded-For %j behind a trusted proxy, %s", (header, expected) => {
    expect(from(PROXY, { "x-forwarded-for": header })).toBe(expected);
    expect(from(`::ffff:${PROXY}`, { "x-forwarded-for": header })).toBe(expected);
  });

  test.each([
    ["for=198.51.100.7", "198.51.100.7"],
    ['For="198.51.100.7:4711";proto=https', "198.51.100.7"],
    ['for=1.1.1.1, proto=https;for="[2a00:1450:4001:830::200e]:443";by=10.0.0.1', "2a00:1450:4001:830::200e"],
    ['for="1.1.1.1, for=198.51.100.7', "198.51.100.7"],
    ["for=_hidden", PROXY],
    ["proto=https", PROXY],
  ])("is, of Forwarded %j behind a trusted proxy, %s", (header, expected) => {
    expect(from(PROXY, { forwarded: header })).toBe(expected);
  });

  test("Forwarded counts only where there is no X-Forwarded-For", () => {
    expect(from(PROXY, { forwarded: "for=1.1.1.1", "x-forwarded-for": "198.51.100.7" })).toBe("198.51.100.7");
  });
});

describe("whatever the caller wrote itself", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc
      .array(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6(),
          fc.constantFrom("10.0.0.9", "unknown", '"', ";", ",", "for=1.1.1.1", "="),
        ),
      )
      .map((parts) => parts.join(",")),
  );
  const caller = fc.ipV4().filter((address) => !address.startsWith("10.") && address !== "203.0.113.9");

  test("F02: the address the trusted proxy added is the caller's", () => {
    fc.assert(
      fc.property(hostile, caller, (written, address) => {
        expect(from(PROXY, { "x-forwarded-for": `${written}, ${address}` })).toBe(address);
        expect(from(PROXY, { forwarded: `${written}, for=${address};proto=https` })).toBe(address);
      }),
      { numRuns: 10_000 },
    );
  });

  test("F02: from anybody else nothing of it counts", () => {
    fc.assert(
      fc.property(hostile, (written) => {
        const headers = { "x-forwarded-for": written, forwarded: written, "x-forwarded-proto": written };
        expect(read("8.8.4.4", headers)).toEqual({ address: "8.8.4.4", isPlain: false });
      }),
    );
  });
});

describe("plain http", () => {
  test.each([
    [{ "x-forwarded-proto": "http" }, true],
    [{ "x-forwarded-proto": "HTTP, http" }, true],
    [{ "x-forwarded-proto": "https" }, false],
    [{ "x-forwarded-proto": "https, http" }, false],
    [{ forwarded: "for=1.1.1.1;proto=http" }, true],
    [{ forwarded: "for=1.1.1.1;proto=https" }, false],
    [{}, false],
  ])("%o from a trusted proxy: %s", (headers, expected) => {
    expect(read(PROXY, headers as Record<string, string>).isPlain).toBe(expected);
  });
});
