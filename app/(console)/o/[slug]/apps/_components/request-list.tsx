import { Inbox } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { type ClientRequestRow, listClientRequests } from "#lib/grants/list-client-requests.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { toHref } from "../../../../../_ui/query.ts";
import { AnswerForm } from "./answer-form.tsx";
import { RequestFacts } from "./request-facts.tsx";

/** Requests that wait, oldest first, each with its answer; under the first page those that were answered last. */
export async function RequestList({ actor, after }: { actor: MemberActor; after: string | undefined }) {
  const [t, { requests, nextCursor }, answered] = await Promise.all([
    getTranslations("apps"),
    listClientRequests(actor, { isOpen: true, after }),
    after === undefined ? listClientRequests(actor, { isOpen: false }) : null,
  ]);
  const path = `/o/${actor.tenantSlug}/apps`;
  return (
    <div className="grid gap-6">
      {requests.length === 0 ? (
        <EmptyState docsHref="/docs/apps#requests" icon={<Inbox />} title={t("empty.requestsTitle")}>
          {t("empty.requestsText")}
        </EmptyState>
      ) : (
        <section>
          <h2 className="sr-only">{t("requests.waitingTitle")}</h2>
          <ul className="grid gap-4">
            {requests.map((request) => (
              <li key={request.id} className="grid gap-4 rounded-lg border bg-surface p-4">
                <RequestFacts request={request} />
                {can(actor.role, "client-policy:write") && (
                  <Answer request={request} slug={actor.tenantSlug} />
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Pagination
        firstHref={after && toHref(path, { view: "requests" })}
        nextHref={nextCursor ? toHref(path, { view: "requests", after: nextCursor }) : undefined}
      />
      {answered !== null && answered.requests.length > 0 && <Answered requests={answered.requests} />}
    </div>
  );
}

function Answer({ request, slug }: { request: ClientRequestRow; slug: string }) {
  const { id, version, client } = request;
  return (
    <ClientMessages namespaces={["apps"]}>
      <AnswerForm key={version} id={id} version={version} slug={slug} app={client.name} />
    </ClientMessages>
  );
}

async function Answered({ requests }: { requests: readonly ClientRequestRow[] }) {
  const t = await getTranslations("apps.requests");
  return (
    <section className="grid gap-3">
      <h2 className="text-base font-semibold">{t("decidedTitle")}</h2>
      <ul className="grid gap-3">
        {requests.slice(0, 20).map((request) => (
          <li key={request.id} className="rounded-lg border p-4">
            <RequestFacts request={request} />
          </li>
        ))}
      </ul>
    </section>
  );
}
