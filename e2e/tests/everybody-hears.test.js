// One decision to everybody: five networks of different kinds, the groups that get the minute, two editions, and who has heard it.
import assert from "node:assert/strict";
import {
  approveFor, bothWays, comesBack, decide, fillIn, follow, gone, holdFor, inWeeks, inWords, listMails, minuteTitle, noticed, openMail, openSite, phone, press, stands,
} from "../brig.js";

const site = openSite();

const copy = "Practice Matters, the weekly mail to practices";
const list = "Night Service monthly update";
const other = "Moorfield News, the hospitals’ newsletter";
const mailOf = { [copy]: "practice.matters@northmoor.example", [list]: "night.service.all@northmoor.example" };
const committees = ["Local Medical Committee", "GP Sub-Committee", "Consultant Committee", "Clinical Management Group"];

/** What differs between the two times that the story is told, on one board. */
const stories = {
  true: { thing: "Blood forms", held: inWeeks(10), kind: "desk" },
  false: { thing: "Plaster rooms", held: inWeeks(11), kind: "floor" },
};

const base = () => site.board.base;
const room = (path = "") => `${base()}/cascade${path}`;

/** Everybody in a browser of their own; who has no account is a visitor, with a phone in the hand. */
async function gather(t, options) {
  const { board } = site;
  const onPhone = { ...options, viewport: phone };
  const [mailbox, visitor, administrator, gp, consultant, member] = await Promise.all([
    site.page(t, options),
    site.page(t, onPhone),
    site.as(t, board.person("administrator"), options),
    site.as(t, board.person("co-chair", "gp"), onPhone),
    site.as(t, board.person("co-chair", "consultant"), options),
    site.as(t, board.person("member"), onPhone),
  ]);
  const told = stories[options.javaScriptEnabled];
  const named = (words) => `${words} of the ${told.kind}`;
  return {
    ...told, mailbox, visitor, administrator, gp, consultant, member,
    page: named("Noticeboard"), print: named("Wall sheet"), kept: named("Letters to practices"),
    groups: [named("Medical directors"), named("Partnership")],
    stays: `stays.${told.kind}@firth-practice.example`, leaves: `leaves.${told.kind}@firth-practice.example`,
    title: `${told.thing} that nobody finds`,
    decision: `The Group AGREED that ${told.thing.toLowerCase()} stand on one page.`,
    corrected: `The Group AGREED that ${told.thing.toLowerCase()} stand on two pages.`,
    changes: `${told.thing} stand on one page for both sides.`,
    own: `${told.thing}: one page, for you and for the wards.`,
  };
}

/** The cascade's page, and the page of a network from it. */
async function openNetwork(page, name) {
  await page.goto(room());
  await stands(page, "Cascade");
  await page.locator("tbody th").getByRole("link", { name, exact: true }).click();
  await stands(page, name);
}

/** Opens what goes to a network next. */
async function openNext(page, name) {
  await openNetwork(page, name);
  await page.locator("main").getByRole("link", { name: /^Out .*, leaves on / }).click();
  await stands(page, new RegExp(`^${name}, out `));
}

/** Opens what has gone to a network last. */
async function openLast(page, name) {
  await openNetwork(page, name);
  await page.locator("main table a[href*='/editions/']").first().click();
  await stands(page, new RegExp(`^${name}, out `));
}

/** Sends the next edition of a network now. */
async function send(page, name) {
  await openNext(page, name);
  await press(page, "Send it now, before its deadline");
  await noticed(page, "It is on its way.");
}

const card = (page, { reference }) => page.locator("section.card", { has: page.getByRole("link", { name: `Decision ${reference}`, exact: true }) });

/** Adds a network or a group, on the form that asks what its kind needs and nothing else. */
async function add(page, kind, fields) {
  await page.goto(room());
  await follow(page, "Add a network or a group");
  await follow(page, kind);
  await stands(page, "Add a network or a group");
  await fillIn(page, fields);
  await press(page, "Save it");
}

async function networksOfOtherKindsAndMoreGroupsAreAdded(story) {
  const { administrator, page, print, kept, groups, stays, leaves } = story;
  const days = { "The day by which copy must be there": "Wednesday", "The day it comes out": "Thursday" };
  for (const [kind, name] of [["Decisions, on a page that everybody can read", page], ["Decisions, as a sheet to print for notice boards", print]]) {
    await add(administrator, kind, { "What people call it": name, ...days });
    await noticed(administrator, "It is added");
  }
  for (const name of groups) {
    await add(administrator, "The minute, when it is published", { "What people call it": name, "Where our mail to it goes": "secretary@northmoor.example" });
    await noticed(administrator, "It is added");
  }
  await add(administrator, "Decisions, as a mail to each address of a list that Brig keeps", { "What people call it": kept, ...days });
  await noticed(administrator, "The network is added. Now say who is on its list.");
  await stands(administrator, `Recipients of ${kept}`);
  story.recipients = administrator.url().split("?")[0];
  await administrator.getByLabel("One address, or several").fill(`${stays}, ${leaves}\n${stays}`);
  await administrator.getByRole("button", { name: "Add", exact: true }).click();
  await noticed(administrator, "2 addresses are new on the list.");
}

async function itIsDecided(story) {
  const { title, decision, changes, held } = story;
  story.reference = await decide(site.board, { title }, { text: decision, what_changes: changes, for_whom: "Everybody who asks for them" }, held);
  story.at = story.reference.replace("/", "-");
}

async function whatLeavesIsHeldStoppedAndWordedAnew(story) {
  const { administrator, reference, own } = story;
  await holdFor(administrator, site.board, 10);
  await openNext(administrator, copy);
  const edition = administrator.url();
  await press(administrator, "Send it now, before its deadline");
  await noticed(administrator, "It leaves as soon as what is in it has waited. Until then it can be stopped.");
  await card(administrator, story).getByRole("button", { name: "Stop it" }).click();
  await noticed(administrator, "Stopped: it does not leave before somebody approves it.");
  const heading = `${reference} in ${copy}`;
  await stands(administrator, heading);

  const words = administrator.url().split("?")[0];
  const text = administrator.getByLabel("Text", { exact: true });
  const tooLong = `${own} ${"word ".repeat(60)}`.trim();
  await text.fill(tooLong);
  await press(administrator, `Approve it for ${copy}`);
  await administrator.getByRole("alert").getByText(/^The text is \d+ words too long: .* has room for 60$/).waitFor();
  await stands(administrator, heading);
  assert.equal(await text.inputValue(), tooLong, "what is too long is not approved, and not lost");

  await holdFor(administrator, site.board, 0);
  await administrator.goto(edition);
  await card(administrator, story).getByText("Waits for somebody to approve it").waitFor();
  await administrator.goto(words);
  await text.fill(own);
  await press(administrator, `Approve it for ${copy}`);
  await noticed(administrator, "Approved");
  await administrator.goto(edition);
  // It was to be sent: it leaves by itself now.
  const sent = administrator.locator(".lead", { hasText: /^Sent / });
  for (const until = Date.now() + 60_000; !(await sent.count()) && Date.now() < until;) await administrator.reload();
  await sent.waitFor();
  const mail = await openMail(story.mailbox, site.board, mailOf[copy], `Copy for ${copy}`);
  assert.ok(mail.includes(own), mail);
  assert.ok(!mail.includes(story.changes), "in its own words, and not in those of the draft");
}

async function oneNetworkIsLeftOut(story) {
  const { administrator } = story;
  await openNext(administrator, other);
  await card(administrator, story).getByRole("button", { name: "Leave out of this network" }).click();
  await noticed(administrator, "It is left out of this edition. The other networks get it all the same.");
}

async function everybodyReadsItInTheirWay(story) {
  const { administrator, mailbox, visitor, changes, page, print, kept, stays, leaves } = story;
  await send(administrator, list);
  assert.ok((await openMail(mailbox, site.board, mailOf[list])).includes(changes), "the mail that its address sends on");

  await send(administrator, page);
  const address = await administrator.getByRole("link", { name: "Read it as everybody does" }).evaluate((link) => link.href);
  await visitor.goto(address);
  await stands(visitor, page);
  await visitor.locator("article.card").getByText(changes).waitFor();
  const feed = await visitor.request.get(await visitor.getByRole("link", { name: "The same as a feed" }).evaluate((link) => link.href));
  assert.match(feed.headers()["content-type"], /^application\/atom\+xml/);
  assert.ok((await feed.text()).includes(changes));

  await send(administrator, print);
  const sheet = await administrator.request.get(await administrator.getByRole("link", { name: "Open the sheet" }).evaluate((link) => link.href));
  assert.equal((await sheet.body()).subarray(0, 4).toString("latin1"), "%PDF");

  await send(administrator, kept);
  for (const to of [stays, leaves]) {
    const [mail] = await listMails(site.board, to, 1);
    assert.ok(mail.includes(changes), `${to} has a mail of their own: ${mail}`);
    story.noMore = /https?:\S*\/no-news\/[^\s>)]+/.exec(mail)[0];
  }
}

async function theMailOfOneNetworkComesBackAndGoesOnceMore(story) {
  const { administrator } = story;
  await comesBack(site.board, mailOf[list]);
  await administrator.goto(room());
  await follow(administrator, "Mail that came back");
  await stands(administrator, "Mail that came back");
  await administrator.getByText("There is no such address").first().waitFor();
  await openCoverage(story);
  assert.deepEqual((await counts(story.member)).get(list), { ...nothing, Due: 1, Missed: 1 }, "who did not get it has not heard");
  await openLast(administrator, list);
  await administrator.getByText("The mail came back on").waitFor();
  await press(administrator, /once more|again/);
  await administrator.locator(".notice").waitFor();
  await administrator.goto(room("/returned"));
  await administrator.getByText("Nothing waits to be sent once more").waitFor();
}

async function everyVersionStandsBesideWhatBothSidesApproved(story) {
  const { member, at, reference, decision, changes, own } = story;
  await member.goto(room(`/decisions/${at}`));
  await stands(member, `Decision ${reference} in the networks`);
  await member.getByText(decision, { exact: true }).first().waitFor();
  const told = (name) => member.locator("section.card", { has: member.getByRole("heading", { name, exact: true }) });
  await told(copy).getByText(own).waitFor();
  await told(list).getByText(changes).waitFor();
  await told(other).getByText("Left out of this network").waitFor();
}

async function somebodyWantsNoMore(story) {
  const { visitor, administrator, recipients, noMore, leaves } = story;
  await visitor.goto(noMore);
  await stands(visitor, "Mail from this list");
  await administrator.goto(recipients);
  await administrator.getByText("2 addresses are on this list.").waitFor();
  await press(visitor, "No more of these mails");
  await noticed(visitor, "No more mail comes.");
  await administrator.reload();
  await administrator.getByText("1 address is on this list.").waitFor();
  await gone(administrator.getByText(leaves), "who said no is forgotten");
  await administrator.getByLabel("One address, or several").fill(leaves);
  await administrator.getByRole("button", { name: "Add", exact: true }).click();
  await noticed(administrator, "0 addresses are new on the list. 1 has said no, and stays off it.");
}

async function theMinuteGoesToEveryGroup(story) {
  const { administrator, gp, consultant, mailbox, visitor, at, held } = story;
  await administrator.goto(`${base()}/decisions/${at}`);
  const meeting = await administrator.locator("main a[href*='/meetings/']").first().evaluate((link) => /^.*\/meetings\/\d+/.exec(link.href)[0]);
  await administrator.goto(`${meeting}/read-back`);
  await press(administrator, "End the meeting and draft its minute");
  await stands(administrator, minuteTitle);
  await approveFor(gp, meeting, "GP side");
  await approveFor(consultant, meeting, "consultant side");
  await noticed(consultant, "Both sides have approved it: the minute is published.");

  const mail = await openMail(mailbox, site.board, "consultant.committee@northmoor.example", `Minute of ${inWords(held)}`);
  await visitor.goto(/https?:\S*\/heard\/[^\s>)]+/.exec(mail)[0]);
  await stands(visitor, `The minute of ${inWords(held)}`);
  await press(visitor, "We have received it");
  await stands(visitor, "Thank you");
}

async function itIsCorrectedAndGoesOnceMore(story) {
  const { administrator, gp, consultant, mailbox, at, reference, corrected, stays, leaves, kept } = story;
  const address = `${base()}/decisions/${at}/correction`;
  await administrator.goto(`${base()}/decisions/${at}`);
  await follow(administrator, "Correct its words");
  await stands(administrator, `Correct decision ${reference}`);
  await fillIn(administrator, { "How it should read": corrected, "Why it is corrected": "Two pages were meant." });
  await press(administrator, "Propose it to both sides");
  for (const [page, side] of [[gp, "GP side"], [consultant, "consultant side"]]) {
    await page.goto(address);
    await press(page, `Confirm for the ${side}`);
    await page.getByRole("button", { name: "Confirm for the" }).waitFor({ state: "detached" });
  }
  for (const name of [copy, kept]) {
    await openNext(administrator, name);
    await card(administrator, story).getByText("Correction", { exact: true }).waitFor();
    await press(administrator, "Send it now, before its deadline");
    await noticed(administrator, "It is on its way.");
  }
  const second = "This corrects what we told you before.";
  const theirs = await listMails(site.board, stays, 2);
  assert.deepEqual(theirs.map((mail) => mail.includes(second)).toSorted(), [false, true]);
  await administrator.getByText(/\bits one mail has (not )?left/i).waitFor();
  assert.equal((await listMails(site.board, leaves, 1)).length, 1, "who wants no more gets no second edition");
  const mail = await openMail(mailbox, site.board, mailOf[copy], `Copy for ${copy}`);
  for (const words of [second, corrected, `It said before: ${story.decision}`]) assert.ok(mail.includes(words), mail);
}

/** The page of who has heard what, of all that was decided on the day of the story's meeting. */
async function openCoverage({ member, held }) {
  await member.goto(room());
  await follow(member, "Each decision and each network: due, sent, acknowledged, missed");
  await stands(member, "Who has heard what");
  await fillIn(member, { "Decided from": held, "To": held });
  await press(member, "Show");
  await stands(member, "Who has heard what");
}

/** What is counted of each network and group, by its name. */
async function counts(page) {
  const rows = await page.locator("table").filter({ hasText: "Decisions by network and group" }).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [
    row.cells[0].innerText.trim(),
    Object.fromEntries(["Due", "Sent", "Acknowledged", "Missed", "Waits"].map((what) => [what, Number(row.querySelector(`[data-label=${what}]`).textContent)])),
  ]));
  return new Map(rows);
}

async function nobodyHasHeardOfIt(story) {
  await openCoverage(story);
  await story.member.getByText("In this time nothing was decided that is told beyond the group.").waitFor();
}

const nothing = { Due: 0, Sent: 0, Acknowledged: 0, Missed: 0, Waits: 0 };

async function whoHasHeardItIsRight(story) {
  const { member, reference, title, page, print, kept, groups } = story;
  await openCoverage(story);
  await member.getByText(/^The one decision has reached a network or a group, /).waitFor();
  const counted = await counts(member);
  const sent = { ...nothing, Due: 1, Sent: 1 };
  const expected = {
    ...Object.fromEntries([copy, list, page, print, kept, ...committees, ...groups].map((name) => [name, sent])),
    "Consultant Committee": { ...sent, Acknowledged: 1 },
    [other]: { ...nothing, Due: 1, Missed: 1 },
  };
  for (const [name, numbers] of Object.entries(expected)) assert.deepEqual(counted.get(name), numbers, name);

  const whole = member.locator("details").filter({ hasText: `${reference}, ${title}` });
  await whole.locator("summary").click();
  const rows = await whole.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText.trim(), row.querySelector("[data-label='How it stands']").innerText.trim(), row.querySelector("[data-label=Acknowledged]").innerText.trim()]));
  const told = new Map(rows.map(([name, ...stands]) => [name, stands]));
  assert.equal(told.size, rows.length, "each stands there once, also what went through two editions");
  assert.deepEqual(told.get(other), ["Missed: left out", "Not yet"]);
  assert.deepEqual(told.get(copy), ["Sent, and not out yet", "Not yet"], "what an editor takes over is out on its day");
  for (const name of [list, page, print, kept, ...committees, ...groups]) assert.match(told.get(name)[0], /^Out /, name);
  assert.notEqual(told.get("Consultant Committee")[1], "Not yet");
  assert.equal(told.get("Local Medical Committee")[1], "Not yet");
}

bothWays("one decision reaches networks of five kinds and every group, comes back once, is corrected in a second edition, and the coverage page says who has heard it", async (t, options) => {
  const story = await gather(t, options);
  await networksOfOtherKindsAndMoreGroupsAreAdded(story);
  await nobodyHasHeardOfIt(story);
  await itIsDecided(story);
  await whatLeavesIsHeldStoppedAndWordedAnew(story);
  await oneNetworkIsLeftOut(story);
  await everybodyReadsItInTheirWay(story);
  await theMailOfOneNetworkComesBackAndGoesOnceMore(story);
  await everyVersionStandsBesideWhatBothSidesApproved(story);
  await somebodyWantsNoMore(story);
  await theMinuteGoesToEveryGroup(story);
  await itIsCorrectedAndGoesOnceMore(story);
  await whoHasHeardItIsRight(story);
});
