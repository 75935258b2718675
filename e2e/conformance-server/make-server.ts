import { McpServer, type RequestStateCodec, type ServerNotifier } from "@modelcontextprotocol/server";
import { addAskingTools } from "./add-asking-tools.ts";
import { addInputTools } from "./add-input-tools.ts";
import { addPrompts, addResources } from "./add-resources.ts";
import { addTools } from "./add-tools.ts";
import { answer } from "./content.ts";

type Wish = { state: RequestStateCodec<string>; notify: () => ServerNotifier };

/** A server with everything the official suite looks for, the same in both eras. */
export function makeServer({ state, notify }: Wish): McpServer {
  const server = new McpServer(
    { name: "conformance-fixture", version: "1.0.0" },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        completions: {},
        logging: {},
      },
      requestState: { verify: (sealed, ctx) => state.verify(sealed, ctx) },
    },
  );
  addTools(server);
  addAskingTools(server);
  addInputTools(server, state);
  addResources(server);
  addPrompts(server);
  server.registerTool("test_trigger_tool_change", { description: "Says that tools changed." }, () => {
    notify().toolsChanged();
    server.sendToolListChanged();
    return answer("Said so.");
  });
  server.registerTool("test_trigger_prompt_change", { description: "Says that prompts changed." }, () => {
    notify().promptsChanged();
    server.sendPromptListChanged();
    return answer("Said so.");
  });
  for (const method of ["resources/subscribe", "resources/unsubscribe"] as const) {
    server.server.setRequestHandler(method, () => ({}));
  }
  server.server.setRequestHandler("completion/complete", ({ params: { argument } }) => {
    const values = ["paris", "park", "party"].filter((word) => word.startsWith(argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
  return server;
}
