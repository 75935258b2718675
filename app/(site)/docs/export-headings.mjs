// Plain JavaScript: whichever Node compiles the articles loads it.

/** @typedef {{ type: string, tagName?: string, value?: string, properties?: { id?: unknown }, children?: Node[], data?: object }} Node */
/** @typedef {{ id: string, title: string }} Heading */

/**
 * A rehype plugin, after rehype-slug: the module of an article exports `headings`, its second-level headings in order,
 * from which "On this page" is made.
 */
export default function exportHeadings() {
  /** @param {Node} tree */
  return (tree) => {
    const headings = (tree.children ?? []).flatMap(toHeading);
    tree.children?.push({ type: "mdxjsEsm", value: "", data: { estree: toProgram(headings) } });
  };
}

/** @param {Node} node @returns {Heading[]} */
function toHeading({ tagName, properties, children }) {
  const id = properties?.id;
  if (tagName !== "h2" || typeof id !== "string") return [];
  return [{ id, title: (children ?? []).map(toText).join("") }];
}

/** @param {Node} node @returns {string} */
function toText({ value, children }) {
  return value ?? (children ?? []).map(toText).join("");
}

/** `export const headings = [...]`, as the syntax tree MDX wants. @param {readonly Heading[]} headings */
function toProgram(headings) {
  const elements = headings.map(({ id, title }) => ({
    type: "ObjectExpression",
    properties: [toProperty("id", id), toProperty("title", title)],
  }));
  const declarator = {
    type: "VariableDeclarator",
    id: { type: "Identifier", name: "headings" },
    init: { type: "ArrayExpression", elements },
  };
  const declaration = { type: "VariableDeclaration", kind: "const", declarations: [declarator] };
  const body = [{ type: "ExportNamedDeclaration", specifiers: [], source: null, declaration }];
  return { type: "Program", sourceType: "module", body, comments: [] };
}

/** @param {string} name @param {string} value */
function toProperty(name, value) {
  return {
    type: "Property",
    kind: "init",
    method: false,
    shorthand: false,
    computed: false,
    key: { type: "Identifier", name },
    value: { type: "Literal", value },
  };
}
