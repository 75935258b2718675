import { getConfig } from "#lib/platform/config/get-config.ts";
import { findSecurityContact, findSupportContact } from "../../find-contact.ts";
import type { Field, Section } from "./kit.ts";

/** The pages the form asks for; each is there for everybody, without signing in. */
const PAGES = [
  { label: "Documentation", path: "/docs" },
  { label: "Privacy policy", path: "/privacy" },
  { label: "Terms", path: "/terms" },
  { label: "Support", path: "/support" },
  { label: "Security", path: "/security" },
  { label: "Security contact, for programs", path: "/.well-known/security.txt" },
  { label: "Status", path: "/status" },
  { label: "Start page", path: "/" },
] as const;

export function toLinks(): Section {
  const { publicUrl } = getConfig();
  const pages = PAGES.map(({ label, path }) => ({ label, value: new URL(path, publicUrl).href }));
  return {
    id: "links",
    title: "Addresses of pages, and contacts",
    form: "4 Listing and 6 Company",
    blocks: [
      { kind: "fields", fields: [...pages, ...toContacts()] },
      {
        kind: "answers",
        answers: [
          {
            id: "company",
            title: "Company",
            says: ["The company that submits, and the person who answers to mail about the listing."],
            open: "Whoever submits fills this in: this server knows no company’s name.",
          },
          {
            id: "link-origins",
            title: "Allowed link addresses",
            says: [
              "None: leave it empty. No tool opens links or brings a page of its own, and point 21 of the checklist looks at that.",
            ],
            refs: [{ label: "Point 21", href: "#point-21" }],
          },
        ],
      },
    ],
  };
}

function toContacts(): Field[] {
  const support = findSupportContact();
  const security = findSecurityContact();
  return [
    ...(support ? [{ label: "Support contact", value: support }] : []),
    ...(security ? [{ label: "Security contact", value: security }] : []),
  ];
}
