import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { log } from "../log/log.ts";
import { once } from "../registry/once.ts";
import { SIDE, SIDE_MAX } from "./policy.ts";
import { readPicture } from "./read-picture.ts";
import { startDecoder } from "./start-decoder.ts";
import { writePng } from "./write-png.ts";

export type PictureProblem = "format" | "animated" | "pixels" | "broken";
export type ShrunkPicture = { ok: true; png: Buffer } | { ok: false; problem: PictureProblem };

const UNDECODABLE = 3;
const PIXEL_BYTES = SIDE * SIDE * 4;
/** One is decoded at a time, so that many together cost no more memory than one. */
const WAITING_MAX = 8;

/**
 * The picture as a PNG of `SIDE` × `SIDE` pixels, contained and transparent around it; how it fails is an outcome. Throws
 * `unavailable` when too many wait.
 */
export async function shrinkPicture(bytes: Uint8Array): Promise<ShrunkPicture> {
  const head = readPicture(bytes);
  if (head === null) return { ok: false, problem: "format" };
  if (head.isAnimated) return { ok: false, problem: "animated" };
  if (head.width > SIDE_MAX || head.height > SIDE_MAX) return { ok: false, problem: "pixels" };
  const pixels = await inTurn(() => decode(bytes));
  return pixels ? { ok: true, png: writePng(pixels, SIDE) } : { ok: false, problem: "broken" };
}

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const queue = once("picture-queue", () => ({ waiting: 0, last: Promise.resolve() as Promise<unknown> }));
  if (queue.waiting >= WAITING_MAX) {
    throw new DomainError("unavailable", "Too many pictures are waiting right now. Try again in a minute.");
  }
  queue.waiting += 1;
  const turn = queue.last.then(work).finally(() => (queue.waiting -= 1));
  queue.last = turn.catch(() => undefined);
  return await turn;
}

/** The pixels, or null where the picture is broken or was too much for its decoder. */
async function decode(bytes: Uint8Array): Promise<Buffer | null> {
  const child = startDecoder();
  const said: Buffer[] = [];
  let length = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > PIXEL_BYTES) child.kill("SIGKILL");
    else said.push(chunk);
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint = (complaint + String(chunk)).slice(-1000)));
  // It may be gone before it has read all of it.
  child.stdin.on("error", () => {});
  child.stdin.end(bytes);
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((done, fail) =>
    child.once("error", fail).once("close", (code, signal) => done({ code, signal })),
  );
  if (code === 0 && length === PIXEL_BYTES) return Buffer.concat(said);
  if (code === UNDECODABLE) return null;
  if (signal === null && code !== 0) throw new Error(`the decoder ended with ${code}: ${complaint}`);
  log.warn({ code, signal, length }, "a picture was too much for its decoder");
  return null;
}
