import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { SITE_PAGES } from "../_ui/site-pages.ts";
import { ARTICLES, toHref } from "./docs/articles.ts";

/** Every page that may be found; the addresses are those of the running server, which a build does not know. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  await connection();
  const { publicUrl } = getConfig();
  const pages = ["/", ...SITE_PAGES.map(({ path }) => path)];
  return [
    ...pages.map((path) => ({ url: `${publicUrl}${path}` })),
    ...ARTICLES.map(({ slug, changedOn }) => ({
      url: `${publicUrl}${toHref(slug)}`,
      lastModified: changedOn,
    })),
  ];
}
