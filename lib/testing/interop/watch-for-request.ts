import type { Stream } from "node:stream";

const AUTHORIZE = /https?:\/\/[^\s"'<>]+[?&]response_type=code[^\s"'<>]*(?=\s)/;

/** Answers the first authorization request a program prints, as the browser it would open does. */
export function watchForRequest(output: Stream | null, answer: (url: string) => Promise<void>): void {
  let said = "";
  const onData = (chunk: Buffer | string) => {
    said += String(chunk);
    const url = AUTHORIZE.exec(said)?.[0];
    if (url === undefined) return;
    output?.off("data", onData).on("data", () => undefined);
    answer(url).catch((error: unknown) => process.stderr.write(`nobody could allow it: ${String(error)}\n`));
  };
  output?.on("data", onData);
}
