export type Notification = {
  notification_id: string;
  /** The agent or the person that sent it. */
  sender: string;
  notification_type: "alert" | "info" | "status" | "completion" | "question";
  title: string;
  message: string;
  priority: "low" | "normal" | "high" | "urgent";
  category: string | null;
  created_at: string;
};
