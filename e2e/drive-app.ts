import type { Page } from "@playwright/test";
import { signIn } from "./fixtures.ts";
import { type Approve, connectHost, type Era, type Host, type Registration } from "./oauth-host.ts";
import { MCP_URL } from "./server.ts";

type AllowOptions = {
  /** Who signs in when the page asks for it. */
  email?: string;
  /** Starting point to choose before allowing; what the page suggests unless told. */
  preset?: "Read only" | "All I may use";
  /** A group to leave out, and one to allow, by their titles. */
  untick?: string;
  tick?: string;
};

/** Clicks through Connect in that page, signing in first where it asks. */
export function allow(page: Page, { email, preset, untick, tick }: AllowOptions = {}): Approve {
  return async (url) => {
    await page.goto(url);
    if (email !== undefined && page.url().includes("/sign-in")) await signIn(page, email);
    if (preset !== undefined) {
      await page.getByRole("link", { name: preset }).click();
      await page.waitForURL(/preset=/);
    }
    if (untick !== undefined) await page.getByRole("checkbox", { name: untick }).uncheck();
    if (tick !== undefined) await page.getByRole("checkbox", { name: tick }).check();
    await page.getByRole("button", { name: /^Allow/ }).click();
    await page.waitForURL(/\/callback/);
  };
}

type ConnectOptions = AllowOptions & { era?: Era; registration?: Registration; name?: string };

/** A host that registers itself and is allowed in that page. */
export async function connect(page: Page, options: ConnectOptions = {}): Promise<Host> {
  const { era = "2026-07-28", registration = "registered", name, ...allowing } = options;
  return await connectHost(MCP_URL, { era, registration, name }, allow(page, allowing));
}

/** One JSON-RPC message over the wire, as a host of 2025-11-25 sends it. */
export async function post(token: string | undefined, message: unknown, url = MCP_URL): Promise<Response> {
  return await fetch(url, {
    method: "POST",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: typeof message === "string" ? message : JSON.stringify(message),
  });
}

export async function callTool(
  token: string,
  name: string,
  args: object = {},
  url = MCP_URL,
): Promise<Response> {
  const params = { name, arguments: args };
  return await post(token, { jsonrpc: "2.0", id: 1, method: "tools/call", params }, url);
}

export type RpcAnswer = {
  result?: { isError?: boolean; content?: { type: string; text?: string }[]; tools?: { name: string }[] };
  error?: { code: number; message: string };
};

/** The tool error a call ended in: always HTTP 200 and a result the model reads, never a status of ours. */
export async function readToolError(response: Response): Promise<string> {
  const { result } = (await response.json()) as RpcAnswer;
  if (response.status !== 200 || result?.isError !== true)
    throw new Error(`not a tool error: ${response.status}`);
  return result.content?.[0]?.text ?? "";
}

export async function listNames(token: string): Promise<string[]> {
  const response = await post(token, { jsonrpc: "2.0", id: 1, method: "tools/list" });
  const { result } = (await response.json()) as RpcAnswer;
  return (result?.tools ?? []).map(({ name }) => name);
}

/** Redeems a refresh token as the app it was given to. */
export async function refresh({ clientId, tokens }: Host): Promise<Response> {
  return await fetch(new URL("/oauth/token", MCP_URL), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: tokens().refresh_token ?? "",
      client_id: clientId,
      resource: MCP_URL,
    }),
  });
}
