/** What our address is called in an app's own list of servers; commands and examples use the same. */
export const SERVER_NAME = "trinity";

/** Opens Cursor, which asks whether to install the address (cursor.com/docs/mcp/install-links). */
export function toCursorUrl(address: string): string {
  const config = Buffer.from(JSON.stringify({ url: address })).toString("base64");
  return `cursor://anysphere.cursor-deeplink/mcp/install?name=${SERVER_NAME}&config=${encodeURIComponent(config)}`;
}

/** Opens VS Code, which shows the address and asks whether to install it (its MCP developer guide, "MCP URL handler"). */
export function toVsCodeUrl(address: string): string {
  return `vscode:mcp/install?${encodeURIComponent(toVsCodeServer(address))}`;
}

/** What `code --add-mcp` takes. */
export function toVsCodeServer(address: string): string {
  return JSON.stringify({ name: SERVER_NAME, type: "http", url: address });
}
