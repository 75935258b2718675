import { describe, expect, test } from "vitest";
import { sampleTools } from "#lib/sample/start-sample.ts";
import { World } from "#lib/sample/state.ts";
import { DEFINITIONS, findDefinition } from "./find-definition.ts";
import { findGroup, GROUPS } from "./groups.ts";
import type { ToolDefinition } from "./schema.ts";

const dynamic = findDefinition("chat_with_quote_desk");
if (!dynamic) throw new Error("no dynamic definition");
const ALL: [string, ToolDefinition][] = [...DEFINITIONS, [dynamic.name, dynamic]];
const SAMPLE_TOOLS = new Map(sampleTools(new World()).map((tool) => [tool.name, tool]));
const groupOf = ({ group }: ToolDefinition) => {
  const found = findGroup(group);
  if (!found) throw new Error(`unknown group ${group}`);
  return found;
};

describe.each(ALL)("%s", (name, definition) => {
  const { title, description, hints, verdict, reason } = definition;

  test("its hints agree with the effect of its group", () => {
    const { effect } = groupOf(definition);
    expect(hints.readOnlyHint).toBe(effect === "read");
    if (effect === "read" || effect === "write") expect(hints.destructiveHint).toBe(false);
    if (effect === "destructive") expect(hints.destructiveHint).toBe(true);
    if (effect === "external") expect(hints.openWorldHint).toBe(true);
    if (definition.group === "chat.external") expect(hints.destructiveHint).toBe(true);
  });

  test("its name, title and description are within the directory's rules", () => {
    expect(name).toMatch(/^[a-z0-9_]{1,64}$/);
    expect(definition.name).toBe(name);
    expect(title).toMatch(/^[A-Z].{2,49}$/);
    expect(description).toMatch(/^[A-Z][\s\S]{10,998}\.$/);
  });

  // Directory policy 2.A-2.G: narrow, true, no instructions to the model, no promotion.
  test("its description gives no instructions and no praise", () => {
    expect(description).not.toMatch(
      /\b(you|your|must|should|always|never|please|important|ignore|instead|before (using|calling)|first call|use this|claude|assistant|the model|powerful|best|easily|seamless\w*)\b/i,
    );
  });

  test("it is at the shared address only when a directory listing may carry it", () => {
    if (verdict === "exclude" || verdict === "self") expect(groupOf(definition).shared).toBe(false);
    expect(reason === undefined).toBe(verdict === "ok");
  });

  test("it has an example when a directory listing may carry it, with input as the instance wants it", () => {
    const { example } = definition;
    expect(example !== undefined).toBe(verdict === "ok" && groupOf(definition).shared);
    if (example === undefined) return;
    expect(example.prompt).toMatch(/^[A-Z].{8,198}[.?]$/);
    expect(example.prompt).not.toMatch(/[.?!]\s/);
    expect(SAMPLE_TOOLS.get(name)?.input.strict().safeParse(example.input)).toMatchObject({ success: true });
  });
});

test("titles are unique, so that a person can tell two tools apart", () => {
  const titles = ALL.map(([, { title }]) => title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test("no group is empty but those for unknown tools", () => {
  const used = new Set(ALL.map(([, { group }]) => group));
  const empty = GROUPS.map(({ id }) => id).filter((id) => !used.has(id));
  expect(empty).toEqual(["other.read", "other.write", "other.destructive", "other.external"]);
});

test("tools that take or return secrets or move money are kept out of every listing", () => {
  const kept = [
    "inject_credentials",
    "export_credentials",
    "import_credentials",
    "get_credential_encryption_key",
    "get_agent_ssh_access",
    "set_agent_github_pat",
    "fetch_credential",
    "register_subscription",
    "configure_nevermined",
    "get_nevermined_config",
    "toggle_nevermined",
    "get_nevermined_payments",
    "call_a2a_agent",
    "register_a2a_endpoint",
    "call_user",
  ];
  for (const name of kept) expect([name, findDefinition(name)?.verdict]).toEqual([name, "exclude"]);
});

describe("dynamic chat tools", () => {
  test("chat_with_agent is the catalogued tool, chat_with_<slug> the dynamic one", () => {
    expect(findDefinition("chat_with_agent")?.origin).toBe("catalogued");
    expect(dynamic).toMatchObject({
      title: "Chat with quote desk",
      origin: "dynamic",
      group: "chat.external",
    });
  });

  test.each([
    "chat_with_",
    "chat_with_Ägent",
    "chat_with_a b",
    `chat_with_${"a".repeat(55)}`,
    "xchat_with_a",
  ])("%s is not one", (name) => expect(findDefinition(name)).toBeNull());
});
