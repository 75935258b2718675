import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { parseNextPath } from "#lib/identity/schema.ts";
import { loadEntry } from "../../../(console)/load-member.ts";
import { requirePerson } from "../../../_http/current-person.ts";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { PageHeading } from "../../../_ui/page-heading.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { Deleted } from "./_components/deleted.tsx";
import { OtherWays } from "./_components/other-ways.tsx";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [entry, t] = await Promise.all([
    params.then(({ slug }) => loadEntry(slug)),
    getTranslations("enter"),
  ]);
  const reason =
    entry && !entry.ok && entry.reason !== "unknown" && entry.reason !== "moved" ? entry.reason : "way";
  return { title: pageTitle(t(`${reason}.title`)) };
}

/** The door of an organisation somebody belongs to and cannot enter now: why, and what they can do. */
export default async function EnterPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const person = await requirePerson(`/enter/${slug}`);
  const entry = await loadEntry(slug);
  const wanted = parseNextPath((await searchParams)["next"]);
  const next = wanted === "/" ? `/o/${slug}` : wanted;
  if (!entry || (!entry.ok && entry.reason === "unknown")) notFound();
  if (entry.ok) redirect(next);
  if (entry.reason === "moved") redirect(`/o/${entry.slug}`);
  const t = await getTranslations("enter");
  return (
    <SignInShell next={next}>
      {entry.reason === "deleted" && <Deleted slug={slug} name={entry.name} deletion={entry.deletion} />}
      {entry.reason === "way" && (
        <OtherWays name={entry.name} email={person.email} ways={entry.ways} next={next} />
      )}
      {entry.reason === "suspended" && (
        <>
          <PageHeading
            title={t("suspended.title")}
            description={t.rich("suspended.text", { name: () => <bdi>{entry.name}</bdi> })}
          />
          <LinkButton href="/support" tone="primary" size="touch">
            {t("suspended.contact")}
          </LinkButton>
        </>
      )}
      <p className="mt-6 border-t pt-4">
        <TextLink href="/me/connections">{t("elsewhere")}</TextLink>
      </p>
    </SignInShell>
  );
}
