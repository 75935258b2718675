import type { Metadata } from "next";
import { PRIVACY_VERSIONS } from "#lib/operations/stored-data.ts";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextPage } from "../_components/text-page.tsx";
import { PrivacyText } from "./privacy-text.tsx";
import { SUMMARY } from "./words.ts";

export const metadata: Metadata = {
  title: pageTitle("Privacy"),
  description: "What this server stores about you, for how long, and who can see it.",
};

export default function PrivacyPage() {
  const [newest] = PRIVACY_VERSIONS;
  return (
    <TextPage title="Privacy" summary={SUMMARY} changedOn={newest.on}>
      <PrivacyText />
    </TextPage>
  );
}
