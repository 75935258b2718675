import { PRODUCT_NAME } from "../_ui/page-title.ts";

/** Claude's own page for adding a connector, filled in with our name and that address. */
export function toAddConnectorUrl(address: string): string {
  const url = new URL("https://claude.ai/customize/connectors");
  url.searchParams.set("modal", "add-custom-connector");
  url.searchParams.set("connectorName", PRODUCT_NAME);
  url.searchParams.set("connectorUrl", address);
  return url.href;
}
