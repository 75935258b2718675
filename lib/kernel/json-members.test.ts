import fc from "fast-check";
import { expect, test } from "vitest";
import { readElements, readMembers, writeMembers } from "./json-members.ts";

test("values are the bytes that were written: big integers, escapes, spaces, __proto__", () => {
  const text =
    ' { "id" : 9007199254740993 ,"a":1.0e+2,"__proto__":{"x": [1, "}\\"" ]},\n"e\\u0301":"\\\\" , "s":"{,}"}';
  expect([...(readMembers(text) ?? [])]).toEqual([
    ["id", "9007199254740993"],
    ["a", "1.0e+2"],
    ["__proto__", '{"x": [1, "}\\"" ]}'],
    ["e\u0301", '"\\\\"'],
    ["s", '"{,}"'],
  ]);
});

test("what is no object, and an object that names a member twice however it is escaped, has no members", () => {
  expect(
    ["[]", "1", '"{}"', "null", '{"a":1,"a":2}', '{"a":1,"\\u0061":2}'].map((text) => readMembers(text)),
  ).toEqual(Array.from({ length: 6 }, () => null));
  expect(readMembers(" { } ")?.size).toBe(0);
});

test("whatever the object and its spacing, reading then writing loses nothing", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.constantFrom(undefined, 1, "\t"),
      (value, space) => {
        const members = readMembers(JSON.stringify(value, null, space));
        expect([...(members ?? [])].map(([name, text]) => [name, JSON.parse(text) as unknown])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(value)) as object),
        );
        expect(JSON.parse(writeMembers(members ?? []))).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
  );
});

test("the elements of an array are the bytes that were written; what is no array has none", () => {
  expect(readElements(' [ 9007199254740993 ,"a,]" , {"x":[1,{}]},[] ,null ] ')).toEqual([
    "9007199254740993",
    '"a,]"',
    '{"x":[1,{}]}',
    "[]",
    "null",
  ]);
  expect([" [ ] ", "{}", '"[]"', "1"].map((text) => readElements(text))).toEqual([[], null, null, null]);
});

test("whatever the array and its spacing, its elements are all there", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
      const elements = readElements(JSON.stringify(value, null, space));
      expect(elements?.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("what is no JSON ends the reading too, and so does more than is wanted", () => {
  expect(["[}", "[1}", "[,1]"].map((text) => readElements(text))).toEqual([null, null, null]);
  expect(['{"a":}', '{"a":,"b":1}', '{"a"'].map((text) => readMembers(text))).toEqual([null, null, null]);
  expect([readElements("[1,2]", 2), readElements("[1,2]", 1)]).toEqual([["1", "2"], null]);
  expect([readMembers('{"a":1,"b":2}', 2)?.size, readMembers('{"a":1,"b":2}', 1)]).toEqual([2, null]);
});
