import { Waypoints } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { countAttemptCauses } from "#lib/activity/count-attempt-causes.ts";
import { describeReason } from "#lib/activity/describe-reason.ts";
import { getTenantAttempt } from "#lib/activity/get-tenant-attempt.ts";
import { listTenantAttempts } from "#lib/activity/list-tenant-attempts.ts";
import { parseAttemptNumber } from "#lib/activity/make-attempt-key.ts";
import type { AttemptCause } from "#lib/activity/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { can } from "#lib/kernel/permissions.ts";
import { tryLoad } from "../../../../../_http/try-load.ts";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import type { Filter } from "../../../../../_ui/filter-bar.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { toHref } from "../../../../../_ui/query.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { toCursor } from "../../../../place-cursor.ts";
import { AttemptTable } from "../_components/attempt-table.tsx";
import { CauseList } from "../_components/cause-list.tsx";
import { NumberForm } from "../_components/number-form.tsx";
import { monthAgo, readAttemptsQuery } from "../read-query.ts";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ [name: string]: string | string[] | undefined }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/attempts`);
  const t = await getTranslations("attempts");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function AttemptsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/attempts`;
  const actor = await loadMember(slug, base);
  const t = await getTranslations("attempts");
  if (!can(actor.role, "attempt:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const query = readAttemptsQuery(await searchParams);
  const number = await findNumber(actor, query.number);
  if (number !== null) redirect(`${base}/${number}`);
  const since = monthAgo();
  const [{ attempts, nextBefore }, causes] = await Promise.all([
    listTenantAttempts(actor, { cause: query.cause, before: query.before, since }),
    tryLoad(() => countAttemptCauses(actor, { since })),
  ]);
  const isFirstRun = causes?.length === 0;
  const watch = (
    <LinkButton href={`${base}/waiting`} tone={isFirstRun ? "primary" : "secondary"}>
      {t("watch")}
    </LinkButton>
  );
  const filtered = toHref(base, { cause: query.cause });
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={!isFirstRun && watch} />
      {isFirstRun ? (
        <EmptyState
          docsHref="/docs/connection-attempts"
          icon={<Waypoints />}
          title={t("empty.title")}
          action={watch}
        >
          {t("empty.text")}
        </EmptyState>
      ) : (
        <div className="grid gap-6">
          <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
            {causes ? (
              <CauseList base={base} causes={causes} shown={query.cause} />
            ) : (
              <FailedCard text={t("causes.failed")} retryHref={filtered} />
            )}
            <NumberForm typed={query.number} />
          </div>
          {attempts.length === 0 ? (
            <NoResults
              filters={[toCauseFilter(t, query.cause)]}
              title={(filter) => t.rich("none", { filter: () => filter })}
              clearHref={base}
            />
          ) : (
            <AttemptTable base={base} attempts={attempts} />
          )}
          <Pagination
            isByTime
            firstHref={query.before && filtered}
            nextHref={
              nextBefore ? toHref(base, { cause: query.cause, before: toCursor(nextBefore) }) : undefined
            }
          />
        </div>
      )}
    </>
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<"attempts">>>;

/** The one filter of the list, which its causes are the links of. */
function toCauseFilter(t: Translate, cause: AttemptCause | undefined): Filter {
  const isGood = cause === "connected" || cause === "going";
  const word = isGood ? t(`causes.${cause}`) : cause && describeReason(cause).sentence;
  const options = [{ value: cause ?? "", label: word ?? "" }];
  return { name: "cause", label: t("columns.cause"), value: cause, options };
}

/** The number of an attempt of this organisation's as somebody typed it, or null. */
async function findNumber(actor: MemberActor, typed: string): Promise<string | null> {
  if (parseAttemptNumber(typed) === null) return null;
  try {
    return (await getTenantAttempt(actor, { number: typed })).number;
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
}
