import type { Page } from "@playwright/test";
import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds on the page as it stands, a line for each element, with all rules or with those that colours decide.
 * Pages have no frames, so axe is put into the document once and asked there: most of a suite's time was its builder's.
 */
export async function findViolations(
  page: Page,
  { colours = false, without = [] as readonly string[] } = {},
): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const runOnly = colours
    ? ({ type: "rule", values: COLOUR_RULES } as const)
    : ({ type: "tag", values: TAGS } as const);
  const { violations } = await page.evaluate(
    async (options) => await (globalThis as unknown as { axe: typeof axe }).axe.run(options),
    { runOnly: { ...runOnly, values: [...runOnly.values] }, resultTypes: ["violations" as const] },
  );
  const counted = violations.filter(({ id }) => !without.includes(id));
  return counted.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}
