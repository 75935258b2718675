import { useTranslations } from "next-intl";
import type { OfferedGroup } from "#lib/access/list-offered-groups.ts";
import { GROUPS, HEADINGS } from "#lib/catalog/groups.ts";
import { Badge } from "../../../../_ui/badge.tsx";
import { Checkbox } from "../../../../_ui/checkbox.tsx";
import { Disclosure } from "../../../../_ui/disclosure.tsx";
import { EffectBadge } from "../../../../_ui/effect-badge.tsx";

type Group = (typeof GROUPS)[number];
const BY_ID = new Map<string, Group>(GROUPS.map((group) => [group.id, group]));

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
  const t = useTranslations("consent.groups");
  return (
    <fieldset className="grid gap-5">
      <legend className="sr-only">{t("label")}</legend>
      {HEADINGS.map((heading) => {
        const groups = offered.filter((group) => BY_ID.get(group.id)?.heading === heading);
        if (groups.length === 0) return null;
        return (
          <section key={heading} className="grid gap-1">
            <h2 className="border-b pb-1 font-semibold">
              <bdi>{heading}</bdi>
            </h2>
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
  const t = useTranslations("consent.groups");
  const definition = BY_ID.get(group.id);
  if (!definition) return null;
  return (
    <div className="grid">
      <Checkbox
        id={`group-${group.id}`}
        name="group"
        value={group.id}
        defaultChecked={isTicked}
        disabled={group.locked !== null}
        label={<bdi>{definition.title}</bdi>}
        badge={
          <>
            <EffectBadge effect={definition.credential ? "credential" : definition.effect} />
            {isNeeded && <Badge tone="info">{t("needed")}</Badge>}
          </>
        }
        description={
          <>
            <span data-text="lib">{definition.consequence}</span>{" "}
            {group.locked !== null && t(`locked.${group.locked}`)}
          </>
        }
      />
      <div className="ms-8 text-table">
        <Disclosure summary={t("tools", { count: group.tools.length })}>
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
