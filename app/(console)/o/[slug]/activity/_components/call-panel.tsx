import { getTranslations } from "next-intl/server";
import { type CallDetail, getToolCall } from "#lib/activity/get-tool-call.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type Query, readQuery } from "../../../../../_ui/query.ts";
import { SidePanel } from "../../../../../_ui/side-panel.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { parseCursor, toCursor } from "../../../../place-cursor.ts";
import { CallDetails } from "./call-details.tsx";

/** The call an address names as open; null for one there is not. */
export async function loadOpened(actor: MemberActor, query: Query): Promise<CallDetail | null> {
  const key = parseCursor(readQuery(query, "open") ?? "");
  if (key === undefined) return null;
  try {
    return await getToolCall(actor, key);
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
}

type CallPanelProps = { actor: MemberActor; opened: CallDetail; closeHref: string };

/** One call beside the list. */
export async function CallPanel({ actor, opened, closeHref }: CallPanelProps) {
  const t = await getTranslations("activity.call");
  const tool = () => <bdi className="font-mono break-all">{opened.name}</bdi>;
  const cursor = toCursor(opened);
  return (
    <SidePanel openId={cursor} title={t.rich("title", { tool })} closeHref={closeHref}>
      <TextLink href={`/o/${actor.tenantSlug}/activity/${cursor}`}>{t("open")}</TextLink>
      <CallDetails call={opened} actor={actor} />
    </SidePanel>
  );
}
