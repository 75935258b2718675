import { z } from "zod";
import { keepNewest } from "../state.ts";
import { backendFailure, tool } from "../tool.ts";
import type { Notification } from "../world/notifications.ts";

const NOTIFICATIONS_MAX = 500;
const MESSAGE_MAX = 4_000;
const CATEGORY_MAX = 100;

export const notificationTools = [
  tool({
    name: "send_notification",
    description: "Put a notification in front of the people of this instance.",
    audience: "operator",
    input: z.object({
      notification_type: z.enum(["alert", "info", "status", "completion", "question"]),
      title: z.string().max(200),
      message: z.string().optional(),
      priority: z.enum(["low", "normal", "high", "urgent"]).default("normal"),
      category: z.string().optional(),
      metadata: z.record(z.string(), z.unknown()).optional(),
    }),
    run({ world, caller }, { notification_type, title, message = "", priority, category }) {
      if (message.length > MESSAGE_MAX || (category?.length ?? 0) > CATEGORY_MAX)
        throw backendFailure(422, "Message or category too long");
      const notification: Notification = {
        notification_id: world.nextId("note"),
        sender: caller.agentName ?? caller.userId,
        notification_type,
        title,
        message,
        priority,
        category: category ?? null,
        created_at: world.nowIso(),
      };
      keepNewest(world.notifications, notification, NOTIFICATIONS_MAX);
      return { success: true, ...notification };
    },
  }),
];
