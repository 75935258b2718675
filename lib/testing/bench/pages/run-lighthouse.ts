import lighthouse, { desktopConfig } from "lighthouse";

export const FORM_FACTORS = ["mobile", "desktop"] as const;
export type FormFactor = (typeof FORM_FACTORS)[number];

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

export type Row = {
  page: string;
  formFactor: FormFactor;
  /** 0 to 100 by category. */
  scores: Record<string, number>;
  lcpMs: number;
  /** Audits that took points off, by their Lighthouse id. */
  lost: string[];
};

type Run = { name: string; url: string; isIndexed: boolean; port: number; formFactor: FormFactor };

/**
 * One run in the browser that listens on that port, with its cookies. A page that asks not to be indexed, as ours do
 * behind a sign-in, is not judged for that.
 */
export async function runLighthouse({ name, url, isIndexed, port, formFactor }: Run): Promise<Row> {
  const run = await lighthouse(
    url,
    {
      port,
      output: "json",
      logLevel: "error",
      onlyCategories: [...CATEGORIES],
      disableStorageReset: true,
      skipAudits: isIndexed ? [] : ["is-crawlable"],
    },
    formFactor === "desktop" ? desktopConfig : undefined,
  );
  if (run === undefined) throw new Error(`Lighthouse gave no result for ${name}.`);
  const { categories, audits, runtimeError } = run.lhr;
  if (runtimeError !== undefined) throw new Error(`${name}: ${runtimeError.code}`);
  const scores = Object.fromEntries(
    CATEGORIES.map((category) => [category, Math.round((categories[category]?.score ?? 0) * 100)]),
  );
  const lost = CATEGORIES.flatMap((category) => categories[category]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
    .map(({ id }) => id);
  const lcpMs = Math.round(audits["largest-contentful-paint"]?.numericValue ?? 0);
  return { page: name, formFactor, scores, lcpMs, lost: [...new Set(lost)] };
}
