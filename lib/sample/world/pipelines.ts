import { hoursBefore } from "./time.ts";

type Stage = { id: string; name: string };
type StageState = { id: string; name: string; status: "pending" | "running" | "completed" };
export type PipelineInstance = {
  instance_id: string;
  status: "running" | "completed";
  started_at: string;
  completed_at: string | null;
  stages: StageState[];
};
export type Pipeline = {
  pipeline_id: string;
  name: string;
  description: string;
  stages: readonly Stage[];
  /** Newest first. */
  instances: PipelineInstance[];
};

const INSTANCES_MAX = 50;

const WEEKLY_STAGES: readonly Stage[] = [
  { id: "collect", name: "Collect the week's runs" },
  { id: "summarise", name: "Write the summary" },
  { id: "review", name: "Review by operations" },
  { id: "publish", name: "Publish the report" },
];

export function seedPipelines(now: Date, agentName: string): Pipeline[] {
  if (agentName !== "report-writer") return [];
  const pipeline: Pipeline = {
    pipeline_id: "weekly-report",
    name: "Weekly report",
    description: "From the runs of a week to a published report",
    stages: WEEKLY_STAGES,
    instances: [],
  };
  addInstance(pipeline, hoursBefore(now, 269));
  const latest = addInstance(pipeline, hoursBefore(now, 101));
  latest.status = "running";
  latest.completed_at = null;
  latest.stages = latest.stages.map((stage) =>
    stage.id === "review"
      ? { ...stage, status: "running" }
      : stage.id === "publish"
        ? { ...stage, status: "pending" }
        : stage,
  );
  return [pipeline];
}

/** A run of the whole pipeline that is done, numbered after the one before. */
export function addInstance(pipeline: Pipeline, at: string): PipelineInstance {
  const number = Number(pipeline.instances[0]?.instance_id.slice("run-".length) ?? "40") + 1;
  const instance: PipelineInstance = {
    instance_id: `run-${String(number).padStart(4, "0")}`,
    status: "completed",
    started_at: at,
    completed_at: at,
    stages: pipeline.stages.map((stage) => ({ ...stage, status: "completed" })),
  };
  pipeline.instances = [instance, ...pipeline.instances].slice(0, INSTANCES_MAX);
  return instance;
}
