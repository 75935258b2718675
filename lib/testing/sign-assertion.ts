import { type KeyObject, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { PUBLIC_URL } from "./drive-oauth.ts";

type Alg = "ES256" | "RS256";
export type AssertionKey = { kid: string; alg: Alg; privateKey: KeyObject; jwk: Record<string, unknown> };

/** A client's own key pair: the private half signs, the public half is what it publishes. */
export function makeAssertionKey(kid: string, alg: Alg = "ES256"): AssertionKey {
  const { publicKey, privateKey } =
    alg === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { kid, alg, privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg } };
}

/** A client assertion (RFC 7523 section 3), good unless changed. */
export function signAssertion(
  clientId: string,
  { kid, alg, privateKey }: AssertionKey,
  { header = {}, claims = {} }: { header?: object; claims?: object } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const input = [
    { alg, kid, ...header },
    {
      iss: clientId,
      sub: clientId,
      aud: `${PUBLIC_URL}/oauth/token`,
      jti: randomUUID(),
      iat: now,
      exp: now + 60,
      ...claims,
    },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = sign("sha256", Buffer.from(input.join(".")), {
    key: privateKey,
    dsaEncoding: "ieee-p1363",
  });
  return `${input.join(".")}.${signature.toString("base64url")}`;
}

/** The two parameters by which a client proves itself with an assertion. */
export function withAssertion(assertion: string): Record<string, string> {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
}
