import type { GroupId } from "../groups.ts";

/** What a person reads about a group: its title and, in one sentence, what allowing it means. */
export const GROUP_TEXTS: Record<GroupId, { title: string; consequence: string }> = {
  "agents.read": {
    title: "See agents",
    consequence: "See which agents there are, how they are set up and tagged, and whether they run.",
  },
  "agents.write": {
    title: "Create, start and tag agents",
    consequence: "Create and start agents, which costs computing time, and add tags to them.",
  },
  "agents.destructive": {
    title: "Stop, rename, replace and delete agents",
    consequence: "Interrupt agents at work, rename or replace them, take tags away, and delete agents.",
  },
  "data.read": {
    title: "Export an agent's data",
    consequence: "Copy everything an agent has stored out of the instance.",
  },
  "data.destructive": {
    title: "Overwrite an agent's data",
    consequence: "Replace what an agent has stored with an uploaded archive.",
  },
  "chat.read": {
    title: "Read conversations",
    consequence: "Read what has been said to agents and what they answered.",
  },
  "chat.external": {
    title: "Give agents work",
    consequence:
      "Send agents messages and tasks; they act with their own tools and credentials, and runs cost money.",
  },
  "playbooks.read": {
    title: "See playbooks",
    consequence: "See which ready-made tasks the connected agent offers.",
  },
  "rooms.read": {
    title: "Read rooms",
    consequence: "Read the rooms in which agents talk to each other.",
  },
  "rooms.write": {
    title: "Open rooms",
    consequence: "Open rooms in which agents talk to each other.",
  },
  "rooms.destructive": {
    title: "Close rooms",
    consequence: "Close rooms, which ends the conversation in them.",
  },
  "rooms.external": {
    title: "Write in rooms",
    consequence:
      "Post in rooms, which wakes the agents there; they act with their own tools and credentials.",
  },
  "peers.read": {
    title: "See connections to outside agents",
    consequence: "See which agents of other organisations are connected and how the own ones are published.",
  },
  "peers.destructive": {
    title: "Change connections to outside agents",
    consequence:
      "Change who outside may reach the agents here, and add or remove agents of other organisations.",
  },
  "peers.external": {
    title: "Call outside agents",
    consequence: "Send work to agents of other organisations, which can cost money.",
  },
  "runs.read": {
    title: "See runs and results",
    consequence: "See what agents have been asked to do, what came out, how long it took and what it cost.",
  },
  "logs.read": {
    title: "Read raw logs",
    consequence: "Read an agent's raw log, which can hold personal data and secrets.",
  },
  "schedules.read": {
    title: "See schedules and reminders",
    consequence: "See what agents do on a timetable and what ran.",
  },
  "schedules.write": {
    title: "Add, turn on and turn off schedules",
    consequence:
      "Add schedules and reminders that start paid runs again and again, and turn schedules on or off.",
  },
  "schedules.destructive": {
    title: "Change and delete schedules",
    consequence:
      "Overwrite schedules, cancel reminders, and delete schedules together with their run history.",
  },
  "schedules.external": {
    title: "Run schedules now",
    consequence: "Start a scheduled task at once; the agent acts with its own tools and credentials.",
  },
  "loops.destructive": {
    title: "Stop loops",
    consequence: "End an agent's repeated run before it is done.",
  },
  "loops.external": {
    title: "Run agents in a loop",
    consequence: "Let an agent repeat a task up to a hundred times; every round acts and costs money.",
  },
  "skills.read": {
    title: "See skills",
    consequence: "See the skill library and which agent has which skill.",
  },
  "skills.write": {
    title: "Give agents skills",
    consequence: "Add skills from the library to agents.",
  },
  "skills.destructive": {
    title: "Replace and remove skills",
    consequence: "Replace or remove an agent's skills and overwrite their files.",
  },
  "templates.read": {
    title: "See templates and guides",
    consequence: "See the templates agents are made from and the guides of the instance.",
  },
  "sources.read": {
    title: "See skill sources",
    consequence: "See from which repositories the skill library is filled.",
  },
  "sources.write": {
    title: "Add and fetch skill sources",
    consequence:
      "Add repositories to the skill library and fetch from them, which brings outside code to agents.",
  },
  "sources.destructive": {
    title: "Change and remove skill sources",
    consequence: "Change or remove repositories of the skill library and push their code to all agents.",
  },
  "git.read": {
    title: "See Git state",
    consequence: "See the state and the history of an agent's repository.",
  },
  "git.destructive": {
    title: "Reset repositories",
    consequence: "Throw away commits on an agent's branch and overwrite them on GitHub.",
  },
  "git.external": {
    title: "Commit, push and pull",
    consequence: "Create repositories and exchange an agent's work with GitHub.",
  },
  "credentials.read": {
    title: "See credential status",
    consequence: "See which credential files an agent has and how old they are, without their contents.",
  },
  "credentials.write": {
    title: "Export credentials",
    consequence: "Write an agent's credentials to an encrypted file in its workspace.",
  },
  "credentials.destructive": {
    title: "Replace credentials",
    consequence: "Overwrite an agent's credentials; the new secrets pass through the conversation.",
  },
  "secrets.read": {
    title: "Read secrets",
    consequence: "Show secrets and encryption keys in plain text in the conversation.",
  },
  "secrets.write": {
    title: "Create access to agents",
    consequence: "Create logins to an agent's machine and show them in the conversation.",
  },
  "subscriptions.read": {
    title: "See model subscriptions",
    consequence: "See which model subscriptions the agents run on.",
  },
  "subscriptions.destructive": {
    title: "Change model subscriptions",
    consequence: "Add, move and delete the model subscriptions the agents run on.",
  },
  "systems.read": {
    title: "See systems",
    consequence: "See groups of agents that are deployed together and how they are described.",
  },
  "systems.destructive": {
    title: "Deploy, restart and tear down systems",
    consequence: "Create, restart or delete many agents in one step.",
  },
  "payments.read": {
    title: "See payments",
    consequence: "See payment settings and what agents have been paid.",
  },
  "payments.destructive": {
    title: "Change payments",
    consequence: "Turn payments on or off and replace their settings and keys.",
  },
  "messages.read": {
    title: "See message channels",
    consequence: "See the chat groups agents can write to.",
  },
  "messages.write": {
    title: "Send notifications",
    consequence: "Put notifications in front of people inside the instance.",
  },
  "messages.external": {
    title: "Send messages to people",
    consequence:
      "Write to people outside, in Slack, Telegram and the like; a sent message cannot be taken back.",
  },
  "calls.external": {
    title: "Call and speak to people",
    consequence: "Phone people with an artificial voice, which costs money.",
  },
  "operator.read": {
    title: "See the operator queue",
    consequence: "See what agents are waiting to have approved or answered.",
  },
  "operator.external": {
    title: "Answer the operator queue",
    consequence: "Approve, refuse and answer what agents ask people, in your name; they go on at once.",
  },
  "reports.read": {
    title: "See reports and figures",
    consequence: "Read the reports and figures agents have published.",
  },
  "monitoring.read": {
    title: "See health",
    consequence: "See how healthy the agents are.",
  },
  "monitoring.write": {
    title: "Start checks",
    consequence: "Start health and compatibility checks of agents; some cost money.",
  },
  "self.read": {
    title: "Read what belongs to an agent itself",
    consequence:
      "Read an agent's own goals, canvases, projects and events; works only with that agent's own key.",
  },
  "self.write": {
    title: "Write what belongs to an agent itself",
    consequence: "Publish reports, questions and notes as an agent; works only with that agent's own key.",
  },
  "self.destructive": {
    title: "Overwrite what belongs to an agent itself",
    consequence:
      "Overwrite an agent's own figures, canvases and tasks; works only with that agent's own key.",
  },
  "login.write": {
    title: "Sign in to the instance",
    consequence: "Ask for and enter sign-in codes of the instance.",
  },
  "other.read": {
    title: "Other things to read",
    consequence:
      "Read resources and prompts that instances offer, and read with tools that we do not know and an admin has marked as reading only.",
  },
  "other.write": {
    title: "Other tools that add",
    consequence:
      "Add things with tools of this instance that we do not know and an admin has marked as adding only.",
  },
  "other.destructive": {
    title: "Other tools",
    consequence:
      "Use tools of this instance that we do not know; they may change or delete anything it holds.",
  },
  "other.external": {
    title: "Other tools that act outside",
    consequence:
      "Act outside with tools of this instance that we do not know and an admin has marked as such.",
  },
};
