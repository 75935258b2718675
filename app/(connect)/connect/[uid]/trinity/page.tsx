import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CHECK_PROBLEMS, type CheckProblem } from "#lib/upstreams/schema.ts";
import { Banner } from "../../../../_ui/banner.tsx";
import { Button } from "../../../../_ui/button.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { readQuery } from "../../../../_ui/query.ts";
import { TextField } from "../../../../_ui/text-field.tsx";
import { ConnectShell } from "../_components/connect-shell.tsx";
import { RequestClock } from "../_components/request-end.tsx";
import { makeConsentCsrf } from "../csrf.ts";
import { listMissingKeys } from "../list-missing-keys.ts";
import { loadAllowed } from "./load-allowed.ts";

type Search = Partial<Record<"org" | "problem" | "refused", string | string[]>>;
type Props = { params: Promise<{ uid: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("instances.connect");
  return { title: pageTitle(t("title")) };
}

/** The last step of Connect: a Trinity key of the person's own, one instance after the other. It can be left out. */
export default async function OwnKeyPage({ params, searchParams }: Props) {
  const { uid } = await params;
  const search = await searchParams;
  const { request, member } = await loadAllowed(uid, readQuery(search, "org"));
  const t = await getTranslations("instances");
  const [place] = await listMissingKeys(member);
  const names = {
    tenant: () => <bdi>{member.tenantName}</bdi>,
    app: () => <bdi>{request.client.name}</bdi>,
  };
  return (
    <ConnectShell request={request} isAllowed>
      <div className="grid gap-6">
        <h1 className="text-xl font-semibold text-balance wrap-anywhere">
          {t.rich("connect.heading", names)}
        </h1>
        <Problem search={search} />
        <p className="wrap-anywhere text-muted">
          {t.rich("connect.until", { ...names, time: () => <RequestClock /> })}
        </p>
        <form method="post" action={`/connect/${uid}/trinity/answer`} className="grid gap-6">
          <input type="hidden" name="csrf" value={await makeConsentCsrf(uid)} />
          <input type="hidden" name="org" value={member.tenantSlug} />
          {place && (
            <>
              <p className="wrap-anywhere text-muted">{t.rich("connect.intro", names)}</p>
              <p className="wrap-anywhere">
                <bdi className="font-semibold">{place.name}</bdi>{" "}
                <span className="font-mono text-table break-all text-muted">{place.host}</span>
              </p>
              <input type="hidden" name="id" value={place.upstreamId} />
              <TextField
                id="key"
                label={t("own.label")}
                hint={t("own.hint")}
                type="password"
                isMono
                autoComplete="off"
                spellCheck={false}
              />
              <p className="text-muted">{t("connect.skipText")}</p>
            </>
          )}
          <div className="grid gap-3 sm:grid-cols-2">
            {/* First, so that Enter in the field stores what was typed. */}
            {place && (
              <Button type="submit" name="decision" value="store" size="touch" isWide>
                {t("connect.save")}
              </Button>
            )}
            <Button type="submit" name="decision" value="skip" size="touch" isWide formNoValidate>
              {t(place ? "connect.skip" : "connect.next")}
            </Button>
          </div>
        </form>
      </div>
    </ConnectShell>
  );
}

/** Why the key was not stored, in words of ours. */
async function Problem({ search }: { search: Search }) {
  const t = await getTranslations("instances");
  const problem = readQuery(search, "problem");
  if (readQuery(search, "refused") !== undefined) {
    return <Banner tone="danger" title={t("connect.notAKey")} live="alert" />;
  }
  if (!isProblem(problem)) return null;
  return (
    <Banner tone="danger" title={t(`causes.${problem}`)} live="alert">
      {t(`fixes.${problem}`)}
    </Banner>
  );
}

function isProblem(problem: string | undefined): problem is CheckProblem {
  return (CHECK_PROBLEMS as readonly (string | undefined)[]).includes(problem);
}
