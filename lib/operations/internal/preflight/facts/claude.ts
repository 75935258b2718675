import "#server-only";

/** What Claude and Claude Code publish of themselves, and where they let people return to. */
export const CLAUDE_DOCUMENT = "https://claude.ai/oauth/mcp-oauth-client-metadata";
export const CLAUDE_CODE_DOCUMENT = "https://claude.ai/oauth/claude-code-client-metadata";
export const CLAUDE_CALLBACK = "https://claude.ai/api/mcp/auth_callback";
export const CLAUDE_CALLBACK_TWIN = "https://claude.com/api/mcp/auth_callback";

/** Its program at discovery, registration and the token endpoint, and the one that brings the token. */
export const EARLY_AGENT = "python-httpx/0.28.1";
export const LATE_AGENT = "Claude-User";

/** The longest Claude waits, in milliseconds: for discovery, registration, tokens and the first request; for the rest. */
export const EARLY_MS_MAX = 10_000;
export const LATE_MS_MAX = 30_000;

/** The longest result it takes, in characters. */
export const RESULT_CHARACTERS_MAX = 150_000;
