import type { Metadata } from "next";
import { FocusedShell } from "./_ui/focused-shell.tsx";
import { LinkButton } from "./_ui/link-button.tsx";
import { pageTitle } from "./_ui/page-title.ts";

export const metadata: Metadata = { title: pageTitle("Page not found") };

/** The same page for what does not exist and for what is not in the reader's organisation. */
export default function NotFound() {
  return (
    <FocusedShell>
      <div className="grid gap-4 py-6">
        <h1 className="text-xl font-semibold">This page does not exist</h1>
        <p className="max-w-[72ch] text-muted">
          The address may be mistyped, or what was here is gone, or it belongs to an organisation you are not
          in. Check the address, or sign in with the account that can open it.
        </p>
        <div className="flex flex-wrap gap-3">
          <LinkButton href="/" tone="primary">
            Go to the start page
          </LinkButton>
          <LinkButton href="/sign-in">Sign in</LinkButton>
        </div>
      </div>
    </FocusedShell>
  );
}
