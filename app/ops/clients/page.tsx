import { AppWindow } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listApps } from "#lib/operators/list-apps.ts";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requireOperator } from "../../_http/require-operator.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { type Query, readQuery, toHref } from "../../_ui/query.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { TextLink } from "../../_ui/text-link.tsx";
import { BlockedApps } from "../_components/blocked-apps.tsx";
import { removeRegistered } from "../actions.ts";

type Apps = Awaited<ReturnType<typeof listApps>>;
type Translate = Awaited<ReturnType<typeof getTranslations<"ops.clients">>>;

const PIN_STATES = {
  "as pinned": "same",
  differs: "differs",
  "not reached": "unreached",
  "not checked yet": "unchecked",
} as const;

export async function generateMetadata(): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle(t("clients.title"), t("name")) };
}

export default async function ClientsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireOperator();
  const { pinned, clients, total, blocked } = await listApps(actor, {});
  const query = await searchParams;
  const isBlocked = new Set(blocked.map(({ clientId }) => clientId));
  const t = await getTranslations("ops.clients");
  return (
    <ClientMessages namespaces={["ops"]}>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner
        query={query}
        texts={{ removed: t("removed"), blocked: t("blocked.done"), unblocked: t("blocked.undone") }}
      />
      <div className="grid gap-6">
        <DataTable
          caption={t("pinned")}
          columns={pinnedColumns(t, isBlocked)}
          rows={pinned}
          rowKey={({ id }) => id}
        />
        <DataTable
          caption={t("registered", { count: total })}
          columns={registeredColumns(t, isBlocked)}
          rows={clients}
          rowKey={({ id }) => id}
          empty={<EmptyState icon={<AppWindow />} title={t("empty")} />}
        />
        <BlockedApps blocked={blocked} chosen={readQuery(query, "block") ?? ""} />
      </div>
    </ClientMessages>
  );
}

const name = ({ name: said, id }: { name: string; id: string }) => (
  <span className="grid">
    <bdi className="wrap-anywhere">{said}</bdi>
    <code className="font-normal wrap-anywhere text-muted">{id}</code>
  </span>
);

function pinnedColumns(t: Translate, isBlocked: ReadonlySet<string>): Column<Apps["pinned"][number]>[] {
  return [
    { key: "name", header: t("columns.name"), cell: name },
    { key: "state", header: t("columns.state"), cell: ({ state }) => t(`pins.${PIN_STATES[state]}`) },
    {
      key: "checked",
      header: t("columns.checked"),
      cell: ({ checkedAt }) => (checkedAt ? <RelativeTime at={checkedAt} /> : t("never")),
    },
    {
      key: "block",
      header: t("block.rows"),
      isHeaderHidden: true,
      align: "end",
      cell: (app) => !isBlocked.has(app.id) && <Block app={app} t={t} />,
    },
  ];
}

function registeredColumns(t: Translate, isBlocked: ReadonlySet<string>): Column<Apps["clients"][number]>[] {
  return [
    { key: "name", header: t("columns.name"), cell: name },
    {
      key: "returns",
      header: t("columns.returns"),
      cell: ({ redirectUris }) => (
        <span className="grid">
          {redirectUris.map((uri) => (
            <code key={uri} className="wrap-anywhere">
              {uri}
            </code>
          ))}
        </span>
      ),
    },
    { key: "made", header: t("columns.made"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      key: "used",
      header: t("columns.used"),
      cell: ({ usedAt }) => (usedAt ? <RelativeTime at={usedAt} /> : t("never")),
    },
    {
      key: "remove",
      header: t("columns.remove"),
      isHeaderHidden: true,
      align: "end",
      cell: (app) => (
        <span className="flex flex-wrap items-center justify-end gap-3">
          {!isBlocked.has(app.id) && <Block app={app} t={t} />}
          <Remove app={app} t={t} />
        </span>
      ),
    },
  ];
}

/** Leads to the form below, filled in. */
function Block({ app, t }: { app: { id: string; name: string }; t: Translate }) {
  return (
    <TextLink href={`${toHref("/ops/clients", { block: app.id })}#block`}>
      {t("block.rows")}
      <span className="sr-only">
        {" "}
        <bdi>{app.name}</bdi>
      </span>
    </TextLink>
  );
}

function Remove({ app, t }: { app: { id: string; name: string }; t: Translate }) {
  return (
    <form action={removeRegistered}>
      <input type="hidden" name="id" value={app.id} />
      <ConfirmDialog
        title={t("question", { name: app.name })}
        description={t("consequence")}
        confirmLabel={t("remove")}
        size="dense"
      >
        {t("remove")}
        <span className="sr-only">
          {" "}
          <bdi>{app.name}</bdi>
        </span>
      </ConfirmDialog>
    </form>
  );
}
