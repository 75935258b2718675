import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exposeName, findOwnName } from "./expose-name.ts";
import { exposeUris } from "./expose-uris.ts";

const slugs = fc.stringMatching(/^[a-z0-9]([a-z0-9_]{0,22}[a-z0-9])?$/);

describe("names", () => {
  test("lead back to the one they were made of, whatever instance and name", () => {
    fc.assert(
      fc.property(
        fc.option(slugs, { nil: "" }),
        fc.constantFrom("prompt", "uri"),
        fc.string(),
        (slug, kind, name) => {
          expect(findOwnName({ slug }, kind, exposeName({ slug }, kind, name))).toBe(name);
        },
      ),
    );
  });

  test("of resources are of one instance alone, and URIs where they were", () => {
    fc.assert(
      fc.property(slugs, slugs, fc.webUrl(), (one, other, uri) => {
        const exposed = exposeName({ slug: one }, "uri", uri);
        expect(exposed).toMatch(/^[a-z][a-z0-9+.-]*:/);
        expect(findOwnName({ slug: other }, "uri", exposed) === null).toBe(one !== other);
      }),
    );
  });
});

describe("addresses in results", () => {
  const far = { slug: "far" };

  test("of the first instance stay byte for byte, of another everything but the addresses does", () => {
    const result =
      '{ "contents":[{"uri":"a:1","text":"\\u0061", "n":1.0,"__proto__":{"uri":"a:1"},"constructor":12345678901234567890}],"uri":"a:1"}';
    expect(exposeUris({ slug: "" }, result)).toBe(result);
    expect(exposeUris(far, result)).toBe(
      '{"contents":[{"uri":"far+a:1","text":"\\u0061","n":1.0,"__proto__":{"uri":"a:1"},"constructor":12345678901234567890}],"uri":"a:1"}',
    );
  });

  test.each([
    '{"contents":"uri","content":{"uri":1},"messages":{"uri":null}}',
    '{"content":[{"type":"text","uri":"a:1"},5,null,[{"uri":"a:1"}]]}',
    '{"content":[{"type":"resource","resource":"uri"},{"type":"resource_link","uri":["a:1"]}]}',
    '{"structuredContent":{"uri":"a:1","contents":[{"uri":"a:1"}]}}',
    '{"contents":[{"uri":"a:1","uri":"b:2"}]}',
  ])("are looked for only where results have them: %s", (result) => {
    expect(exposeUris(far, result)).toBe(result);
  });

  test("are found in messages, in one block and in many", () => {
    const block = '{"type":"resource_link","uri":"a:1"}';
    const result = `{"messages":[{"role":"user","content":${block}},{"role":"user","content":[${block}]}]}`;
    expect(exposeUris(far, result)).toBe(result.replaceAll('"a:1"', '"far+a:1"'));
  });

  test("nothing else of any result changes", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (other) => {
        const text = JSON.stringify({ ...other, contents: [{ uri: "a:1" }] });
        expect(JSON.parse(exposeUris(far, text))).toEqual({
          ...(JSON.parse(text) as object),
          contents: [{ uri: "far+a:1" }],
        });
      }),
    );
  });
});
