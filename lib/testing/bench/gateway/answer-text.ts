/** The kilobyte every upstream of the bench answers with. */
export const ANSWER_TEXT = "x".repeat(1_024);
