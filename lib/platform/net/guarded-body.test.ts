import { describe, expect, test } from "vitest";
import { GuardedBody } from "./guarded-body.ts";
import { netError, netReasonOf } from "./net-error.ts";

function makeBody() {
  const asked: string[] = [];
  const body = new GuardedBody({
    pause: () => asked.push("pause"),
    resume: () => asked.push("resume"),
    cancel: () => asked.push("cancel"),
  });
  return { asked, body };
}

describe("holding back", () => {
  test("H17: the connection is paused once 64 KiB wait, and resumed when half of it is read", async () => {
    const { asked, body } = makeBody();
    for (let index = 0; index < 4; index++) body.push(new Uint8Array(16_384));
    expect(asked).toEqual([]);
    body.push(new Uint8Array(16_384));
    body.push(new Uint8Array(16_384));
    expect(asked).toEqual(["pause"]);
    const chunks = body[Symbol.asyncIterator]();
    for (let index = 0; index < 3; index++) await chunks.next();
    expect(asked).toEqual(["pause"]);
    await chunks.next();
    expect(asked).toEqual(["pause", "resume"]);
  });

  test("a failure drops what waits, so that a cut answer is never read as a whole one", async () => {
    const { body } = makeBody();
    body.push(new Uint8Array(1));
    body.fail(netError("too_large"));
    await expect(body.text()).rejects.toSatisfy((error) => netReasonOf(error) === "too_large");
  });

  test("a reader that waits is woken by data, by the end and by a failure", async () => {
    const { body } = makeBody();
    const chunks = body[Symbol.asyncIterator]();
    const first = chunks.next();
    body.push(Uint8Array.of(1));
    expect(await first).toEqual({ done: false, value: Uint8Array.of(1) });
    const second = chunks.next();
    body.end();
    expect(await second).toEqual({ done: true, value: undefined });
    const failing = makeBody().body;
    const outcome = failing.text();
    failing.fail(netError("timeout"));
    await expect(outcome).rejects.toSatisfy((error) => netReasonOf(error) === "timeout");
  });
});
