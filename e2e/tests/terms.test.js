// Terms of reference, from somebody's template to what the group goes by: with JavaScript and without, on a phone too.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { bothWays, desk, fillIn, follow, gone, noticed, openSite, phone, press, stands } from "../brig.js";

const site = openSite();

const terms = (room = "") => `${site.board.base}/terms${room}`;
const draft = (room = "") => terms(`/draft${room}`);
const person = (role, side) => site.board.person(role, side);

const template = `Draft template for groups to adapt
Purpose
The NHS [name of Health Board] forum brings practices and hospitals together. Its news goes out by the Glen Valley weekly bulletin.
People
There are equal numbers of GPs and consultants. A GP and a consultant are co-chairs.
Work
The forum does three things:
- It listens to [who is listened to]
- It answers
- It tells everybody
Reports
The forum reports to [group], who in turn report to [group, if applicable].
Minutes are shared with [list groups e.g. Alpha Committee, Beta Forum].
Meetings
The forum meets [how often].`;

/** Drops a draft that an earlier test has left, so that another can begin. */
async function dropDraft(page) {
  if ((await page.goto(draft())).status() !== 200) return;
  await page.getByText("Drop this draft").click();
  await press(page, "Drop the draft");
  await noticed(page, "The draft is dropped.");
}

/** Saves the form of a rule, filled in by its labels. */
async function answer(page, title, fields) {
  await follow(page, title);
  await stands(page, title);
  await fillIn(page, fields);
  await press(page, "Save");
  await noticed(page, "Saved.");
}

/** Fills in a network in the form of networks. */
async function fillNetwork(page, at, { name, address, often, copy, out }) {
  for (const [field, value] of Object.entries({ name, address, copy_day: copy, copy_time: "12:00", out_day: out })) await page.locator(`[name="${field}-${at}"]`).fill(value);
  await page.locator(`[name="every-${at}"][value="${often}"]`).check();
}

/** Answers the rules: what most groups would say. */
async function answerRules(page, { board = "NHS North Moor" } = {}) {
  await answer(page, "The health board", { "The board, or another organisation": board, "Its partnerships, one a line": "East Moor\nWest Moor", "Its hospitals and other sites, one a line": "Moorfield General" });
  await answer(page, "The core membership", { "Core seats in all": "8" });
  await answer(page, "The quorum", { "GPs who must be there": "2", "Consultants who must be there": "3" });
  await answer(page, "How often the group meets", { "How often, on which day, at what time, how long": "every second month, third Thursday, 13:00, 2 hours" });
  await answer(page, "To whom the group reports", { "The group reports to": "the Clinical Forum" });
  await answer(page, "Who gets the minute", { "Groups, one a line, each with its mail address": "Alpha Committee, alpha@northmoor.example\nBeta Forum, beta@northmoor.example" });
  await follow(page, "How everybody hears");
  await fillNetwork(page, 0, { name: "Hill Letter", address: "hill@northmoor.example", often: "week", copy: "Tuesday", out: "Friday" });
  await fillNetwork(page, 1, { name: "Night Letter", address: "night@northmoor.example", often: "month", copy: "25", out: "last" });
  // What the template names is offered in further rows.
  for (let at = 2; await page.locator(`[name="name-${at}"]`).count(); at += 1) await page.locator(`[name="name-${at}"]`).fill("");
  await press(page, "Save");
  await noticed(page, "Saved.");
  await answer(page, "Backfill and job plans", { "In the group’s own words": "Practices are paid for the time; consultants have it in their job plans." });
}

/** Decides on every question that is left: gaps are filled in, what is the template's own is left out or replaced. */
async function settleQuestions(page) {
  await follow(page, "What the template leaves open, and its own names");
  await stands(page, "What the template leaves open");
  const sets = page.locator("main fieldset");
  for (let at = 0; at < (await sets.count()); at += 1) {
    const set = sets.nth(at);
    if (await set.locator("input[value=rule]:checked").count()) continue;
    if (await set.getByText("This looks like a name").count()) {
      await set.locator("input[value=answered]").check();
      await set.getByLabel("In your words").fill("the Hill Letter");
    } else if (await set.getByText("A gap").count()) {
      await set.locator("input[value=answered]").check();
      await set.getByLabel("In your words").fill("all clinicians");
    } else {
      await set.locator("input[value=dropped]").check();
    }
  }
  await press(page, "Save");
  await noticed(page, "Saved.");
}

/** Both co-chairs read the draft and approve it. */
async function approve(t, options) {
  for (const side of ["gp", "consultant"]) {
    const page = await site.as(t, person("co-chair", side), options);
    await page.goto(draft("/read"));
    await stands(page, "Terms of reference");
    await press(page, `Approve for the ${side === "gp" ? "GP" : "consultant"} side`);
    await noticed(page, side === "gp" ? "Your side’s approval is saved" : "Both sides have approved it");
  }
}

/** What the text of the terms says, without its numbers. */
const text = (page) => page.locator("article").innerText();

/** Looks at what follows from the terms: the days, the quorum, the cascade, and where each rule comes from. */
async function seeWhatFollows(page) {
  await page.goto(`${site.board.base}/meetings`);
  const days = await page.getByRole("heading", { name: "By the terms" }).locator("xpath=following-sibling::ul[1]").getByRole("link").allInnerTexts();
  assert.equal(days.length, 3);
  for (const day of days) {
    const date = new Date(`${day.split("\n")[0]} 12:00 UTC`);
    assert.equal(date.getUTCDay(), 4, `${day} is a Thursday`);
    assert.ok(date.getUTCDate() >= 15 && date.getUTCDate() <= 21, `${day} is the third one`);
  }
  await page.getByRole("link", { name: /^Terms of reference, version \d+, paragraph/ }).waitFor();
  await page.goto(`${site.board.base}/meetings/rules`);
  assert.deepEqual([await page.getByLabel("GPs who must be there").inputValue(), await page.getByLabel("Consultants who must be there").inputValue(), await page.getByLabel("and lasts how many minutes").inputValue()], ["2", "3", "120"]);
  await page.goto(`${site.board.base}/cascade`);
  for (const [name, words] of [["Hill Letter", "weekly, copy by Tuesday 12:00, out on Friday"], ["Night Letter", "monthly, copy by the 25th 12:00, out on the last day"], ["Alpha Committee", "alpha@northmoor.example"], ["Beta Forum", "beta@northmoor.example"]]) {
    await page.getByRole("row").filter({ hasText: name }).filter({ hasText: words }).waitFor();
  }
  await gone(page.getByRole("row").filter({ hasText: "Practice Matters" }), "what earlier terms named and these do not has ended");
}

/** Follows a rule to the paragraph that says it. */
async function traceQuorum(page) {
  await page.goto(`${site.board.base}/meetings/rules`);
  await page.getByRole("link", { name: /^Terms of reference, version \d+, paragraph/ }).click();
  await stands(page, "Terms of reference");
  assert.match(await page.locator(":target").innerText(), /at least 2 GPs and 3 consultants/);
}

bothWays("a template becomes the terms that the group goes by, with no gap left", async (t, options) => {
  const page = await site.as(t, person("administrator"), { ...options, viewport: options.javaScriptEnabled ? desk : phone });
  await dropDraft(page);
  await page.goto(terms("/start"));
  await stands(page, "Begin the terms of reference");
  await page.getByLabel("The text of a template").fill(template);
  await press(page, "Read this text");
  await noticed(page, "The draft is begun.");
  await stands(page, "Tailor the terms of reference");
  await follow(page, "Read and approve");
  await stands(page, "Terms of reference");
  assert.match(await text(page), /The forum meets to be agreed\./);
  await gone(page.getByRole("button", { name: "Approve" }), "nobody can approve what is open");
  await page.goto(draft());
  await answerRules(page);
  await settleQuestions(page);
  await approve(t, options);
  await page.goto(terms());
  await stands(page, "Terms of reference");
  const said = await text(page);
  assert.doesNotMatch(said, /[[\]]|to be agreed|Glen Valley|template/);
  for (const words of [/The NHS North Moor forum/, /reports to the Clinical Forum\./, /shared with Alpha Committee and Beta Forum\./, /meets every second month, on the third Thursday, 13:00 to 15:00\./]) assert.match(said, words);
  await seeWhatFollows(page);
  await traceQuorum(page);
});

bothWays("the points of a list are moved, added and dropped", async (t, options) => {
  const page = await site.as(t, person("co-chair", "gp"), { ...options, viewport: phone });
  await dropDraft(page);
  await page.goto(terms("/start"));
  await page.getByLabel("The text of a template").fill(template);
  await press(page, "Read this text");
  await follow(page, "The text itself: edit, move, add or drop any part");
  await stands(page, "The text of the draft");
  const line = (words) => page.locator(".clauses li").filter({ hasText: words });
  await line("• It answers").getByRole("button", { name: /^Up/ }).click();
  await line("• It tells everybody").getByRole("button", { name: /^Drop/ }).click();
  await line("• It answers").getByRole("link", { name: /^Add below/ }).click();
  await stands(page, "Add to the text");
  await page.getByLabel("A point of a list").check();
  await page.getByLabel("What it says").fill("It thanks people");
  await press(page, "Save");
  await page.goto(draft("/read"));
  const points = (await page.locator("article li").allInnerTexts()).map((point) => point.replace(/^[\d.]+\s*/, ""));
  assert.deepEqual(points, ["It answers", "It thanks people", "It listens to to be agreed"]);
});

test("a change of how often the group meets shows as a difference, and moves the days once both sides agree", async (t) => {
  const page = await site.as(t, person("administrator"));
  await dropDraft(page);
  await page.goto(terms());
  await page.getByText("Change the terms").click();
  await press(page, "Begin the next version");
  await answer(page, "How often the group meets", { "How often, on which day, at what time, how long": "monthly, first Monday, 12:30, 60 minutes" });
  await follow(page, "Read and approve");
  await page.locator("ins", { hasText: "first Monday" }).waitFor();
  await approve(t, {});
  await page.goto(`${site.board.base}/meetings`);
  const [day] = await page.getByRole("heading", { name: "By the terms" }).locator("xpath=following-sibling::ul[1]").getByRole("link").allInnerTexts();
  assert.equal(new Date(`${day.split("\n")[0]} 12:00 UTC`).getUTCDay(), 1, `${day} is a Monday`);
});

test("what is no template is told, and nothing is begun", async (t) => {
  const page = await site.as(t, person("administrator"));
  await dropDraft(page);
  const send = async (name, bytes) => {
    await page.goto(terms("/start"));
    await page.getByLabel("A Word document or a text file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
    await press(page, "Read this file");
    await page.getByRole("alert").waitFor();
    return page.getByRole("alert").innerText();
  };
  assert.match(await send("terms.docx", Buffer.alloc(20 << 20, "a")), /larger than 8 MB/);
  assert.match(await send("terms.docx", Buffer.from("PK\u0003\u0004 no zip at all")), /There is a problem/);
  assert.match(await send("terms.txt", Buffer.from("Purpose\nThe group of [name of the board meets.")), /bracket/);
  assert.equal((await page.goto(draft())).status(), 404);
});

// The real document that the mission comes from stands beside the project's folder where it was developed, and nowhere else.
const mission = path.join(import.meta.dirname, "../../../shared/mission");
const document = existsSync(mission) && readdirSync(mission).find((name) => name.endsWith(".txt"));

/** The document as a file of this kind. */
function fileOf(kind) {
  const source = path.join(mission, document);
  if (kind === "txt") return readFileSync(source);
  const folder = mkdtempSync(path.join(tmpdir(), "brig-mission-"));
  writeFileSync(path.join(folder, "terms.txt"), readFileSync(source));
  execFileSync("soffice", ["--headless", "--infilter=Text (encoded):UTF8", "--convert-to", "docx", "--outdir", folder, path.join(folder, "terms.txt")], { stdio: "ignore" });
  return readFileSync(path.join(folder, "terms.docx"));
}

for (const kind of ["txt", "docx"]) {
  const skip = document ? false : "the document is not here";
  if (skip) console.log(`skipped: the document of the mission is not beside the project's folder (${kind})`);
  test(`the document of the mission, as ${kind}, becomes terms in force with no bracket left`, { skip }, async (t) => {
    const page = await site.as(t, person("administrator"));
    await dropDraft(page);
    await page.goto(terms("/start"));
    await page.getByLabel("A Word document or a text file").setInputFiles({ name: `terms.${kind}`, mimeType: "application/octet-stream", buffer: fileOf(kind) });
    await press(page, "Read this file");
    await noticed(page, "The draft is begun.");
    await answerRules(page);
    await settleQuestions(page);
    await approve(t, {});
    await page.goto(terms());
    const said = await text(page);
    const source = readFileSync(path.join(mission, document), "utf8");
    assert.doesNotMatch(said, /[[\]]|to be agreed|Draft template/);
    // Each point of its list stands there.
    for (const point of source.split("\n").filter((line) => line.startsWith("·"))) assert.ok(said.includes(point.slice(1).trim()), point);
    // The headings stand in their order.
    const headings = (await page.locator("article h2").allInnerTexts()).map((heading) => heading.replace(/^[\d.]+\s*/, "").trim());
    assert.deepEqual(headings.filter((heading) => source.includes(heading)), source.split("\n").map((line) => line.trim()).filter((line) => headings.includes(line)));
    assert.ok(headings.length >= 7, headings.join(", "));
    await seeWhatFollows(page);
    await traceQuorum(page);
  });
}
