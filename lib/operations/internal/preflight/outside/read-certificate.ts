import "#server-only";
import { connect } from "node:tls";
import { NoAnswer } from "./no-answer.ts";

const WAIT_MS = 10_000;

export type Certificate = { problem: string | null; endsAt: Date; issuer: string };

/**
 * The certificate a server shows, and what is wrong with it for somebody who trusts these authorities alone; nothing is
 * sent. Rejects with `NoAnswer`.
 */
export function readCertificate(url: URL, authorities: readonly string[]): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      servername: url.hostname,
      ca: [...authorities],
      // So that the certificate can be looked at before it is judged.
      rejectUnauthorized: false,
      timeout: WAIT_MS,
    });
    const fail = (error: unknown) => {
      socket.destroy();
      reject(new NoAnswer(url, error));
    };
    socket.once("error", fail);
    socket.once("timeout", () => fail(new DOMException("no answer", "TimeoutError")));
    socket.once("secureConnect", () => {
      const { valid_to, issuer } = socket.getPeerCertificate();
      const problem = socket.authorized ? null : String(socket.authorizationError);
      socket.destroy();
      resolve({ problem, endsAt: new Date(valid_to), issuer: String(issuer["O"] ?? issuer["CN"] ?? "") });
    });
  });
}
