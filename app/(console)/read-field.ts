import "#server-only";

/** A text field of a posted form; what is missing or a file reads as empty. */
export function readField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
