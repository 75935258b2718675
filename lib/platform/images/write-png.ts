import "#server-only";
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 4;

/** A PNG (ISO/IEC 15948) of these RGBA pixels, with nothing in it but them: the same pixels give the same bytes. */
export function writePng(pixels: Buffer, side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits a channel, true colour with transparency.
  header.set([8, 6], 8);
  const stride = side * BYTES_PER_PIXEL;
  const lines = Array.from({ length: side }, (_, line) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(line * stride, (line + 1) * stride)]),
  );
  return Buffer.concat([
    SIGNATURE,
    toChunk("IHDR", header),
    toChunk("IDAT", deflateSync(Buffer.concat(lines), { level: 9 })),
    toChunk("IEND", Buffer.alloc(0)),
  ]);
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), chunk.length - 4);
  return chunk;
}
