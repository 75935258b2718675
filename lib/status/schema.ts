/** What the server looks at, in the order it is shown. */
export const COMPONENTS = ["sign-in", "connect", "mcp", "database", "jobs"] as const;
export type Component = (typeof COMPONENTS)[number];

/** `server` is the time in which nobody looked. */
export type OutageComponent = Component | "server";

/** Why a look failed: no connection, no answer in time, another answer than the right one, or standing still. */
export const REASONS = ["unreachable", "late", "wrong", "stopped"] as const;
export type Reason = (typeof REASONS)[number];

export type Check = { component: Component; ms: number; reason: Reason | null };

/** One look at everything; `minute` is its full minute. */
export type Look = { minute: Date; checks: readonly Check[] };

export type Day = {
  /** YYYY-MM-DD, of UTC. */
  day: string;
  /** Minutes of it that are over and belong to the time since the first look ever. */
  minutes: number;
  checks: number;
  failures: number;
};

export type Outage = {
  id: string;
  component: OutageComponent;
  reason: Reason;
  startedAt: Date;
  endedAt: Date | null;
};

export type ComponentStatus = {
  component: Component;
  now: "up" | "down" | "unknown";
  /** Of a failed look now. */
  reason: Reason | null;
  /** How long the newest look of this process took. */
  ms: number | null;
  /** Oldest first, each day of the last 90. */
  days: readonly Day[];
  checks: number;
  failures: number;
};

export type Status = {
  components: readonly ComponentStatus[];
  /** Newest first. */
  outages: readonly Outage[];
  /** When anybody last looked; null when nobody ever did. */
  checkedAt: Date | null;
  /** False while the days and outages cannot be read: then only what this process saw itself is told. */
  isWhole: boolean;
};
