import { z } from "zod";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import { hoursBefore } from "../world/time.ts";

const ListReports = z.object({
  agent_name: z.string().optional(),
  report_type: z.string().optional(),
  hours: z
    .union([z.literal(0), z.literal(1), z.literal(6), z.literal(24), z.literal(168), z.literal(720)])
    .optional(),
  search: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
  offset: z.int().min(0).default(0),
});

function listReports({ world, caller }: Call, input: z.output<typeof ListReports>): unknown {
  const { agent_name, report_type, hours = 168, search = "", limit, offset } = input;
  const since = hours === 0 ? "" : hoursBefore(world.now(), hours);
  const wanted = search.toLowerCase();
  const found = world
    .visibleRows(caller, world.reports)
    .filter(
      (report) =>
        report.created_at >= since &&
        (agent_name ?? report.agent_name) === report.agent_name &&
        (report_type ?? report.report_type) === report.report_type &&
        `${report.title} ${report.report_type} ${report.agent_name}`.toLowerCase().includes(wanted),
    );
  const reports = found.slice(offset, offset + limit).map(({ payload: _payload, ...row }) => row);
  return { count: reports.length, total: found.length, hours, reports };
}

export const reportTools = [
  tool({
    name: "list_reports",
    description: "List published reports without their contents, newest first.",
    audience: "operator",
    input: ListReports,
    run: (call, input) =>
      input.agent_name === undefined
        ? listReports(call, input)
        : withAgent(call, input.agent_name, () => listReports(call, input)),
  }),
  tool({
    name: "get_report",
    description: "Get one report with its contents.",
    audience: "operator",
    input: z.object({ report_id: z.string() }),
    run({ world, caller }, { report_id }) {
      const report = world.visibleRows(caller, world.reports).find((one) => one.report_id === report_id);
      if (!report) throw backendFailure(404, "Report not found");
      return report;
    },
  }),
];
