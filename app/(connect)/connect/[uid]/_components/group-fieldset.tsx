import type { OfferedGroup } from "#lib/access/list-offered-groups.ts";
import { GROUPS, HEADINGS } from "#lib/catalog/groups.ts";
import { Badge } from "../../../../_ui/badge.tsx";
import { Checkbox } from "../../../../_ui/checkbox.tsx";
import { Disclosure } from "../../../../_ui/disclosure.tsx";
import { EffectBadge } from "../../../../_ui/effect-badge.tsx";

type Group = (typeof GROUPS)[number];
const BY_ID = new Map<string, Group>(GROUPS.map((group) => [group.id, group]));

const LOCKED: Record<NonNullable<OfferedGroup["locked"]>, string> = {
  role: "Your role does not allow this group.",
  policy: "Your organisation has switched this group off.",
  app: "An admin limits this app.",
};

/** Every group that can be had here, under its heading, with its effect, its consequence and its tools. */
export function GroupFieldset({
  offered,
  ticked,
  needed,
}: {
  offered: readonly OfferedGroup[];
  ticked: readonly string[];
  /** What a call was refused for. */
  needed: readonly string[];
}) {
  return (
    <fieldset className="grid gap-5">
      <legend className="sr-only">What it may do</legend>
      {HEADINGS.map((heading) => {
        const groups = offered.filter((group) => BY_ID.get(group.id)?.heading === heading);
        if (groups.length === 0) return null;
        return (
          <section key={heading} className="grid gap-1">
            <h2 className="border-b pb-1 font-semibold">{heading}</h2>
            {groups.map((group) => (
              <GroupBox
                key={group.id}
                group={group}
                isTicked={ticked.includes(group.id)}
                isNeeded={needed.includes(group.id)}
              />
            ))}
          </section>
        );
      })}
    </fieldset>
  );
}

type GroupBoxProps = { group: OfferedGroup; isTicked: boolean; isNeeded: boolean };

function GroupBox({ group, isTicked, isNeeded }: GroupBoxProps) {
  const definition = BY_ID.get(group.id);
  if (!definition) return null;
  const reason = group.locked === null ? undefined : LOCKED[group.locked];
  return (
    <div className="grid">
      <Checkbox
        id={`group-${group.id}`}
        name="group"
        value={group.id}
        defaultChecked={isTicked}
        disabled={group.locked !== null}
        label={definition.title}
        badge={
          <>
            <EffectBadge effect={definition.credential ? "credential" : definition.effect} />
            {isNeeded && <Badge tone="info">Needed now</Badge>}
          </>
        }
        description={reason ? `${definition.consequence} ${reason}` : definition.consequence}
      />
      <div className="ms-8 text-table">
        <Disclosure summary={group.tools.length === 1 ? "1 tool" : `${group.tools.length} tools`}>
          <ul className="grid gap-0.5">
            {group.tools.map((tool) => (
              <li key={tool.name} className="break-words">
                <bdi>{tool.title}</bdi> <span className="font-mono text-muted">{tool.name}</span>
              </li>
            ))}
          </ul>
        </Disclosure>
      </div>
    </div>
  );
}
