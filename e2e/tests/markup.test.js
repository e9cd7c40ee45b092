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

/** Signs in as somebody; gives what the browser would send from then on. */
async function signedIn(person) {
  const asked = await fetch(person.sign_in_url);
  const key = /name="form_key" value="([^"]+)"/.exec(await asked.text())[1];
  const answer = await fetch(person.sign_in_url, { method: "POST", redirect: "manual", body: new URLSearchParams({ form_key: key }) });
  return { cookie: answer.headers.get("set-cookie").split(";")[0] };
}

test("every page is valid HTML", async () => {
  const headers = await signedIn(board.person("administrator"));
  const read = async (address) => (await fetch(address, { headers })).text();
  const chairs = await signedIn(board.person("co-chair", "consultant"));
  const raised = await fetch(`${board.url}/api/v1/${board.group}/issues`, {
    method: "POST",
    headers: { authorization: `Bearer ${board.api_token}`, "content-type": "application/json" },
    body: JSON.stringify({ text: "Seen <b>twice</b> & \"quoted\".", known: "anonymous" }),
  });
  const { follow_url: follow } = await raised.json();
  // References that the day of the demonstration has a part in.
  const first = async (list) => /<tbody[^]*?<a href="([^"]+)"/.exec(await read(`${board.base}/${list}`))[1];
  const [item, over, decision, action] = await Promise.all(["meetings/13", "meetings/12", "decisions", "actions"].map(first));

  const room = (path) => `/${board.group}${path}`;
  const own = [
    "", "/raise", "/follow", "/issues", "/issues?q=zebra&state=new", "/issues/NM-0001", "/issues/NM-0066/triage", "/members", "/held-work",
    "/meetings", "/meetings/plan", "/meetings/rules", "/meetings/13", "/meetings/13/details", "/meetings/13/attendance", "/meetings/13/read-back",
    "/meetings/12", "/meetings/12/attendance", "/meetings/12/read-back", "/meetings/12/minute", "/meetings/12/minute/edit", "/meetings/11/minute",
    "/decisions", "/actions", "/actions?show=mine", "/actions?show=all",
  ].map(room);
  const pages = ["/", "/help", "/sign-in", "/demo", "/demo/mailbox", "/nowhere", `${new URL(follow).pathname}?received`, ...own, item, over, decision, action];
  const toChairs = ["members", "meetings/13/read-back", "meetings/12/minute"].map((path) => `${board.base}/${path}`);
  const forgery = /name="forgery" value="([^"]+)"/.exec(await read(`${board.base}/meetings/plan`))[1];
  const post = (path, fields) => fetch(board.url + path, { method: "POST", headers, body: new URLSearchParams({ forgery, ...fields }) });
  const refused = await Promise.all([
    post(room("/raise"), { text: "", known: "named" }),
    ...["/meetings/plan", "/meetings/rules", "/meetings/13/items"].map((path) => post(room(path))),
    post(`${item}/record`, { done_means: "It has rung." }),
    post(`${action}/completion`),
  ]);
  assert.deepEqual(refused.map((answer) => answer.status), refused.map(() => 422));
  const shown = await Promise.all([...pages.map((path) => fetch(board.url + path, { headers })), ...toChairs.map((url) => fetch(url, { headers: chairs }))]);
  assert.deepEqual(shown.filter((answer) => answer.status !== 200).map((answer) => answer.url), [`${board.url}/nowhere`]);
  const faults = [];
  for (const answer of [...refused, ...shown]) {
    const report = await validator.validateString(await answer.text());
    for (const message of report.results.flatMap((result) => result.messages)) {
      faults.push(`${answer.url} ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(faults, []);
});
