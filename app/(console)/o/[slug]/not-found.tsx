import type { Metadata } from "next";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";

export const metadata: Metadata = { title: pageTitle("Page not found") };

/** The same for what does not exist and for what is another organisation's. */
export default function NotFoundHere() {
  return (
    <>
      <PageHeader
        title="This page does not exist"
        description="The address may be mistyped, or what was here is gone, or it belongs to another organisation."
      />
      <LinkButton href="/o" tone="primary">
        Go to your organisation
      </LinkButton>
    </>
  );
}
