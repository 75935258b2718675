import type { MemberActor } from "#lib/kernel/actor.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { getKeyAccess, type KeyAccess } from "#lib/upstreams/get-key-access.ts";
import { Button } from "../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { CONTROL_CLASS } from "../../../../../../_ui/control-class.ts";
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
      <StatusDot tone={access.isAllowed ? "ok" : "neutral"}>{describe(access)}</StatusDot>
      {mayChange && access.canBeAllowed && <KeyAccessForm actor={actor} id={id} access={access} />}
    </Card>
  );
}

function describe({ isAllowed, role, canBeAllowed, other }: KeyAccess): string {
  if (isAllowed && role === null) return "Allowed for keys of members";
  if (isAllowed && role !== null) return `Allowed; keys of others act as ${ROLE_WORDS[role].toLowerCase()}`;
  if (!canBeAllowed) return "Off. To check keys, this instance needs the address of its backend";
  return other === null ? "Off" : `Off here; your address takes the keys of ${other}`;
}

function KeyAccessForm({ actor, id, access }: Omit<KeyAccessCardProps, "mayChange"> & { access: KeyAccess }) {
  const roles = ROLES.slice(ROLES.indexOf(actor.role));
  return (
    <form action={setKeys} className="grid max-w-[640px] gap-4">
      <input type="hidden" name="slug" value={actor.tenantSlug} />
      <input type="hidden" name="id" value={id} />
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
      <div className="flex flex-wrap gap-3">
        <SubmitButton tone="secondary" name="to" value="on">
          {access.isAllowed ? "Save" : "Allow Trinity keys"}
        </SubmitButton>
        {access.isAllowed && (
          <Button type="submit" tone="danger" name="to" value="off">
            Stop taking keys
          </Button>
        )}
      </div>
    </form>
  );
}
