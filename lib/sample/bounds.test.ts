import { describe, expect, test } from "vitest";
import { MARIA, openWorld, TRIAGE } from "./open-world.ts";

describe("an agent's name", () => {
  test("changes wherever the agent is named", async () => {
    const { call } = openWorld();
    await call("rename_agent", { name: "support-triage", new_name: "first-line" });
    const of = { agent_name: "first-line" };
    for (const [name, args] of [
      ["list_rooms", {}],
      ["list_systems", {}],
      ["list_operator_queue", of],
      ["list_reports", of],
      ["list_reminders", of],
      ["list_agent_schedules", of],
      ["list_recent_executions", of],
      ["get_loop_status", { loop_id: "loop_0002" }],
      ["get_git_log", of],
      ["get_metrics", { agent: "first-line" }],
    ] as const)
      expect([name, await call(name, args)]).toEqual([name, expect.stringMatching(/first-line|Route smoke/)]);
  });

  test("taken again after a deletion inherits nothing", async () => {
    const { call } = openWorld();
    await call("delete_agent", { name: "parts-finder" });
    await call("create_agent", { name: "parts-finder" });
    const of = { agent_name: "parts-finder" };
    expect(await call("list_recent_executions", of)).toBe("[]");
    expect(await call("list_agent_schedules", of)).toBe("[]");
    expect(await call("get_git_status", of)).toContain('"git_enabled":false');
    expect(await call("list_operator_queue", of)).toContain('"count":0');
    expect(await call("list_reports", of)).toContain('"count":0');
    await expect(call("get_loop_status", { loop_id: "loop_0001" })).rejects.toThrow("404");
    await expect(call("get_fan_out_result", { ...of, fan_out_id: "fan_0001" })).rejects.toThrow("404");
    expect(await call("list_systems")).not.toContain("parts-finder");
  });
});

describe("who may see what", () => {
  test("rooms are for those who take part; what belongs to a hidden agent is not there", async () => {
    const { call, world } = openWorld();
    expect(await call("list_rooms", {}, MARIA)).toContain('"count":0');
    await expect(call("read_room", { room_id: "room_0001" }, MARIA)).rejects.toThrow("Room not found");
    expect(await call("read_room", { room_id: "room_0001" }, TRIAGE)).toContain("Arm 7");
    expect(await call("create_room", { name: "x", agents: ["payroll-clerk"] }, MARIA)).toContain(
      "Access denied",
    );
    world.startExecution("payroll-clerk", "Salaries of March");
    expect(await call("search_executions", { query: "salaries" }, MARIA)).toContain('"total":0');
    expect(await call("search_executions", { query: "salaries" })).toContain('"total":1');
    expect(await call("get_agent_activity_summary", {}, MARIA)).not.toContain("payroll-clerk");
  });

  test("an agent's key means itself where nobody is named, and is refused what only people may do", async () => {
    const { call } = openWorld();
    expect(await call("list_reminders", {}, TRIAGE)).toContain("rem_0002");
    await expect(call("list_reminders", {})).rejects.toThrow("agent_name is required");
    await expect(call("rename_agent", { name: "quote-desk", new_name: "x" }, TRIAGE)).rejects.toThrow("403");
    await expect(call("restart_system", { system_name: "field-service" }, TRIAGE)).rejects.toThrow("403");
  });
});

describe("what is kept has an end", () => {
  test("new rows push out old ones, or are refused, past a limit", async () => {
    const { call, world } = openWorld();
    for (let index = 0; index < 520; index += 1) {
      await call("send_notification", { notification_type: "info", title: `Note ${index}` });
      await call("chat_with_agent", { agent_name: "support-triage", message: "Fire!" });
    }
    expect([world.notifications.length, world.queue.length]).toEqual([500, 500]);
    expect(world.agents.get("support-triage")?.history.length).toBe(50);
    for (let index = 3; index < 100; index += 1)
      await call("create_room", { name: "x", agents: ["quote-desk"] });
    await expect(call("create_room", { name: "x", agents: ["quote-desk"] })).rejects.toThrow("429");
    const loop = { agent_name: "quote-desk", message: "1", max_runs: 2, delay_seconds: 60 };
    for (let index = 1; index < 20; index += 1) await call("run_agent_loop", loop);
    await expect(call("run_agent_loop", loop)).rejects.toThrow("429");
    const many = Array.from({ length: 50 }, (_, id) => ({ id: String(id), message: "x" }));
    const slow = { agent_name: "slowpoke", tasks: many, async_mode: true };
    for (let index = 0; index < 4; index += 1) await call("fan_out", slow);
    expect(await call("fan_out", slow)).toContain("agent_busy");
    expect(await call("chat_with_agent", { agent_name: "slowpoke", message: "x" })).toContain("agent_busy");
  });
});
