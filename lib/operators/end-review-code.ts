import "#server-only";
import { revokeReviewerCode } from "#lib/sandbox/revoke-reviewer-code.ts";
import { operatorVerb } from "./operator-verb.ts";
import { EndReviewCodeInput } from "./schema.ts";

/** As `revokeReviewerCode`, by an operator on their page. */
export const endReviewCode = operatorVerb({
  action: "review-codes.end",
  input: EndReviewCodeInput,
  target: ({ id }) => id,
  run: async (_actor, { id }): Promise<{ left: number; ended: number }> => await revokeReviewerCode(id),
});
