import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { KEPT_HOURS } from "../policy.ts";
import type { ExportItem } from "../store.ts";
import { findSource } from "./sources/find-source.ts";
import type { Facts } from "./sources/source.ts";

type Ready = Pick<ExportItem, "kind" | "format" | "rows"> & { facts: Facts };

/** Says that a file can be fetched. Of an audit log it carries the end of the chain: a copy of it outside our database. */
export function writeReadyMail(
  { kind, format, rows, facts }: Ready,
  { tenantName, tenantSlug }: MemberActor,
): MailContent {
  const { title } = findSource(kind);
  const end = facts["chainEnd"] as { seq: string; hash: string } | undefined;
  return {
    subject: `Your export from ${tenantName} is ready`,
    preview: `${title}, ${rows.toLocaleString("en")} rows.`,
    heading: "Your export is ready",
    paragraphs: [
      `Sign in and fetch it within ${KEPT_HOURS} hours; then it is deleted. Only you can fetch it.`,
      ...(end && end.seq !== "0"
        ? [
            "Keep this mail: with the number and the hash of the newest row anybody can check later that nothing before it was removed or rewritten.",
          ]
        : []),
    ],
    facts: [
      ["Organisation", tenantName],
      ["What", title],
      ["Format", format === "csv" ? "CSV" : "JSONL"],
      ["Rows", rows.toLocaleString("en")],
      ...(end && end.seq !== "0"
        ? ([
            ["Newest row", end.seq],
            ["Its hash", end.hash],
          ] as const)
        : []),
    ],
    action: { label: "Open exports", url: `${getConfig().publicUrl}/o/${tenantSlug}/exports` },
    footer: "You get this mail because you asked for this export. The mail does not hold the file.",
  };
}
