import "#server-only";
import { type IssuedCode, issueReviewerCode } from "#lib/sandbox/issue-reviewer-code.ts";
import { operatorVerb } from "./operator-verb.ts";
import { IssueReviewCodeInput } from "./schema.ts";

/** As `issueReviewerCode`, by an operator on their page. The code is in the answer alone. */
export const issueReviewCode = operatorVerb({
  action: "review-codes.issue",
  input: IssueReviewCodeInput,
  target: ({ days }) => `${days} d`,
  run: async ({ email }, { days }): Promise<IssuedCode> => await issueReviewerCode({ days, issuedBy: email }),
});
