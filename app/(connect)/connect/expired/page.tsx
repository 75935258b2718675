import type { Metadata } from "next";
import { FocusedShell } from "../../../_ui/focused-shell.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";

export const metadata: Metadata = { title: pageTitle("Request expired") };

/** The ending of a request that was answered, is older than 30 minutes, or began in another browser. */
export default function ExpiredPage() {
  return (
    <FocusedShell>
      <div className="grid gap-4">
        <h1 className="text-xl font-semibold">This request is over</h1>
        <p>
          It was already answered, is older than 30 minutes, or began in another browser. Nothing was shared
          by opening this page.
        </p>
        <p>Go back to the app and press Connect again.</p>
      </div>
    </FocusedShell>
  );
}
