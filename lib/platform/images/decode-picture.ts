import "#server-only";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { SIDE, SIDE_MAX } from "./policy.ts";

// The program that `shrink-picture.ts` starts: a picture comes in, its RGBA pixels go out. Exit code 3 says that it is
// no picture that can be decoded to its end.

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadPngBuffer", "VipsForeignLoadJpegBuffer", "VipsForeignLoadWebpBuffer"],
});

const picture = await buffer(process.stdin);
try {
  const pixels = await sharp(picture, { failOn: "warning", limitInputPixels: SIDE_MAX * SIDE_MAX })
    .autoOrient()
    .resize(SIDE, SIDE, { fit: "contain", background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer();
  process.stdout.write(pixels);
} catch {
  process.exitCode = 3;
}
