import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { listPersonalKeys, type PersonalKey } from "#lib/upstreams/list-personal-keys.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { Pagination } from "../../../../../../_ui/pagination.tsx";
import { PersonChip } from "../../../../../../_ui/person-chip.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { decideKey } from "../../actions.ts";
import { ButtonForm } from "./button-form.tsx";

type PeopleKeysProps = {
  actor: MemberActor;
  upstreamId: string;
  mayChange: boolean;
  after: string | undefined;
};

/** Who brought a key of their own; those that act as somebody else wait for a decision. */
export async function PeopleKeys({ actor, upstreamId, mayChange, after }: PeopleKeysProps) {
  if (after !== undefined && !isUuid(after)) notFound();
  const t = await getTranslations("instances.people");
  const { waiting, others, next, counts } = await listPersonalKeys(actor, { id: upstreamId, after });
  const columns = await makeColumns();
  const page = `/o/${actor.tenantSlug}/instances/${upstreamId}?tab=key`;
  const hidden = { slug: actor.tenantSlug, id: upstreamId };
  return (
    <Card title={t("title")}>
      <p>{t("counts", counts)}</p>
      {waiting.length > 0 && (
        <>
          <h3 className="font-semibold">{t("waiting")}</h3>
          <p className="max-w-[72ch] text-muted">{t("waitingText")}</p>
          <DataTable
            caption={t("waiting")}
            isCaptionHidden
            columns={[...columns, ...(mayChange ? [await makeDecision(hidden)] : [])]}
            rows={waiting}
            rowKey={({ id }) => id}
          />
        </>
      )}
      {others.length > 0 && (
        <DataTable caption={t("others")} columns={columns} rows={others} rowKey={({ id }) => id} />
      )}
      <Pagination
        firstHref={after === undefined ? undefined : page}
        nextHref={next === null ? undefined : `${page}&after=${next}`}
      />
    </Card>
  );
}

async function makeColumns(): Promise<Column<PersonalKey>[]> {
  const t = await getTranslations("instances");
  return [
    { key: "person", header: t("people.person"), cell: ({ owner }) => <PersonChip {...owner} /> },
    {
      key: "actsAs",
      header: t("people.actsAs"),
      cell: ({ actsAs }) => (actsAs === null ? t("notKnown") : <bdi className="break-words">{actsAs}</bdi>),
    },
    { key: "kind", header: t("people.kind"), cell: ({ kind }) => t(`key.kinds.${kind}`) },
    {
      key: "state",
      header: t("people.state"),
      cell: ({ state, refusedAt }) => {
        if (refusedAt !== null) return <StatusDot tone="danger">{t("people.states.refused")}</StatusDot>;
        const tone = { active: "ok", waiting: "warn", declined: "neutral" } as const;
        return <StatusDot tone={tone[state]}>{t(`people.states.${state}`)}</StatusDot>;
      },
    },
    { key: "stored", header: t("people.stored"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  ];
}

async function makeDecision(hidden: Readonly<Record<string, string>>): Promise<Column<PersonalKey>> {
  const t = await getTranslations("instances.people");
  return {
    key: "decide",
    header: t("decide"),
    isHeaderHidden: true,
    align: "end",
    cell: ({ id: keyId, version, owner: { name } }) => (
      <span className="flex flex-wrap justify-end gap-2">
        <ButtonForm
          action={decideKey}
          hidden={{ ...hidden, keyId, version: String(version), isApproved: "true" }}
          label={t("approve")}
          fullLabel={t("approveLabel", { name })}
          size="dense"
        />
        <ButtonForm
          action={decideKey}
          hidden={{ ...hidden, keyId, version: String(version), isApproved: "false" }}
          label={t("decline")}
          fullLabel={t("declineLabel", { name })}
          size="dense"
        />
      </span>
    ),
  };
}
