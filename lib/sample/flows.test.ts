import { describe, expect, test } from "vitest";
import { openWorld } from "./open-world.ts";

describe("what one tool changes another one shows", () => {
  test("a room is created, posted to, read and closed", async () => {
    const { call } = openWorld();
    await call("create_room", {
      name: "Belt 2",
      agents: ["support-triage", "parts-finder"],
      scribe: "parts-finder",
    });
    expect(await call("list_rooms")).toContain('"name":"Belt 2"');
    const posted = await call("post_to_room", {
      room_id: "room_1001",
      content: "@support-triage Belt 2 is stuck",
    });
    expect(posted).toContain('"woken":["support-triage"]');
    await call("post_to_room", { room_id: "room_1001", content: "Nobody is asked here" });
    const all = await call("read_room", { room_id: "room_1001" });
    expect(all).toContain("Priority P1, team: field service.");
    expect(all).toContain('"message_count":3');
    expect(await call("read_room", { room_id: "room_1001", since: 2 })).not.toContain("Priority P1");
    expect(await call("list_recent_executions", { agent_name: "support-triage", limit: 1 })).toContain(
      '"triggered_by":"room"',
    );
    await call("close_room", { room_id: "room_1001" });
    await expect(call("post_to_room", { room_id: "room_1001", content: "x" })).rejects.toThrow("409");
  });

  test("a room ends with its budget of messages, and with its time", async () => {
    const { call, wait } = openWorld();
    await call("create_room", { name: "Short", agents: ["quote-desk"], max_messages: 2, ttl_hours: 1 });
    await call("post_to_room", { room_id: "room_1001", content: "@quote-desk 1 + 1" });
    expect(await call("read_room", { room_id: "room_1001" })).toContain('"close_reason":"message_budget"');
    await call("create_room", { name: "Brief", agents: ["quote-desk"], ttl_hours: 1 });
    wait(3_601);
    expect(await call("read_room", { room_id: "room_1002" })).toContain('"close_reason":"expired"');
  });

  test("skills are assigned, synchronised and replaced, and the repository shows their files", async () => {
    const { call } = openWorld();
    const of = { agent_name: "quote-desk" };
    await call("assign_skill_to_agent", { ...of, skill_name: "weekly-report" });
    expect(await call("get_agent_skills", of)).toContain('"version":"3.0.0","synced":false');
    await call("sync_agent_skills", of);
    expect(await call("get_agent_skills", of)).not.toContain('"synced":false');
    expect(await call("get_git_status", of)).toContain(".claude/skills/weekly-report/SKILL.md");
    expect(await call("get_agent_a2a_card", of)).toContain('"id":"weekly-report"');
    await call("set_agent_skills", { ...of, skills: ["cell-layouts"] });
    expect(await call("get_agent", { name: "quote-desk" })).toContain('"skills":["cell-layouts"]');
    await call("unassign_skill_set", { agent_name: "parts-finder", skill_set: "field-service" });
    expect(await call("list_skill_sets")).not.toContain("parts-finder");
    expect(await call("get_agent_skills", { agent_name: "parts-finder" })).not.toContain("incident-playbook");
    expect(await call("run_skill", { skill_name: "cell-layouts" })).toContain("skill_not_permitted");
  });

  test("a reminder is set, listed and cancelled; one that is due starts a run, once", async () => {
    const { call, wait } = openWorld();
    const of = { agent_name: "quote-desk" };
    await call("set_reminder", { ...of, message: "6 * 7", delay_seconds: 60 });
    await call("set_reminder", { ...of, message: "2 * 2", fire_at: "2026-03-02T10:00:00Z" });
    expect(await call("list_reminders", of)).toContain('"count":3');
    await call("cancel_reminder", { ...of, reminder_id: "rem_1002" });
    wait(120);
    expect(await call("list_reminders", of)).toContain('"count":1');
    expect(await call("list_reminders", { ...of, status: "fired" })).toContain("rem_1001");
    const runs = await call("search_executions", { query: "6 * 7", hours: 1 });
    expect([runs.includes('"total":1'), runs.includes("6 * 7 = 42")]).toEqual([true, true]);
    expect(await call("cancel_reminder", { ...of, reminder_id: "rem_1001" })).toContain('"success":false');
    for (const bad of [{}, { delay_seconds: 60, fire_at: "2026-03-02T10:00:00Z" }, { fire_at: "tomorrow" }])
      expect(await call("set_reminder", { ...of, message: "x", ...bad })).toContain('"success":false');
  });

  test("GitHub sync is initialised; what changes is committed and logged; a conflict needs a strategy", async () => {
    const { call } = openWorld();
    const of = { agent_name: "parts-finder" };
    await expect(call("get_git_log", of)).rejects.toThrow("404");
    await call("initialize_github_sync", { ...of, repo_owner: "acme", repo_name: "parts" });
    expect(await call("get_git_log", of)).toContain("Initial commit");
    await call("sync_agent_skills", of);
    expect(await call("get_git_sync_state", of)).toContain('"state":"yellow"');
    await call("git_sync", { ...of, message: "Skills" });
    expect(await call("get_git_log", { ...of, limit: 1 })).toContain('"message":"Skills"');
    expect(await call("get_git_sync_state", of)).toContain('"state":"green"');

    const torn = { agent_name: "support-triage" };
    expect(await call("git_pull", torn)).toContain('"error":"conflict"');
    expect(await call("git_sync", torn)).toContain('"error":"conflict"');
    expect(await call("git_pull", { ...torn, strategy: "force_reset" })).toContain(
      '"files_discarded":["CLAUDE.md"]',
    );
    expect(await call("get_fleet_sync_audit")).toContain('"red":0');
  });

  test("a fan-out answers every task and is found again; one of a slow agent is polled", async () => {
    const { call, world } = openWorld();
    const tasks = [1, 2, 3].map((number) => ({ id: `t${number}`, message: `${number} * 10` }));
    const done = await call("fan_out", { agent_name: "quote-desk", tasks });
    expect(done).toContain("3 * 10 = 30");
    const ref = { agent_name: "quote-desk", fan_out_id: "fan_1001" };
    expect(await call("get_fan_out_result", ref)).toBe(done);
    const slow = { agent_name: "slowpoke", tasks, async_mode: true, max_concurrency: 1 };
    expect(await call("fan_out", slow)).toContain('"status":"accepted"');
    const pending = await call("get_fan_out_result", { agent_name: "slowpoke", fan_out_id: "fan_1002" });
    expect(pending).toContain('"running":3');
    expect(world.executions.filter(({ status }) => status === "queued").length).toBe(2);
    const twice = [tasks[0], tasks[0]];
    await expect(call("fan_out", { agent_name: "quote-desk", tasks: twice })).rejects.toThrow("422");
  });

  test("a loop runs its rounds as time goes by, until it is stopped or has a reason to end", async () => {
    const { call, wait } = openWorld();
    const start = async (more: object) =>
      await call("run_agent_loop", {
        agent_name: "quote-desk",
        message: "{{run}} * 2",
        max_runs: 5,
        ...more,
      });
    await start({ delay_seconds: 58 });
    expect(await call("get_loop_status", { loop_id: "loop_1001" })).toContain('"runs_completed":1');
    wait(60);
    const second = await call("get_loop_status", { loop_id: "loop_1001" });
    expect([second.includes('"runs_completed":2'), second.includes("2 * 2 = 4")]).toEqual([true, true]);
    expect(await call("stop_loop", { loop_id: "loop_1001" })).toContain('"status":"stopped"');
    expect(await call("stop_loop", { loop_id: "loop_1001" })).toContain("already_done");
    await start({});
    await start({ stop_signal: "2 * 2 = 4" });
    await start({ max_cost_usd: 0.002 });
    await start({ message: "1 + 1", no_progress_threshold: 2 });
    await start({ max_duration_seconds: 3 });
    wait(600);
    await call("list_agents");
    const reasons = ["max_runs", "stop_signal", "budget_exhausted", "no_progress", "deadline_exceeded"];
    for (const [index, reason] of reasons.entries())
      expect(await call("get_loop_status", { loop_id: `loop_${1002 + index}` })).toContain(`"${reason}"`);
  });

  test("a triggered schedule leaves a run, a report, a changed file and a pipeline that has come through", async () => {
    const { call } = openWorld();
    const ref = { agent_name: "report-writer", schedule_id: "sch_0001" };
    const of = { agent_name: "report-writer" };
    expect(await call("get_agent_pipeline_state", { ...of, pipeline_id: "weekly-report" })).toContain(
      '"running"',
    );
    await call("trigger_agent_schedule", ref);
    expect(await call("get_schedule_executions", ref)).toContain('"execution_count":3');
    expect(await call("list_reports", of)).toContain("Summary of 2026-03-02");
    expect(await call("get_report", { report_id: "rep_1001" })).toContain("Summarise last week's runs.");
    expect(await call("get_git_status", of)).toContain("reports/2026-03-02.md");
    const state = await call("get_agent_pipeline_state", { ...of, pipeline_id: "weekly-report" });
    expect([state.includes("run-0043"), state.includes('"running"')]).toEqual([true, false]);
    await call("delete_agent_schedule", ref);
    expect(await call("get_schedule_executions", of)).toContain('"execution_count":0');
  });

  test("an incident of priority P0 raises an alert; runs and notifications count in summary and metrics", async () => {
    const { call } = openWorld();
    const of = { agent_name: "support-triage" };
    const before = await call("get_metrics", { agent: "support-triage", metric: "incidents_rated" });
    await call("chat_with_agent", { ...of, message: "Smoke at cell 3" });
    expect(await call("list_operator_queue", { priority: "critical" })).toContain("Smoke at cell 3");
    expect(await call("get_operator_queue_item", { item_id: "ask_1001" })).toContain('"type":"alert"');
    expect(await call("get_metrics", { agent: "support-triage", metric: "incidents_rated" })).not.toBe(
      before,
    );
    await call("send_notification", { notification_type: "info", title: "Hall 2 is clear" });
    expect(await call("get_agent_activity_summary")).toContain('"notification":{"info":1}');
    expect(await call("get_agent_activity_summary", of)).toContain('"mcp_run":{"completed":1}');
  });

  test("a restarted system, a checked agent and an ephemeral one show it", async () => {
    const { call, wait } = openWorld();
    wait(60);
    await call("restart_system", { system_name: "field-service" });
    expect(await call("list_systems")).toContain("2026-03-02T09:01:00.000Z");
    expect(await call("get_agent_health", { agent_name: "parts-finder" })).toContain('"restart_count":1');
    await call("trigger_health_check", { agent_name: "slowpoke" });
    expect(await call("get_agent_health", { agent_name: "slowpoke" })).toContain(
      '"last_check_at":"2026-03-02T09:01',
    );
    await call("create_agent", {
      name: "one-day",
      template: "local:stock-clerk",
      ephemeral: { ttl_seconds: 60, max_executions: 1 },
    });
    expect(await call("chat_with_agent", { agent_name: "one-day", message: "AR-4815" })).toContain(
      "lidar head: 7",
    );
    expect(await call("get_agent", { name: "one-day" })).toContain("Access denied");
  });
});
