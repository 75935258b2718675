import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Button } from "../../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../../_ui/key-value.tsx";
import { RelativeTime } from "../../../../../../../_ui/relative-time.tsx";
import { TestRow, TestRun } from "../../../../../../../_ui/test-run.tsx";
import { DiscoveryRow } from "./discovery-row.tsx";
import { isTestReason, stepOf, type TestReason } from "./test-steps.ts";

type TestCardProps = {
  slug: string;
  actor: MemberActor;
  settings: SignInSettings;
  mayChange: boolean;
  /** Of the query: why the last test ended. Only reasons of ours are shown. */
  problem: string | string[] | undefined;
};

/** The live test, a row a step: the service answers, the owner signs in there, what it says of them, turned on. */
export async function TestCard({ slug, actor, settings, mayChange, problem }: TestCardProps) {
  const t = await getTranslations("settings.signIn.test");
  const { domains, connection } = settings;
  const hasProved = domains.some(({ provenAt }) => provenAt !== null);
  const reason = isTestReason(problem) ? problem : null;
  return (
    <Card title={t("title")}>
      {connection ? (
        <TestRun label={t("title")}>
          {mayChange ? (
            <Suspense fallback={<TestRow title={t("discovery")} state="running" />}>
              <DiscoveryRow actor={actor} />
            </Suspense>
          ) : (
            <TestRow title={t("discovery")} state={connection.isTested ? "passed" : "waiting"} />
          )}
          <SignInRow connection={connection} reason={reason} />
          <ClaimsRow connection={connection} reason={reason} />
          <TestRow title={t("turnedOn")} state={connection.isActive ? "passed" : "waiting"} />
        </TestRun>
      ) : (
        <p className="text-muted">{t("needsService")}</p>
      )}
      {connection && !hasProved && <p className="text-muted">{t("needsDomain")}</p>}
      {mayChange && connection && hasProved && <TestForm slug={slug} isPassed={connection.isTested} />}
    </Card>
  );
}

type RowProps = { connection: NonNullable<SignInSettings["connection"]>; reason: TestReason | null };

async function SignInRow({ connection, reason }: RowProps) {
  const [t, why] = await Promise.all([
    getTranslations("settings.signIn.test"),
    getTranslations("settings.signIn.reasons"),
  ]);
  const title = t("signIn");
  if (reason && stepOf(reason) === "signIn")
    return <TestRow title={title} state="failed" cause={why(reason)} />;
  if (reason && stepOf(reason) === "claims") return <TestRow title={title} state="passed" />;
  const { isTested, testedAt, testedByName } = connection;
  if (!isTested || !testedAt) return <TestRow title={title} state="waiting" />;
  const parts = { at: () => <RelativeTime at={testedAt} />, name: testedByName ?? "" };
  return (
    <TestRow title={title} state="passed">
      {testedByName === null ? t.rich("signInSeenNobody", parts) : t.rich("signInSeen", parts)}
    </TestRow>
  );
}

async function ClaimsRow({ connection: { isTested, claims }, reason }: RowProps) {
  const [t, why] = await Promise.all([
    getTranslations("settings.signIn.test"),
    getTranslations("settings.signIn.reasons"),
  ]);
  const title = t("claims");
  if (reason && stepOf(reason) === "claims")
    return <TestRow title={title} state="failed" cause={why(reason)} />;
  if (reason || !isTested) return <TestRow title={title} state="waiting" />;
  return (
    <TestRow title={title} state="passed">
      {claims && (
        <KeyValue
          items={[
            {
              key: t("claimsEmail"),
              value: <bdi className="break-all">{claims.email ?? t("claimsNone")}</bdi>,
            },
            { key: t("claimsName"), value: <bdi>{claims.name ?? t("claimsNone")}</bdi> },
            {
              key: t("claimsSubject"),
              value: <bdi className="font-mono break-all">{claims.subject}</bdi>,
            },
          ]}
        />
      )}
    </TestRow>
  );
}

async function TestForm({ slug, isPassed }: { slug: string; isPassed: boolean }) {
  const t = await getTranslations("settings.signIn.test");
  return (
    <form method="post" action="/sign-in/provider" className="grid gap-2">
      <input type="hidden" name="purpose" value="test" />
      <input type="hidden" name="organisation" value={slug} />
      <input type="hidden" name="next" value={`/o/${slug}/settings/sign-in`} />
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      <div>
        <Button type="submit" tone={isPassed ? "secondary" : "primary"}>
          {t(isPassed ? "again" : "start")}
        </Button>
      </div>
    </form>
  );
}
