import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type ElicitRequestFormParams,
  inputRequired,
  inputResponse,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { answer, text } from "./content.ts";

type Codec = RequestStateCodec<string>;
type Primitive = ElicitRequestFormParams["requestedSchema"]["properties"][string];

const form = (message: string, name: string, schema: Primitive) =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: "object", properties: { [name]: schema }, required: [name] },
  });
const askName = () => form("What is your name?", "name", { type: "string" });
const sample = (said: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: text(said) }], maxTokens });
const accepted = ({ mcpReq }: ServerContext, key: string) => acceptedContent(mcpReq.inputResponses, key);
/** What the client declared with this request. */
const capabilitiesOf = ({ mcpReq }: ServerContext) =>
  (mcpReq.envelope as Record<string, ClientCapabilities | undefined> | undefined)?.[
    CLIENT_CAPABILITIES_META_KEY
  ];
const kindOf = ({ mcpReq }: ServerContext, key: string) => inputResponse(mcpReq.inputResponses, key).kind;

/** Tools and a prompt that ask by their result, as revision 2026-07-28 does; state of theirs is signed. */
export function addInputTools(server: McpServer, state: Codec): void {
  const add = (name: string, run: (ctx: ServerContext) => object | Promise<object>) =>
    server.registerTool(
      `test_input_required_result_${name}`,
      { description: "Asks by its result." },
      async (ctx) => (await run(ctx)) as { content: [] },
    );
  add("elicitation", (ctx) => {
    const name = accepted(ctx, "user_name")?.["name"];
    if (typeof name === "string") return answer(`Hello, ${name}!`);
    return inputRequired({ inputRequests: { user_name: askName() } });
  });
  add("sampling", ({ mcpReq }) => {
    const asked = inputResponse(mcpReq.inputResponses, "capital_question");
    if (asked.kind === "sampling") return answer(`Answered: ${JSON.stringify(asked.result.content)}`);
    return inputRequired({
      inputRequests: { capital_question: sample("What is the capital of France?", 100) },
    });
  });
  add("list_roots", ({ mcpReq }) => {
    const asked = inputResponse(mcpReq.inputResponses, "client_roots");
    if (asked.kind === "roots") return answer(`Roots: ${JSON.stringify(asked.roots)}`);
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  add("capabilities", (ctx) => {
    const declared = capabilitiesOf(ctx);
    const inputRequests = {
      ...(declared?.elicitation && { user_name: askName() }),
      ...(declared?.sampling && { greeting: sample("Generate a greeting", 50) }),
    };
    if (Object.keys(inputRequests).length === 0 || ctx.mcpReq.inputResponses) return answer("Nothing asked.");
    return inputRequired({ inputRequests });
  });
  addStatefulTools(add, state);
  server.registerTool(
    "test_missing_capability",
    { description: "Needs a client that samples." },
    ({ mcpReq }) =>
      mcpReq.inputResponses
        ? answer("The client samples.")
        : inputRequired({ inputRequests: { greeting: sample("Generate a greeting", 50) } }),
  );
  server.registerTool("test_streaming_elicitation", { description: "Logs, then asks." }, async (ctx) => {
    await ctx.mcpReq.log("info", "About to ask");
    return inputRequired({ inputRequests: { user_name: askName() } });
  });
  addInputPrompt(server);
}

type Add = (name: string, run: (ctx: ServerContext) => object | Promise<object>) => void;

function addStatefulTools(add: Add, state: Codec): void {
  const confirm = async (ctx: ServerContext) => {
    if (ctx.mcpReq.requestState() === "confirm" && accepted(ctx, "confirm")) return answer("state-ok");
    const inputRequests = { confirm: form("Please confirm", "ok", { type: "boolean" }) };
    return inputRequired({ inputRequests, requestState: await state.mint("confirm", ctx) });
  };
  add("request_state", confirm);
  add("tampered_state", confirm);
  add("multiple_inputs", async (ctx) => {
    const kinds = ["user_name", "greeting", "client_roots"].map((key) => kindOf(ctx, key));
    if (ctx.mcpReq.requestState() === "multiple" && !kinds.includes("missing")) {
      return answer(`Heard: ${kinds.join(", ")}`);
    }
    const inputRequests = {
      user_name: askName(),
      greeting: sample("Generate a greeting", 50),
      client_roots: inputRequired.listRoots(),
    };
    return inputRequired({ inputRequests, requestState: await state.mint("multiple", ctx) });
  });
  add("multi_round", async (ctx) => {
    const step = ctx.mcpReq.requestState<string>() ?? "";
    if (step.startsWith("step2:") && accepted(ctx, "step2")) {
      return answer(`${step.slice(6)} likes ${String(accepted(ctx, "step2")?.["color"])}.`);
    }
    const isFirst = !(step === "step1" && accepted(ctx, "step1"));
    const requestState = isFirst ? "step1" : `step2:${String(accepted(ctx, "step1")?.["name"])}`;
    const inputRequests = isFirst
      ? { step1: form("Step 1: What is your name?", "name", { type: "string" }) }
      : { step2: form("Step 2: What is your favorite color?", "color", { type: "string" }) };
    return inputRequired({ inputRequests, requestState: await state.mint(requestState, ctx) });
  });
}

function addInputPrompt(server: McpServer): void {
  server.registerPrompt(
    "test_input_required_result_prompt",
    { description: "Asks what it is to be about." },
    (ctx) => {
      const context = accepted(ctx, "user_context")?.["context"];
      if (context === undefined) {
        const user_context = form("What context should the prompt use?", "context", { type: "string" });
        return inputRequired({ inputRequests: { user_context } });
      }
      return { messages: [{ role: "user", content: text(`The context is ${JSON.stringify(context)}.`) }] };
    },
  );
}
