import { execFile } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

/** The command in a process of its own, where there is no database. */
async function run(command: string, words: string[]) {
  const file = path.join(import.meta.dirname, `${command}.ts`);
  const env = { NODE_ENV: "test" as const, PATH: "/usr/bin:/bin", DATA_DIR: "/nonexistent" };
  return await new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    execFile(process.execPath, [file, ...words], { env }, (error, said, complained) =>
      resolve({ code: error ? Number(error.code) : 0, said, complained }),
    );
  });
}

test.each(["attempts", "client", "keys"])(
  "%s says how it is used to who asks, with no database needed",
  async (command) => {
    const { code, said, complained } = await run(command, ["--help"]);
    expect([code, complained]).toEqual([0, ""]);
    expect(said).toContain(`npm run ${command} -- `);
  },
);

test.each([
  ["attempts", ["CCK2-BERW", "M816-KG9A"]],
  ["attempts", ["--all"]],
  ["client", ["list", "all"]],
  ["client", ["add", "Reporter", "https://app.example/callback"]],
  ["client", ["remove"]],
  ["keys", ["list", "all"]],
  ["keys", ["rotate", "everything"]],
])("%s with the words %j does nothing and says how it is used", async (command, words) => {
  const { code, said, complained } = await run(command, words);
  expect([code, said]).toEqual([1, ""]);
  expect(complained).toContain(`npm run ${command} -- `);
});
