import "#server-only";
import type { Point } from "./check.ts";
import * as account from "./points/account.ts";
import * as apps from "./points/apps.ts";
import * as calls from "./points/calls.ts";
import { CERTIFICATE } from "./points/certificate.ts";
import * as documentation from "./points/documentation.ts";
import {
  defineDatedPage,
  defineOpenPage,
  PRIVACY_COVERS,
  PRIVACY_TRUE,
  SECURITY_CONTACT,
  SUPPORT_CHANNEL,
} from "./points/documents.ts";
import * as icons from "./points/icons.ts";
import { ARGUMENTS } from "./points/ledger.ts";
import * as discovery from "./points/oauth-discovery.ts";
import * as flow from "./points/oauth-flow.ts";
import * as requests from "./points/oauth-requests.ts";
import * as outside from "./points/outside-world.ts";
import * as tools from "./points/tools.ts";
import * as transport from "./points/transport.ts";

/** The directory's checklist, all of it, by its own numbers. A point without a live check says whose word it takes. */
export const POINTS: readonly Point[] = [
  { number: 1, title: "A Claude Team or Enterprise organisation", checks: [outside.SEAT] },
  { number: 2, title: "Titles and hints", checks: [tools.LISTED, tools.LABELLED] },
  { number: 3, title: "Reading and changing apart", checks: [tools.SEPARATE] },
  { number: 4, title: "Free queries name their target", checks: [tools.QUERIES] },
  { number: 5, title: "Names", checks: [tools.NAMES] },
  { number: 6, title: "Descriptions", checks: [tools.DESCRIPTIONS] },
  { number: 7, title: "No instructions from outside", checks: [tools.BEHAVIOUR] },
  {
    number: 8,
    title: "Every tool works",
    checks: [tools.SCHEMAS, calls.SUCCEED, calls.MESSAGES, calls.LATENCY],
  },
  { number: 9, title: "Results of a fitting size", checks: [calls.SIZES, calls.TRIMMED] },
  {
    number: 10,
    title: "OAuth, certificate and callbacks",
    checks: [
      discovery.CHALLENGE,
      discovery.RESOURCE,
      discovery.SERVER,
      requests.REGISTRATION,
      requests.CALLBACKS,
      requests.PROOF_KEY,
      flow.CODE_FLOW,
      flow.REFRESH,
      flow.LATENCY,
      CERTIFICATE,
    ],
  },
  {
    number: 11,
    title: "Streamable HTTP",
    checks: [transport.POST, transport.GET, transport.NO_MEMORY, transport.LATENCY],
  },
  {
    number: 12,
    title: "Privacy policy",
    checks: [
      defineDatedPage("privacy.page", "The privacy policy is there for everybody, with its date", "/privacy"),
      PRIVACY_COVERS,
      PRIVACY_TRUE,
    ],
  },
  {
    number: 13,
    title: "Support and security contact",
    checks: [
      defineOpenPage("support.page", "The help page is there for everybody", "/support"),
      SUPPORT_CHANNEL,
      SECURITY_CONTACT,
    ],
  },
  {
    number: 14,
    title: "Documentation",
    checks: [
      defineOpenPage("docs.page", "The documentation is there for everybody", "/docs"),
      documentation.DOCS_COVER,
      documentation.DOCS_WHOLE,
    ],
  },
  { number: 15, title: "A populated account for reviewers", checks: [account.SIGNS_IN, account.POPULATED] },
  { number: 16, title: "Three example prompts", checks: [calls.PROMPTS] },
  { number: 17, title: "Ownership of service and domain", checks: [outside.ONE_DOMAIN, outside.API_OWNER] },
  {
    number: 18,
    title: "Kept up, under the Directory Terms",
    checks: [
      defineDatedPage("terms.page", "The terms are there for everybody, with their date", "/terms"),
      outside.TERMS,
    ],
  },
  { number: 19, title: "No money, media or advertising", checks: [tools.PERMITTED] },
  {
    number: 20,
    title: "Usage policy, and only the data that is needed",
    checks: [tools.ONLY_NEEDED, ARGUMENTS, outside.USAGE_POLICY],
  },
  { number: 21, title: "Allowed link addresses", checks: [apps.LINKS] },
  { number: 22, title: "Pictures of app pages", checks: [apps.PICTURES] },
  { number: 23, title: "Icon, favicon and final name", checks: [icons.FILES, icons.LINKED, icons.NAME] },
  {
    number: 24,
    title: "Tried in the Inspector and as a connector",
    checks: [outside.INSPECTOR, outside.CONNECTOR, outside.EGRESS],
  },
];

/** What others stand on comes first, so that a fault is told where it is and not where it shows. */
const FIRST = [10, 15, 11];

export const IN_ORDER: readonly Point[] = [
  ...FIRST.flatMap((number) => POINTS.filter((point) => point.number === number)),
  ...POINTS.filter(({ number }) => !FIRST.includes(number)),
];
