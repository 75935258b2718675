import type { NextRequest } from "next/server";
import { keepChoice } from "../_http/keep-choice.ts";
import { readForm } from "../_http/read-form.ts";
import { changeDisplay, DISPLAY_COOKIE, parseDisplay, VIEW_ID, writeDisplay } from "../_ui/display.ts";

/** Remembers in a cookie how tables and the keyboard are wanted, and goes back to the page the form stood on. */
export async function POST(request: NextRequest): Promise<Response> {
  const before = parseDisplay(request.cookies.get(DISPLAY_COOKIE)?.value);
  const form = (await readForm(request)) ?? new URLSearchParams();
  return keepChoice(request, {
    cookie: DISPLAY_COOKIE,
    value: writeDisplay(changeDisplay(before, form)),
    ...(form.has("table") && { focusId: VIEW_ID }),
  });
}
