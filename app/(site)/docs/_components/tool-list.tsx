import { GROUPS, type Heading, type ToolGroup } from "#lib/catalog/groups.ts";
import { listTools } from "#lib/catalog/list-tools.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { HINTS } from "#lib/catalog/terms.ts";
import tools from "../../../_messages/en/tools.json";
import { EffectBadge } from "../../../_ui/effect-badge.tsx";
import { writeList } from "../../write-list.ts";
import { PROSE } from "./prose.tsx";

const { code: Code } = PROSE;

/** The catalogue under one heading: its groups, and in each the tools with what we say of them. */
export function ToolList({ heading }: { heading: Heading }) {
  return GROUPS.filter((group) => group.heading === heading).map((group) => (
    <section key={group.id} className="mt-6 grid gap-3">
      <header className="grid max-w-[72ch] gap-1">
        <h3 id={group.id} className="scroll-mt-6 font-semibold">
          {group.title}
        </h3>
        <p className="flex flex-wrap items-center gap-2">
          <EffectBadge effect={group.effect} />
          {group.credential && <EffectBadge effect="credential" />}
          <Code>{group.id}</Code>
        </p>
        <p className="text-muted">{group.consequence}</p>
      </header>
      <Tools group={group} />
    </section>
  ));
}

function Tools({ group }: { group: ToolGroup }) {
  const definitions = listDefinitions(group);
  if (definitions.length === 0) {
    return <p className="text-sm text-muted">No tool of the catalogue is in it.</p>;
  }
  return (
    <ul className="grid max-w-[72ch] divide-y divide-line rounded-lg border bg-surface">
      {definitions.map((definition) => (
        <li key={definition.name} className="grid gap-1 px-4 py-3 text-sm">
          <ToolEntry definition={definition} group={group} />
        </li>
      ))}
    </ul>
  );
}

function ToolEntry({ definition, group }: { definition: ToolDefinition; group: ToolGroup }) {
  const { name, title, description, example } = definition;
  const where = describePlace(definition, group);
  return (
    <>
      <h4 id={name} className="flex scroll-mt-6 flex-wrap items-baseline gap-x-2 font-medium">
        {title} <Code>{name}</Code>
      </h4>
      <p>{description}</p>
      <p className="text-table text-muted">Hints: {describeHints(definition)}</p>
      {example && (
        <p>
          <span className="text-muted">Example:</span> “{example.prompt}”{" "}
          <Code>{JSON.stringify(example.input)}</Code>
        </p>
      )}
      {where && <p className="text-table text-muted">{where}</p>}
    </>
  );
}

/** What the catalogue has in a group, the tools that instances make as one. */
export function listDefinitions({ id }: Pick<ToolGroup, "id">): ToolDefinition[] {
  return listTools().filter(({ group }) => group === id);
}

function describeHints({ hints }: ToolDefinition): string {
  const words = HINTS.filter((hint) => hints[hint]).map((hint) => tools.hints[hint].toLowerCase());
  return words.length > 0 ? writeList(words) : "none of the four";
}

const OWN_ADDRESS = "Only at the organisation’s own address.";
const SINGLE =
  "Off until an admin switches on this very tool, and then only at the organisation’s own address.";

/** Where a tool is not offered like the others, and why. */
function describePlace({ verdict, reason }: ToolDefinition, { shared }: ToolGroup): string | undefined {
  switch (verdict) {
    case "exclude":
      return `Not for a public directory. ${reason} ${SINGLE}`;
    case "self":
      return `For agents themselves. ${reason} ${SINGLE}`;
    case "review":
      return `To be looked at before a public directory lists it. ${reason}${shared ? "" : ` ${OWN_ADDRESS}`}`;
    case "ok":
      return shared ? undefined : OWN_ADDRESS;
  }
}
