import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { countTools } from "../../_components/count-tools.ts";
import { removeInstance } from "../../actions.ts";

export function RemoveInstance({ slug, upstream }: { slug: string; upstream: UpstreamDetail }) {
  const { id, name, tools } = upstream;
  return (
    <Card title="Remove this instance" tone="danger">
      <p className="max-w-[72ch] text-muted">
        What it offers ({countTools(tools.length)}) stops for everybody at once, and its stored key is
        deleted. Connections stay; adding the instance again needs its key again.
      </p>
      <form action={removeInstance}>
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="id" value={id} />
        <ConfirmDialog
          title={`Remove ${name}?`}
          description={
            <p>
              What it offers ({countTools(tools.length)}) stops for everybody in this organisation, and the
              stored key is deleted. Takes effect on the next request and cannot be undone.
            </p>
          }
          confirmLabel={`Remove ${name}`}
        >
          Remove instance
        </ConfirmDialog>
      </form>
    </Card>
  );
}
