import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getTenantReport } from "#lib/operators/get-tenant-report.ts";
import type { TenantReport } from "#lib/operators/list-tenants.ts";
import { OutcomeBanner } from "../../../(console)/_components/outcome-banner.tsx";
import { orNotFound } from "../../../_http/or-not-found.ts";
import { requireOperator } from "../../../_http/require-operator.ts";
import { ClientMessages } from "../../../_messages/client-messages.tsx";
import { Card } from "../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../_ui/confirm-dialog.tsx";
import { KeyValue } from "../../../_ui/key-value.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import type { Query } from "../../../_ui/query.ts";
import { RelativeTime } from "../../../_ui/relative-time.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { TenantState } from "../../_components/tenant-state.tsx";
import { switchRunning } from "../../actions.ts";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireOperator();
  const t = await getTranslations("ops");
  return { title: pageTitle((await params).slug, t("tenants.title"), t("name")) };
}

export default async function TenantPage({ params, searchParams }: Props) {
  const actor = await requireOperator();
  const { slug } = await params;
  const tenant = await orNotFound(() => getTenantReport(actor, { slug }));
  const t = await getTranslations("ops.tenants");
  return (
    <>
      <PageHeader
        title={<bdi>{tenant.name}</bdi>}
        description={t("counts")}
        crumbs={[{ label: t("title"), href: "/ops/tenants" }]}
      />
      <OutcomeBanner
        query={await searchParams}
        texts={{ suspended: t("done.suspended"), resumed: t("done.resumed") }}
      />
      <div className="grid gap-6">
        <Card title={t("facts")}>
          <Facts tenant={tenant} />
        </Card>
        {!tenant.isSandbox && tenant.state !== "deleted" && <Switch tenant={tenant} />}
      </div>
    </>
  );
}

async function Facts({ tenant }: { tenant: TenantReport }) {
  const t = await getTranslations("ops.tenants");
  const { slug, createdAt, suspendedAt, members, instances, connections, calls } = tenant;
  const numbers = Object.entries({ members, instances, connections, calls } as const).map(([key, count]) => ({
    key: t(`columns.${key as "members" | "instances" | "connections" | "calls"}`),
    value: <bdi>{count}</bdi>,
  }));
  return (
    <KeyValue
      items={[
        { key: t("columns.state"), value: <TenantState tenant={tenant} /> },
        { key: t("slug"), value: <code className="wrap-anywhere">{slug}</code> },
        { key: t("created"), value: <RelativeTime at={createdAt} /> },
        ...(suspendedAt ? [{ key: t("since"), value: <RelativeTime at={suspendedAt} /> }] : []),
        ...numbers,
      ]}
    />
  );
}

async function Switch({ tenant: { slug, name, state } }: { tenant: TenantReport }) {
  const t = await getTranslations("ops.tenants");
  const isSuspended = state === "suspended";
  return (
    <Card title={t(isSuspended ? "resume.title" : "suspend.title")} {...(!isSuspended && { tone: "danger" })}>
      <p className="max-w-[72ch]">{t(isSuspended ? "resume.text" : "suspend.text")}</p>
      <form action={switchRunning}>
        <input type="hidden" name="slug" value={slug} />
        {isSuspended ? (
          <SubmitButton name="to" value="resume">
            {t("resume.button")}
          </SubmitButton>
        ) : (
          <ClientMessages namespaces={["ops"]}>
            <ConfirmDialog
              title={t("suspend.question", { name })}
              description={t("suspend.text")}
              confirmLabel={t("suspend.button")}
              name="to"
              value="suspend"
            >
              {t("suspend.button")}
            </ConfirmDialog>
          </ClientMessages>
        )}
      </form>
    </Card>
  );
}
