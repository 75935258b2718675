import "#server-only";
import { readPicture } from "#lib/platform/images/read-picture.ts";

export type Image = { kind: "png" | "ico" | "svg"; width: number; height: number };

/** What an image is by its own bytes, with its size in pixels (of an icon file its largest); null when it is none. */
export function readImage(bytes: Buffer): Image | null {
  const picture = readPicture(bytes);
  if (picture?.kind === "png") return { kind: "png", width: picture.width, height: picture.height };
  if (bytes.length > 22 && bytes.readUInt32LE(0) === 0x0001_0000) return readIcon(bytes);
  return readSvg(bytes.toString("utf8"));
}

function readIcon(bytes: Buffer): Image | null {
  const count = bytes.readUInt16LE(4);
  if (count === 0 || bytes.length < 6 + 16 * count) return null;
  // A side of 256 pixels is written as 0.
  const sides = Array.from({ length: count }, (_, index) => bytes.readUInt8(6 + 16 * index) || 256);
  const side = Math.max(...sides);
  return { kind: "ico", width: side, height: side };
}

function readSvg(text: string): Image | null {
  const head = /<svg\b[^>]*>/i.exec(text)?.[0];
  if (head === undefined || !/xmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(head)) return null;
  const box = /viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/i.exec(head);
  return box ? { kind: "svg", width: Number(box[1]), height: Number(box[2]) } : null;
}
