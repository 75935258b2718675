import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { checkCode } from "./check-code.ts";
import { findSession } from "./find-session.ts";
import { keepSignIn } from "./keep-sign-in.ts";
import { requestCode } from "./request-code.ts";

useDatabase({ PUBLIC_URL: "https://connect.example", SMTP_URL: "smtp://127.0.0.1:1" });

const received: string[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((socket) => {
    let isData = false;
    socket.write("220 ready\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString("utf8").split("\r\n")) {
        received.push(line);
        if (isData ? line !== "." : line === "") continue;
        isData = line === "DATA";
        socket.write(isData ? "354 go on\r\n" : line.includes("refused@") ? "550 no\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  setConfig({ ...getConfig(), smtpUrl: `smtp://127.0.0.1:${port}/?ignoreTLS=true` });
});
afterAll(() => server.close());

test("J14: on https the cookies are __Host-, Secure, HttpOnly, SameSite=Lax; the code came by mail alone", async () => {
  const terminal = vi.spyOn(process.stdout, "write");
  const address = "ada@acme.example";
  expect(await requestCode({ address, userAgent: null })).toMatchObject({ ok: true });
  const code = received.find((line) => /^[0-9]{6}$/.test(line));
  const result = await checkCode({ address, code, cookieHeader: null });
  const setCookie = result.ok ? result.setCookie : "";
  expect(setCookie).toMatch(
    /^__Host-connect\.session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(keepSignIn({ address, next: "/" })).toMatch(
    /^__Host-connect\.sign-in=[\w-]+; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect((await findSession(setCookie.split(";")[0] ?? ""))?.actor.email).toBe(address);
  expect(await findSession((setCookie.split(";")[0] ?? "").replace("__Host-", ""))).toBeNull();
  expect(listLocalMails()).toEqual([]);
  expect(terminal.mock.calls.flat().join("")).not.toContain(code);
});

test("an address the mail server refuses is said so, and asking again need not wait", async () => {
  const refused = { ok: false, reason: "mail_refused" };
  expect(await requestCode({ address: "refused@acme.example", userAgent: null })).toEqual(refused);
  expect(await requestCode({ address: "refused@acme.example", userAgent: null })).toEqual(refused);
});
