import type { Metadata } from "next";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";

export const metadata: Metadata = { title: pageTitle("Signed out") };

export default function SignedOutPage() {
  return (
    <FocusedShell>
      <PageHeader
        title="You are signed out"
        description="Apps you connected stay connected. To end a connection, sign in and disconnect it."
      />
      <LinkButton href="/sign-in" tone="primary" size="touch">
        Sign in again
      </LinkButton>
    </FocusedShell>
  );
}
