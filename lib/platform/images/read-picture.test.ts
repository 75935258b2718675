import fc from "fast-check";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { readPicture } from "./read-picture.ts";

const draw = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 0, g: 109, b: 130, alpha: 0.5 } } });
const WRITERS = {
  "a PNG": (picture: Sharp) => picture.png(),
  "a JPEG": (picture: Sharp) => picture.jpeg(),
  "a JPEG that comes in passes": (picture: Sharp) => picture.jpeg({ progressive: true }),
  "a lossy WebP": (picture: Sharp) => picture.removeAlpha().webp(),
  "a lossless WebP": (picture: Sharp) => picture.removeAlpha().webp({ lossless: true }),
  "a WebP with transparency": (picture: Sharp) => picture.webp(),
};

describe.each(Object.entries(WRITERS))("%s", (_what, write) => {
  test("says how large it is, whatever that is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        async (width, height) => {
          const { data, info } = await write(draw(width, height)).toBuffer({ resolveWithObject: true });
          expect(readPicture(data)).toEqual({ kind: info.format, width, height, isAnimated: false });
        },
      ),
      { numRuns: 15 },
    );
  });

  test("J25: cut anywhere it is what it was, or none; never an error", async () => {
    const whole = await write(draw(20, 10)).toBuffer();
    const head = readPicture(whole);
    for (let end = 0; end < whole.length; end += 1) {
      expect([head, null]).toContainEqual(readPicture(whole.subarray(0, end)));
    }
  });
});

test("a picture that moves is known as one", async () => {
  const frames = Buffer.alloc(4 * 8 * 3, 90).fill(200, 0, 4 * 4 * 3);
  const moving = await sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
  expect(readPicture(moving)).toEqual({ kind: "webp", width: 4, height: 4, isAnimated: true });
  const png = await draw(4, 4).png().toBuffer();
  const control = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from("acTL"), Buffer.alloc(12)]);
  const apng = Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
  expect(readPicture(apng)).toEqual({ kind: "png", width: 4, height: 4, isAnimated: true });
});

test.each([
  ["nothing", ""],
  ["a page", "<!doctype html><script>alert(1)</script>"],
  ["a drawing", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ["a GIF", "GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;"],
  ["a TIFF", "II*\0\x08\0\0\0"],
  ["an AVIF", "\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"],
  ["a PDF", "%PDF-1.7"],
  ["a program", "\x7fELF\x02\x01\x01"],
  ["a page that calls itself a PNG further on", "<html>\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
  ["a sound in the container of WebP", "RIFF\x24\0\0\0WAVEfmt "],
  ["a JPEG without a picture", "\xff\xd8\xff\xd9"],
  ["a JPEG whose pixels come before its size", "\xff\xd8\xff\xda\0\x02\xff\xc0\0\x0b"],
])("J24: %s is no picture", (_what, text) => {
  expect(readPicture(Buffer.from(text, "latin1"))).toBeNull();
});

test("J25: whatever bytes come after a known beginning, reading ends, and never in an error", () => {
  const BEGINNINGS = [
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "\xff\xd8\xff",
    "RIFF\0\0\0\0WEBPVP8X",
    "RIFF\0\0\0\0WEBPVP8L",
    "RIFF\0\0\0\0WEBPVP8 ",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...BEGINNINGS), fc.uint8Array({ maxLength: 400 }), (beginning, rest) => {
      const read = readPicture(Buffer.concat([Buffer.from(beginning, "latin1"), rest]));
      if (read === null) return;
      expect(Number.isInteger(read.width) && Number.isInteger(read.height)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
