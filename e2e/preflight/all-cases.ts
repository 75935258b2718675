import type { Case } from "./break.ts";
import { CALL_CASES } from "./call-cases.ts";
import { DOCUMENT_CASES } from "./document-cases.ts";
import { OAUTH_CASES } from "./oauth-cases.ts";
import { TOOL_CASES } from "./tool-cases.ts";
import { TRANSPORT_CASES } from "./transport-cases.ts";

/** One thing broken at a time, by point. */
export const CASES: readonly Case[] = [
  ...TOOL_CASES,
  ...CALL_CASES,
  ...OAUTH_CASES,
  ...TRANSPORT_CASES,
  ...DOCUMENT_CASES,
].toSorted((a, b) => a.point - b.point);
