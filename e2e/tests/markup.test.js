// Every page is valid HTML as it leaves the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { addOtherWays, decide, startBoard } from "../brig.js";

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
  const other = await addOtherWays(board);
  const told = await decide(board, { title: "<i>One</i> number & \"one\" ward" }, { text: "The Group AGREED that 1 < 2.", what_changes: "1 < 2 & 2 > 1.", for_whom: "<b>Everybody</b>", from_when: "2030-01-01", who_to_ask: "\"Switchboard\"" });
  const cascade = await read(`${board.base}/cascade`);
  const inCascade = (link) => link.exec(cascade)[1];
  const [network, edition, gone] = [/<a href="([^"]*\/networks\/(?!new)[^"]+)"/, /<a href="([^"]*\/editions\/[^"]+)">[1-9]/, /<li><a href="([^"]*\/editions\/[^"]+)"/].map(inCascade);
  const group = inCascade(/Groups that get the minute[^]*?<a href="([^"]*\/networks\/[^"]+)"/);
  const [item, over, decision, action] = await Promise.all(["meetings/13", "meetings/12", "decisions", "actions"].map(first));

  const room = (path) => `/${board.group}${path}`;
  const own = [
    "", "/raise", "/follow", "/issues", "/issues?q=zebra&state=new", "/issues/NM-0001", "/issues/NM-0066/triage", "/triage/new", "/members", "/held-work",
    "/meetings", "/meetings/plan", "/meetings/rules", "/meetings/year?rhythm=every+month%2C+first+Monday", "/days-off", "/themes/calendar", "/meetings/13", "/meetings/13/details", "/meetings/13/attendance", "/meetings/13/read-back",
    "/meetings/12", "/meetings/12/attendance", "/meetings/12/read-back", "/meetings/12/minute", "/meetings/12/minute/edit", "/meetings/12/minute/corrections", "/meetings/12/minute/corrections/new?section=1&paragraph=0", "/meetings/12/minute/versions", "/meetings/11/minute",
    "/decisions", "/actions", "/actions?show=mine", "/actions?show=all", "/actions?show=late",
    "/cascade", "/cascade/networks/new", "/cascade/post",
    ...["copy", "list", "page", "print", "feed", "teams", "recipients", "minute"].map((kind) => `/cascade/networks/new?takes=${kind}`),
    `/cascade/networks/${other.list}`, `/cascade/networks/${other.list}/change`, `/cascade/networks/${other.list}/recipients`, `/cascade/networks/${other.list}/recipients?search=one`, `/cascade/networks/${other.list}/recipients/import`,
    "/cascade/versions", "/cascade/versions/rules", `/cascade/versions/${other.page}/${told.replace("/", "-")}`, `/cascade/decisions/${told.replace("/", "-")}`,
    "/cascade/coverage", "/cascade/coverage?side=gp&to=2030-01-01&from=2029-01-01", "/cascade/questions", "/cascade/minutes/12", `/cascade/groups/${other.page}`, new URL(other.news).pathname.slice(board.group.length + 1),
    "/reports", "/letters", "/letters/new", "/letters/rules", "/actions?show=meetings", "/actions?show=themes", "/actions?show=closed", "/actions/feed",
    "/members/coverage", "/members/history", "/members/new", "/members/import", "/vacancies", "/vacancies/new",
    "/directory", "/directory/new", "/directory/rules", "/directory/import", "/ways-in", "/ways-in/harbour-surgery", "/signposts", "/issues/NM-0001/thanks", "/raise?from=harbour-surgery", "/surveys", "/surveys/1", "/surveys/2",
    "/terms", "/terms/versions", "/terms/versions/1", "/terms/versions/2", "/terms/draft", "/terms/draft/questions", "/terms/draft/text", "/terms/draft/text/new", "/terms/draft/when", "/terms/draft/read",
    ...["board", "co-chairs", "balance", "coverage", "quorum", "frequency", "themes", "promises", "reporting-line", "minute-groups", "networks", "backfill"].map((rule) => `/terms/draft/rules/${rule}`),
  ].map(room);
  const pages = ["/", "/help", "/sign-in", "/demo", "/demo/mailbox", "/nowhere", `${new URL(follow).pathname}?received`, ...own, item, over, decision, action, `${action}/outside`, network, `${network}/change`, group, `${group}/change`, group.replace("/networks/", "/groups/"), edition, gone];
  const toChairs = ["", "/members", "/meetings/13/read-back", "/meetings/12/minute", "/waiting"].map((path) => board.base + path);
  const forgery = /name="forgery" value="([^"]+)"/.exec(await read(`${board.base}/meetings/plan`))[1];
  const post = (path, fields) => fetch(board.url + path, { method: "POST", headers, body: new URLSearchParams({ forgery, ...fields }) });
  // A draft with questions of every kind.
  const form = new FormData();
  const brought = "Draft template\nWork <1>\nWe & [who \"else\"] meet [how often].\nIt is recommended that groups adapt this.\nNews goes out by the Glen Valley weekly bulletin.\nWe see [list things e.g. a, b].\n| A [x] | B |\n";
  for (const [name, value] of Object.entries({ forgery, from: "paste", paste: brought })) form.append(name, value);
  assert.equal((await fetch(board.url + room("/terms/template"), { method: "POST", headers, body: form })).url, `${board.base}/terms/draft?begun`);
  // Changed by somebody else: of a version that was never there.
  const stale = { version: "0", name: "<Moor> & \"more\"", address: "moor@northmoor.example", takes: "list", every: "month", copy_day: "1", copy_time: "12:00", out_day: "last" };
  const conflict = await post(`${network}/change`, stale);
  assert.equal(conflict.status, 409);
  const reference = new URL(decision, board.url).pathname.split("/").pop();
  const leftOut = await post(`${edition}/entries/${reference}`, { to: "out" });
  assert.equal(leftOut.url, `${board.url}${edition}?out`);
  const refused = await Promise.all([
    post(room("/raise"), { text: "", known: "named" }),
    ...["/terms/draft/rules/board", "/terms/draft/rules/balance", "/terms/draft/rules/frequency", "/terms/draft/text/new", "/members/new", "/directory/new", "/vacancies/new", "/meetings/plan", "/meetings/rules", "/meetings/13/items", "/cascade/networks/new", "/cascade/networks/new?takes=page", "/cascade/post", "/cascade/versions/rules", `/cascade/networks/${other.list}/recipients`, "/letters/new"].map((path) => post(room(path))),
    post(`${network}/change`, { every: "month" }),
    post(`${item}/record`, { done_means: "It has rung." }),
    post(`${action}/completion`),
  ]);
  assert.deepEqual(refused.map((answer) => answer.status), refused.map(() => 422));
  const shown = await Promise.all([...pages.map((path) => fetch(board.url + path, { headers })), ...toChairs.map((url) => fetch(url, { headers: chairs }))]);
  assert.deepEqual(shown.filter((answer) => answer.status !== 200).map((answer) => answer.url), [`${board.url}/nowhere`]);
  const faults = [];
  for (const answer of [conflict, leftOut, ...refused, ...shown]) {
    const report = await validator.validateString(await answer.text());
    for (const message of report.results.flatMap((result) => result.messages)) {
      faults.push(`${answer.url} ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
  }
  assert.deepEqual(faults, []);
});
