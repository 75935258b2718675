import { getTranslations } from "next-intl/server";
import { listClientRequests } from "#lib/grants/list-client-requests.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { toHref } from "../../../../../_ui/query.ts";
import { TabLinks } from "../../../../../_ui/tab-links.tsx";

const VIEWS = ["allowed", "requests", "blocked"] as const;
export type AppView = (typeof VIEWS)[number];

export function isView(view: string): view is AppView {
  return (VIEWS as readonly string[]).includes(view);
}

export async function AppViews({ actor, view }: { actor: MemberActor; view: AppView }) {
  const [t, { waiting }] = await Promise.all([
    getTranslations("apps.views"),
    listClientRequests(actor, { isOpen: true }),
  ]);
  const path = `/o/${actor.tenantSlug}/apps`;
  const tabs = VIEWS.map((one) => ({
    href: toHref(path, { view: one === "allowed" ? undefined : one }),
    label: t(one),
    isCurrent: one === view,
    count: one === "requests" && waiting > 0 ? waiting : undefined,
  }));
  return <TabLinks label={t("label")} tabs={tabs} />;
}
