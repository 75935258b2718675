import "#server-only";
import { rootCertificates } from "node:tls";
import { isLoopbackName } from "#lib/kernel/loopback.ts";
import { defineCheck, failed, needsOutside, passed } from "../check.ts";
import { type Certificate, readCertificate } from "../outside/read-certificate.ts";

const DAYS_LEFT_MIN = 14;
const DAY_MS = 86_400_000;

export const CERTIFICATE = defineCheck({
  id: "oauth.certificate",
  title: "The certificate is from an authority everybody recognises",
  failures: {
    no_https: { cause: "The address is not https.", fix: "Set PUBLIC_URL to an https address." },
    not_recognised: {
      cause:
        "The certificate, or a link of its chain, is not from an authority that Claude's servers recognise.",
      fix: "Use a certificate of a public authority and have the proxy send the whole chain.",
    },
    ends_soon: {
      cause: "The certificate ends within two weeks.",
      fix: "Renew it now, and see why it was not renewed by itself.",
    },
    other_port: {
      cause: "The address names a port. Claude connects to port 443 only.",
      fix: "Serve the address on port 443.",
    },
  },
  async probe(visit) {
    const url = new URL(visit.origin);
    if (url.protocol !== "https:") {
      if (!visit.isLoopback) return failed("no_https", visit.origin);
      return needsOutside(
        "Run it against the public https address: on this computer there is no certificate.",
      );
    }
    return judgeCertificate(await readCertificate(url, rootCertificates), url, new Date());
  },
});

/** What a certificate comes to at that moment. */
export function judgeCertificate(
  { problem, endsAt, issuer }: Certificate,
  { hostname, port }: URL,
  now: Date,
) {
  if (problem !== null) return failed("not_recognised", problem);
  const days = (endsAt.getTime() - now.getTime()) / DAY_MS;
  if (days <= DAYS_LEFT_MIN) return failed("ends_soon", endsAt.toISOString());
  if (port !== "" && !isLoopbackName(hostname)) return failed("other_port", port);
  return passed(`${issuer}, until ${endsAt.toISOString().slice(0, 10)}`);
}
