import { expect, test, vi } from "vitest";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import type { FormState } from "../_ui/form-state.ts";
import { readFields } from "./read-fields.ts";
import { submitForm } from "./submit-form.ts";

const Input = z.strictObject({
  name: z.string().trim().min(1, { error: "Enter a name." }),
  version: z.number().int(),
  groups: z.array(z.string()).min(1, { error: "Choose one." }),
});

function toForm(fields: Record<string, string | string[]>): FormData {
  const form = new FormData();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) form.append(name, value);
  return form;
}

const GOOD = { name: " Acme ", version: "3", groups: ["a", "b"], secret: "s3cret" };
const asAda = async () => ({ ok: true, actor: "ada" }) as const;
const never = () => {
  throw new Error("must not run");
};

async function send(
  fields: Record<string, string | string[]>,
  run: () => Promise<string> = async () => "done",
): Promise<FormState> {
  return await submitForm(toForm(fields), {
    as: asAda,
    input: Input,
    secrets: ["secret"],
    blame: { precondition_failed: "name" },
    run,
    done: () => ({ done: { message: "Saved" } }),
  });
}

test("bad input comes back as typed, each complaint at its field, and nothing runs", async () => {
  const state = await send({ ...GOOD, name: "  ", groups: [] }, never);
  expect(state.errors).toEqual([
    { fieldId: "name", message: "Enter a name." },
    { fieldId: "groups", message: "Choose one." },
  ]);
  expect(state.typed).toEqual({ name: ["  "], version: ["3"] });
});

test.each(["__proto__", "constructor", "toString"])(
  "a field called %s is a field like any other",
  async (name) => {
    const state = await send({ ...GOOD, name: "", [name]: "x" });
    expect(state.errors).toEqual([{ fieldId: "name", message: "Enter a name." }]);
  },
);

test("where the schema has no words of its own, ours stand and not the library's", async () => {
  const schema = z.strictObject({ issuer: z.string().max(5), mode: z.enum(["a"]), size: z.coerce.number() });
  const state = await submitForm(toForm({ issuer: "too long", size: "many" }), {
    as: asAda,
    input: schema,
    run: never,
    done: () => "/o",
  });
  expect(state.errors).toEqual([
    { fieldId: "issuer", message: "Use at most 5 characters." },
    { fieldId: "mode", message: "Choose one from the list." },
    { fieldId: "size", message: "Enter a number." },
  ]);
});

test("a secret is never sent back", async () => {
  expect(JSON.stringify(await send({ ...GOOD, name: "" }, never))).not.toContain("s3cret");
});

test("the verb gets the fields its schema names, in their types", async () => {
  const run = vi.fn(async () => "done");
  const state = await send({ ...GOOD, extra: "x" }, run);
  expect(run).toHaveBeenCalledWith("ada", { name: " Acme ", version: 3, groups: ["a", "b"] });
  expect(state).toMatchObject({ typed: {}, errors: [], done: { message: "Saved" } });
});

test("a conflict says the verb's sentence on top, and what was typed stays", async () => {
  const state = await send(GOOD, async () => {
    throw new DomainError("conflict", "Somebody changed it. What you typed is still here.");
  });
  expect(state.problem).toEqual({
    kind: "failed",
    message: "Somebody changed it. What you typed is still here.",
  });
  expect(state.typed["name"]).toEqual([" Acme "]);
});

test("a failure with a field at fault stands at that field", async () => {
  const state = await send(GOOD, async () => {
    throw new DomainError("precondition_failed", "That name is taken.");
  });
  expect(state.errors).toEqual([{ fieldId: "name", message: "That name is taken." }]);
});

test("an unknown failure tells nothing of its inside", async () => {
  const state = await send(GOOD, async () => {
    throw new Error("password=hunter2");
  });
  expect(state.problem?.kind).toBe("failed");
  expect(JSON.stringify(state)).not.toContain("hunter2");
});

test("an ended session is an error in the form: nothing runs, nothing is lost", async () => {
  const state = await submitForm(toForm(GOOD), {
    as: async () => ({ ok: false, problem: { kind: "signed-out" } }) as const,
    input: Input,
    run: never,
    done: () => "/o",
  });
  expect(state).toMatchObject({ problem: { kind: "signed-out" }, typed: { name: [" Acme "] } });
});

test("what is empty is left out where optional, and null where it may be", () => {
  const schema = z.strictObject({
    note: z.string().optional(),
    role: z.enum(["a"]).nullable(),
    isOn: z.boolean(),
    size: z.coerce.number().default(5),
    name: z
      .string()
      .transform((name) => name.trim())
      .pipe(z.string()),
  });
  expect(readFields(toForm({ note: "", role: "", size: "", name: "" }), schema)).toEqual({
    role: null,
    isOn: false,
    name: "",
  });
  expect(readFields(toForm({ note: "x", role: "a", isOn: "on", size: "7", name: "y" }), schema)).toEqual({
    note: "x",
    role: "a",
    isOn: true,
    size: 7,
    name: "y",
  });
});
