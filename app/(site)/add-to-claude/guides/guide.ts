import type { ReactNode } from "react";

export type GuideInput = {
  /** What to give to the app. */
  address: string;
  /** The address is this computer's own, which nobody outside can reach. */
  isLocal: boolean;
};

export type GuidePart = {
  /** Who does it, where that is not one and the same person. */
  title?: string;
  steps: readonly ReactNode[];
};

/** How to add the address to one app. */
export type Guide = {
  /** What to know before the first step. */
  note?: ReactNode;
  /** Opens the app with the address filled in. */
  open?: { href: string; label: string; hint: string };
  parts: readonly GuidePart[];
  /** What the app shows once it is connected. */
  see: ReactNode;
  /** How to find out that it works. */
  check: ReactNode;
  problems: readonly { what: string; remedy: ReactNode }[];
};
