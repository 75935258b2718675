import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { DEFINITIONS, findDefinition } from "#lib/catalog/find-definition.ts";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { type Sample, startSample } from "#lib/sample/start-sample.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { allowOutbound, type Gateway, openGateway } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();

const CONNECTOR_TOOLS = ["run_playbook", "ask", "list_playbooks"];
const dynamic = findDefinition("chat_with_quote_desk");
if (!dynamic) throw new Error("no definition of the dynamic tool");
const LISTED = [...DEFINITIONS.values(), dynamic].filter(({ verdict }) => verdict === "ok");
const OPERATOR = LISTED.filter(({ name }) => !CONNECTOR_TOOLS.includes(name));
const CONNECTOR = LISTED.filter(({ name }) => CONNECTOR_TOOLS.includes(name));

/** What each result has to say to be of use. */
const SAYS: Readonly<Record<string, string>> = {
  list_agents: "support-triage",
  get_agent: "Works out prices",
  get_agent_info: "incident-playbook",
  list_tags: '"count": ',
  get_agent_tags: "support",
  list_agent_pipelines: "Write the summary",
  get_agent_pipeline_state: '"status": "completed"',
  create_agent: '"template": "local:quote-desk"',
  start_agent: '"status": "running"',
  tag_agent: "key-account",
  rename_agent: '"new_name": "returns-desk"',
  stop_agent: '"status": "stopped"',
  delete_agent: "fair-guide deleted",
  untag_agent: "support",
  set_agent_tags: "first-line",
  get_agent_requirements: "template.yaml",
  list_templates: "local:report-writer",
  get_git_status: '"git_enabled": true',
  get_git_log: "Round prices to cents",
  get_git_sync_state: '"state": "red"',
  initialize_github_sync: "acme-robotics/parts-finder",
  git_sync: "Report of week 47",
  git_pull: "Update list prices for December",
  chat_with_agent: "12 * 349.50 + 80 = 4274",
  chat_with_quote_desk: "I work out prices",
  get_chat_history: "12 * 349.50 + 80 = 4274",
  fan_out: "AR-3307 servo motor: 0 in aisle C4",
  run_skill: "10 * 18400 * 0.9 = 165600",
  run_playbook: "4 * 32.50 + 2 * 119 = 368",
  ask: "4 * 32.50 + 2 * 119 = 368",
  list_playbooks: "standard-arm-quote",
  run_agent_loop: '"loop_id": "loop_1001"',
  stop_loop: '"status": "stopped"',
  create_room: '"room_id": "room_1001"',
  list_rooms: "Arm 7 incident",
  read_room: "Priority P1, team: field service.",
  post_to_room: "10 * 18400 * 0.9 + 650 = 166250",
  close_room: "The review is over",
  get_agent_a2a_card: '"protocolVersion"',
  list_recent_executions: "Arm 7 stopped",
  get_execution_result: "Priority P1, team: field service.",
  get_fan_out_result: "AR-2210 joint encoder: 12 in aisle C1",
  get_loop_status: '"runs_completed": 2',
  get_agent_activity_summary: "schedule_run",
  search_executions: "Arm 7 stopped",
  get_schedule_executions: "Rate the incidents reported overnight.",
  list_agent_schedules: "Morning incident sweep",
  get_agent_schedule: "0 7 * * 1",
  list_reminders: "Nordwind",
  create_agent_schedule: '"id": "sch_1001"',
  toggle_agent_schedule: '"enabled": true',
  set_reminder: '"reminder_id": "rem_1001"',
  update_agent_schedule: "30 5 * * *",
  delete_agent_schedule: "Schedule deleted",
  cancel_reminder: '"status": "cancelled"',
  trigger_agent_schedule: '"status": "triggered"',
  list_reports: "warehouse.low_stock",
  get_report: "214 runs, 3 failed.",
  get_metrics: "quotes_answered",
  get_fleet_health: '"healthy": ',
  get_agent_health: '"container_status": "running"',
  get_fleet_sync_audit: '"red": 1',
  trigger_health_check: "Health check completed for parts-finder",
  list_skills: "stock-lookup",
  get_skill: "From ten pieces on: 10 % off.",
  get_skills_library_status: '"skill_count": 5',
  list_skill_sets: "field-service",
  get_agent_skills: "stock-lookup",
  list_runnable_skills: "price-book",
  assign_skill_to_agent: "weekly-report",
  set_agent_skills: '"skills_assigned": 2',
  sync_agent_skills: "incident-playbook",
  unassign_skill_set: '"skill_set": "field-service"',
  list_systems: "sales-office",
  get_system_manifest: "cron: ",
  restart_system: '"failed": []',
  send_notification: '"notification_id": "note_1001"',
  list_operator_queue: "Discount of 12 % for Nordwind",
  get_operator_queue_item: "Stay at 10 %",
};

const Answer = z.object({
  result: z.object({
    isError: z.boolean().optional(),
    content: z.tuple([z.object({ type: z.literal("text"), text: z.string() })]),
  }),
});

let gateway: Gateway;
beforeAll(async () => {
  // The library under the sample reports every ended session on stdout.
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  gateway = await openGateway();
});
afterAll(async () => {
  await gateway.close();
  vi.restoreAllMocks();
});

/** A sample instance nobody has called yet, and a connection to it that may use everything. */
async function openFresh(scope: "user" | "connector"): Promise<{ sample: Sample; token: string }> {
  const key = `trinity_mcp_${"0".repeat(43)}`;
  const person = { userId: "admin", email: "ada@acme.example", keyName: scope };
  const sample = await startSample({ port: 0, keys: [{ ...person, key, scope }] });
  const url = `http://127.0.0.1:${sample.port}/mcp`;
  allowOutbound(url);
  const tenant = await mintTenant();
  const tools = LISTED.map(({ name }) => name);
  await mintUpstream(tenant, { url, key, tools });
  const owner = await mintMember(tenant, "owner");
  const { token } = await mintGrantWithToken(owner, { groups: GROUPS.map(({ id }) => id) });
  return { sample, token };
}

async function tryExamples(scope: "user" | "connector", tools: readonly ToolDefinition[]): Promise<string[]> {
  const { sample, token } = await openFresh(scope);
  const useless: string[] = [];
  for (const { name, example } of tools) {
    const params = { name, arguments: { ...example?.input } };
    const response = await gateway.legacy("tools/call", params, { token, id: name });
    const { result } = Answer.parse(await response.json());
    const [{ text }] = result.content;
    if (result.isError || !isUseful(name, text)) useless.push(`${name}: ${text}`);
  }
  await closeSessions();
  await sample.close();
  return useless;
}

/** No refusal, and what the tool is there to tell. */
function isUseful(name: string, text: string): boolean {
  const result = JSON.parse(text) as object;
  if ("error" in result || ("success" in result && result.success !== true)) return false;
  return text.includes(SAYS[name] ?? "\u0000");
}

describe("every example of a directory tool brings a useful result at a fresh sample instance", () => {
  // Two orders in which each pair of examples stands both ways round: what one changes spoils no other.
  test.each([
    ["in the catalogue's order", OPERATOR],
    ["in the reverse order", OPERATOR.toReversed()],
  ])("%s", async (_order, tools) => {
    expect(tools.length).toBeGreaterThan(70);
    expect(await tryExamples("user", tools)).toEqual([]);
  });

  test("with the key of a connector", async () => {
    expect(CONNECTOR.map(({ name }) => name).toSorted()).toEqual(CONNECTOR_TOOLS.toSorted());
    expect(await tryExamples("connector", CONNECTOR)).toEqual([]);
  });
});
