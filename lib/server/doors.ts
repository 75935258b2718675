import "#server-only";
import { answerText } from "./answer-text.ts";
import type { Door, Doors } from "./dispatch.ts";

const notFound: Door = (_request, response) => answerText(response, 404, "Not found.");

/** The doors beside Next. */
export const doors: Omit<Doors, "next"> = { oauth: notFound, metadata: notFound, mcp: notFound };
