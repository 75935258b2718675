import { describe, expect, test } from "vitest";
import { normalizeAddress, parseCode, parseNextPath } from "./schema.ts";

describe("B22: an address has one normalised form", () => {
  test.each([
    ["ada@acme.example", "ada@acme.example"],
    ["  Ada@ACME.Example \n", "ada@acme.example"],
    ["ada.b+tag@mail.acme.co", "ada.b+tag@mail.acme.co"],
    ["o'hara_1-2@x-y.example", "o'hara_1-2@x-y.example"],
    // Full-width letters are the same letters; the mail goes to the form we compare.
    ["ａｄａ@acme.example", "ada@acme.example"],
    // The Kelvin sign lower-cases to k.
    ["\u212Aim@acme.example", "kim@acme.example"],
    ["ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
    [`${"a".repeat(64)}@acme.example`, `${"a".repeat(64)}@acme.example`],
  ])("%j becomes %j", (input, expected) => {
    expect(normalizeAddress(input)).toBe(expected);
    expect(normalizeAddress(expected)).toBe(expected);
  });

  test.each([
    ['"e@attacker.example"@victim.example'],
    ['"ada"@acme.example'],
    ["a＠evil@victim.example"],
    ["a＠evil.example"],
    ["a﹫evil.example"],
    ["a@b.example,c@d.example"],
    ["a@b.example;c@d.example"],
    ["a@b.example c@d.example"],
    ["ada(comment)@acme.example"],
    ["ada@acme.example(comment)"],
    ["Ada <ada@acme.example>"],
    ["<ada@acme.example>"],
    ["ada\r\n@acme.example"],
    ["ada@acme.example\r\nBcc: eve@evil.example"],
    ["ada\u0000@acme.example"],
    ["ada@acme.example\u0000"],
    ["a%b@acme.example"],
    ["evil!ada@acme.example"],
    ["ada@[127.0.0.1]"],
    ["ada@127.0.0.1"],
    ["ada@localhost"],
    ["ada@acme..example"],
    ["ada@.acme.example"],
    ["ada@-acme.example"],
    ["ada@acme.example."],
    [".ada@acme.example"],
    ["ada.@acme.example"],
    ["a..b@acme.example"],
    ["ada@аcme.example"],
    ["ad\u200Ba@acme.example"],
    ["ada@acme\u3002example@x.example"],
    ["@acme.example"],
    ["ada@"],
    ["ada"],
    [""],
    [`${"a".repeat(65)}@acme.example`],
    [`a@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(60)}.${"f".repeat(20)}.example`],
    ["a".repeat(100_000)],
    [null],
    [undefined],
    [["ada@acme.example"]],
  ])("%j is refused", (input) => {
    expect(normalizeAddress(input)).toBeNull();
  });
});

describe("J20: only a path of our own is a way on", () => {
  test.each([
    ["/", "/"],
    ["/connect/abc/permissions", "/connect/abc/permissions"],
    ["/o/acme/tools?q=a%20b&next=//evil.example#top", "/o/acme/tools?q=a%20b&next=//evil.example#top"],
    ["/a/../b", "/b"],
    ["/%2F/evil.example", "/%2F/evil.example"],
    ["/@evil.example", "/@evil.example"],
  ])("%j leads to %j", (input, expected) => {
    expect(parseNextPath(input)).toBe(expected);
  });

  test.each([
    ["//evil.example"],
    ["///evil.example"],
    ["/\\evil.example"],
    ["\\\\evil.example"],
    ["/\t/evil.example"],
    ["/\n/evil.example"],
    ["/ok\r\nSet-Cookie: a=b"],
    ["\t//evil.example"],
    [" //evil.example"],
    ["/..//evil.example"],
    ["/.//evil.example"],
    ["/a/..//evil.example"],
    ["/%2e%2e//evil.example"],
    ["https://evil.example/"],
    ["http:/evil.example"],
    ["https:evil.example"],
    ["javascript:alert(1)"],
    ["evil.example"],
    ["?next=/"],
    ["/\u0085/evil.example"],
    [`/${"a".repeat(1000)}`],
    [`/${"ä".repeat(200)}`],
    [""],
    [null],
    [undefined],
    [["/o/acme"]],
  ])("%j leads to the start page", (input) => {
    expect(parseNextPath(input)).toBe("/");
  });
});

describe("a code is six digits however it is pasted", () => {
  test.each([["123456"], [" 123 456 "], ["123-456"], ["123\u2013456"], ["１２３４５６"], ["123456\n"]])(
    "%j",
    (input) => {
      expect(parseCode(input)).toBe("123456");
    },
  );
  test.each([["12345"], ["1234567"], ["12345a"], ["١٢٣٤٥٦"], [""], [null], [123456], ["1".repeat(100)]])(
    "%j is none",
    (input) => {
      expect(parseCode(input)).toBeNull();
    },
  );
});
