import { z } from "zod";
import { backendFailure, tool, withAgent } from "../tool.ts";

const Id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._-]+$/);

export const pipelineTools = [
  tool({
    name: "list_agent_pipelines",
    description: "List the pipelines an agent defines, with their latest run.",
    audience: "operator",
    input: z.object({ agent_name: z.string().min(1) }),
    run: (call, { agent_name }) =>
      withAgent(call, agent_name, ({ pipelines }) => ({
        agent_name,
        pipelines: pipelines.map(({ instances, ...pipeline }) => ({
          ...pipeline,
          instance_count: instances.length,
          latest_instance_id: instances[0]?.instance_id ?? null,
        })),
      })),
  }),
  tool({
    name: "get_agent_pipeline_state",
    description: "Get how far a run of a pipeline has come; the latest run unless one is named.",
    audience: "operator",
    input: z.object({ agent_name: z.string().min(1), pipeline_id: Id, instance_id: Id.optional() }),
    run: (call, { agent_name, pipeline_id, instance_id }) =>
      withAgent(call, agent_name, ({ pipelines }) => {
        const pipeline = pipelines.find((one) => one.pipeline_id === pipeline_id);
        if (!pipeline) throw backendFailure(404, "Pipeline not found");
        const instance = pipeline.instances.find(
          (one) => instance_id === undefined || one.instance_id === instance_id,
        );
        if (!instance) throw backendFailure(404, "Pipeline instance not found");
        return { agent_name, pipeline_id, name: pipeline.name, ...instance };
      }),
  }),
];
