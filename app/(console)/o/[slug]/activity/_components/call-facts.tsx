import { useTranslations } from "next-intl";
import type { BrowsedCall } from "#lib/activity/list-tool-calls.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { Code } from "../../../../../_ui/code.tsx";
import { KeyValue } from "../../../../../_ui/key-value.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { WholeTime } from "../../../../../_ui/whole-time.tsx";
import { AppName, PersonName, Size } from "./call-parts.tsx";

/** Whose call it was, through what, and from where. */
export function CallerFacts({ call, slug }: { call: BrowsedCall; slug: string }) {
  const t = useTranslations("activity.call");
  const { grantId } = call;
  return (
    <KeyValue
      items={[
        { key: t("person"), value: <PersonName call={call} /> },
        { key: t("app"), value: <AppName call={call} /> },
        ...(grantId === null
          ? []
          : [
              {
                key: t("connection"),
                value: <TextLink href={`/o/${slug}/connections/${grantId}`}>{t("openConnection")}</TextLink>,
              },
            ]),
        { key: t("network"), value: <Code>{call.network}</Code> },
        { key: t("time"), value: <WholeTime isLogged at={call.at} /> },
      ]}
    />
  );
}

/** What was called, where, and how large it was. */
export function CallFacts({ call, slug, canOpenInstances }: FactsProps) {
  const t = useTranslations("activity.call");
  const unknown = useTranslations("activity.unknown");
  const { upstreamId, upstreamName, ownName, toolGroup } = call;
  const instance = <bdi>{upstreamName ?? unknown("instance")}</bdi>;
  const href = `/o/${slug}/instances/${upstreamId}`;
  const isLinked = canOpenInstances && upstreamName !== null;
  return (
    <KeyValue
      items={[
        { key: t("tool"), value: <Code>{call.name}</Code> },
        ...(ownName === null || ownName === call.name
          ? []
          : [{ key: t("ownName"), value: <Code>{ownName}</Code> }]),
        ...(toolGroup === null ? [] : [{ key: t("group"), value: <GroupName id={toolGroup} /> }]),
        { key: t("method"), value: <Code>{call.method}</Code> },
        { key: t("instance"), value: isLinked ? <TextLink href={href}>{instance}</TextLink> : instance },
        { key: t("era"), value: t(call.era === "modern" ? "eras.modern" : "eras.legacy") },
        { key: t("sizes"), value: <Sizes call={call} /> },
        { key: t("request"), value: <Code>{call.id}</Code> },
      ]}
    />
  );
}
type FactsProps = { call: BrowsedCall; slug: string; canOpenInstances: boolean };

function Sizes({ call: { bytesIn, bytesOut } }: { call: BrowsedCall }) {
  const t = useTranslations("activity.size");
  if (bytesOut === null) return <Size bytes={bytesIn} />;
  const sizes = { in: () => <Size bytes={bytesIn} />, out: () => <Size bytes={bytesOut} /> };
  return <>{t.rich("both", sizes)}</>;
}

function GroupName({ id }: { id: string }) {
  const group = findGroup(id);
  return group ? <bdi>{group.title}</bdi> : <Code>{id}</Code>;
}
