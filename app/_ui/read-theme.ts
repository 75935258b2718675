import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE, type Theme } from "./theme.ts";

/** The theme this request's cookie asks for. */
export async function readTheme(): Promise<Theme> {
  return parseTheme((await cookies()).get(THEME_COOKIE)?.value);
}
