import { connection } from "next/server";
import { getConfig } from "#lib/platform/config/get-config.ts";

/** Public pages may be indexed; what belongs to one person, one organisation or one sign-in is not for crawlers. */
export async function GET(): Promise<Response> {
  // Kept from the build, it would name an origin the build made up.
  await connection();
  const lines = [
    "User-agent: *",
    ...["/connect/", "/local/", "/me", "/o/"].map((path) => `Disallow: ${path}`),
    `Sitemap: ${getConfig().publicUrl}/sitemap.xml`,
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
