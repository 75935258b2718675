import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { listLocalMails, type LocalMail } from "#lib/platform/outbox/local-mailbox.ts";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { TextLink } from "../../_ui/text-link.tsx";

export const metadata: Metadata = { title: pageTitle("Local mailbox"), robots: { index: false } };

/** What a server on somebody's own machine would have mailed; no other server has this page. */
export default function LocalMailboxPage() {
  if (!getConfig().isLocal) notFound();
  const mails = listLocalMails();
  return (
    <FocusedShell>
      <PageHeader
        title="Local mailbox"
        description="This server runs on your machine and sends no mail. The last 50 mails it would have sent are here until it stops."
        actions={<LinkButton href="/local/mailbox">Refresh</LinkButton>}
      />
      {mails.length === 0 ? (
        <EmptyState title="No mail yet" action={<LinkButton href="/sign-in">Sign in</LinkButton>}>
          Ask for a sign-in code and it will be here.
        </EmptyState>
      ) : (
        <ol className="grid gap-4">
          {mails.map((mail) => (
            <li key={mail.id}>
              <MailCard mail={mail} />
            </li>
          ))}
        </ol>
      )}
    </FocusedShell>
  );
}

function MailCard({ mail }: { mail: LocalMail }) {
  return (
    <article className="grid gap-2 rounded-lg border bg-surface p-4">
      <h2 className="font-semibold wrap-anywhere">{mail.subject}</h2>
      <p className="text-table wrap-anywhere text-muted">
        To <bdi>{mail.to}</bdi> · <RelativeTime at={mail.at} />
      </p>
      <p className="wrap-anywhere whitespace-pre-wrap">{linkAddresses(mail.text)}</p>
    </article>
  );
}

/** The text of a mail with its addresses made links, as a mail program shows it. */
function linkAddresses(text: string): ReactNode[] {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <TextLink key={index} href={part}>
        {part}
      </TextLink>
    ) : (
      part
    ),
  );
}
