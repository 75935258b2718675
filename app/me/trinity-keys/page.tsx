import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { listOwnKeys, type OwnKey, type OwnKeyPlace } from "#lib/upstreams/list-own-keys.ts";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requirePerson } from "../../_http/current-person.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { KeyValue } from "../../_ui/key-value.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";
import { OwnKeyForm } from "./_components/own-key-form.tsx";
import { RemoveKeyForm } from "./_components/remove-key-form.tsx";

type Props = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };
type Place = OwnKeyPlace & { slug: string; tenantName: string };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("instances.own");
  return { title: pageTitle(t("title")) };
}

/** The person's own Trinity keys, in all their organisations. */
export default async function OwnKeysPage({ searchParams }: Props) {
  const person = await requirePerson("/me/trinity-keys");
  const t = await getTranslations("instances.own");
  const memberships = await listMemberships(person);
  const places = await Promise.all(
    memberships.map(async ({ slug, name: tenantName }): Promise<Place[]> => {
      const actor = await resolveMemberActor(person, slug);
      return (await listOwnKeys(actor, {})).map((place) => ({ ...place, slug, tenantName }));
    }),
  );
  const all = places.flat();
  const texts = { stored: t("stored"), waiting: t("waiting"), removed: t("removed") };
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner query={await searchParams} texts={texts} />
      {all.length === 0 ? (
        <EmptyState
          docsHref="/docs/instances#whose-key-calls-go-with"
          icon={<KeyRound />}
          title={t("empty")}
          action={<LinkButton href="/o">{t("goHome")}</LinkButton>}
        >
          {t("emptyText")}
        </EmptyState>
      ) : (
        <ClientMessages namespaces={["instances"]}>
          <ul className="grid gap-4 lg:grid-cols-2">
            {all.map((place) => (
              <li
                key={`${place.slug} ${place.upstreamId}`}
                className="grid content-start gap-4 rounded-lg border bg-surface p-4"
              >
                <KeyCard place={place} />
              </li>
            ))}
          </ul>
        </ClientMessages>
      )}
    </>
  );
}

async function KeyCard({ place }: { place: Place }) {
  const t = await getTranslations("instances.own");
  const { upstreamId: id, slug, name, tenantName, host, mode, isTaken, key } = place;
  return (
    <>
      <div className="grid min-w-0 gap-1">
        <h2 className="font-semibold break-words">
          {t.rich("place", { name: () => <bdi>{name}</bdi>, tenant: () => <bdi>{tenantName}</bdi> })}
        </h2>
        <p className="font-mono text-table break-all text-muted">{host}</p>
        <p className="text-muted">{t(isTaken ? (mode === "personal" ? "needed" : "optional") : "stopped")}</p>
      </div>
      {key === null ? (
        <StatusDot tone={place.isNeeded ? "warn" : "neutral"}>{t("none")}</StatusDot>
      ) : (
        <KeyFacts ownKey={key} />
      )}
      {isTaken && <OwnKeyForm slug={slug} id={id} hasKey={key !== null} />}
      {key !== null && <RemoveKeyForm slug={slug} id={id} />}
    </>
  );
}

async function KeyFacts({ ownKey }: { ownKey: OwnKey }) {
  const t = await getTranslations("instances");
  const { lastFour, kind, actsAs, state, refusedAt, createdAt } = ownKey;
  const shown = refusedAt === null ? state : "refused";
  const tone = { active: "ok", waiting: "warn", declined: "danger", refused: "danger" } as const;
  return (
    <KeyValue
      items={[
        {
          key: t("own.status"),
          value: <StatusDot tone={tone[shown]}>{t(`people.states.${shown}`)}</StatusDot>,
        },
        { key: t("own.lastFour"), value: <span className="font-mono">{lastFour}</span> },
        {
          key: t("people.actsAs"),
          value: actsAs === null ? t("notKnown") : <bdi className="break-words">{actsAs}</bdi>,
        },
        { key: t("people.kind"), value: t(`key.kinds.${kind}`) },
        { key: t("own.storedAt"), value: <RelativeTime at={createdAt} /> },
      ]}
    />
  );
}
