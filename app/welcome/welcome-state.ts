import type { FieldError } from "../_ui/error-summary.tsx";

export type WelcomeState = { typed: { name: string; slug: string }; errors: FieldError[] };
export const EMPTY_STATE: WelcomeState = { typed: { name: "", slug: "" }, errors: [] };
