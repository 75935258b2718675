import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Config, getConfig } from "#lib/platform/config/get-config.ts";
import { findContactAddress } from "#lib/platform/outbox/find-contact-address.ts";
import { answerText } from "./answer-text.ts";

const VALID_DAYS = 180;
const DAY_MS = 86_400_000;

/** `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness, and what to expect. */
export function answerSecurityTxt(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "GET" && request.method !== "HEAD") return answerText(response, 405, "Use GET.");
  const config = getConfig();
  // To the day, so that the text does not change with every request.
  const expires = new Date((Math.floor(Date.now() / DAY_MS) + VALID_DAYS) * DAY_MS);
  const lines = [
    `Contact: ${toContact(config)}`,
    `Expires: ${expires.toISOString()}`,
    "Preferred-Languages: en",
    `Canonical: ${config.publicUrl}/.well-known/security.txt`,
    `Policy: ${config.publicUrl}/security`,
  ];
  answerText(response, 200, lines.join("\n"));
}

function toContact({ securityContact, supportContact, mailFrom, publicUrl }: Config): string {
  const contact =
    securityContact ?? supportContact ?? findContactAddress(mailFrom) ?? `${publicUrl}/security`;
  return contact.includes("://") ? contact : `mailto:${contact}`;
}
