// Every page is valid HTML as it leaves the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { startBoard } from "../brig.js";

let board;
before(async () => { board = await startBoard(); });
after(async () => { assert.equal(await board.stop(), 0); });

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Rows and cells that are stacked on a phone lose their meaning there unless their roles are written out.
    "no-redundant-role": "off",
    "prefer-native-element": "off",
  },
});

test("every page is valid HTML", async () => {
  const person = board.person("administrator");
  const asked = await fetch(person.sign_in_url);
  const key = /name="form_key" value="([^"]+)"/.exec(await asked.text())[1];
  const signedIn = await fetch(person.sign_in_url, { method: "POST", redirect: "manual", body: new URLSearchParams({ form_key: key }) });
  const headers = { cookie: signedIn.headers.get("set-cookie").split(";")[0] };

  const raised = await fetch(`${board.url}/api/v1/${board.group}/issues`, {
    method: "POST",
    headers: { authorization: `Bearer ${board.api_token}`, "content-type": "application/json" },
    body: JSON.stringify({ text: "Seen <b>twice</b> & \"quoted\".", known: "anonymous" }),
  });
  const { follow_url: follow } = await raised.json();

  const pages = [
    "/", "/help", "/sign-in", "/demo", "/demo/mailbox", "/nowhere",
    `/${board.group}`, `/${board.group}/raise`, `/${board.group}/follow`, `/${board.group}/issues`, `/${board.group}/issues?q=zebra&state=new`,
    `/${board.group}/issues/NM-0001`, `/${board.group}/issues/NM-0066/triage`, `/${board.group}/members`, `/${board.group}/held-work`, `${new URL(follow).pathname}?received`,
  ].map((path) => board.url + path);
  const empty = new URLSearchParams({ text: "", known: "named" });
  const answers = await Promise.all([
    ...pages.map((url) => fetch(url, { headers })),
    fetch(`${board.base}/raise`, { method: "POST", body: empty }),
  ]);
  const faults = [];
  for (const answer of answers) {
    const report = await validator.validateString(await answer.text());
    for (const message of report.results.flatMap((result) => result.messages)) {
      faults.push(`${answer.url} ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(faults, []);
});
