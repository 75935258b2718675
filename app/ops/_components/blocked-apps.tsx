import { getTranslations } from "next-intl/server";
import type { listApps } from "#lib/operators/list-apps.ts";
import { Card } from "../../_ui/card.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { unblock } from "../actions.ts";
import { BlockAppForm } from "./block-app-form.tsx";

type Blocked = Awaited<ReturnType<typeof listApps>>["blocked"];
type Translate = Awaited<ReturnType<typeof getTranslations<"ops.clients">>>;

/** The apps that are let in nowhere, and the form that adds one. */
export async function BlockedApps({ blocked, chosen }: { blocked: Blocked; chosen: string }) {
  const t = await getTranslations("ops.clients");
  return (
    <>
      <DataTable
        caption={t("blocked.title")}
        columns={toColumns(t)}
        rows={blocked}
        rowKey={({ clientId }) => clientId}
        empty={
          <Card title={t("blocked.title")}>
            <p className="text-muted">{t("blocked.none")}</p>
          </Card>
        }
      />
      <div id="block">
        <Card title={t("block.title")} tone="danger">
          <p className="max-w-[72ch]">{t("block.text")}</p>
          <BlockAppForm key={chosen} id={chosen} />
        </Card>
      </div>
    </>
  );
}

function toColumns(t: Translate): Column<Blocked[number]>[] {
  return [
    {
      key: "name",
      header: t("blocked.columns.name"),
      cell: ({ name, clientId }) => (
        <span className="grid">
          <bdi className="wrap-anywhere">{name}</bdi>
          <code className="font-normal wrap-anywhere text-muted">{clientId}</code>
        </span>
      ),
    },
    { key: "since", header: t("blocked.columns.since"), cell: ({ at }) => <RelativeTime at={at} /> },
    {
      key: "reason",
      header: t("blocked.columns.reason"),
      cell: ({ reason }) => <bdi className="wrap-anywhere">{reason}</bdi>,
    },
    {
      key: "unblock",
      header: t("blocked.columns.unblock"),
      isHeaderHidden: true,
      align: "end",
      cell: ({ clientId, name }) => (
        <form action={unblock}>
          <input type="hidden" name="id" value={clientId} />
          <ConfirmDialog
            title={t("blocked.question", { name })}
            description={t("blocked.consequence")}
            confirmLabel={t("blocked.unblock")}
            tone="primary"
            size="dense"
          >
            {t("blocked.unblock")}
            <span className="sr-only">
              {" "}
              <bdi>{name}</bdi>
            </span>
          </ConfirmDialog>
        </form>
      ),
    },
  ];
}
