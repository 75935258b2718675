import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isDomainError } from "../../kernel/errors.ts";
import { setConfig } from "../config/get-config.ts";
import { parseConfig } from "../config/parse-config.ts";
import { listLocalMails } from "./local-mailbox.ts";
import { sendMail } from "./send-mail.ts";

const MAIL = {
  to: "ada@acme.example",
  subject: "Hello",
  text: "Plain words",
  html: "<p>Plain words</p>",
  localNotice: "Mail for ada@acme.example",
};
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64url");
const DATABASE = "postgres://nobody@127.0.0.1:1/none";
let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
  vi.restoreAllMocks();
});

function configure(env: Record<string, string>): void {
  const databases = { DATABASE_URL: DATABASE, DATABASE_AUTH_URL: DATABASE, DATABASE_OWNER_URL: DATABASE };
  const parsed = parseConfig({ LOG_LEVEL: "silent", SECRETS: SECRET, ...databases, ...env });
  if (!parsed.ok) throw new Error(parsed.reason);
  setConfig(parsed.config);
}

/** The least of a mail server: takes one line at a time and answers recipients as told. */
async function startMailServer(rcptAnswer: string): Promise<{ url: string; received: string[] }> {
  const received: string[] = [];
  const listening = createServer((socket: Socket) => {
    let isData = false;
    socket.write("220 ready\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString("utf8").split("\r\n").filter(Boolean)) {
        received.push(line);
        if (isData && line !== ".") continue;
        isData = line === "DATA";
        if (line.startsWith("RCPT")) socket.write(`${rcptAnswer}\r\n`);
        else socket.write(isData ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const bound = listening.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  return { url: `smtp://127.0.0.1:${port}/?ignoreTLS=true`, received };
}

describe("a public server", () => {
  test("hands the mail to the mail server, and neither mailbox nor terminal sees it", async () => {
    const { url, received } = await startMailServer("250 ok");
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
    const { url } = await startMailServer("550 no such mailbox");
    configure({ PUBLIC_URL: "https://connect.example", SMTP_URL: url });
    expect(await sendMail(MAIL)).toEqual({ ok: false, reason: "refused" });
  });

  test("is unavailable when the mail server puts it off or cannot be reached", async () => {
    const { url } = await startMailServer("451 later");
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
    expect(mails[0]).toMatchObject({ to: "ada@acme.example", subject: "Mail 51", text: "Plain words" });
    expect(mails.at(-1)?.subject).toBe("Mail 2");
    expect(write).toHaveBeenLastCalledWith(
      "Mail for ada@acme.example (also at http://localhost:3000/local/mailbox)\n",
    );
  });
});
