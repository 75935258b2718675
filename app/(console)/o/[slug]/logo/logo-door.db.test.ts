import sharp from "sharp";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { LOGO_BYTES_MAX } from "#lib/tenants/policy.ts";
import { suspendTenant } from "#lib/tenants/suspend-tenant.ts";
import { type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { openBrowser } from "#lib/testing/open-browser.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { GET, POST } from "./route.ts";

useDatabase();

const ORIGIN = "http://localhost:3000";
const SAME = { origin: ORIGIN, "sec-fetch-site": "same-origin" };
const NOWHERE = "no-such-organisation";
const UNKNOWN = "0".repeat(64);

let tenant: MintedTenant;
let page: string;
let owner: string;
let image: Buffer;
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  tenant = await mintTenant();
  page = `/o/${tenant.slug}/settings/general`;
  owner = await signIn("owner");
  image = await sharp({ create: { width: 30, height: 20, channels: 3, background: "teal" } })
    .png()
    .toBuffer();
});

/** The cookie of a member's browser. */
const signIn = async (role: Role, place: MintedTenant = tenant) => (await openBrowser(place, role)).cookie;

const context = (slug: string) => ({ params: Promise.resolve({ slug }) });
const whereTo = (response: Response) => `${response.status} ${response.headers.get("location")}`;

async function ask(cookie: string | null, { slug = tenant.slug, hash = UNKNOWN } = {}): Promise<Response> {
  const headers = cookie === null ? {} : { cookie };
  return await GET(new Request(`${ORIGIN}/o/${slug}/logo?v=${hash}`, { headers }), context(slug));
}

type Upload = { cookie?: string; slug?: string; headers?: Record<string, string>; body?: BodyInit };

async function send({
  cookie = owner,
  slug = tenant.slug,
  headers = SAME,
  body = toForm(image),
}: Upload = {}) {
  const init = { method: "POST", headers: { ...headers, cookie }, body, duplex: "half" } as RequestInit;
  return whereTo(await POST(new Request(`${ORIGIN}/o/${slug}/logo`, init), context(slug)));
}

function toForm(file: Uint8Array, name = "logo.png", type = "image/png"): FormData {
  const form = new FormData();
  form.set("logo", new File([Buffer.from(file)], name, { type }));
  return form;
}

async function readHash({ tenantId: id }: MintedTenant = tenant): Promise<string> {
  const row = await inTenant(id, (tx) => tx.tenant.findFirst({ where: { id }, select: { logoHash: true } }));
  return row?.logoHash ?? "";
}

test("J24: what was sent is served as a picture of ours alone, that no browser takes for anything else", async () => {
  expect(await send()).toBe(`303 ${page}?done=logo`);
  const answer = await ask(await signIn("member"), { hash: await readHash() });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toEqual({
    "content-type": "image/png",
    "content-length": expect.stringMatching(/^\d+$/),
    "content-disposition": 'attachment; filename="logo.png"',
    "cache-control": "private, max-age=604800, immutable",
    vary: "cookie",
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  const served = Buffer.from(await answer.arrayBuffer());
  expect(await sharp(served).metadata()).toMatchObject({ format: "png", width: 128, height: 128 });
  expect(served.includes(image.subarray(40))).toBe(false);
});

test("I24: signed out, a stranger, or with nothing there: one and the same answer to whoever guesses", async () => {
  await send();
  const hash = await readHash();
  const elsewhere = await mintTenant();
  const stranger = await signIn("owner", elsewhere);
  const answers = await Promise.all([
    ask(null, { hash }),
    ask(null, { slug: NOWHERE, hash }),
    ask("connect.session=made-up", { hash }),
    ask(stranger, { hash }),
    ask(stranger),
    ask(stranger, { slug: NOWHERE, hash }),
    ask(stranger, { slug: elsewhere.slug }),
    ask(stranger, { slug: "..", hash }),
    ask(owner, { hash: "" }),
    ask(owner),
  ]);
  const said = await Promise.all(
    answers.map(async (answer) => [answer.status, Object.fromEntries(answer.headers), await answer.text()]),
  );
  expect(new Set(said.map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify([404, { "cache-control": "private, no-store" }, ""])]),
  );
});

test("I24: uploads lead everybody back to where they came from, and say the same of what is not theirs", async () => {
  const stranger = await signIn("owner", await mintTenant());
  expect(await send({ cookie: stranger })).toBe(`303 ${page}?problem=not_found`);
  expect(await send({ cookie: stranger, slug: NOWHERE })).toBe(
    `303 /o/${NOWHERE}/settings/general?problem=not_found`,
  );
  expect(await send({ cookie: "" })).toBe(`303 ${page}`);
  expect(await send({ cookie: "", slug: "//evil.example" })).toBe(
    "303 /o/%2F%2Fevil.example/settings/general",
  );
  expect(await readHash()).toBe("");
});

test("members of a suspended organisation still see its logo, as they see its name; nobody sends one", async () => {
  await send();
  await suspendTenant(tenant.slug);
  expect((await ask(owner, { hash: await readHash() })).status).toBe(200);
  expect(await send()).toBe(`303 ${page}?problem=precondition_failed`);
});

describe("what is sent is refused", () => {
  test("J10: from another site, and by who may not change the organisation", async () => {
    expect(await send({ headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } })).toBe(
      `303 ${page}`,
    );
    expect(await send({ headers: {} })).toBe(`303 ${page}`);
    for (const role of ["admin", "member", "auditor"] as const) {
      expect(await send({ cookie: await signIn(role) })).toBe(`303 ${page}?problem=forbidden`);
    }
    expect(await readHash()).toBe("");
  });

  test.each([
    ["no file", new FormData(), "missing"],
    ["an empty one", toForm(new Uint8Array()), "missing"],
    ["a text in its place", new URLSearchParams({ logo: "x" }), "missing"],
    ["a page that is called a picture", toForm(Buffer.from("<html>"), "logo.png", "image/png"), "format"],
    ["a drawing", toForm(Buffer.from("<svg/>"), "logo.svg", "image/svg+xml"), "format"],
    ["a file of one byte too many", toForm(Buffer.alloc(LOGO_BYTES_MAX + 1)), "bytes"],
    ["one of a megabyte", toForm(Buffer.alloc(1_048_576)), "bytes"],
  ])("J24: %s", async (_what, body, refused) => {
    expect(await send({ body })).toBe(`303 ${page}?refused=${refused}`);
    expect(await readHash()).toBe("");
  });

  test.each([
    ["no type at all", {}],
    ["no boundary", { "content-type": "multipart/form-data" }],
    ["a boundary that never comes", { "content-type": "multipart/form-data; boundary=x" }],
    ["another type", { "content-type": "application/json" }],
  ])("J24: a body with %s", async (_what, headers) => {
    expect(await send({ headers: { ...SAME, ...headers }, body: Buffer.from("{}") })).toBe(
      `303 ${page}?refused=missing`,
    );
  });

  test("J25: a body without end is not read to its end", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const headers = { ...SAME, "content-type": "multipart/form-data; boundary=x" };
    expect(await send({ headers, body })).toBe(`303 ${page}?refused=bytes`);
    expect(sent).toBeLessThan(2 * LOGO_BYTES_MAX);
  });

  test("J25: one that says it is larger than it may be is not read at all", async () => {
    const body = new ReadableStream<Uint8Array>(
      {
        pull: () => {
          throw new Error("read");
        },
      },
      { highWaterMark: 0 },
    );
    const headers = {
      ...SAME,
      "content-length": "9999999",
      "content-type": "multipart/form-data; boundary=x",
    };
    expect(await send({ headers, body })).toBe(`303 ${page}?refused=bytes`);
  });
});
