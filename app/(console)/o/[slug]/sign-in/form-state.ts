import type { FieldError } from "../../../../_ui/error-summary.tsx";

/** What a form of this page shows again after it was refused: everything that was typed but the secret. */
export type FormState = { typed: Readonly<Record<string, string>>; errors: readonly FieldError[] };

export const EMPTY_STATE: FormState = { typed: {}, errors: [] };
