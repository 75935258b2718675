import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { ConnectShell } from "../[uid]/_components/connect-shell.tsx";

export const metadata: Metadata = { title: pageTitle("Request expired") };

/** The ending of a request that was answered, is older than 30 minutes, or began in another browser. */
export default function ExpiredPage() {
  return (
    <ConnectShell>
      <div className="grid gap-4">
        <h1 className="text-xl font-semibold">This request is over</h1>
        <p>
          It was already answered, is older than 30 minutes, or began in another browser. Nothing was shared
          by opening this page.
        </p>
        <p>Go back to the app and press Connect again.</p>
      </div>
    </ConnectShell>
  );
}
