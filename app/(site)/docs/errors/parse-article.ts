/** Running text in which every second part is code. */
export type Paragraph = readonly string[];
export type Article = { title: string; sections: { title: string; paragraphs: Paragraph[] }[] };

/** Reads the little Markdown of docs/errors: one title, headings, paragraphs, code. Anything else stays plain text. */
export function parseArticle(markdown: string): Article {
  const article: Article = { title: "", sections: [] };
  for (const block of markdown.split(/\n\s*\n/)) {
    const text = block.trim().replace(/\s*\n\s*/g, " ");
    if (text.startsWith("# ")) article.title = text.slice(2);
    else if (text.startsWith("## ")) article.sections.push({ title: text.slice(3), paragraphs: [] });
    else if (text) article.sections.at(-1)?.paragraphs.push(text.split("`"));
  }
  return article;
}
