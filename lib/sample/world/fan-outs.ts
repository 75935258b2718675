import { executionId } from "./executions.ts";
import { hoursBefore } from "./time.ts";

export type FanOut = {
  fan_out_id: string;
  agent_name: string;
  created_at: string;
  tasks: { id: string; execution_id: string }[];
};

export function seedFanOuts(now: Date): FanOut[] {
  return [
    {
      fan_out_id: "fan_0001",
      agent_name: "parts-finder",
      created_at: hoursBefore(now, 9),
      tasks: [
        { id: "gripper", execution_id: executionId(8) },
        { id: "encoder", execution_id: executionId(9) },
      ],
    },
  ];
}
