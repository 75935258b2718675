import type { Metadata } from "next";
import { PRIVACY_VERSIONS } from "#lib/operations/stored-data.ts";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextPage } from "../_components/text-page.tsx";
import { PrivacyText } from "./privacy-text.tsx";

export const metadata: Metadata = {
  title: pageTitle("Privacy"),
  description: "What this server stores about you, for how long, and who can see it.",
};

export default function PrivacyPage() {
  const [newest] = PRIVACY_VERSIONS;
  return (
    <TextPage
      title="Privacy"
      summary="We keep your e-mail address, the connections you allow, that an app called a tool, and what administrators change. What it asked the tool is kept only where your organisation chose so, what the tool answered never. No advertising, no analytics, nothing sold. You can take a copy of your data, and delete your account, by yourself."
      changedOn={newest.on}
    >
      <PrivacyText />
    </TextPage>
  );
}
