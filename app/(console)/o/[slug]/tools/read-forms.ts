import "#server-only";
import { HINTS } from "#lib/catalog/terms.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { readField } from "../../../read-field.ts";
import { toLimitKey } from "./to-limit-key.ts";

/** What a button says it does: which tool or group, for which role. Anything else reads as nothing. */
function readObject(text: string): JsonObject {
  const parsed = parseJson(text);
  return parsed !== null && isObject(parsed.value) ? parsed.value : {};
}

/** A press on one switch (`one`), on a mark (`group`), or on a button for the selected tools (`to`). */
export function readSwitch(form: FormData): JsonObject {
  const seen = readObject(readField(form, "seen"));
  if (form.has("one")) {
    const { name, role, isAllowed } = readObject(readField(form, "one"));
    return { subject: "tool", names: [name], roles: [role], isAllowed, wasAllowed: isAllowed === false };
  }
  if (form.has("group")) {
    const { name, role, isAllowed } = readObject(readField(form, "group"));
    return { subject: "group", names: [name], roles: [role], isAllowed, seen };
  }
  const role = readField(form, "role");
  const roles = role === "all" ? ROLES : [role];
  return {
    subject: "tool",
    names: [...new Set(form.getAll("names"))],
    roles,
    isAllowed: readField(form, "to") === "on",
    seen,
  };
}

/** A button for one tool (`one` = decision and id), or for the ticked ones. */
export function readReview(form: FormData): JsonObject {
  const seen = readObject(readField(form, "seen"));
  const { id, decision } = readObject(readField(form, "one"));
  const chosen = form.has("one") ? [id] : form.getAll("ids");
  return {
    ids: chosen,
    seen: Object.fromEntries(chosen.map((one) => [String(one), seen[String(one)]])),
    decision: form.has("one") ? decision : readField(form, "decision"),
  };
}

/** One tool as its panel showed it. */
export function readState(form: FormData): JsonObject {
  const toolId = readField(form, "toolId");
  return { id: readField(form, "id"), toolIds: [toolId], seen: { [toolId]: readField(form, "hash") } };
}

export function readLabel(form: FormData): JsonObject {
  const isRemoved = form.has("remove");
  const hints = Object.fromEntries(HINTS.map((hint) => [hint, form.has(hint)]));
  return {
    id: readField(form, "id"),
    version: Number(readField(form, "version")),
    hints: isRemoved ? null : hints,
    reason: isRemoved ? null : readField(form, "reason"),
  };
}

/** Values stand one a line; a line is a value letter for letter, but for the line's end. */
export function readLimit(form: FormData): JsonObject {
  const [role, argument] = [readField(form, "role"), readField(form, "argument")];
  const seen = new Map(Object.entries(readObject(readField(form, "seen"))));
  return {
    role,
    tool: readField(form, "tool"),
    argument,
    seen: seen.get(toLimitKey({ role, argument })) ?? null,
    allowed: readField(form, "allowed")
      .split("\n")
      .map((line) => line.replace(/\r$/, ""))
      .filter((line) => line !== ""),
  };
}
