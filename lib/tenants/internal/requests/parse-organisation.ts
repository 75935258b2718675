import "#server-only";

/** The short name, or last part of an MCP address, in what somebody typed or pasted of an organisation. */
export function parseOrganisation(text: string): string {
  const trimmed = text.trim();
  const inPath = /(?:^|\/)(?:o|api\/mcp)\/([A-Za-z0-9-]+)/.exec(trimmed)?.[1];
  return (inPath ?? trimmed).toLowerCase();
}
