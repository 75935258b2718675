import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can, type Permission } from "#lib/kernel/permissions.ts";
import { type Consequences, getConsequences } from "#lib/operations/get-consequences.ts";
import { getSettings, type Settings } from "#lib/tenants/get-settings.ts";
import { hasRecentSignIn } from "../../../../../../_http/require-recent-sign-in.ts";
import { ClientMessages } from "../../../../../../_messages/client-messages.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { pageTitle } from "../../../../../../_ui/page-title.ts";
import { NotAllowed } from "../../../../../_components/not-allowed.tsx";
import { loadMember } from "../../../../../load-member.ts";
import { ConfirmFirst } from "../_components/confirm-first.tsx";
import { SettingsFrame } from "../_components/settings-frame.tsx";
import { DeleteForm, DisconnectForm, HandOverForm, PauseForm } from "./_components/danger-forms.tsx";
import { Paused } from "./_components/paused.tsx";

/** A little less than the actions demand, so that there is time to type. */
const PAGE_MINUTES = 8;

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/settings/danger`);
  const t = await getTranslations("settings");
  return { title: pageTitle(t("tabs.danger"), t("title"), tenantName) };
}

export default async function DangerPage({ params }: Props) {
  const { slug } = await params;
  const page = `/o/${slug}/settings/danger`;
  const actor = await loadMember(slug, page);
  const t = await getTranslations("settings.danger");
  const mayPause = can(actor.role, "tenant:pause");
  const isRecent = await hasRecentSignIn(PAGE_MINUTES);
  const found = can(actor.role, "settings:read")
    ? await Promise.all([getSettings(actor, {}), getConsequences(actor, {})])
    : null;
  return (
    <SettingsFrame actor={actor} tab="danger" title={t("title")} description={t("description")}>
      {found && (
        <ClientMessages namespaces={["settings"]}>
          <div className="grid gap-6">
            <Paused actor={actor} paused={found[0].paused} mayResume={mayPause} />
            {mayPause && !isRecent && <ConfirmFirst page={page} what="danger" />}
            <Group actor={actor} isRecent={isRecent} settings={found[0]} numbers={found[1]} />
          </div>
        </ClientMessages>
      )}
    </SettingsFrame>
  );
}

type GroupProps = { actor: MemberActor; isRecent: boolean; settings: Settings; numbers: Consequences };

async function Group({ actor, isRecent, settings, numbers }: GroupProps) {
  const t = await getTranslations("settings.danger");
  const { tenantSlug: slug, tenantName: name } = actor;
  const { connections, people, keys, members } = numbers;
  return (
    <Card tone="danger" title={t("group")}>
      <ul className="divide-y divide-line">
        {!settings.paused && (
          <Item
            title={t("pause.title")}
            texts={[t("pause.text", { connections })]}
            act={{ actor, permission: "tenant:pause", name: t("pause.action") }}
          >
            {isRecent && <PauseForm slug={slug} text={t("pause.text", { connections })} />}
          </Item>
        )}
        <Item
          title={t("disconnect.title")}
          texts={[t("disconnect.text", { connections, people })]}
          act={{ actor, permission: "connection:end-any", name: t("disconnect.action") }}
        >
          {isRecent && <DisconnectForm slug={slug} text={t("disconnect.text", { connections, people })} />}
        </Item>
        <Item
          title={t("handOver.title")}
          // It speaks to the owner who hands over.
          texts={can(actor.role, "tenant:hand-over") ? [t("handOver.text", { connections, members })] : []}
          act={{ actor, permission: "tenant:hand-over", name: t("handOver.action") }}
        >
          {isRecent && (
            <HandOverForm slug={slug} name={name} text={t("handOver.text", { connections, members })} />
          )}
        </Item>
        <Item
          title={t("delete.title")}
          texts={[t("delete.text", { connections, keys, members }), t("delete.undo"), t("delete.after")]}
          act={{ actor, permission: "tenant:delete", name: t("delete.action") }}
        >
          {isRecent && (
            <DeleteForm slug={slug} name={name} text={t("delete.text", { connections, keys, members })} />
          )}
        </Item>
      </ul>
    </Card>
  );
}

type ItemProps = {
  title: string;
  texts: readonly string[];
  act: { actor: MemberActor; permission: Permission; name: string };
  /** The form, for who may send it. */
  children: ReactNode;
};

function Item({ title, texts, act: { actor, permission, name }, children }: ItemProps) {
  return (
    <li className="grid gap-3 py-4 first:pt-0 last:pb-0">
      <h3 className="font-medium">{title}</h3>
      {texts.map((text) => (
        <p key={text} className="max-w-[72ch] text-muted">
          {text}
        </p>
      ))}
      {can(actor.role, permission) ? (
        children
      ) : (
        <NotAllowed actor={actor} permission={permission} actions={[name]} />
      )}
    </li>
  );
}
