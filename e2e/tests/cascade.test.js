// Where decisions and minutes go: who says so, two people at once, what stays typed, and what ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bothWays, decide, enter, fillIn, follow, gone, holdFor, noticed, openSite, phone, press, raise, stands, triage } from "../brig.js";

const site = openSite();

const rooms = (room = "") => `${site.board.base}/cascade${room}`;
const save = (page) => press(page, "Save it");
/** The line of a network or a group in the lists of the cascade. */
const line = (page, name) => page.getByRole("row").filter({ hasText: name });

async function openCascade(page) {
  await page.goto(rooms());
  await stands(page, "Cascade");
}

const asAdministrator = (t, options) => site.as(t, site.board.person("administrator"), options);

/** Opens the page of a network from the list. */
async function openNetwork(page, name) {
  await openCascade(page);
  await page.locator("tbody th").getByRole("link", { name, exact: true }).click();
  await stands(page, name);
}

/** Opens the form of a network from its page. */
async function openForm(page, name) {
  await openNetwork(page, name);
  await follow(page, `Change ${name}`);
  await stands(page, `Change ${name}`);
}

/** Adds a network of this name that takes copy by Wednesday and is out on Thursday. */
async function addNetwork(page, name) {
  await page.goto(rooms("/networks/new"));
  await stands(page, "Add a network or a group");
  await page.getByLabel("Decisions, as text for its editor to take over").check();
  await fillIn(page, { "What people call it": name, "Where our mail to it goes": "editor@northmoor.example", "The day by which copy must be there": "Wednesday", "The day it comes out": "Thursday" });
  await save(page);
  await noticed(page, "It is added");
}

/** Has a network of this name get a decision that nobody's issue led to, and opens its edition. */
async function openNewEdition(page, name) {
  await addNetwork(page, name);
  await decide(site.board, { title: `A topic for ${name}` }, { text: "The Group AGREED that nobody had asked for it." });
  await openCascade(page);
  await line(page, name).getByRole("link", { name: /^1 decision on / }).click();
  await stands(page, new RegExp(`^${name}, out `));
}

/** What stands in the form of a network, by the names of its fields. */
const typed = (page) => page.locator("main form").first().evaluate((form) => {
  const { forgery, version, ...fields } = Object.fromEntries(new FormData(form));
  return fields;
});

/** The messages at the top of a form that was sent back; each leads to its field. */
async function messages(page) {
  const summary = page.getByRole("alert");
  await summary.waitFor();
  assert.match(await page.title(), /^Error: /);
  const links = await summary.getByRole("link").evaluateAll((links) => links.map((link) => [link.innerText, document.querySelector(link.getAttribute("href"))?.id ?? "nowhere"]));
  assert.deepEqual(links.filter(([, field]) => field === "nowhere"), [], "each message leads to a field");
  for (const [message, field] of links) assert.ok((await page.locator(`#${field}-error`).innerText()).includes(message), `${message} stands at ${field}`);
  return links.map(([message]) => message);
}

/** A network's form in the hands of two who may change it: the administrator at a desk, a co-chair with a phone. */
async function twoAtOnce(t, options, name) {
  const first = await asAdministrator(t, options);
  const second = await site.as(t, site.board.person("co-chair", "gp"), { ...options, viewport: phone });
  await addNetwork(first, name);
  for (const page of [first, second]) await openForm(page, name);
  return [first, second];
}

bothWays("two change a network at once: the second is told, nothing typed is lost, and saving again is their choice", async (t, options) => {
  const name = options.javaScriptEnabled ? "Ward round-up" : "Harbour bulletin";
  const [first, second] = await twoAtOnce(t, options, name);
  await fillIn(first, { "Where our mail to it goes": "first@northmoor.example", "The day it comes out": "Friday" });
  await save(first);
  await noticed(first, "Saved");

  await fillIn(second, { "Where our mail to it goes": "second@northmoor.example", "An opening line for its readers": "For everybody on call:", "The day it comes out": "Saturday" });
  const before = await typed(second);
  assert.equal(before.opening, "For everybody on call:");
  await save(second);
  const [message, ...others] = await messages(second);
  assert.match(message, /^Somebody else has changed this meanwhile.*first@northmoor\.example.*Friday/);
  assert.deepEqual(others, []);
  await stands(second, `Change ${name}`);
  assert.deepEqual(await typed(second), before, "all that was typed is still there");
  await openCascade(first);
  await line(first, name).filter({ hasText: "first@northmoor.example" }).filter({ hasText: "out on Friday" }).waitFor();

  await save(second);
  await noticed(second, "Saved");
  await line(second, name).filter({ hasText: "second@northmoor.example" }).filter({ hasText: "out on Saturday" }).waitFor();
});

bothWays("what one has ended, another who was changing it is told, with what they typed", async (t, options) => {
  const name = options.javaScriptEnabled ? "Moor digest" : "Isles digest";
  const [first, second] = await twoAtOnce(t, options, name);
  await press(first, "Send it nothing more");
  await noticed(first, "Nothing more goes to it.");
  await gone(line(first, name), "it is no longer listed");
  await fillIn(second, { "An opening line for its readers": "For everybody on the islands:" });
  await save(second);
  await second.getByRole("heading", { name: "What you typed" }).waitFor();
  await second.getByText("For everybody on the islands:").waitFor();
  await openCascade(second);
  await gone(line(second, name), "saving does not bring it back");
});

bothWays("a form for a network that lacks something says what, leads there, and keeps the rest", async (t, options) => {
  const page = await asAdministrator(t, { ...options, viewport: phone });
  await page.goto(rooms("/networks/new"));
  await save(page);
  const day = (what) => `For ${what}, enter a day of the week, as Wednesday`;
  assert.deepEqual(await messages(page), ["Enter what people call it", "Choose what it gets", day("the copy"), day("coming out")]);
  await stands(page, "Add a network or a group");

  await page.getByLabel("Decisions, as a mail that its address sends on").check();
  await page.getByLabel("Every month").check();
  await fillIn(page, { "What people call it": "Night owls", "Where our mail to it goes": "no address", "An opening line for its readers": "For the night:", "The day by which copy must be there": "Wednesday", "And by what time": "17:00", "The day it comes out": "last" });
  const before = await typed(page);
  await save(page);
  assert.deepEqual(await messages(page), ["Enter an email address in the form name@example.scot", "For the copy, enter a day of the month from 1 to 31, or last"]);
  assert.deepEqual(await typed(page), before);
  assert.deepEqual(before, { name: "Night owls", address: "no address", takes: "list", opening: "For the night:", every: "month", copy_day: "Wednesday", copy_time: "17:00", out_day: "last", webhook: "", side: "other", audience: "", reach: "", contact: "", headline_words: "", body_words: "" });
  await openCascade(page);
  await gone(line(page, "Night owls"), "nothing is saved in part");
});

bothWays("where answers go is set on one page, which keeps a slip of the pen", async (t, options) => {
  const page = await asAdministrator(t, options);
  const address = options.javaScriptEnabled ? "answers@northmoor.example" : "questions@northmoor.example";
  await openCascade(page);
  await follow(page, "Change this");
  await stands(page, "The group’s mail");
  await fillIn(page, { "Where answers and questions go": "answers at north moor", "Mail that was held over a night goes out from": "07:30" });
  const before = await typed(page);
  await save(page);
  assert.deepEqual(await messages(page), ["Enter an email address in the form name@example.scot"]);
  assert.deepEqual(await typed(page), before);
  assert.equal(before.contact, "answers at north moor");
  await fillIn(page, { "Where answers and questions go": address });
  await save(page);
  await noticed(page, "Saved");
  await page.getByText(`They go to ${address}.`).waitFor();
  await follow(page, "Change this");
  assert.deepEqual(await typed(page), { ...before, contact: address });
});

bothWays("a network gets what is decided after it was added, and nothing more once it is ended", async (t, options) => {
  const name = options.javaScriptEnabled ? "Ferry times" : "Signal box";
  const page = await asAdministrator(t, options);
  await addNetwork(page, name);
  await line(page, name).getByText("Nothing waits").waitFor();
  const told = (what) => decide(site.board, { title: `An item for ${name}` }, { text: what });
  const reference = await told("The Group AGREED that one telephone number is enough.");
  const kept = await decide(site.board, { title: `Another for ${name}` }, { text: "The Group AGREED that it meets in spring.", cascades: false });
  await openCascade(page);
  await line(page, name).getByRole("link", { name: /^1 decision on / }).click();
  await stands(page, new RegExp(`^${name}, out `));
  await page.getByRole("link", { name: `Decision ${reference}` }).waitFor();
  await gone(page.getByRole("link", { name: `Decision ${kept}` }), "what stays in the minute goes to no network");
  const edition = page.url();

  await openForm(page, name);
  await press(page, "Send it nothing more");
  await noticed(page, "Nothing more goes to it.");
  await told("The Group AGREED that two telephone numbers are better.");
  await openCascade(page);
  await gone(line(page, name), "an ended network is not listed");
  assert.equal((await page.goto(edition)).status(), 404, "what waited for it is taken back");
});

bothWays("a member sees the cascade whole and finds nothing there to change", async (t, options) => {
  const reference = await decide(site.board, { title: "Who reads what" }, { text: "The Group AGREED that everybody reads it." });
  const administrator = await asAdministrator(t, options);
  const page = await site.as(t, site.board.person("member"), { ...options, viewport: phone });
  await openCascade(administrator);
  await enter(page, "Cascade");
  await stands(page, "Cascade");
  const names = (who) => who.locator("tbody th").allInnerTexts();
  assert.deepEqual(await names(page), await names(administrator), "each network and each group");
  const ways = ["/networks/new", "/versions", "/post"];
  const doors = (who) => who.locator("main").locator(["button", "form", "input", "[href$='/change']", "[href*='/versions/']", ...ways.map((way) => `[href$='${way}']`)].join());
  for (const way of ways) assert.equal(await administrator.locator("main").locator(`[href$='${way}']`).count(), 1, `the administrator finds ${way}`);
  await gone(doors(page), "a member finds none");

  const network = await page.locator("tbody th").getByRole("link").first().evaluate((link) => link.href);
  await page.goto(network);
  await page.locator("dl").waitFor();
  await gone(doors(page), "nor on the page of a network");
  await administrator.goto(network);
  assert.ok(await doors(administrator).count() > 0, "where the administrator finds some");
  for (const who of [page, administrator]) await openCascade(who);

  const next = (who) => who.locator("main").getByRole("link", { name: /^\d+ decisions? on / }).first();
  const edition = await next(administrator).evaluate((link) => link.href);
  await next(page).click();
  await page.getByRole("link", { name: `Decision ${reference}` }).waitFor();
  await gone(doors(page), "nor on the page of an edition");
  await administrator.goto(edition);
  assert.equal(await administrator.getByRole("button", { name: "Send it now, before its deadline" }).count(), 1);
  for (const room of [...ways.map((way) => rooms(way)), rooms("/versions/rules"), `${network}/change`]) {
    assert.equal((await page.goto(room)).status(), 403, room);
    await stands(page, "That is not yours to do");
  }
});

test("a reader finds no cascade", async (t) => {
  const page = await site.as(t, site.board.person("reader"));
  assert.equal((await page.goto(rooms())).status(), 404);
  await gone(page.getByRole("link", { name: "Cascade" }), "nor a link to it");
});

test("a group that gets the minute cannot be told to get decisions, and every message leads to a field", async (t) => {
  const page = await asAdministrator(t);
  await openForm(page, "Consultant Committee");
  const choice = page.getByLabel("Decisions, as text for its editor to take over");
  // Where it is not offered nobody can choose it.
  if (!(await choice.count())) return;
  await choice.check();
  await save(page);
  assert.ok((await messages(page)).length > 0);
});

test("the second of two is shown what the first wrote, also where that is the opening line alone", async (t) => {
  const [first, second] = await twoAtOnce(t, {}, "Opening lines");
  await fillIn(first, { "An opening line for its readers": "For the first:" });
  await save(first);
  await noticed(first, "Saved");
  await fillIn(second, { "An opening line for its readers": "For the second:" });
  await save(second);
  assert.match((await messages(second)).join(), /For the first:/);
});

test("an edition that waits comes out on the new day when only that day was changed", async (t) => {
  const page = await asAdministrator(t);
  await openNewEdition(page, "Late news");
  const [edition, thursday] = [page.url(), await page.locator("h1").innerText()];
  await openForm(page, "Late news");
  await fillIn(page, { "The day it comes out": "Sunday" });
  await save(page);
  await noticed(page, "Saved");
  await page.goto(edition);
  await stands(page, /^Late news, out /);
  assert.notEqual(await page.locator("h1").innerText(), thursday);
});

test("a form for a network that arrives twice adds it once", async (t) => {
  const page = await asAdministrator(t);
  await page.goto(rooms("/networks/new"));
  await page.getByLabel("The minute, when it is published").check();
  await fillIn(page, { "What people call it": "Twice over", "Where our mail to it goes": "twice@northmoor.example" });
  const form = await page.locator("main form").evaluate((form) => Object.fromEntries(new FormData(form)));
  await save(page);
  await noticed(page, "It is added");
  // A slow line: the browser sends the form once more by itself.
  await page.request.post(rooms("/networks/new"), { form });
  await openCascade(page);
  assert.equal(await line(page, "Twice over").count(), 1);
});

test("the page of an edition that has gone goes on showing what was sent", async (t) => {
  const page = await asAdministrator(t);
  await holdFor(page, site.board, 0);
  await openNewEdition(page, "Old news");
  await press(page, "Send it now, before its deadline");
  await noticed(page, "It is on its way.");
  const [edition, sent] = [page.url(), await page.locator("pre").innerText()];
  await openForm(page, "Old news");
  await fillIn(page, { "An opening line for its readers": "A line that was never sent:" });
  await save(page);
  await noticed(page, "Saved");
  await page.goto(edition);
  assert.equal(await page.locator("pre").innerText(), sent);
});

test("an edition thanks reporters for no decision that they did not bring", async (t) => {
  const page = await asAdministrator(t);
  await addNetwork(page, "Mixed news");
  await decide(site.board, { title: "A topic of the group’s own" }, { text: "The Group AGREED that nobody had asked for it." });
  const reference = await raise(site.board, { text: "The ward telephone rings in an empty room." });
  await triage(site.board, reference, { theme: "it", group_title: "Empty rooms", group_text: "Telephones ring in empty rooms." });
  await decide(site.board, { issue: reference }, { text: "The Group AGREED that the telephone moves." });
  await openCascade(page);
  await line(page, "Mixed news").getByRole("link", { name: /^2 decisions on / }).click();
  const text = await page.locator("pre").innerText();
  assert.match(text, /Empty rooms/);
  assert.doesNotMatch(text, /Each of these began with somebody who told us/);
});

test("who writes what everybody is told while another does reads the other's words, and no marks of the machine", async (t) => {
  const first = await asAdministrator(t);
  const second = await site.as(t, site.board.person("co-chair", "gp"));
  await first.goto(`${site.board.base}/meetings/13`);
  const item = await first.locator("tbody th a").first().evaluate((link) => link.href);
  await first.goto(`${site.board.base}/meetings/13/attendance?everybody`);
  await press(first, "Save the attendance");
  await noticed(first, "The attendance is saved.");
  for (const [page, whom] of [[first, "All wards"], [second, "All practices"]]) {
    await page.goto(item);
    await page.getByText("What everybody is told of it").click();
    await fillIn(page, { "Decision": "The Group AGREED that it works.", "For whom": whom });
  }
  for (const page of [first, second]) await press(page, "Save all of it");
  const theirs = await second.getByRole("region", { name: "What somebody else has written meanwhile" }).innerText();
  assert.match(theirs, /All wards/);
  assert.doesNotMatch(theirs, /\||\byes\b/);
});
