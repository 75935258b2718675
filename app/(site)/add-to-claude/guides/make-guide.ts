import type { Host } from "../choices.ts";
import { chatGptGuide } from "./chatgpt.tsx";
import { claudeCodeGuide } from "./claude-code.tsx";
import { claudeGuide } from "./claude.tsx";
import { cursorGuide } from "./cursor.tsx";
import type { Guide, GuideInput } from "./guide.ts";
import { otherGuide } from "./other.tsx";
import { teamGuide } from "./team.tsx";
import { vsCodeGuide } from "./vscode.tsx";

const GUIDES: Record<Host, (input: GuideInput) => Guide> = {
  claude: claudeGuide,
  team: teamGuide,
  "claude-code": claudeCodeGuide,
  cursor: cursorGuide,
  vscode: vsCodeGuide,
  chatgpt: chatGptGuide,
  other: otherGuide,
};

export function makeGuide(host: Host, input: GuideInput): Guide {
  return GUIDES[host](input);
}
