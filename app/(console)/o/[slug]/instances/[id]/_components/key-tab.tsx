import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { BEARER_HEADER } from "#lib/upstreams/terms.ts";
import { Banner } from "../../../../../../_ui/banner.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { NotAllowed } from "../../../../../_components/not-allowed.tsx";
import { KeyFacts } from "../../_components/key-facts.tsx";
import { settleReplaced } from "../../actions.ts";
import { ButtonForm } from "./button-form.tsx";
import { KeyForm } from "./key-form.tsx";
import { ModeForm } from "./mode-form.tsx";
import { PeopleKeys } from "./people-keys.tsx";

type KeyTabProps = {
  actor: MemberActor;
  upstream: UpstreamDetail;
  mayChange: boolean;
  after: string | undefined;
};

/** The organisation's key, whose keys calls go with, and people's own. */
export async function KeyTab({ actor, upstream, mayChange, after }: KeyTabProps) {
  const t = await getTranslations("instances");
  const { id, key, keyMode, keyHeader, version } = upstream;
  const slug = actor.tenantSlug;
  return (
    <div className="grid gap-6">
      {key !== null && key.refusedAt !== null && <DeadKey at={key.refusedAt} />}
      <Card title={t("keyTab.title")}>
        <p className="max-w-[72ch] text-muted">{t(`keyTab.use.${keyMode}`)}</p>
        <KeyValue
          items={[
            { key: t("form.key"), value: <KeyFacts upstreamKey={key} /> },
            {
              key: t("keyTab.goesIn"),
              value: (
                <span className="font-mono break-all">
                  {keyHeader === BEARER_HEADER ? "Authorization" : keyHeader}
                </span>
              ),
            },
          ]}
        />
        {key !== null && key.previous !== null && (
          <Previous previous={key.previous} hidden={{ slug, id }} mayChange={mayChange} />
        )}
        {mayChange && key !== null && <KeyForm slug={slug} id={id} isOwner={actor.role === "owner"} />}
        {!mayChange && key !== null && (
          <NotAllowed
            actor={actor}
            permission="upstream:write"
            actions={[t("keyTab.replace"), ...(key.previous === null ? [] : [t("keyTab.settle")])]}
          />
        )}
      </Card>
      <Card title={t("keyTab.modeTitle")}>
        {mayChange ? (
          <ModeForm hidden={{ slug, id, version }} mode={keyMode} />
        ) : (
          <p className="max-w-[72ch]">
            <span className="block font-medium">{t(`modes.${keyMode}`)}</span>
            <span className="text-muted">{t(`modes.${keyMode}Text`)}</span>
          </p>
        )}
      </Card>
      {keyMode !== "shared" && (
        <PeopleKeys actor={actor} upstreamId={id} mayChange={mayChange} after={after} />
      )}
    </div>
  );
}

async function DeadKey({ at }: { at: Date }) {
  const t = await getTranslations("instances.keyTab");
  return (
    <Banner tone="danger" title={t("dead")}>
      {t.rich("deadText", { at: () => <RelativeTime at={at} /> })}
    </Banner>
  );
}

type PreviousProps = {
  previous: { lastFour: string; until: Date };
  hidden: Readonly<Record<string, string>>;
  mayChange: boolean;
};

async function Previous({ previous: { lastFour, until }, hidden, mayChange }: PreviousProps) {
  const t = await getTranslations("instances.keyTab");
  return (
    <div className="grid gap-3 rounded-md border p-3">
      <p className="max-w-[72ch]">
        {t.rich("previous", { lastFour, until: () => <RelativeTime at={until} /> })}
      </p>
      {mayChange && <ButtonForm action={settleReplaced} hidden={hidden} label={t("settle")} />}
    </div>
  );
}
