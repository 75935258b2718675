import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";

/** What `initialize` agreed on, as the sealed handle carries it. */
export type AgreedSession = {
  /** A UUID; names the session in the database and never leaves us but sealed. */
  id: string;
  protocolVersion: string;
  /** Of what the client declared, the part an instance may make use of; it is all an instance is told. */
  clientCapabilities: JsonObject;
  clientInfo: { name: string; version: string } | null;
  /** Seconds since 1970. */
  expiresAt: number;
};

/** What the database says of a session beyond its handle. */
export type SessionState = {
  isEnded: boolean;
  /** The level `logging/setLevel` asked for. */
  logLevel: string | null;
  /** Whether it is subscribed to a resource of any instance. */
  isSubscribed: boolean;
  /** Whether one of its streams, at whichever of our instances, listens to its upstream sessions. */
  hasStream: boolean;
};

/** The session of a request of the older revisions. */
export type McpSession = AgreedSession & Omit<SessionState, "isEnded">;

/**
 * Whether its calls need an upstream session of its own: a pooled one declares nothing, and a log level or a subscription
 * set there would be everybody's.
 */
export function needsOwnLink({ clientCapabilities, logLevel, isSubscribed }: McpSession): boolean {
  return logLevel !== null || isSubscribed || Object.keys(clientCapabilities).length > 0;
}
