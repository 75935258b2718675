import { findGroup } from "#lib/catalog/groups.ts";
import type { Connection } from "#lib/grants/list-connections.ts";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { StatusDot } from "../../_ui/status-dot.tsx";

const STATUSES = {
  active: { tone: "ok", word: "Active" },
  idle: { tone: "warn", word: "Idle for 30 days" },
  expired: { tone: "neutral", word: "Expired" },
  disconnected: { tone: "neutral", word: "Disconnected" },
} as const;

export function ConnectionStatus({ status }: { status: Connection["status"] }) {
  const { tone, word } = STATUSES[status];
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

export function isLive({ status }: Connection): boolean {
  return status === "active" || status === "idle";
}

/** How many tool groups, and on demand which. */
export function GroupList({ groups }: { groups: readonly string[] }) {
  const count = groups.length === 1 ? "1 group" : `${groups.length} groups`;
  return (
    <Disclosure summary={<span className="whitespace-nowrap">{count}</span>}>
      <ul className="list-disc ps-4">
        {groups.map((id) => (
          <li key={id}>{findGroup(id)?.title ?? id}</li>
        ))}
      </ul>
    </Disclosure>
  );
}

type DisconnectProps = {
  connection: Connection;
  isOwn: boolean;
  action: (form: FormData) => Promise<void>;
};

/** Asks first: whose app stops, and when. */
export function DisconnectForm({ connection, isOwn, action }: DisconnectProps) {
  const { app, person, tenant } = connection;
  const whose = isOwn ? "you" : person.name;
  return (
    <form action={action}>
      <input type="hidden" name="slug" value={tenant.slug} />
      <input type="hidden" name="tenantId" value={tenant.id} />
      <input type="hidden" name="id" value={connection.id} />
      <ConfirmDialog
        tone="secondary"
        size="dense"
        title={`Disconnect ${app.name}?`}
        description={
          <p>
            <bdi>{app.name}</bdi> stops for <bdi>{whose}</bdi> in <bdi>{tenant.name}</bdi>. Takes effect on
            the next request. To use it again, it has to be connected again.
          </p>
        }
        confirmLabel={`Disconnect ${app.name}`}
      >
        Disconnect
        <span className="sr-only">
          {" "}
          {app.name}
          {isOwn ? "" : ` of ${person.name}`}
        </span>
      </ConfirmDialog>
    </form>
  );
}
