import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type Config, setConfig } from "../config/get-config.ts";
import { deriveKey } from "./derive-key.ts";
import { constantTimeEqual, sha256Hex } from "./hash-secret.ts";
import { seal, unseal } from "./seal.ts";
import { signMac, verifyMac } from "./sign.ts";

const OLD = randomBytes(32).toString("base64url");
const NEW = randomBytes(32).toString("hex");
const PLACE = { label: "upstream-key", aad: "tenant-a|upstream-1|shared|1" };

function useSecrets(...secrets: string[]): void {
  setConfig({ secrets } as unknown as Config);
}

function expectInternal(run: () => unknown): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect(isDomainError(thrown, "internal")).toBe(true);
  const text = `${(thrown as Error).message} ${JSON.stringify(thrown)}`;
  expect(text).not.toMatch(/auth|tag|cipher|decrypt|tenant-a|trinity_key/i);
  expect((thrown as Error).cause).toBeUndefined();
}

beforeEach(() => useSecrets(OLD));

describe("sealing", () => {
  test("a sealed value opens again, text and bytes, empty included", () => {
    for (const value of ["trinity_key_1", "", "ключ", randomBytes(5_000)]) {
      expect(unseal(seal(value, PLACE), PLACE).equals(Buffer.from(value as string))).toBe(true);
    }
  });

  test("two seals of one value share no data key, nonce or ciphertext", () => {
    const [a, b] = [seal("same", PLACE), seal("same", PLACE)];
    expect(Buffer.from(a).subarray(9).equals(Buffer.from(b).subarray(9))).toBe(false);
    expect(Buffer.from(a).subarray(0, 9).equals(Buffer.from(b).subarray(0, 9))).toBe(true);
  });

  test("H10: a value copied to another tenant, upstream, owner or version does not open", () => {
    const sealed = seal("trinity_key_1", PLACE);
    for (const aad of [
      "tenant-b|upstream-1|shared|1",
      "tenant-a|upstream-2|shared|1",
      "tenant-a|upstream-1|person|1",
      "tenant-a|upstream-1|shared|2",
    ]) {
      expectInternal(() => unseal(sealed, { ...PLACE, aad }));
    }
    expectInternal(() => unseal(sealed, { ...PLACE, label: "signing-key" }));
  });

  test("H10: the parts of two sealed values cannot be combined", () => {
    const a = Buffer.from(seal("key-a", PLACE));
    const b = Buffer.from(seal("key-b", PLACE));
    expectInternal(() => unseal(Buffer.concat([a.subarray(0, 69), b.subarray(69)]), PLACE));
  });

  test("label and additional data cannot slide into each other", () => {
    const sealed = seal("x", { label: "a", aad: "bc" });
    expectInternal(() => unseal(sealed, { label: "ab", aad: "c" }));
  });

  test("a value cut at any length does not open", () => {
    const sealed = seal("trinity_key_1", PLACE);
    for (let length = 0; length < sealed.length; length++) {
      expectInternal(() => unseal(sealed.subarray(0, length), PLACE));
    }
  });

  test("a value with any byte changed does not open, the version byte included", () => {
    const sealed = seal("k", PLACE);
    for (let at = 0; at < sealed.length; at++) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expectInternal(() => unseal(altered, PLACE));
    }
  });

  test("additional data and a label are required", () => {
    expectInternal(() => seal("k", { label: "upstream-key", aad: "" }));
    expectInternal(() => seal("k", { label: "", aad: "row" }));
  });

  test("a view into a larger buffer opens", () => {
    const sealed = seal("trinity_key_1", PLACE);
    const larger = Buffer.concat([Buffer.from("before"), sealed, Buffer.from("after")]);
    expect(unseal(larger.subarray(6, 6 + sealed.length), PLACE).toString()).toBe("trinity_key_1");
  });

  test("a value sealed under a token opens with that token alone, whatever the ring holds", () => {
    const token = `tcrt_${randomBytes(32).toString("base64url")}`;
    const sealed = seal("successor", { ...PLACE, secret: token });
    useSecrets(NEW);
    expect(unseal(sealed, { ...PLACE, secret: token }).toString()).toBe("successor");
    expectInternal(() => unseal(sealed, PLACE));
    expectInternal(() => unseal(sealed, { ...PLACE, secret: `${token}x` }));
  });
});

describe("the ring", () => {
  test("H12: a rotated ring opens old and new values, and seals under the newest", () => {
    const old = seal("old", PLACE);
    useSecrets(NEW, OLD);
    const fresh = seal("fresh", PLACE);
    expect(unseal(old, PLACE).toString()).toBe("old");
    expect(unseal(fresh, PLACE).toString()).toBe("fresh");
    useSecrets(NEW);
    expect(unseal(fresh, PLACE).toString()).toBe("fresh");
    expectInternal(() => unseal(old, PLACE));
  });

  test("the key id does not depend on the order of the ring and reveals nothing of the secret", () => {
    const first = Buffer.from(seal("x", PLACE)).subarray(1, 9);
    useSecrets(OLD, NEW);
    expect(Buffer.from(seal("x", PLACE)).subarray(1, 9).equals(first)).toBe(true);
    expect(Buffer.from(OLD, "base64url").includes(first)).toBe(false);
  });

  test("an empty ring, a short secret and a malformed one are refused", () => {
    for (const secrets of [
      [],
      [randomBytes(31).toString("hex")],
      ["x".repeat(42)],
      [`${OLD} ${OLD}`],
      [""],
    ]) {
      useSecrets(...secrets);
      expectInternal(() => seal("x", PLACE));
      expectInternal(() => deriveKey("session"));
      expectInternal(() => signMac("handle", "x"));
    }
  });

  test("both base64 alphabets give the same key, padded or not", () => {
    const bytes = Buffer.alloc(32, 0xfb);
    useSecrets(bytes.toString("base64"));
    const fromBase64 = deriveKey("session");
    useSecrets(bytes.toString("base64url"));
    expect(deriveKey("session").equals(fromBase64)).toBe(true);
  });

  test("64 hex digits count as 32 bytes, not as 48", () => {
    const bytes = randomBytes(32);
    useSecrets(bytes.toString("hex"));
    const fromHex = deriveKey("session");
    useSecrets(bytes.toString("base64url"));
    expect(deriveKey("session").equals(fromHex)).toBe(true);
  });
});

describe("derived keys", () => {
  test("a label always gives the same 32 bytes, another label others", () => {
    expect(deriveKey("a")).toHaveLength(32);
    expect(deriveKey("a").equals(deriveKey("a"))).toBe(true);
    expect(deriveKey("a").equals(deriveKey("b"))).toBe(false);
  });

  test("a caller who changes its copy does not change the key", () => {
    const before = deriveKey("a").toString("hex");
    deriveKey("a").fill(0);
    expect(deriveKey("a").toString("hex")).toBe(before);
  });

  test("a key from a given secret differs from the ring's, and a short secret is refused", () => {
    expect(deriveKey("a", "s".repeat(32)).equals(deriveKey("a"))).toBe(false);
    expectInternal(() => deriveKey("a", "short"));
  });
});

describe("hashes and MACs", () => {
  test("sha256Hex is SHA-256 (FIPS 180-4 vector)", () => {
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  test("constantTimeEqual compares content, of any two lengths and kinds", () => {
    expect(constantTimeEqual("same", Buffer.from("same"))).toBe(true);
    expect(constantTimeEqual("same", "samf")).toBe(false);
    expect(constantTimeEqual("same", "same ")).toBe(false);
    expect(constantTimeEqual("", "")).toBe(true);
  });

  test("a MAC verifies for its label and data alone, also after rotation", () => {
    const mac = signMac("handle", "grant-1");
    expect(mac).toMatch(/^[A-Za-z0-9_-]{43}$/);
    useSecrets(NEW, OLD);
    expect(verifyMac("handle", "grant-1", mac)).toBe(true);
    expect(verifyMac("handle", "grant-2", mac)).toBe(false);
    expect(verifyMac("cookie", "grant-1", mac)).toBe(false);
    expect(verifyMac("handle", "grant-1", `${mac}=`)).toBe(false);
    expect(verifyMac("handle", "grant-1", "")).toBe(false);
    useSecrets(NEW);
    expect(verifyMac("handle", "grant-1", mac)).toBe(false);
  });

  test("a sealing key is never a MAC key of the same label", () => {
    expect(deriveKey("seal/x").equals(deriveKey("mac/x"))).toBe(false);
  });
});
