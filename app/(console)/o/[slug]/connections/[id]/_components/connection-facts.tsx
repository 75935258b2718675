import { useTranslations } from "next-intl";
import { isSharedResource } from "#lib/access/policy.ts";
import type { ConnectionDetail } from "#lib/grants/get-connection.ts";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { PersonChip } from "../../../../../../_ui/person-chip.tsx";
import { WholeTime } from "../../../../../../_ui/whole-time.tsx";
import { ConnectionStatus } from "../../../../../_components/connection-parts.tsx";
import { IdentityBadge } from "../../../../../_components/identity-badge.tsx";

/** Whose it is, where it goes, since when and until when. */
export function ConnectionFacts({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations("connections.detail");
  const roles = useTranslations("ui.roles");
  const list = useTranslations("connections");
  const { app, person, role, resource, createdAt, lastUsedAt, expiresAt, status } = connection;
  return (
    <KeyValue
      items={[
        { key: t("status"), value: <ConnectionStatus {...connection} /> },
        { key: t("person"), value: <PersonChip name={person.name} email={person.email} /> },
        { key: t("role"), value: roles(role) },
        { key: t("identity"), value: <IdentityBadge identity={app.identity} /> },
        { key: t("host"), value: <span className="font-mono break-all">{app.redirectHost}</span> },
        { key: t("address"), value: t(isSharedResource(resource) ? "sharedAddress" : "ownAddress") },
        { key: t("created"), value: <WholeTime at={createdAt} /> },
        { key: t("used"), value: lastUsedAt ? <WholeTime at={lastUsedAt} /> : list("notYet") },
        {
          key: t(status === "expired" ? "expired" : "expires"),
          value: <WholeTime at={expiresAt} />,
        },
      ]}
    />
  );
}
