import { expect, test } from "vitest";
import { readForms, readLinks, readRefresh, readText, readTitle } from "./read-html.ts";

const PAGE = `<html><head><title>Sign in &amp; go</title><style>a{}</style></head><body><script>var x = "<form>"</script>
<form action="/sign-in/request?a=1&amp;b=2" method="post"><input type="hidden" name="next" value="/connect/x?a=1&amp;b=2"/>
<input type="checkbox" name="group" value="agents.read" checked=""/><input type="checkbox" name="group" value="git.external" disabled=""/>
<button type="submit" name="decision" value="allow">Allow</button></form>
<p>It&#x27;s <b>here</b>&nbsp;now</p><a class="x" href="/docs?a=1&amp;b=2">Docs</a></body></html>`;

test("a form's fields come with their values, and say which cannot be sent", () => {
  const [form] = readForms(PAGE);
  expect(form).toMatchObject({ action: "/sign-in/request?a=1&b=2", method: "POST" });
  expect(form?.fields.map(({ name, value, isDisabled }) => [name, value, isDisabled])).toEqual([
    ["next", "/connect/x?a=1&b=2", false],
    ["group", "agents.read", false],
    ["group", "git.external", true],
    ["decision", "allow", false],
  ]);
});

test("the text is what somebody reads, without scripts and markup", () => {
  expect(readText(PAGE)).toBe("Allow It's here now Docs");
  expect(readTitle(PAGE)).toBe("Sign in & go");
  expect(readLinks(PAGE)).toEqual(["/docs?a=1&b=2"]);
});

test("a page that moves on says where to; any other does not", () => {
  expect(readRefresh('<meta http-equiv="refresh" content="0;url=https://a.example/?x=1&amp;y=2">')).toBe(
    "https://a.example/?x=1&y=2",
  );
  expect(readRefresh(PAGE)).toBeNull();
});
