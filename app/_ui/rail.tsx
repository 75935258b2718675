import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { RailFrame } from "./rail-frame.tsx";
import { parseRail, RAIL_COOKIE } from "./rail-state.ts";

/** The console's rail beside its page, folded where this browser's cookie says so. */
export async function Rail({ nav, children }: { nav: ReactNode; children: ReactNode }) {
  const state = parseRail((await cookies()).get(RAIL_COOKIE)?.value);
  return (
    <RailFrame state={state} rail={nav}>
      {children}
    </RailFrame>
  );
}
