import "#server-only";
import { type McpRequest, readHeader } from "./http.ts";

/** What a client takes: JSON, an event stream; and whether it asked for streams by name, or takes nothing else. */
export type Accepted = { json: boolean; stream: boolean; isStreamWanted: boolean };

const JSON_TYPE = "application/json";
const STREAM_TYPE = "text/event-stream";
const ANYTHING: Accepted = { json: true, stream: true, isStreamWanted: false };
/** What nearly every client of the SDKs sends, in both orders. */
const BOTH: Accepted = { json: true, stream: true, isStreamWanted: true };
const USUAL = new Set([`${JSON_TYPE}, ${STREAM_TYPE}`, `${STREAM_TYPE}, ${JSON_TYPE}`]);

/**
 * What `Accept` allows (RFC 9110 section 12.5.1): the most precise range that covers a type decides, a quality of nought
 * is a no, and no header is a yes to everything. The revisions ask clients to name both types; many do not.
 */
export function readAccept(request: McpRequest): Accepted {
  const header = readHeader(request, "accept");
  if (header !== undefined && USUAL.has(header)) return BOTH;
  if (header === undefined || header.trim() === "") return ANYTHING;
  const ranges = new Map(header.toLowerCase().split(",").map(readRange));
  const isTaken = (type: string) =>
    ranges.get(type) ?? ranges.get(`${type.slice(0, type.indexOf("/"))}/*`) ?? ranges.get("*/*") ?? false;
  const stream = isTaken(STREAM_TYPE);
  const json = isTaken(JSON_TYPE);
  return { json, stream, isStreamWanted: stream && (ranges.has(STREAM_TYPE) || !json) };
}

function readRange(text: string): [string, boolean] {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return [range, quality === undefined || Number(quality.slice(2)) !== 0];
}
