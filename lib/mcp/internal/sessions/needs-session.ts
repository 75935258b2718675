import "#server-only";
import { CODE, type RpcError } from "../protocol.ts";

/** The answer to what only a session can remember, asked without one. */
export const NEEDS_SESSION: RpcError = {
  code: CODE.invalidRequest,
  message:
    "This is remembered for a session. Send initialize first, and its Mcp-Session-Id with every request.",
};
