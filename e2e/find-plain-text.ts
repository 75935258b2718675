/**
 * Run in a page of the pseudo-language: the words on it that no message file made, and how far it scrolls sideways. Data
 * is what stands in `bdi`, `code`, `time`, monospace or a field; names of products, hosts, addresses, dates and units are
 * the same in every language. It travels into the page as text, so it may use nothing from outside.
 */
export function findPlainText(): { words: string[]; sideways: number } {
  const DATA =
    "bdi, code, time, pre, svg, script, style, noscript, textarea, option, .font-mono, [data-text=lib]";
  const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
  const SAME = new RegExp(
    [
      String.raw`https?://\S+`,
      String.raw`\S+@\S+`,
      String.raw`[\w-]+(?:\.[\w-]+)+(?::\d+)?`,
      "Trinity Connect|Trinity|Claude Code|Claude|Google|UTC|MCP",
      String.raw`${MONTH} \d{1,2}(?:, \d{4})?|\d{1,2} ${MONTH}(?: \d{4})?`,
      String.raw`\d[\d.,]*\s?(?:ms|s|min|h|d|kB|MB|B|AM|PM)\b`,
    ].join("|"),
    "g",
  );
  // The letters that the pseudo-language marks.
  const isPlain = (text: string) => /[acdeghijlnorstuwyz]/i.test(text.replaceAll(SAME, ""));
  const isWhole = (text: string) => text.startsWith("⟦") && text.endsWith("⟧");
  const words: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? "";
    const parent = walker.currentNode.parentElement;
    if (text === "" || !parent || parent.closest(DATA) || isWhole(text)) continue;
    if (isPlain(text) && parent.checkVisibility()) words.push(text);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const text = element.getAttribute(name) ?? "";
      if (!text.includes("⟦") && isPlain(text) && !element.closest(DATA)) words.push(`${name}="${text}"`);
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  return { words: [...new Set(words)], sideways: scrollWidth - clientWidth };
}
