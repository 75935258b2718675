import { findSession } from "#lib/identity/find-session.ts";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";

const ORIGIN = "http://localhost:3000";

type Door = (request: Request) => Promise<Response>;
/** The doors of signing in, handed in by the test beside them. */
export type SignInDoors = {
  request: Door;
  check: Door;
  provider: Door;
  callback: (request: Request, context: { params: Promise<{ connection: string }> }) => Promise<Response>;
};

/** The cookies of the request under way, for what reads them through Next. */
export const current = { cookies: "" };

/** A browser at the doors of signing in: its cookies, and what it does with a form and a redirect. */
export class DoorBrowser {
  readonly jar = new Map<string, string>();
  readonly #doors: SignInDoors;

  constructor(doors: SignInDoors) {
    this.#doors = doors;
  }

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  keep(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) this.jar.set(name, value);
      else this.jar.delete(name);
    }
    return response;
  }

  async post(door: Door, fields: Record<string, string>): Promise<Response> {
    current.cookies = this.cookie;
    const headers = { origin: ORIGIN, "sec-fetch-site": "same-origin", cookie: this.cookie };
    const body = new URLSearchParams(fields);
    return this.keep(await door(new Request(`${ORIGIN}/door`, { method: "POST", headers, body })));
  }

  /** Presses the button, signs in there, and answers where the provider sends the browser. */
  async leave(fields: Record<string, string>): Promise<URL> {
    const page = await (await this.post(this.#doors.provider, fields)).text();
    const target = /href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&#38;", "&") ?? "none";
    const there = await fetch(target, { redirect: "manual" });
    return new URL(there.headers.get("location") ?? "none:");
  }

  async comeBack(url: URL): Promise<string> {
    current.cookies = this.cookie;
    const connection = url.pathname.split("/").at(-1) ?? "";
    const request = new Request(url, { headers: { cookie: this.cookie } });
    const response = this.keep(
      await this.#doors.callback(request, { params: Promise.resolve({ connection }) }),
    );
    return `${response.status} ${response.headers.get("location")}`;
  }

  async who(): Promise<PersonActor | undefined> {
    return (await findSession(this.cookie))?.actor;
  }

  async signInByCode(address: string): Promise<string> {
    await this.post(this.#doors.request, { email: address, next: "/o", way: "code" });
    return await this.typeCode(address);
  }

  async typeCode(address: string): Promise<string> {
    return toWhere(await this.post(this.#doors.check, { code: sentCode(address) }));
  }

  get problem(): string | undefined {
    return findSignIn(this.cookie)?.problem?.reason;
  }
}

/** The status and the place of a redirect. */
export function toWhere(response: Response): string {
  return `${response.status} ${response.headers.get("location")}`;
}

/** The newest code mailed to that address. */
export function sentCode(to: string): string {
  const mail = listLocalMails().find((one) => one.to === to);
  return /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "none";
}
