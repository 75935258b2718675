import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";
import { isKeyHeader } from "../upstreams/schema.ts";
import { STREAM_KINDS } from "./terms.ts";

/**
 * Why a delivery was not taken. Chosen by us, never the collector's own words. `not_public`: its name leads nowhere, or
 * to an address that is not public; which of the two is nobody's to know. `sealed`: what is sent along does not open.
 */
export const STREAM_FAILURES = [
  "not_public",
  "unreachable",
  "tls",
  "timeout",
  "redirected",
  "denied",
  "refused",
  "busy",
  "broken",
  "unreadable",
  "sealed",
] as const;
export type StreamFailure = (typeof STREAM_FAILURES)[number];

/** `stopped`: by itself, after a week of failing. `waiting`: nothing was delivered yet. */
export type StreamState = "delivering" | "waiting" | "failing" | "paused" | "stopped";

const URL_LENGTH_MAX = 2_048;
const VALUE_LENGTH_MAX = 4_096;

/** Whether the collector's own value may go in that header, in lower case: none that we write or that says how to read us. */
export function isCollectorHeader(name: string): boolean {
  return isKeyHeader(name) && !name.startsWith("webhook-") && !name.startsWith("trinity-");
}

const Address = z.string().trim().min(1, "Enter the address of your collector.").max(URL_LENGTH_MAX);
const Kinds = z
  .array(z.enum(STREAM_KINDS))
  .min(1, "Choose at least one.")
  .transform((kinds) => STREAM_KINDS.filter((kind) => kinds.includes(kind)));
const HeaderName = z
  .string()
  .trim()
  .toLowerCase()
  .refine(
    (name) => name === "" || isCollectorHeader(name),
    "Enter the name of a header your collector reads.",
  )
  .default("");
const HeaderValue = z
  .string()
  .trim()
  .max(VALUE_LENGTH_MAX, "This is longer than 4,096 characters.")
  .regex(/^[\x20-\x7e]*$/, "Enter letters, digits and signs without accents, on one line.")
  .default("");

type Header = { headerName: string; headerValue: string };
const NAMELESS = {
  path: ["headerName"],
  message: "Enter the header this value goes in, or leave both empty.",
};
const isNamed = ({ headerName, headerValue }: Header) => headerName !== "" || headerValue === "";

export const CreateLogStreamInput = z
  .strictObject({
    url: Address,
    kinds: Kinds,
    /** With what comes from now on, or with all that is kept. */
    start: z.enum(["now", "kept"]).default("now"),
    /** Empty: no header. */
    headerName: HeaderName,
    headerValue: HeaderValue,
  })
  .refine(isNamed, NAMELESS)
  .refine(({ headerName, headerValue }) => headerName === "" || headerValue !== "", {
    path: ["headerValue"],
    message: "Enter the value of the header, or leave both empty.",
  });

/** An empty `headerValue` keeps the one there is. `version` is the stream that was seen. */
export const ChangeLogStreamInput = z
  .strictObject({
    id: z.string().refine(isUuid),
    version: z.coerce.number().int().positive(),
    url: Address,
    kinds: Kinds,
    headerName: HeaderName,
    headerValue: HeaderValue,
  })
  .refine(isNamed, NAMELESS);

export const LogStreamIdInput = z.strictObject({ id: z.string().refine(isUuid) });
