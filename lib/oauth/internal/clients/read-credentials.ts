import "#server-only";

/**
 * The client a token request names, in the order the provider looks: the form, the Basic header (RFC 6749 section
 * 2.3.1), the assertion's subject (RFC 7523 section 3). Nothing of it is proven; undefined where nobody is named.
 */
export function readClientId(form: URLSearchParams, authorization?: string): string | undefined {
  return form.get("client_id") ?? readBasic(authorization) ?? readSubject(form.get("client_assertion"));
}

/** What an assertion says of itself, unverified: the key it was signed with and whom it speaks for. */
export function readAssertion(assertion: string): { kid: string | undefined; sub: string | undefined } {
  const [header, payload] = assertion.split(".");
  return { kid: readMember(header, "kid"), sub: readMember(payload, "sub") };
}

function readSubject(assertion: string | null): string | undefined {
  return assertion === null ? undefined : readAssertion(assertion).sub;
}

function readBasic(authorization: string | undefined): string | undefined {
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id] = Buffer.from(encoded, "base64").toString("utf8").split(":", 1);
  try {
    return decodeURIComponent((id ?? "").replaceAll("+", "%20")) || undefined;
  } catch {
    return undefined;
  }
}

function readMember(part: string | undefined, member: "kid" | "sub"): string | undefined {
  try {
    const parsed = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8")) as unknown;
    const value = (parsed as Record<string, unknown> | null)?.[member];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
