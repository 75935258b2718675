import { readFileSync } from "node:fs";
import path from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test } from "vitest";
import { readImage } from "#lib/operations/internal/preflight/outside/read-image.ts";
import { configureFor } from "#lib/testing/configure-for.ts";
import ui from "../../_messages/en/ui.json";
import { DEFAULT_LOCALE } from "../../_messages/locales.ts";
import { KitBlock } from "./_components/kit-block.tsx";
import { ICONS, PICTURES } from "./_kit/files.ts";
import type { Block } from "./_kit/kit.ts";
import { makeKit } from "./_kit/load-kit.ts";
import { packKit } from "./_kit/pack-kit.ts";
import { listAnswers, listBlocks, listCells, listFields, listRefs } from "./_kit/pieces.ts";
import { writeToolsCsv } from "./_kit/tools.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const ORIGIN = { publicUrl: "http://localhost:3000", address: "http://localhost:3000/submission-kit" };

beforeAll(() => {
  const urls = { owner: "postgres://x/x", app: "postgres://x/x", auth: "postgres://x/x" };
  configureFor({ urls } as never, { PUBLIC_URL: "http://localhost:3000" });
});

describe("the archive", () => {
  const entries = () => unzipSync(packKit(makeKit(null), ORIGIN));

  test("it has the text, the tools, and every icon and picture as it is served", () => {
    const files = [...ICONS, ...PICTURES].map(({ path: file }) => file);
    expect(Object.keys(entries()).toSorted()).toEqual(["submission.md", "tools.csv", ...files].toSorted());
    for (const file of files) {
      expect(Buffer.from(entries()[file] ?? [])).toEqual(readFileSync(path.join(ROOT, "public", file)));
    }
    expect(strFromU8(entries()["tools.csv"] ?? new Uint8Array())).toBe(writeToolsCsv());
  });

  test("the pictures are wide enough for a directory and light enough for a page, the logo is square", () => {
    const measure = (file: string) => readImage(readFileSync(path.join(ROOT, "public", file)));
    expect(PICTURES.length).toBeGreaterThanOrEqual(3);
    for (const { path: file } of PICTURES) {
      expect(measure(file)).toMatchObject({ kind: "png" });
      expect(measure(file)?.width).toBeGreaterThanOrEqual(1_000);
      expect(readFileSync(path.join(ROOT, "public", file)).length).toBeLessThan(150 * 1_024);
    }
    expect(measure("logo-512.png")).toEqual({ kind: "png", width: 512, height: 512 });
  });

  test("the text holds everything that the page does", () => {
    const kit = makeKit(null);
    const text = strFromU8(entries()["submission.md"] ?? new Uint8Array());
    for (const { title } of kit) expect(text).toContain(`\n## ${title}\n`);
    for (const { value } of listFields(kit)) expect(text).toContain(`\`\`\`text\n${value}\n\`\`\``);
    for (const { title, open } of listAnswers(kit)) {
      expect(text).toContain(`### ${title}`);
      if (open) expect(text).toContain(`**Open:** ${open}`);
    }
    expect(text.match(/^\| [a-z].* \|$/gm)?.length).toBeGreaterThan(50);
    expect(text).toContain("](http://localhost:3000/submission-kit#point-17)");
    expect(text).toContain("](http://localhost:3000/docs)");
  });
});

test("the page shows every piece", () => {
  const kit = makeKit(null);
  const html = listBlocks(kit).map(render).join("");
  const toHtml = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("'", "&#x27;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  for (const { value } of listFields(kit)) expect(html).toContain(toHtml(value));
  for (const { text, id } of listCells(kit)) {
    expect(html).toContain(toHtml(text));
    if (id) expect(html).toContain(`id="${id}"`);
  }
  for (const ref of listRefs(kit)) expect(html).toContain(toHtml("file" in ref ? ref.file : ref.href));
});

function render(block: Block): string {
  const children = createElement(KitBlock, { block });
  const props = { locale: DEFAULT_LOCALE, timeZone: "UTC", messages: { ui }, children };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, props));
}
