export const PRODUCT_NAME = "Trinity Connect";

/** A page's title, most specific part first: `pageTitle("Tools", "Acme")` is "Tools · Acme · Trinity Connect". */
export function pageTitle(...parts: readonly string[]): string {
  return [...parts, PRODUCT_NAME].join(" · ");
}
