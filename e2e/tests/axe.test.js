// Every page, on a phone and at a desk, light and dark: no violation that axe knows of, nobody scrolls sideways.
import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import { addOtherWays, comesBack, decide, desk, minuteTitle, openMail, openSite, phone, press, raise, signIn, stands } from "../brig.js";

// On some days every edition of the demonstration has gone: with this decision some wait. It says all that can be said.
const site = openSite(async (board) => {
  board.other = await addOtherWays(board);
  const told = { what_changes: "One telephone number reaches the ward at any hour.", for_whom: "Everybody who rings a ward", from_when: "2030-01-01", who_to_ask: "Switchboard supervisor (switchboard.supervisor@northmoor.example)" };
  board.told = await decide(board, { title: "One number for each ward" }, { text: "The Group AGREED that each ward has one number.", ...told });
});

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const schemes = ["light", "dark"];

/** What axe finds on the page as it stands, as lines to read. */
async function violations(page) {
  // Put into the page once and called there: three times as fast as its own wrapper, which loads it anew for each frame and each run.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate((values) => globalThis.axe.run(document, { iframes: false, resultTypes: ["violations"], runOnly: { type: "tag", values } }), tags);
  const ran = [found.violations, found.passes, found.incomplete, found.inapplicable].flat().map((rule) => rule.id);
  assert.ok(ran.includes("target-size"), "the rule of WCAG 2.2 on the size of targets ran");
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} (${node.failureSummary.replace(/\s+/g, " ")})`));
}

/** Looks at the page in both widths and both schemes. */
async function examine(page, heading) {
  const found = new Map();
  for (const viewport of [phone, desk]) {
    await page.setViewportSize(viewport);
    await stands(page, heading);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      for (const line of await violations(page)) found.set(line, [...(found.get(line) ?? []), `${viewport.width} ${colorScheme}`]);
    }
  }
  return [...found].map(([line, where]) => `${where.join(", ")}: ${line}`);
}

/** A page by its name: how to get there and the heading that it bears. */
const at = (path, heading) => [async (page) => page.goto(site.board.url + path.replace("{group}", site.board.group)), heading];

async function fillIn(page, text) {
  await page.goto(`${site.board.base}/raise`);
  await page.getByLabel("What happened?").fill(text);
  await page.getByLabel("Your name").fill("Dr Elspeth Rae");
  await press(page, "Send");
}

async function askForMail(page) {
  await page.goto(`${site.board.url}/sign-in`);
  await page.getByLabel("Email address").fill("wei.zhang@northmoor.example");
  await press(page, "Continue");
}

async function raiseAndTap(page) {
  await fillIn(page, "Ward rounds end after the pharmacy has shut.");
  await press(page, "None known");
  await page.getByText("Saved", { exact: true }).waitFor();
}

/** Follows the first link of a list: a reference that the day of the demonstration has a part in. */
async function openFirst(page, list) {
  await page.goto(`${site.board.base}/${list}`);
  await page.locator("tbody th a").first().click();
}

/** Opens the first of some links on the page of the agenda and its papers. */
async function fromPack(page, name) {
  await page.goto(`${site.board.base}/meetings/13/pack`);
  await page.getByRole("link", { name }).first().click();
}

/** Sends a form of the meetings back with everything left out. */
async function sendEmpty(page, button, fields) {
  for (const field of fields) await page.getByLabel(field, { exact: true }).fill("");
  await press(page, button);
  await page.getByRole("alert").waitFor();
}

async function staleIssue(page) {
  const reference = await raise(site.board, { text: "Two letters say two things about one tablet." });
  const address = `${site.board.base}/issues/${reference}`;
  await page.goto(address);
  const other = await page.context().newPage();
  await other.goto(address);
  for (const [tab, title] of [[other, "Letters differ"], [page, "Letters contradict each other"]]) {
    await tab.getByLabel("Neutral title").fill(title);
    await press(tab, "Save the wording");
  }
  await other.close();
  await page.getByRole("alert").waitFor();
}

/** Opens an edition that waits, from the page of the cascade. */
async function openEdition(page) {
  await page.goto(`${site.board.base}/cascade`);
  await page.locator("main").getByRole("link", { name: /^[1-9]\d* decisions? on / }).first().click();
}

/** Opens a line of the cascade by its heading: a network, or a group that gets the minute. */
async function openNetwork(page, name) {
  await page.goto(`${site.board.base}/cascade`);
  await page.getByRole("link", { name, exact: true }).first().click();
}

/** Opens a page of the decision that waits in every network: all its versions, or the words for one network. */
const openVersion = (page, rest) => page.goto(`${site.board.base}/cascade/${rest}/${site.board.told.replace("/", "-")}`);

/** Opens the page of the list of recipients. */
const openRecipients = (page, rest = "") => page.goto(`${site.board.base}/cascade/networks/${site.board.other.list}/recipients${rest}`);

/** Opens the page behind the link in the mail with which a committee got a minute; the administrator has it sent first. */
async function openHeard(page) {
  if (!site.heard) {
    const context = await site.browser.newContext();
    const administrator = await context.newPage();
    await signIn(administrator, site.board.person("administrator"));
    await openForm(administrator, "Consultant Committee");
    await press(administrator, "Send it the last minute again");
    await administrator.locator(".notice").waitFor();
    await context.close();
    const mail = await openMail(page, site.board, "consultant.committee@northmoor.example", "Minute of");
    [site.heard] = /https?:\S*\/heard\/[^\s>)]+/.exec(mail);
  }
  await page.goto(site.heard);
}

/** Opens a report that is composed of the last year, or a page of it. */
async function openReport(page, rest = "") {
  const report = `${site.board.base}/reports/1`;
  if ((await page.goto(report + rest)).status() !== 404) return;
  await page.goto(`${site.board.base}/reports`);
  await press(page, "Compose it");
  await page.locator("#report").waitFor();
  await page.goto(report + rest);
}

/** Opens a letter that waits to be approved. */
async function openLetter(page) {
  await page.goto(`${site.board.base}/letters/new`);
  const fields = { "To somebody else": "Director of laboratories", "Their address": "laboratories@northmoor.example", "What it is about": "Results at night", "The letter": "Results come at night.\n\nWho reads them?" };
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await press(page, "Save the letter");
  await page.locator("#letter").waitFor();
}

/** Opens the page on which somebody outside is asked to do an action. */
async function openOutside(page) {
  // The first one has been accepted by somebody outside already.
  await page.goto(`${site.board.base}/actions`);
  await page.locator("tbody th a").nth(1).click();
  await page.getByRole("link", { name: "Somebody outside the group does it" }).click();
}

/** Writes the letter to somebody outside. */
async function askOutside(page) {
  await openOutside(page);
  for (const [label, value] of Object.entries({ "What they are": "Laboratory manager", "Where": "North Moor laboratories", "Their mail address": "laboratory@northmoor.example" })) await page.getByLabel(label, { exact: true }).fill(value);
  await press(page, "Save and read the letter");
  await page.getByRole("heading", { name: "The letter", exact: true }).waitFor();
}

/** Opens every part of a page that is folded away. */
const unfold = (page) => page.locator("main details:not([open]) > summary").evaluateAll((summaries) => summaries.forEach((summary) => summary.click()));

/** Opens the form of a network from its page. */
async function openForm(page, name) {
  await openNetwork(page, name);
  await page.getByRole("link", { name: `Change ${name}` }).click();
}

/** Two tabs change one network: the later one is told. */
async function staleNetwork(page) {
  await openForm(page, "Night Service monthly update");
  await stands(page, "Change Night Service monthly update");
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const [tab, time] of [[other, "11:00"], [page, "10:00"]]) {
    await tab.getByLabel("And by what time").fill(time);
    await press(tab, "Save it");
  }
  await other.close();
  await page.getByRole("alert").waitFor();
}

/** A page of the draft of the terms, which begins as those in force stand. */
async function openDraft(page, room) {
  const draft = `${site.board.base}/terms/draft`;
  if ((await page.goto(draft)).status() === 404) {
    await page.goto(`${site.board.base}/terms`);
    await page.getByText("Change the terms").click();
    await press(page, "Begin the next version");
  }
  await page.goto(draft + room);
}

/** A form of the draft's rules, sent back with what cannot be. */
async function contradict(page) {
  await openDraft(page, "/rules/balance");
  await page.getByLabel("Core seats in all").fill("9");
  await press(page, "Save");
  await page.getByRole("alert").waitFor();
}

/** The second step of bringing in members: which column holds what. */
async function bringIn(page, steps) {
  await page.goto(`${site.board.base}/members/import`);
  await page.locator("textarea").first().fill("Name\tEmail\tRole\nDr Isla Bruce\tisla.bruce@practice.example\tGP\nNobody\tno address\tGP");
  for (const step of ["Read the table", "See what would come of it"].slice(0, steps)) await press(page, step);
}

/** A vacancy, opened by its form. */
async function openVacancy(page) {
  await page.goto(`${site.board.base}/vacancies`);
  await page.locator("main").getByRole("link").first().click();
}

const asking = "Raise an issue between general practice and hospital";

const pages = {
  nobody: {
    "front": at("/", "The bridge between general practice and hospital"),
    "raise": at("/{group}/raise", asking),
    "raise, with errors": [async (page) => { await page.goto(`${site.board.base}/raise`); await press(page, "Send"); await page.getByRole("alert").waitFor(); }, asking],
    "raise, with a number taken out": [async (page) => { await fillIn(page, "CHI 010101 1237 waits."); await page.getByRole("alert").waitFor(); }, asking],
    "raise, with a number that may be a patient's": [async (page) => { await fillIn(page, "CHI 010101 1238 waits."); await page.getByLabel("does not tell who a patient is").waitFor(); }, asking],
    "receipt": [(page) => fillIn(page, "Ward rounds end after the pharmacy has shut."), "Thank you: it is saved"],
    "receipt, with an answer tapped": [raiseAndTap, "Thank you: it is saved"],
    "private page, with a message": [async (page) => { await raiseAndTap(page); await page.getByLabel("Your role").fill("GP"); await press(page, "Save your role"); }, /^Your issue NM-/],
    "follow, asking for the code": at("/{group}/follow", "Follow your issue"),
    "follow, with an error": [async (page) => { await page.goto(`${site.board.base}/follow`); await press(page, "Continue"); await page.getByRole("alert").waitFor(); }, "Follow your issue"],
    "news": [(page) => page.goto(site.board.other.news), "Ward noticeboard"],
    "minute of a group, to say that it is there": [openHeard, /^The minute of /],
    "minute of a group, with a question left empty": [async (page) => { await openHeard(page); await press(page, "Ask it"); await page.getByRole("alert").waitFor(); }, /^The minute of /],
    "minute of a group, acknowledged": [async (page) => { await openHeard(page); await press(page, "We have received it"); await page.getByText("We know that you have it.").waitFor(); }, "Thank you"],
    ...Object.fromEntries(["heard", "out", "answer", "commissioned", "actions/by-link", "asked", "one-item", "no-news"].map((way) => [`link that opens nothing: ${way}`, at(`/{group}/${way}/none`, /./)])),
    "help": at("/help", "Help"),
    "not found": at("/nowhere/at/all", "Page not found"),
    "sign-in": at("/sign-in", "Sign in"),
    "sign-in, with an error": [async (page) => { await page.goto(`${site.board.url}/sign-in`); await press(page, "Continue"); await page.getByRole("alert").waitFor(); }, "Sign in"],
    "check your mail": [askForMail, "Check your mail"],
    "check your mail, with an error": [async (page) => { await askForMail(page); await press(page, "Sign in"); await page.getByRole("alert").waitFor(); }, "Check your mail"],
    "sign-in link": [async (page) => { await openMail(page, site.board, "wei.zhang@northmoor.example"); await page.goto(await page.getByRole("link", { name: "/sign-in/link/" }).getAttribute("href")); }, "Sign in"],
    "sign-in link that is too old": at("/sign-in/link/none", "This link cannot be used any more"),
    "people of the demonstration": at("/demo", "Who do you want to be?"),
    "person of the demonstration": [(page) => page.goto(site.board.person("administrator").sign_in_url), /^Sign in as /],
    "mailbox": at("/demo/mailbox", "Mailbox"),
    "mail": [(page) => openMail(page, site.board, "wei.zhang@northmoor.example"), "Your way to sign in to Brig"],
  },
  administrator: {
    "start": at("/{group}", /^Hello, /),
    "issues": at("/{group}/issues", "Issues"),
    "issues, a search": at("/{group}/issues?q=discharge&state=new", "Issues"),
    "issues, a search without a match": at("/{group}/issues?q=flibbertigibbet", "Issues"),
    "issue": at("/{group}/issues/NM-0020", /^NM-0020: /),
    "new issues": at("/{group}/triage/new", "New issues"),
    "triage": at("/{group}/issues/NM-0066/triage", "Triage NM-0066"),
    "issue, changed by somebody else": [staleIssue, /^NM-\d{4}: Letters differ/],
    "ways in": at("/{group}/ways-in", "Ways in"),
    "a door": at("/{group}/ways-in/harbour-surgery", "Harbour Surgery"),
    "signposts": at("/{group}/signposts", "Signposts"),
    "members": at("/{group}/members", "Members"),
    "held-up work": at("/{group}/held-work", "Held-up work"),
    "meetings": at("/{group}/meetings", "Meetings"),
    "plan a meeting": at("/{group}/meetings/plan", "Plan a meeting"),
    "plan a meeting, with nothing filled in": [async (page) => { await page.goto(`${site.board.base}/meetings/plan`); await sendEmpty(page, "Plan the meeting", ["Begins at", "Minutes", "Room"]); }, "Plan a meeting"],
    "decisions between meetings": at("/{group}/interim", "Decisions between meetings"),
    "decision between meetings, for who does not count": at("/{group}/interim/1", /^A telephone number for results/),
    "the year's meetings": at("/{group}/meetings/year?rhythm=every+second+month%2C+first+Monday", "The year's meetings"),
    "days without meetings": at("/{group}/days-off", "Days without meetings"),
    "theme calendar": at("/{group}/themes/calendar", "Theme calendar"),
    "rules for meetings": at("/{group}/meetings/rules", "Rules for meetings"),
    "meeting": at("/{group}/meetings/13", /^Meeting on /),
    "meeting, with an error": [async (page) => { await page.goto(`${site.board.base}/meetings/13`); await sendEmpty(page, "Add it", []); }, /^Meeting on /],
    "meeting, its details": at("/{group}/meetings/13/details", /^Change the meeting of /),
    "attendance": at("/{group}/meetings/13/attendance", "Attendance"),
    "item": [(page) => openFirst(page, "meetings/13"), /^\d\d\/\d{3} /],
    "item, with half an action": [async (page) => { await openFirst(page, "meetings/13"); await page.getByLabel("Done means").fill("It has rung."); await sendEmpty(page, "Save all of it", ["By"]); }, /^\d\d\/\d{3} /],
    "item of a meeting that is over": [(page) => openFirst(page, "meetings/12"), /^\d\d\/\d{3} /],
    "agenda and papers": at("/{group}/meetings/13/pack", /^Agenda and papers: /),
    "papers of an item": [(page) => fromPack(page, /^Bring or change a paper/), /^Papers for /],
    "paper, its words": [(page) => fromPack(page, /^Paper A: /), /Paper A: /],
    "interest in an item": [(page) => fromPack(page, /^Declare an interest/), "Declare an interest"],
    "proposed topics": at("/{group}/meetings/13/topics", "Proposed topics"),
    "register of interests": at("/{group}/interests", "Register of interests"),
    "read-back": at("/{group}/meetings/13/read-back", "Read-back"),
    "read-back of a meeting that is over": at("/{group}/meetings/12/read-back", "Read-back"),
    "minute, a draft": at("/{group}/meetings/12/minute", minuteTitle),
    "minute, to be edited": at("/{group}/meetings/12/minute/edit", "Edit the draft minute"),
    "minute, its corrections": at("/{group}/meetings/12/minute/corrections", /^Corrections to the minute of /),
    "minute, a new correction": at("/{group}/meetings/12/minute/corrections/new?section=5", "Propose a correction"),
    "minute, to be put right": at("/{group}/meetings/11/minute/mendings", /^Put the minute of .* right$/),
    "minute, to be put right, with nothing filled in": [async (page) => { await page.goto(`${site.board.base}/meetings/11/minute/mendings`); await sendEmpty(page, "Propose it to both sides", []); }, /^Put the minute of .* right$/],
    "guests of an item": [async (page) => { await page.goto(`${site.board.base}/meetings/13`); await page.getByRole("link", { name: /^Guests/ }).first().click(); }, "By invitation, for this item only"],
    "who invites": at("/{group}/meetings/inviting", /./),
    "services that were asked": at("/{group}/services", /./),
    "mails that were put aside": at("/{group}/issues/new/mail", /./),
    "patterns": at("/{group}/patterns", "Patterns"),
    "pattern": [async (page) => { await page.goto(`${site.board.base}/patterns`); await page.locator("tbody th a").first().click(); }, /./],
    "actions, a search": at("/{group}/actions?q=letter", "Actions"),
    "minute, its versions": at("/{group}/meetings/12/minute/versions", /^Versions of the minute of /),
    "minute, published": at("/{group}/meetings/11/minute", minuteTitle),
    "decisions": at("/{group}/decisions", "Decisions"),
    "decision": [(page) => openFirst(page, "decisions"), /^Decision \d\d\/D\d\d$/],
    "actions": at("/{group}/actions", "Actions"),
    "actions, of one's own": at("/{group}/actions?show=mine", "Actions"),
    "actions, waiting longer than planned": at("/{group}/actions?show=late", "Actions"),
    "actions, by meeting": at("/{group}/actions?show=meetings", "Actions by meeting"),
    "actions, by theme": at("/{group}/actions?show=themes", "Actions by theme"),
    "actions, all": at("/{group}/actions?show=all", "Actions"),
    "actions, in one's own task list": at("/{group}/actions/feed", "Your actions in your own task list"),
    "actions, with the address of the feed": [async (page) => { await page.goto(`${site.board.base}/actions/feed`); if (await page.getByRole("button", { name: "Make my address" }).count()) await press(page, "Make my address"); await page.getByRole("heading", { name: "Your private address" }).waitFor(); }, "Your actions in your own task list"],
    "action, with all that can be said": [async (page) => { await openFirst(page, "actions"); await unfold(page); }, /^Action A-\d{4}$/],
    "action, accepted by somebody outside": [async (page) => { await openFirst(page, "actions"); await page.getByRole("link", { name: "Somebody outside the group does it" }).click(); await page.getByText("They have accepted it.").waitFor(); }, /: somebody outside the group does it$/],
    "action, for somebody outside": [openOutside, /: somebody outside the group does it$/],
    "action, for somebody outside, with nothing filled in": [async (page) => { await openOutside(page); await sendEmpty(page, "Save and read the letter", []); }, /: somebody outside the group does it$/],
    "action, the letter to somebody outside": [askOutside, /: somebody outside the group does it$/],
    "action": [(page) => openFirst(page, "actions"), /^Action A-\d{4}$/],
    "action, done without saying what shows it": [async (page) => { await openFirst(page, "actions"); await sendEmpty(page, "It is done", []); }, /^Action A-\d{4}$/],
    "start, with its table": [async (page) => { await page.goto(site.board.base); await page.getByText("The same as a table").click(); }, /^Hello, /],
    "item, with what everybody is told": [async (page) => { await openFirst(page, "meetings/13"); await page.getByText("What everybody is told of it").click(); }, /^\d\d\/\d{3} /],
    "cascade": at("/{group}/cascade", "Cascade"),
    "network, to be added": at("/{group}/cascade/networks/new", "Add a network or a group"),
    ...Object.fromEntries(["copy", "list", "page", "print", "feed", "teams", "recipients", "minute"].map((kind) => [`network, to be added: ${kind}`, at(`/{group}/cascade/networks/new?takes=${kind}`, "Add a network or a group")])),
    "recipients": [(page) => openRecipients(page), /^Recipients of /],
    "recipients, with what is no address": [async (page) => { await openRecipients(page); await page.getByLabel("One address, or several").fill("nobody"); await page.getByRole("button", { name: "Add", exact: true }).click(); await page.getByRole("alert").waitFor(); }, /^Recipients of /],
    "recipients, to be brought in": [(page) => openRecipients(page, "/import"), /./],
    "texts for the networks": at("/{group}/cascade/versions", "Texts for the networks"),
    "how texts leave": at("/{group}/cascade/versions/rules", "How texts leave"),
    "how texts leave, with an error": [async (page) => { await page.goto(`${site.board.base}/cascade/versions/rules`); await page.getByLabel("Minutes for which an approved text waits").fill("-1"); await press(page, "Save it"); await page.getByRole("alert").waitFor(); }, "How texts leave"],
    "decision, in every network": [(page) => openVersion(page, "decisions"), /^Decision .* in the networks$/],
    "decision, in the words for a network": [(page) => openVersion(page, `versions/${site.board.other.page}`), / in Ward noticeboard$/],
    "decision, too long for a network": [async (page) => { await openVersion(page, `versions/${site.board.other.page}`); await page.getByLabel("Text", { exact: true }).fill("word ".repeat(160)); await press(page, "Approve it for Ward noticeboard"); await page.getByRole("alert").waitFor(); }, / in Ward noticeboard$/],
    "decision, stopped and in somebody's words": [async (page) => { await openVersion(page, `versions/${site.board.other.page}`); await page.getByLabel("Text", { exact: true }).fill("One number reaches every ward."); await press(page, "Save it for later"); await page.getByRole("heading", { name: "What Brig drafted" }).waitFor(); }, / in Ward noticeboard$/],
    "texts for the networks, one of which waits": at("/{group}/cascade/versions", "Texts for the networks"),
    "who has heard what": at("/{group}/cascade/coverage", "Who has heard what"),
    "who has heard what, each decision": [async (page) => { await page.goto(`${site.board.base}/cascade/coverage`); await unfold(page); }, "Who has heard what"],
    "who has heard what, with an error": at("/{group}/cascade/coverage?from=2026-05-01&to=2026-04-01", "Who has heard what"),
    "mail that came back": at("/{group}/cascade/returned", "Mail that came back"),
    "mail that came back, with one": [async (page) => { await comesBack(site.board, "office@lmc.example"); await page.goto(`${site.board.base}/cascade/returned`); await page.getByText("There is no such address").first().waitFor(); }, "Mail that came back"],
    "questions from groups": at("/{group}/cascade/questions", "Questions from groups"),
    "what a network got": [async (page) => { await page.goto(`${site.board.base}/cascade`); await page.getByRole("link", { name: /^What it got/ }).first().click(); }, /./],
    "what a group got": [async (page) => { await page.goto(`${site.board.base}/cascade`); await page.getByRole("link", { name: /^What it got/ }).last().click(); }, /./],
    "a minute and the groups": at("/{group}/cascade/minutes/12", /^The minute of .*, and the groups$/),
    "reports": at("/{group}/reports", "Reports up the line"),
    "reports, with what can be changed": [async (page) => { await page.goto(`${site.board.base}/reports`); await unfold(page); }, "Reports up the line"],
    "report": [(page) => openReport(page), /./],
    "report, to be written": [(page) => openReport(page, "/edit"), /./],
    "report, what a number counts": [async (page) => { await openReport(page); await page.locator("#report a[href*='/counted']").first().click(); await page.getByText("As the record is now").waitFor(); }, /./],
    "report, on one page": [(page) => openReport(page, "/one-page"), /./],
    "letters": at("/{group}/letters", "Letters"),
    "letter, to be written": at("/{group}/letters/new", "Write a letter"),
    "letter, with nothing filled in": [async (page) => { await page.goto(`${site.board.base}/letters/new`); await sendEmpty(page, "Save the letter", []); }, "Write a letter"],
    "letter": [openLetter, /./],
    "letters, who approves them": at("/{group}/letters/rules", "Who approves letters, and when people are reminded"),
    "network, with nothing filled in": [async (page) => { await page.goto(`${site.board.base}/cascade/networks/new`); await sendEmpty(page, "Save it", []); }, "Add a network or a group"],
    "network": [(page) => openNetwork(page, "Night Service monthly update"), "Night Service monthly update"],
    "network, to be changed": [(page) => openForm(page, "Night Service monthly update"), "Change Night Service monthly update"],
    "network, changed by somebody else": [staleNetwork, "Change Night Service monthly update"],
    "group that gets the minute": [(page) => openNetwork(page, "Consultant Committee"), "Consultant Committee"],
    "group that gets the minute, to be changed": [(page) => openForm(page, "Consultant Committee"), "Change Consultant Committee"],
    "edition that waits": [(page) => openEdition(page), /, out /],
    "edition with a decision left out": [async (page) => { await openEdition(page); await page.getByRole("button", { name: "Leave out" }).first().click(); await page.getByText("Left out", { exact: true }).waitFor(); }, /, out /],
    "edition that has gone": [async (page) => { await page.goto(`${site.board.base}/cascade`); await page.locator("main li").getByRole("link").first().click(); await page.getByText(/^Sent /).waitFor(); }, /, out /],
    "who sat before": at("/{group}/members/history", "Who sat before"),
    "add a person": at("/{group}/members/new", "Add a person"),
    "a seat": [async (page) => { await page.goto(`${site.board.base}/members`); await page.locator("tbody th a").nth(2).click(); }, /./],
    "what somebody brings": [async (page) => { await page.goto(`${site.board.base}/members`); await page.getByRole("link", { name: "What you bring" }).click(); }, /./],
    "coverage": at("/{group}/members/coverage", "Coverage"),
    "vacancies": at("/{group}/vacancies", "Vacancies"),
    "open a vacancy": at("/{group}/vacancies/new", "Open a vacancy"),
    "bring in members": at("/{group}/members/import", "Bring in members"),
    "bring in members, which column holds what": [(page) => bringIn(page, 1), /which column holds what/],
    "bring in members, what would come of it": [(page) => bringIn(page, 2), /what would come of it/],
    "directory": at("/{group}/directory", "Directory"),
    "directory, an entry": [async (page) => { await page.goto(`${site.board.base}/directory`); await page.locator("tbody th a").first().click(); }, /./],
    "directory, a new entry": at("/{group}/directory/new", /./),
    "directory, how often": at("/{group}/directory/rules", "How often contacts are asked"),
    "surveys": at("/{group}/surveys", "Relationships, measured"),
    "survey, a round beside the baseline": at("/{group}/surveys/2", /./),
    "terms": at("/{group}/terms", "Terms of reference"),
    "terms, their versions": at("/{group}/terms/versions", "Versions of the terms"),
    "terms, a version with what differs": at("/{group}/terms/versions/2", "Terms of reference"),
    "terms, where to begin": at("/{group}/terms/start", "Begin the terms of reference"),
    "terms, the draft": [(page) => openDraft(page, ""), "Tailor the terms of reference"],
    "terms, a rule": [(page) => openDraft(page, "/rules/coverage"), "What the membership should cover"],
    "terms, the networks": [(page) => openDraft(page, "/rules/networks"), "How everybody hears"],
    "terms, a contradiction": [contradict, "The core membership"],
    "terms, what is left open": [(page) => openDraft(page, "/questions"), "What the template leaves open"],
    "terms, the text": [(page) => openDraft(page, "/text"), "The text of the draft"],
    "terms, something new in the text": [(page) => openDraft(page, "/text/new"), "Add to the text"],
    "terms, from when": [(page) => openDraft(page, "/when"), "From when, and for whom"],
    "terms, the draft to be read": [(page) => openDraft(page, "/read"), "Terms of reference"],
    "where answers go": at("/{group}/cascade/post", "The group’s mail"),
    "where answers go, with an error": [async (page) => { await page.goto(`${site.board.base}/cascade/post`); await sendEmpty(page, "Save it", ["Mail that was held over a night goes out from"]); }, "The group’s mail"],
  },
  consultant: {
    "members, for a co-chair": at("/{group}/members", "Members"),
    "read-back, without a quorum to confirm it": at("/{group}/meetings/13/read-back", "Read-back"),
    "start, for a co-chair": at("/{group}", /^Hello, /),
    "ask the members between meetings": at("/{group}/interim/new", "Ask the members between two meetings"),
    "ask the members, with nothing filled in": [async (page) => { await page.goto(`${site.board.base}/interim/new`); await sendEmpty(page, "Ask the members", ["Answers within how many working days"]); }, "Ask the members between two meetings"],
    "decision between meetings": at("/{group}/interim/1", /^A telephone number for results/),
    "decision between meetings, to be worded": at("/{group}/interim/1/closing", /^Word the decision/),
    "minute, to be approved": at("/{group}/meetings/12/minute", minuteTitle),
  },
  member: {
    "meeting, for a member": at("/{group}/meetings/13", /^Meeting on /),
    "attendance, for a member": at("/{group}/meetings/13/attendance", "Attendance"),
    "cascade, for a member": at("/{group}/cascade", "Cascade"),
    "edition, for a member": [openEdition, /, out /],
    "network, for a member": [(page) => openNetwork(page, "Night Service monthly update"), "Night Service monthly update"],
    "who has heard what, for a member": at("/{group}/cascade/coverage", "Who has heard what"),
    "reports, for a member": at("/{group}/reports", "Reports up the line"),
    "letters, for a member": at("/{group}/letters", "Letters"),
  },
  reader: {
    "start, for a reader": at("/{group}", /^Hello, /),
    "meetings, for a reader": at("/{group}/meetings", "Meetings"),
    "minute, for a reader": at("/{group}/meetings/11/minute", minuteTitle),
  },
  operator: { "held-up work of the operator": at("/operator", "Held-up work") },
};

test("axe finds nothing on any page, on a phone and at a desk, light and dark", async (t) => {
  for (const [who, theirs] of Object.entries(pages)) {
    const page = await site.page(t, { reducedMotion: "reduce" });
    if (who !== "nobody") await signIn(page, who === "consultant" ? site.board.person("co-chair", who) : site.board.person(who));
    for (const [name, [go, heading]] of Object.entries(theirs)) {
      await t.test(name, async () => {
        await go(page);
        const found = await examine(page, heading);
        if (found.length) assert.fail(found.join("\n"));
      });
    }
  }
});

test("in forced colours every button keeps a border that can be seen", async (t) => {
  const page = await site.page(t, { viewport: phone, forcedColors: "active" });
  const borderless = async () => page.locator("button:visible, .button:visible").evaluateAll((buttons) => {
    const plain = (button) => {
      const style = getComputedStyle(button);
      // What looks like a link is known by its line.
      if (button.matches(".link")) return !style.textDecorationLine.includes("underline");
      const ground = getComputedStyle(document.body).backgroundColor;
      return style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) < 1 || style.borderTopColor === ground;
    };
    return buttons.filter(plain).map((button) => button.outerHTML);
  });
  const seen = async (heading) => {
    await stands(page, heading);
    assert.deepEqual(await borderless(), [], page.url());
  };
  await page.goto(site.board.url);
  await seen("The bridge between general practice and hospital");
  await raiseAndTap(page);
  await seen("Thank you: it is saved");
  const width = (pressed) => page.locator(`[aria-pressed=${pressed}]`).first().evaluate((button) => getComputedStyle(button).borderTopWidth);
  assert.notEqual(await width(true), await width(false), "the chosen answer differs by more than its colour");
  await signIn(page, site.board.person("administrator"));
  await seen(/^Hello, /);
  for (const [room, heading] of [["issues?state=new", "Issues"], ["issues/NM-0020", /^NM-0020: /], ["meetings/13", /^Meeting on /], ["meetings/13/attendance", "Attendance"], ["cascade", "Cascade"], ["cascade/networks/new", "Add a network or a group"], ["cascade/post", "The group’s mail"], ["actions?show=late", "Actions"]]) {
    await page.goto(`${site.board.base}/${room}`);
    await seen(heading);
  }
  await openForm(page, "Consultant Committee");
  await seen("Change Consultant Committee");
  await openEdition(page);
  await seen(/, out /);
});

test("in forced colours the chart's line, median and words stand out from their ground", async (t) => {
  const page = await site.as(t, site.board.person("administrator"), { forcedColors: "active" });
  await stands(page, /^Hello, /);
  const hidden = await page.locator("svg.chart").evaluate((chart) => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const unseen = (element) => {
      const style = getComputedStyle(element);
      const paint = element.localName === "text" || element.localName === "circle" ? style.fill : style.stroke;
      return paint === "none" || paint === ground;
    };
    return [...chart.querySelectorAll("text, circle, polyline, line")].filter(unseen).map((element) => element.outerHTML);
  });
  assert.deepEqual(hidden, []);
  assert.ok(await page.locator("svg.chart circle").count() > 1);
});
