import { afterEach, describe, expect, test, vi } from "vitest";
import { type FakeMailServer, openFakeMailServer } from "#lib/testing/open-fake-mail-server.ts";
import { isDomainError } from "../../kernel/errors.ts";
import { setConfig } from "../config/get-config.ts";
import { parseConfig } from "../config/parse-config.ts";
import { listLocalMails } from "./local-mailbox.ts";
import { sendMail } from "./send-mail.ts";

const MAIL = {
  to: "ada@acme.example",
  subject: "Hello",
  preview: "What it is about",
  heading: "Hello there",
  paragraphs: ["Plain words"],
  footer: "Because of this test",
  localNotice: "Mail for ada@acme.example",
};
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64url");
const DATABASE = "postgres://nobody@127.0.0.1:1/none";
let server: FakeMailServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
  vi.restoreAllMocks();
});

function configure(env: Record<string, string>): void {
  const databases = { DATABASE_URL: DATABASE, DATABASE_AUTH_URL: DATABASE, DATABASE_OWNER_URL: DATABASE };
  const parsed = parseConfig({ LOG_LEVEL: "silent", SECRETS: SECRET, ...databases, ...env });
  if (!parsed.ok) throw new Error(parsed.reason);
  setConfig(parsed.config);
}

describe("a public server", () => {
  test("hands the mail to the mail server, and neither mailbox nor terminal sees it", async () => {
    const { url, received } = (server = await openFakeMailServer("250 ok"));
    configure({
      PUBLIC_URL: "https://connect.example",
      SMTP_URL: url,
      MAIL_FROM: "Connect <c@connect.example>",
    });
    const write = vi.spyOn(process.stdout, "write");
    const before = listLocalMails().length;
    expect(await sendMail(MAIL)).toEqual({ ok: true });
    expect(received).toContain("RCPT TO:<ada@acme.example>");
    expect(received).toContain("MAIL FROM:<c@connect.example>");
    expect(received.join("\n")).toContain("Plain words");
    expect(listLocalMails().length).toBe(before);
    expect(write).not.toHaveBeenCalled();
  });

  test("says when the mail server takes no mail for that address", async () => {
    const { url } = (server = await openFakeMailServer("550 no such mailbox"));
    configure({ PUBLIC_URL: "https://connect.example", SMTP_URL: url });
    expect(await sendMail(MAIL)).toEqual({ ok: false, reason: "refused" });
  });

  test("is unavailable when the mail server puts it off or cannot be reached", async () => {
    const { url } = (server = await openFakeMailServer("451 later"));
    configure({ PUBLIC_URL: "https://connect.example", SMTP_URL: url });
    await expect(sendMail(MAIL)).rejects.toSatisfy((error) => isDomainError(error, "unavailable"));
    configure({ PUBLIC_URL: "https://connect.example", SMTP_URL: "smtp://127.0.0.1:1/" });
    await expect(sendMail(MAIL)).rejects.toSatisfy((error) => isDomainError(error, "unavailable"));
  });
});

describe("a local server", () => {
  test("keeps the last fifty mails, newest first, and tells the terminal", async () => {
    configure({ PUBLIC_URL: "http://localhost:3000", SMTP_URL: "smtp://127.0.0.1:1/" });
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    for (let index = 1; index <= 51; index += 1) await sendMail({ ...MAIL, subject: `Mail ${index}` });
    const mails = listLocalMails();
    expect(mails).toHaveLength(50);
    expect(mails[0]).toMatchObject({
      to: "ada@acme.example",
      subject: "Mail 51",
      text: "Hello there\n\nPlain words\n\n-- \nBecause of this test\n",
    });
    expect(mails.at(-1)?.subject).toBe("Mail 2");
    expect(write).toHaveBeenLastCalledWith(
      "Mail for ada@acme.example (also at http://localhost:3000/local/mailbox)\n",
    );
  });
});
