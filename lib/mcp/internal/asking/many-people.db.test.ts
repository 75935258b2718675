import { describe, expect, test } from "vitest";
import { connectAsked, useAsking } from "#lib/testing/use-asking.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const scene = useAsking();

const PEOPLE = 25;
/** Of each person. All fifty questions are open together: an instance may have 64 calls parked. */
const CALLS = 2;

describe.each([
  ["legacy", "legacy"],
  ["legacy", "modern"],
  ["modern", "modern"],
  ["modern", "legacy"],
] as const)("G19: 25 people with a %s client of a %s instance", (era, upstream) => {
  test("asked at the same time get their own questions and their own answers", async () => {
    const allAsked = Promise.withResolvers<void>();
    let asked = 0;
    const onAsked = async () => {
      asked += 1;
      if (asked === PEOPLE * CALLS) allAsked.resolve();
      await allAsked.promise;
    };
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, index) => {
        const name = `person-${index}`;
        const token = await scene.connect(upstream);
        return { name, client: await connectAsked(scene, era, { token, name, onAsked }) };
      }),
    );
    await Promise.all(
      people.map(async ({ name, client }) => {
        const calls = Array.from({ length: CALLS }, (_, index) =>
          client.call({ ask: ["form"], for: [name, index] }),
        );
        for (const [index, { text }] of (await Promise.all(calls)).entries()) {
          expect(JSON.parse(text)).toMatchObject({ for: [name, index] });
          expect(text).toContain(`"content":{"name":"${name}"}`);
        }
        expect(client.asked).toHaveLength(CALLS);
        for (const { params } of client.asked) expect(params["message"]).toContain(`"${name}"`);
        await client.close();
      }),
    );
  });
});
