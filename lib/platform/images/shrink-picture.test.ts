import path from "node:path";
import { text } from "node:stream/consumers";
import { deflateRawSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { SIDE } from "./policy.ts";
import { shrinkPicture } from "./shrink-picture.ts";
import { startDecoder } from "./start-decoder.ts";
import { writePng } from "./write-png.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const TEAL = { r: 0, g: 109, b: 130 };
const draw = (width: number, height: number, alpha = 1) =>
  sharp({
    create: { width, height, channels: 4, background: { ...TEAL, alpha } },
    limitInputPixels: false,
  });

async function shrink(bytes: Uint8Array): Promise<Buffer> {
  const shrunk = await shrinkPicture(bytes);
  if (!shrunk.ok) throw new Error(shrunk.problem);
  return shrunk.png;
}

/** Red, green, blue and alpha of one pixel. */
async function look(png: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(png).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

describe("what is made of a picture", () => {
  test.each([
    ["a wide PNG", () => draw(300, 100).png().toBuffer()],
    ["a wide WebP", () => draw(300, 100).webp({ lossless: true }).toBuffer()],
    ["a PNG of sixteen bits", () => draw(300, 100).toColourspace("rgb16").png().toBuffer()],
    ["a PNG of few colours", () => draw(300, 100).png({ palette: true }).toBuffer()],
    ["a tiny one", () => draw(3, 1).png().toBuffer()],
  ])("of %s: a small square, contained, transparent around it", async (_what, make) => {
    const png = await shrink(await make());
    expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: SIDE, height: SIDE });
    expect(await look(png, 64, 64)).toEqual([0, 109, 130, 255]);
    expect((await look(png, 64, 2))[3]).toBe(0);
    expect((await look(png, 64, 125))[3]).toBe(0);
  });

  test.each([
    ["a JPEG of a printer's colours", () => draw(200, 200).toColourspace("cmyk").jpeg().toBuffer()],
    ["a grey one", () => draw(200, 200).greyscale().jpeg().toBuffer()],
    ["one of a single line", () => draw(4096, 1).png().toBuffer()],
    ["one in another space of colours", () => draw(200, 200).withIccProfile("p3").png().toBuffer()],
  ])("%s is one too", async (_what, make) => {
    expect(await sharp(await shrink(await make())).metadata()).toMatchObject({ width: SIDE, channels: 4 });
  });

  test("transparency stays, and a picture that lies on its side is set up", async () => {
    expect((await look(await shrink(await draw(50, 50, 0.5).png().toBuffer()), 64, 64))[3]).toBe(128);
    const lying = await draw(300, 100).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const png = await shrink(lying);
    expect((await look(png, 64, 2))[3]).toBe(255);
    expect((await look(png, 2, 64))[3]).toBe(0);
  });

  test("J24: nothing of the upload is in it: metadata, what stands behind the picture, how it was packed", async () => {
    const SECRET = "<script>alert(document.domain)</script>";
    const plain = await draw(60, 60).png().toBuffer();
    const comment = Buffer.concat([Buffer.from("tEXtComment\0"), Buffer.from(SECRET)]);
    const uploads = [
      plain,
      await draw(60, 60).png({ compressionLevel: 0 }).toBuffer(),
      await draw(60, 60).webp({ lossless: true }).toBuffer(),
      await draw(60, 60)
        .withExif({ IFD0: { Artist: SECRET, Copyright: "Ada" } })
        .png()
        .toBuffer(),
      await draw(60, 60).withMetadata({ density: 300 }).png().toBuffer(),
      await draw(60, 60)
        .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${SECRET}</x:xmpmeta>`)
        .png()
        .toBuffer(),
      Buffer.concat([plain, Buffer.from(SECRET), gzipSync(SECRET), deflateRawSync(SECRET)]),
      Buffer.concat([plain.subarray(0, 33), toChunk(comment), plain.subarray(33)]),
    ];
    const made = await Promise.all(uploads.map(shrink));
    for (const png of made) expect(png.equals(made[0] ?? Buffer.alloc(0))).toBe(true);
    expect(made[0]?.includes("script")).toBe(false);
    expect(listChunks(made[0] ?? Buffer.alloc(0))).toEqual(["IHDR", "IDAT", "IEND"]);
  });

  test("the same pixels are written as the same bytes, of at most 70 kB", () => {
    const noise = Buffer.from(
      Array.from({ length: SIDE * SIDE * 4 }, (_, at) => (at * 2_654_435_761) >>> 24),
    );
    expect(writePng(noise, SIDE).equals(writePng(noise, SIDE))).toBe(true);
    expect(writePng(noise, SIDE).length).toBeLessThan(70_000);
  });
});

describe("what is refused", () => {
  let log: ReturnType<typeof vi.spyOn>;
  beforeAll(() => {
    log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });

  test.each([
    ["a side of 4097", () => draw(4097, 1).png().toBuffer(), "pixels"],
    [
      "a PNG of 65,000 × 65,000 in a few bytes",
      async () => enlarge(await draw(1, 1).png().toBuffer()),
      "pixels",
    ],
    ["a drawing", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "format"],
    ["a GIF", () => draw(9, 9).gif().toBuffer(), "format"],
    ["a TIFF", () => draw(9, 9).tiff().toBuffer(), "format"],
    ["an AVIF", () => draw(9, 9).avif().toBuffer(), "format"],
    ["half a PNG", async () => cut(await draw(90, 90).png({ compressionLevel: 0 }).toBuffer()), "broken"],
    ["half a JPEG", async () => cut(await draw(900, 900).jpeg().toBuffer()), "broken"],
    ["half a WebP", async () => cut(await draw(90, 90).webp().toBuffer()), "broken"],
    ["a PNG whose pixels are none", async () => scramble(await draw(90, 90).png().toBuffer()), "broken"],
    ["a picture of no height", async () => flatten(await draw(9, 9).png().toBuffer()), "broken"],
  ])("J25: %s", async (_what, make, problem) => {
    expect(await shrinkPicture(await make())).toEqual({ ok: false, problem });
  });

  test("J25: more than a few at once wait, and more than that are told to come again", async () => {
    const picture = await draw(9, 9).png().toBuffer();
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => shrinkPicture(picture)));
    const refused = all.filter(({ status }) => status === "rejected");
    expect(all.filter((one) => one.status === "fulfilled" && one.value.ok)).toHaveLength(8);
    expect(refused).toHaveLength(4);
    for (const one of refused) expect(one).toMatchObject({ reason: { code: "unavailable" } });
    expect((await shrinkPicture(picture)).ok).toBe(true);
    expect(log).not.toHaveBeenCalled();
  });
});

test("J25: a decoder that was taken over knows nothing of ours and may do nothing with it", async () => {
  vi.stubEnv("SECRETS", "known-to-the-server");
  const probe = `
    const attempt = async (name, act) => ({ [name]: await Promise.resolve().then(act).then(() => "done", (error) => error.code) });
    const [fs, processes, threads] = [require("node:fs"), require("node:child_process"), require("node:worker_threads")];
    Promise.all([
      { env: Object.keys(process.env) },
      attempt("ours", () => fs.readFileSync(${JSON.stringify(path.join(ROOT, "package.json"))})),
      attempt("settings", () => fs.readFileSync(${JSON.stringify(path.join(ROOT, ".env.example"))})),
      attempt("system", () => fs.readFileSync("/etc/passwd")),
      attempt("memory", () => fs.readFileSync("/proc/" + process.ppid + "/environ")),
      attempt("write", () => fs.writeFileSync(${JSON.stringify(path.join(ROOT, "lib/planted.ts"))}, "")),
      attempt("program", () => processes.execFileSync("/bin/true")),
      attempt("thread", () => new threads.Worker("1", { eval: true })),
    ]).then((all) => process.stdout.write(JSON.stringify(Object.assign({}, ...all))));`;
  const child = startDecoder(["--eval", probe]);
  const [said, code] = await Promise.all([
    text(child.stdout),
    new Promise((done) => child.once("close", done)),
  ]);
  expect({ code, ...(JSON.parse(said) as object) }).toEqual({
    code: 0,
    env: [],
    ours: "done",
    settings: "ERR_ACCESS_DENIED",
    system: "ERR_ACCESS_DENIED",
    memory: "ERR_ACCESS_DENIED",
    write: "ERR_ACCESS_DENIED",
    program: "ERR_ACCESS_DENIED",
    thread: "ERR_ACCESS_DENIED",
  });
});

function toChunk(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  // Its checksum is wrong, which a chunk that decides nothing may have.
  return Buffer.concat([length, body, Buffer.alloc(4)]);
}

function listChunks(png: Buffer): string[] {
  const types: string[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    types.push(png.toString("latin1", at + 4, at + 8));
  return types;
}

function enlarge(png: Buffer): Buffer {
  png.writeUInt32BE(65_000, 16);
  png.writeUInt32BE(65_000, 20);
  return png;
}

function flatten(png: Buffer): Buffer {
  png.writeUInt32BE(0, 20);
  return png;
}

const cut = (picture: Buffer) => picture.subarray(0, picture.length / 2);

function scramble(png: Buffer): Buffer {
  return png.fill(0x5a, png.indexOf("IDAT") + 6, png.length - 16);
}
