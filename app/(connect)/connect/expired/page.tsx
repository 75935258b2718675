import type { Metadata } from "next";
import { parseAttemptNumber } from "#lib/activity/make-attempt-key.ts";
import { pageTitle } from "../../../_ui/page-title.ts";
import { ConnectShell } from "../[uid]/_components/connect-shell.tsx";
import { AttemptLine } from "../_components/attempt-line.tsx";

export const metadata: Metadata = { title: pageTitle("Request expired") };

type ExpiredPageProps = { searchParams: Promise<{ attempt?: string | string[] }> };

/** The ending of a request that was answered, is older than 30 minutes, or began in another browser. */
export default async function ExpiredPage({ searchParams }: ExpiredPageProps) {
  const { attempt } = await searchParams;
  const number = typeof attempt === "string" ? parseAttemptNumber(attempt) : null;
  return (
    <ConnectShell>
      <div className="grid gap-4">
        <h1 className="text-xl font-semibold">This request is over</h1>
        <p>
          It was already answered, is older than 30 minutes, or began in another browser. Nothing was shared
          by opening this page.
        </p>
        <p>Go back to the app and press Connect again.</p>
        {number !== null && <AttemptLine number={number} />}
      </div>
    </ConnectShell>
  );
}
