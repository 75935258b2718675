import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callJson, callText, type OpenSample, openSample } from "./open-sample.ts";

let sample: OpenSample;
beforeAll(async () => {
  sample = await openSample();
}, 20_000);
afterAll(() => sample.close());

describe("tools", () => {
  let maria: Client;
  let tools: Tool[];
  beforeAll(async () => {
    maria = await sample.connect("user");
    ({ tools } = await maria.listTools());
  });

  test("a user key sees the operator tools, none with title, annotations or output schema", () => {
    const names = tools.map(({ name }) => name);
    expect(names).toContain("chat_with_quote_desk");
    expect(names).toContain("acme_stock_level");
    expect(names).not.toContain("ask");
    for (const tool of tools)
      expect([tool.title, tool.annotations, tool.outputSchema]).toEqual([undefined, undefined, undefined]);
  });

  test("input schemas have Trinity's members: defaults are not required", () => {
    const chat = tools.find(({ name }) => name === "chat_with_agent");
    expect(chat?.inputSchema.required).toEqual(["agent_name", "message"]);
    expect(Object.keys(chat?.inputSchema.properties ?? {})).toEqual([
      "agent_name",
      "message",
      "parallel",
      "model",
      "allowed_tools",
      "system_prompt",
      "timeout_seconds",
      "async",
      "inject_result",
      "chat_session_id",
      "execution_id",
    ]);
  });

  test("a connector key sees only its three tools, and a hidden one is unknown to it", async () => {
    const bound = await sample.connect("bound");
    const listed = await bound.listTools();
    expect(listed.tools.map(({ name }) => name)).toEqual(["list_playbooks", "run_playbook", "ask"]);
    await expect(callText(bound, "list_agents")).rejects.toMatchObject({ code: -32601 });
    expect(await callJson(bound, "run_playbook", { name: "spare-kit-quote" })).toMatchObject({
      response: "4 * 32.50 + 2 * 119 = 368",
    });
    expect(await callJson(bound, "ask", { message: "1+1", agent: "slowpoke" })).toMatchObject({
      error: "Access denied",
    });
  });

  test("a result is one text block of indented JSON", async () => {
    const { text } = await callText(maria, "list_skills");
    expect(text).toBe(JSON.stringify(JSON.parse(text), null, 2));
  });

  test("a hidden agent and a missing one get the same refusal, as an ordinary result", async () => {
    for (const target of ["payroll-clerk", "no-such-agent"]) {
      const { isError, text } = await callText(maria, "chat_with_agent", {
        agent_name: target,
        message: "hi",
      });
      expect(isError).toBe(false);
      expect(JSON.parse(text)).toEqual({
        error: "Access denied",
        reason: `Agent '${target}' not found or not accessible`,
        caller: "maria",
        target,
      });
    }
  });

  test("agents do their simple work and leave a run and a history", async () => {
    const answer = await callJson(maria, "chat_with_agent", {
      agent_name: "quote-desk",
      message: "(2 + 3) * 4",
    });
    const { execution_id } = z.object({ execution_id: z.string() }).parse(answer);
    expect(answer).toMatchObject({ response: "(2 + 3) * 4 = 20" });
    expect(
      await callJson(maria, "get_execution_result", { agent_name: "quote-desk", execution_id }),
    ).toMatchObject({ status: "success" });
    const history = z
      .array(z.unknown())
      .parse(await callJson(maria, "get_chat_history", { agent_name: "quote-desk" }));
    expect(history.slice(-2)).toMatchObject([
      { role: "user", content: "(2 + 3) * 4" },
      { role: "assistant" },
    ]);
    expect(await callJson(maria, "chat_with_quote_desk", { message: "2*3" })).toMatchObject({
      response: "2*3 = 6",
    });
  });

  test("an agent lives through create, tag, skill, schedule, stop, rename and delete", async () => {
    await callText(maria, "create_agent", { name: "arm-tester" });
    expect(await callJson(maria, "tag_agent", { agent_name: "arm-tester", tag: "lab" })).toMatchObject({
      tags: ["lab"],
    });
    expect(await callJson(maria, "list_tags")).toContainEqual({ tag: "lab", count: 1 });
    await callText(maria, "assign_skill_to_agent", { agent_name: "arm-tester", skill_name: "cell-layouts" });
    const schedule = {
      agent_name: "arm-tester",
      name: "daily",
      cron_expression: "0 8 * * *",
      message: "test",
    };
    const { id } = z
      .object({ id: z.string() })
      .parse(await callJson(maria, "create_agent_schedule", schedule));
    const ref = { agent_name: "arm-tester", schedule_id: id };
    expect(await callJson(maria, "toggle_agent_schedule", { ...ref, enabled: false })).toMatchObject({
      enabled: false,
    });
    await callText(maria, "delete_agent_schedule", ref);
    expect(await callJson(maria, "list_agent_schedules", { agent_name: "arm-tester" })).toEqual([]);
    await callText(maria, "stop_agent", { name: "arm-tester" });
    await callText(maria, "rename_agent", { name: "arm-tester", new_name: "arm-lab" });
    expect(await callJson(maria, "get_agent", { name: "arm-lab" })).toMatchObject({
      status: "stopped",
      skills: ["cell-layouts"],
    });
    await callText(maria, "delete_agent", { name: "arm-lab" });
    expect(await callJson(maria, "get_agent", { name: "arm-lab" })).toMatchObject({ error: "Access denied" });
  });

  test("unknown tools, bad arguments and backend refusals fail as Trinity's do", async () => {
    await expect(callText(maria, "no_such_tool")).rejects.toMatchObject({ code: -32601 });
    await expect(callText(maria, "get_agent", { name: 5 })).rejects.toMatchObject({ code: -32602 });
    const missing = await callText(maria, "get_execution_result", {
      agent_name: "quote-desk",
      execution_id: "x",
    });
    expect(missing.isError).toBe(true);
    expect(missing.text).toContain("API error (404)");
  });

  test("a slow call reports progress, and cancelling it ends the run", async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const running = maria.callTool(
      { name: "chat_with_agent", arguments: { agent_name: "slowpoke", message: "cell 4" } },
      undefined,
      {
        signal: stop.signal,
        onprogress: ({ progress }) => {
          seen.push(progress);
          stop.abort();
        },
      },
    );
    await expect(running).rejects.toThrow();
    expect(seen).toEqual([1]);
    await expect
      .poll(() => sample.control("/_test/calls"), { timeout: 30_000 })
      .toMatchObject({ tools: { chat_with_agent: { cancelled: 1 } } });
    expect(
      await callJson(maria, "list_recent_executions", { agent_name: "slowpoke", limit: 1 }),
    ).toMatchObject([{ status: "cancelled" }]);
  });
});
