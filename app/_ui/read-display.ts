import { cookies } from "next/headers";
import { cache } from "react";
import { type Display, DISPLAY_COOKIE, parseDisplay } from "./display.ts";

/** How this request's browser wants tables and the keyboard. */
export const readDisplay = cache(async (): Promise<Display> =>
  parseDisplay((await cookies()).get(DISPLAY_COOKIE)?.value),
);
