import { beforeEach, describe, expect, test, vi } from "vitest";
import { runExports } from "#lib/exports/run-exports.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { openBrowser, type SignedInBrowser } from "#lib/testing/open-browser.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { askForExport } from "#lib/testing/use-exports.ts";
import { GET, POST } from "./[id]/file/route.ts";

useDatabase();

const ORIGIN = "http://localhost:3000";
const SAME = { origin: ORIGIN, "sec-fetch-site": "same-origin" };

let tenant: MintedTenant;
let page: string;
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  tenant = await mintTenant();
  page = `/o/${tenant.slug}/exports`;
});

const context = (id: string, slug = tenant.slug) => ({ params: Promise.resolve({ slug, id }) });
const whereTo = (response: Response) => `${response.status} ${response.headers.get("location")}`;

async function post(id: string, cookie: string, headers: Record<string, string> = SAME): Promise<Response> {
  const request = new Request(`${ORIGIN}${page}/${id}/file`, {
    method: "POST",
    headers: { ...headers, cookie },
  });
  return await POST(request, context(id));
}

async function get(location: string, cookie: string, slug?: string): Promise<Response> {
  const id = location.split("/").at(-2) ?? "";
  return await GET(new Request(`${ORIGIN}${location}`, { headers: { cookie } }), context(id, slug));
}

async function makeFile({ actor }: SignedInBrowser): Promise<string> {
  const { id } = await askForExport(actor, { format: "csv" });
  await runExports();
  return id;
}

describe("the file of an export", () => {
  test("J23: comes to who asked for it, as a download that nothing keeps or runs", async () => {
    const owner = await openBrowser(tenant, "owner");
    const id = await makeFile(owner);
    const led = await post(id, owner.cookie);
    expect(whereTo(led)).toMatch(new RegExp(`^303 ${page}/${id}/file\\?key=\\d{13}\\.[\\w-]{43}$`));
    expect(led.headers.get("cache-control")).toBe("no-store");
    const file = await get(led.headers.get("location") ?? "", owner.cookie);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "cache-control": "private, no-store",
      "content-type": "text/csv; charset=utf-8",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
    const text = await file.text();
    expect(file.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    expect(text).toContain("export.request");
  });

  test("is nobody else's: not an admin's with the link, not a stranger's, not of another organisation's address", async () => {
    const owner = await openBrowser(tenant, "owner");
    const admin = await openBrowser(tenant, "admin");
    const elsewhere = await mintTenant();
    const stranger = await openBrowser(elsewhere, "owner");
    const id = await makeFile(owner);
    const link = (await post(id, owner.cookie)).headers.get("location") ?? "";
    const refused = `303 ${page}?problem=not_found`;
    expect(whereTo(await post(id, admin.cookie))).toBe(refused);
    expect(whereTo(await get(link, admin.cookie))).toBe(refused);
    expect(whereTo(await get(link, stranger.cookie))).toBe(refused);
    expect(whereTo(await get(link, stranger.cookie, elsewhere.slug))).toBe(
      `303 /o/${elsewhere.slug}/exports?problem=not_found`,
    );
    expect(whereTo(await get(`${page}/${id}/file`, owner.cookie))).toBe(refused);
    expect(whereTo(await get(link, ""))).toBe(`303 /sign-in?next=${encodeURIComponent(page)}`);
    expect(whereTo(await post(id, ""))).toBe(`303 /sign-in?next=${encodeURIComponent(page)}`);
  });

  test("is not opened by another site's form, nor under an id that is none", async () => {
    const owner = await openBrowser(tenant, "owner");
    const id = await makeFile(owner);
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect(whereTo(await post(id, owner.cookie, foreign))).toBe(`303 ${page}`);
    expect(whereTo(await post("not-an-id", owner.cookie))).toBe(`303 ${page}?problem=invalid_input`);
    expect(whereTo(await post(crypto.randomUUID(), owner.cookie))).toBe(`303 ${page}?problem=not_found`);
  });

  test("is kept from who lost the right to read it, with a link they had", async () => {
    const admin = await openBrowser(tenant, "admin");
    const id = await makeFile(admin);
    const link = (await post(id, admin.cookie)).headers.get("location") ?? "";
    const { tenantId, membershipId } = admin.actor;
    await inTenant(tenantId, (tx) =>
      tx.membership.updateMany({ where: { tenantId, id: membershipId }, data: { role: "member" } }),
    );
    expect(whereTo(await get(link, admin.cookie))).toBe(`303 ${page}?problem=forbidden`);
  });
});
