import { beforeEach, describe, expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { PLAYS } from "#lib/testing/taking-back/plays.ts";
import { readChosen } from "#lib/testing/taking-back/read-chosen.ts";
import { codeOf, useTakingBack } from "#lib/testing/taking-back/use-taking-back.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { getTakingBack } from "./get-taking-back.ts";
import { REVERSALS } from "./internal/taking-back/reversals.ts";
import { takeBackChange } from "./take-back-change.ts";

useDatabase();
const { world, rows, newest } = useTakingBack();

test("every action that can be taken back is played here", async () => {
  const played = new Set<string>();
  for (const { prepare, change } of Object.values(PLAYS)) {
    await prepare?.(world.scene);
    await change(world.scene);
    played.add((await rows()).at(-1)?.action ?? "");
  }
  const reversible = Object.entries(REVERSALS).flatMap(([action, reversal]) => (reversal ? [action] : []));
  // What takes rules and limits back is itself taken back in each of their plays.
  const asReverts = ["argument-limit.revert", "tool-policy.revert"];
  expect([...played, ...asReverts].toSorted()).toEqual(reversible.toSorted());
});

describe.each(Object.entries(PLAYS))(
  "%s",
  (_name, { prepare, change, again, disturb, action, isOneWay, lesser }) => {
    beforeEach(async () => {
      await prepare?.(world.scene);
    });

    test("is taken back once, by its own verb, whose row says of which; that is taken back too", async () => {
      const before = await readChosen(world.owner);
      await change(world.scene);
      const [seq, changed] = [await newest(), await readChosen(world.owner)];
      expect(await getTakingBack(world.owner, { seq })).toMatchObject({ kind: "open", isAllowed: true });
      const second = await mintMember(world.tenant, "owner");
      const answers = await Promise.all(
        [world.owner, second, world.owner].map((one) => codeOf(takeBackChange(one, { seq }))),
      );
      expect(answers.toSorted()).toEqual(["conflict", "conflict", "done"]);
      const back = (await rows()).at(-1);
      expect(back).toMatchObject({
        action,
        outcome: "done",
        seq: seq + 1n,
        after: { takesBack: String(seq) },
      });
      expect(await readChosen(world.owner)).toBe(before);
      expect(changed).not.toBe(before);
      expect(await getTakingBack(world.owner, { seq })).toMatchObject({
        kind: "taken-back",
        by: { seq: seq + 1n },
      });
      expect(await codeOf(takeBackChange(world.owner, { seq }))).toBe("conflict");
      const forward = codeOf(takeBackChange(world.owner, { seq: seq + 1n }));
      expect(await forward).toBe(isOneWay ? "precondition_failed" : "done");
      if (isOneWay) return;
      expect(await readChosen(world.owner)).toBe(changed);
      expect(await getTakingBack(world.owner, { seq })).toMatchObject({ kind: "open" });
    });

    test("is not taken back once it was changed again", async () => {
      await change(world.scene);
      const seq = await newest();
      await again(world.scene);
      const now = await readChosen(world.owner);
      expect(await codeOf(takeBackChange(world.owner, { seq }))).toBe("conflict");
      expect(await getTakingBack(world.owner, { seq })).toMatchObject({
        kind: "changed",
        by: { seq: await newest() },
      });
      expect(await readChosen(world.owner)).toBe(now);
    });

    test("J27: is taken back by nobody who may not do it, by no stranger, and not over what no row tells of", async () => {
      await change(world.scene);
      const [seq, changed] = [await newest(), await readChosen(world.owner)];
      const stranger = await mintMember(await mintTenant(), "owner");
      expect(await codeOf(takeBackChange(stranger, { seq }))).toBe("not_found");
      expect(await getTakingBack(stranger, { seq })).toBeNull();
      const reader = await mintMember(world.tenant, lesser);
      expect(await getTakingBack(reader, { seq })).toMatchObject({ kind: "open", isAllowed: false });
      expect(await codeOf(takeBackChange(reader, { seq }))).toBe("forbidden");
      const refused = (await rows()).at(-1);
      expect(refused).toMatchObject({ action, outcome: "refused", actorId: reader.personId });
      expect(await codeOf(takeBackChange(await mintMember(world.tenant, "member"), { seq }))).toBe(
        "forbidden",
      );
      expect(await readChosen(world.owner)).toBe(changed);
      // The verb looks again, in its own transaction.
      await inTenant(world.tenant.tenantId, (tx) => disturb(tx, world.tenant.tenantId));
      const now = await readChosen(world.owner);
      expect(await codeOf(takeBackChange(world.owner, { seq }))).toBe("conflict");
      expect([await readChosen(world.owner), await newest()]).toEqual([now, refused?.seq]);
    });
  },
);
