/** What a stream can deliver, in the order in which it is asked for. */
export const STREAM_KINDS = ["audit", "activity", "attempts"] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];
