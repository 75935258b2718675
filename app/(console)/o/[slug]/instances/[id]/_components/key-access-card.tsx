import type { MemberActor } from "#lib/kernel/actor.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { getKeyAccess, type KeyAccess } from "#lib/upstreams/get-key-access.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { CONTROL_CLASS } from "../../../../../../_ui/control-class.ts";
import { CopyField } from "../../../../../../_ui/copy-field.tsx";
import { Field } from "../../../../../../_ui/field.tsx";
import { ROLE_WORDS } from "../../../../../../_ui/role-words.ts";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { setKeys } from "../../actions.ts";

type KeyAccessCardProps = { actor: MemberActor; id: string; mayChange: boolean };

/** Whether programs may go on with this instance's own keys, at the organisation's own address. */
export async function KeyAccessCard({ actor, id, mayChange }: KeyAccessCardProps) {
  const access = await getKeyAccess(actor, { id });
  return (
    <Card title="Programs with Trinity keys">
      <p className="max-w-[72ch] text-muted">
        Programs that have a key of this instance (trinity_mcp_…) may send it to your organisation’s own
        address instead of signing in. They reach this instance alone, as the key’s owner, within the role and
        the tools you allow here.
      </p>
      <div className="grid gap-1">
        <StatusDot tone={access.isAllowed ? "ok" : "neutral"}>
          {access.isAllowed ? "Allowed" : "Off"}
        </StatusDot>
        <p className="max-w-[72ch] text-muted">{describe(access)}</p>
      </div>
      {access.isAllowed && (
        <CopyField label="Address for programs with keys" value={await findOwnAddress(actor)} />
      )}
      {mayChange && access.canBeAllowed && <KeyAccessForm actor={actor} id={id} access={access} />}
    </Card>
  );
}

async function findOwnAddress(actor: MemberActor): Promise<string> {
  const { address } = await getTenant(actor, {});
  return `${getConfig().publicUrl}/api/mcp/${address}`;
}

function describe({ isAllowed, role, canBeAllowed, other }: KeyAccess): string {
  if (isAllowed && role === null) return "Members’ keys are taken, others are refused.";
  if (isAllowed && role !== null) {
    return `Members’ keys are taken, and others’ act as ${ROLE_WORDS[role].toLowerCase()}.`;
  }
  if (!canBeAllowed) {
    return "Keys are checked at the backend’s address, and this instance has none. To take keys, add that address under Danger.";
  }
  return other === null
    ? "No keys are taken at your organisation’s address."
    : `Your organisation’s address takes the keys of ${other}. Allowing them here ends that.`;
}

function KeyAccessForm({ actor, id, access }: Omit<KeyAccessCardProps, "mayChange"> & { access: KeyAccess }) {
  const roles = ROLES.slice(ROLES.indexOf(actor.role));
  return (
    <>
      <form action={setKeys} className="grid max-w-[640px] gap-4">
        <Hidden slug={actor.tenantSlug} id={id} to="on" />
        <Field
          id="keyRole"
          label="Keys whose owner is no member here"
          hint="Keys of agents and connectors count as these. A member’s own key always has that member’s role."
        >
          {({ required: _required, ...control }) => (
            <select {...control} name="role" defaultValue={access.role ?? ""} className={CONTROL_CLASS}>
              <option value="">Refuse them</option>
              {roles.map((role) => (
                <option key={role} value={role}>
                  Act as {ROLE_WORDS[role].toLowerCase()}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div>
          <SubmitButton tone="secondary">{access.isAllowed ? "Save" : "Allow Trinity keys"}</SubmitButton>
        </div>
      </form>
      {access.isAllowed && (
        <form action={setKeys}>
          <Hidden slug={actor.tenantSlug} id={id} to="off" />
          <ConfirmDialog
            title="Stop taking keys?"
            description={
              <p>
                Programs that come with a key of this instance are refused from the next request on, and what
                they have running is cut. People’s connections stay.
              </p>
            }
            confirmLabel="Stop taking keys"
          >
            Stop taking keys
          </ConfirmDialog>
        </form>
      )}
    </>
  );
}

function Hidden({ slug, id, to }: { slug: string; id: string; to: "on" | "off" }) {
  return (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="to" value={to} />
    </>
  );
}
