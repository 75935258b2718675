import "#server-only";

/** What a picture is by its own bytes, whatever it is called. */
export type PictureHead = {
  kind: "png" | "jpeg" | "webp";
  width: number;
  height: number;
  isAnimated: boolean;
};

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Markers of a frame's size (ITU-T T.81 table B.1): SOF0 to SOF15 but DHT, JPG and DAC. */
const JPEG_FRAMES = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
const VP8X_ANIMATION = 0x02;

/** Kind and size of a PNG, JPEG or WebP, read from its head without decoding anything; null for all else. */
export function readPicture(bytes: Uint8Array): PictureHead | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPng(buffer) ?? readJpeg(buffer) ?? readWebp(buffer);
  } catch (error) {
    // It ends in the middle of its head.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readPng(buffer: Buffer): PictureHead | null {
  if (!buffer.subarray(0, 8).equals(PNG) || buffer.toString("latin1", 12, 16) !== "IHDR") return null;
  const size = { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) };
  return { kind: "png", ...size, isAnimated: hasAnimation(buffer) };
}

/** Whether the chunk of an animated PNG stands before its pixels. */
function hasAnimation(buffer: Buffer): boolean {
  for (let at = 8; at + 8 <= buffer.length; at += 12 + buffer.readUInt32BE(at)) {
    const type = buffer.toString("latin1", at + 4, at + 8);
    if (type === "acTL") return true;
    if (type === "IDAT") return false;
  }
  return false;
}

function readJpeg(buffer: Buffer): PictureHead | null {
  if (buffer.length < 4 || buffer.readUIntBE(0, 3) !== 0xff_d8ff) return null;
  for (let at = 2; ; at += 2 + buffer.readUInt16BE(at + 2)) {
    while (buffer.readUInt8(at) === 0xff && buffer.readUInt8(at + 1) === 0xff) at += 1;
    const marker = buffer.readUInt8(at + 1);
    // Its pixels, or its end, before it said how large it is.
    if (buffer.readUInt8(at) !== 0xff || marker === 0xda || marker === 0xd9) return null;
    if (JPEG_FRAMES.includes(marker)) {
      const size = { width: buffer.readUInt16BE(at + 7), height: buffer.readUInt16BE(at + 5) };
      return { kind: "jpeg", ...size, isAnimated: false };
    }
  }
}

/** The container of RFC 9649; a file begins with the one chunk that says how large it is. */
function readWebp(buffer: Buffer): PictureHead | null {
  if (buffer.toString("latin1", 0, 4) !== "RIFF" || buffer.toString("latin1", 8, 12) !== "WEBP") return null;
  switch (buffer.toString("latin1", 12, 16)) {
    case "VP8X": {
      const size = { width: 1 + buffer.readUIntLE(24, 3), height: 1 + buffer.readUIntLE(27, 3) };
      return { kind: "webp", ...size, isAnimated: (buffer.readUInt8(20) & VP8X_ANIMATION) !== 0 };
    }
    case "VP8L": {
      const bits = buffer.readUInt32LE(21);
      const size = { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
      return { kind: "webp", ...size, isAnimated: false };
    }
    case "VP8 ": {
      const size = { width: buffer.readUInt16LE(26) & 0x3fff, height: buffer.readUInt16LE(28) & 0x3fff };
      return { kind: "webp", ...size, isAnimated: false };
    }
    default:
      return null;
  }
}
