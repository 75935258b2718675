import { expect } from "./fixtures.ts";
import { ORIGIN } from "./server.ts";

/** Signs of our inside: stack frames, folders, statements. */
export const INSIDE = /\n\s+at |node_modules|\/lib\/|\.ts:\d|Prisma|SELECT |ECONN|connect_app/;
export const FIVE_MB = "x".repeat(5 * 1024 * 1024);

/** The answer's text, after a look that it tells nothing of our inside and repeats nothing sent. */
export async function readPlain(response: Response): Promise<string> {
  const text = await response.text();
  expect(text).not.toMatch(INSIDE);
  expect(text).not.toContain("evil.example");
  return text;
}

/** Whatever was sent, the process takes requests and reaches its database. */
export async function expectReady(): Promise<void> {
  expect((await fetch(`${ORIGIN}/readyz`)).status).toBe(200);
}
