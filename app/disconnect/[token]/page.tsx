import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { findGroup } from "#lib/catalog/groups.ts";
import { findEndLink, type LinkedConnection } from "#lib/grants/find-end-link.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { Button } from "../../_ui/button.tsx";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { KeyValue } from "../../_ui/key-value.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("disconnect");
  return { title: pageTitle(t("pageTitle")), robots: { index: false, follow: false } };
}

type Props = { params: Promise<{ token: string }> };

/** What the link in a receipt opens, for whoever holds it and signed in or not. Opening it ends nothing. */
export default async function DisconnectPage({ params }: Props) {
  const { token } = await params;
  const found = await look(token);
  return <FocusedShell>{await toEnding(token, found)}</FocusedShell>;
}

type Found = LinkedConnection | "gone" | "limited";

async function look(token: string): Promise<Found> {
  try {
    return (await findEndLink(token)) ?? "gone";
  } catch (error) {
    if (isDomainError(error, "limit_exceeded")) return "limited";
    throw error;
  }
}

async function toEnding(token: string, found: Found) {
  const t = await getTranslations("disconnect");
  if (typeof found === "string") {
    return (
      <>
        <PageHeader title={t(`${found}.title`)} description={t(`${found}.text`)} />
        <LinkButton href="/me/connections" size="touch">
          {t("gone.connections")}
        </LinkButton>
      </>
    );
  }
  const app = () => <bdi>{found.app.name}</bdi>;
  if (!found.isLive) {
    return (
      <>
        <PageHeader title={t.rich("done.title", { app })} description={t("done.text")} />
        <p className="mb-6">{t("done.next")}</p>
        <LinkButton href="/me/sessions" size="touch">
          {t("done.sessions")}
        </LinkButton>
      </>
    );
  }
  return (
    <>
      <PageHeader title={t.rich("title", { app })} description={t("description")} />
      <div className="grid gap-6">
        <section aria-label={t("facts.label")} className="rounded-lg border bg-surface p-4">
          <Facts found={found} />
        </section>
        <p>{t("stops")}</p>
        <form method="post" action={`/disconnect/${encodeURIComponent(token)}/end`}>
          <Button type="submit" tone="danger" size="touch" isWide>
            <span className="wrap-anywhere">{t.rich("button", { app })}</span>
          </Button>
        </form>
      </div>
    </>
  );
}

async function Facts({ found }: { found: LinkedConnection }) {
  const t = await getTranslations("disconnect.facts");
  const { app, tenantName, groups, allowedAt, network } = found;
  return (
    <KeyValue
      items={[
        { key: t("app"), value: <bdi>{app.name}</bdi> },
        { key: t("host"), value: <span className="font-mono break-all">{app.redirectHost}</span> },
        { key: t("organisation"), value: <bdi>{tenantName}</bdi> },
        {
          key: t("groups"),
          value: (
            <ul className="grid list-disc gap-0.5 ps-4">
              {groups.map((id) => (
                <li key={id}>{findGroup(id)?.title ?? id}</li>
              ))}
            </ul>
          ),
        },
        { key: t("when"), value: <RelativeTime at={allowedAt} /> },
        {
          key: t("network"),
          value: network ? <span className="font-mono break-all">{network}</span> : t("unknownNetwork"),
        },
      ]}
    />
  );
}
