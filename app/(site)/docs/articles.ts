import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";

type Row = {
  /** The page is `/docs/<slug>`. Never renamed: pages, mails and answers to apps lead there. */
  slug: string;
  part: "Start" | "How it works" | "Reference" | "Help";
  title: string;
  /** One or two plain sentences. */
  summary: string;
  /** The day the text last changed, as YYYY-MM-DD. */
  changedOn: string;
};

/** Every article in reading order: the side navigation, the index, "previous" and "next" and the sitemap are made from it. */
export const ARTICLES = [
  {
    slug: "quick-start-admins",
    part: "Start",
    title: "Quick start for admins",
    summary:
      "From nothing to a first tool call: an organisation, a Trinity instance, tools for each role, and people.",
    changedOn: "2026-11-29",
  },
  {
    slug: "quick-start-members",
    part: "Start",
    title: "Quick start for members",
    summary: "Connect Claude, or another app, to your organisation’s Trinity. It takes a minute.",
    changedOn: "2026-11-29",
  },
  {
    slug: "servers",
    part: "Reference",
    title: "Servers and programs of other makes",
    summary:
      "Servers that are not Trinity, what each kind needs to connect, and how programs that only start other programs get here.",
    changedOn: "2026-11-29",
  },
] as const satisfies readonly Row[];

/** A second-level heading of an article's text. */
export type Heading = { id: string; title: string };

export type Article = (typeof ARTICLES)[number];
export type Slug = Article["slug"];

export const PARTS = [...new Set(ARTICLES.map(({ part }) => part))];

export function toHref(slug: Slug): string {
  return `/docs/${slug}`;
}

/** The article of that slug with the ones before and after it. */
export function getArticle(slug: Slug): { article: Article; before?: Article; after?: Article } {
  const index = ARTICLES.findIndex((article) => article.slug === slug);
  const article = ARTICLES[index];
  if (!article) throw new Error("There is no such article.");
  const [before, after] = [ARTICLES[index - 1], ARTICLES[index + 1]];
  return { article, ...(before && { before }), ...(after && { after }) };
}

/** What the page of an article exports as its metadata. */
export function toMetadata(slug: Slug): Metadata {
  const { title, summary } = getArticle(slug).article;
  return { title: pageTitle(title, "Docs"), description: summary };
}
