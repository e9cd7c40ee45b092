// The main job whole, as one story: something goes wrong on a ward, and in the end everybody reads what changes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import {
  agree, approveFor, bothWays, confirmFor, countMails, fillIn, follow, gone, holdFor, inWeeks, inWords, minuteTitle, noticed, openMail, openSite, openTriage, phone,
  planMeeting, press, raiseByName, stands, tag, takeAttendance,
} from "../brig.js";

const site = openSite();

/** What differs between the two times that the story is told, on one board: whose day it is, and whose newsletter. */
const stories = {
  true: { thing: "Scan reports", address: "moira.gunn@firth-practice.example", held: inWeeks(5), network: "Practice Matters, the weekly mail to practices", to: "practice.matters@northmoor.example", opening: "For GPs, practice nurses and practice managers:" },
  false: { thing: "Heart tracings", address: "ruth.laing@firth-practice.example", held: inWeeks(6), network: "Night Service monthly update", to: "night.service.all@northmoor.example", opening: "For everybody who works out of hours:" },
};
const networks = ["Practice Matters, the weekly mail to practices", "Moorfield News, the hospitals’ newsletter", "Night Service monthly update"];
const committees = { "Local Medical Committee": "office@lmc.example", "GP Sub-Committee": "office@lmc.example", "Consultant Committee": "consultant.committee@northmoor.example", "Clinical Management Group": "fiona.laidlaw@northmoor.example" };
const owner = "Dr Wei Zhang";

/** Everybody in a browser of their own: who raised it and the GP co-chair with a phone in the hand, the others at a desk. */
async function gather(t, options) {
  const { board } = site;
  const onPhone = { ...options, viewport: phone };
  const [reporter, mailbox, administrator, gp, consultant, doer] = await Promise.all([
    site.page(t, onPhone),
    site.page(t, options),
    site.as(t, board.person("administrator"), options),
    site.as(t, board.person("co-chair", "gp"), onPhone),
    site.as(t, board.person("co-chair", "consultant"), options),
    site.as(t, board.named(owner), options),
  ]);
  const told = stories[options.javaScriptEnabled];
  return {
    ...told, reporter, mailbox, administrator, gp, consultant, doer,
    title: `${told.thing} that reach nobody`,
    sentences: `${told.thing} go to whoever asked for them. Nobody reads them when that person is away.`,
    note: `${told.thing} wait for days on both sides. A shared inbox exists and is not used.`,
    decision: `The Group AGREED that ${told.thing.toLowerCase()} go to the shared inbox of the practice.`,
    changes: `${told.thing} arrive in the practice’s shared inbox and in no personal one.`,
    whom: "All practices, and every ward that asks for them",
    from: inWeeks(9),
    ask: "Medical imaging, imaging@northmoor.example",
    task: `Change where ${told.thing.toLowerCase()} are sent`,
    due: inWeeks(12),
    evidence: `Ten practices have found their ${told.thing.toLowerCase()} in the shared inbox.`,
  };
}

/** How many issues the start page counts: raised, answered. */
async function figures(page) {
  await page.goto(site.board.base);
  await stands(page, /^Hello, /);
  const figure = async (what) => Number(await page.locator(".figures li", { hasText: what }).locator("strong").innerText());
  return { raised: await figure("issues raised"), answered: await figure("answered") };
}

async function aClinicianRaisesItInFewSteps(story) {
  const { reporter } = story;
  const loads = [];
  reporter.on("request", (request) => { if (request.isNavigationRequest()) loads.push(request.method()); });
  const issue = { text: `${story.thing} reach whoever asked for them, who is often away.`, name: "Dr Moira Gunn", address: story.address };
  Object.assign(story, await raiseByName(reporter, site.board, issue));
  assert.deepEqual(loads, ["GET", "POST", "GET"], "the form and the receipt: no page between them");
  await reporter.goto(`${site.board.base}/raise`);
  const asked = await reporter.locator("main form").locator("textarea, select, input:not([type=hidden])").evaluateAll((fields) => [...new Set(fields.map((field) => field.name))]);
  assert.deepEqual(asked, ["text", "known", "name", "email"], "what is asked before Send");
}

async function bothCoChairsTriageIt(story) {
  for (const [page, said] of [[story.gp, "Your side’s view is saved."], [story.consultant, "Both sides have agreed: it goes to the next meeting on its theme."]]) {
    await openTriage(page, story);
    await agree(page, { theme: "IT and access", title: story.title, sentences: story.sentences });
    await noticed(page, said);
  }
  assert.equal(await tag(story.consultant).innerText(), "Triaged");
}

async function theAdministratorPreparesTheMeeting(story) {
  const { administrator } = story;
  story.meeting = await planMeeting(administrator, { held: story.held, theme: "IT and access", place: "Library, Glebe Practice" });
  await press(administrator, `Add ${story.reference}`);
  const line = administrator.locator("tbody th", { hasText: story.title });
  story.item = /^\d\d\/\d{3,}/.exec(await line.innerText())[0];
  await takeAttendance(administrator, { there: ["Dr Ailsa Munro", "Dr Tunde Adeyemi", owner, "Morag Sinclair"], apologies: ["Dr Callum Reid"] });
}

async function theItemIsWrittenUp(story) {
  const { administrator } = story;
  await follow(administrator, story.item);
  await stands(administrator, `${story.item} ${story.title}`);
  await administrator.getByText(story.sentences).waitFor();
  await administrator.getByText("What everybody is told of it").click();
  await fillIn(administrator, {
    "What was said": story.note, "Decision": story.decision,
    "What changes": story.changes, "For whom": story.whom, "From when": story.from, "Who to ask": story.ask, "Where it goes": "It goes to the networks",
    "What is to be done": story.task, "Owner": owner, "By": story.due, "Done means": "Ten practices have found theirs",
  });
  await press(administrator, "Save all of it");
  await noticed(administrator, "The action is set.");
  assert.equal(await administrator.getByLabel("What changes", { exact: true }).inputValue(), story.changes, "what is told stands open once it is written");
  story.action = (await administrator.getByRole("region", { name: /^Action A-\d{4}$/ }).locator("strong").innerText()).trim();
}

/** Sees that a page says all that everybody is told. */
async function isTold(page, story) {
  const facts = { "What changes": story.changes, "For whom": story.whom, "From": inWords(story.from), "Who to ask": story.ask };
  for (const [term, text] of Object.entries(facts)) {
    const line = page.locator("dl.facts > div").filter({ has: page.getByText(term, { exact: true }) });
    assert.equal(await line.locator("dd").innerText(), text, term);
  }
}

async function bothCoChairsConfirmIt(story) {
  const read = async (page) => {
    await page.locator(".callout", { hasText: story.decision }).waitFor();
    await isTold(page, story);
  };
  await confirmFor(story.gp, story.meeting, "GP side", read);
  await confirmFor(story.consultant, story.meeting, "consultant side", read);
  const decided = await story.consultant.getByText(/^Decision \d\d\/D\d+$/).innerText();
  [, story.number] = decided.split(" ");
}

/** The mail that is open, on the address of its HTML: what a mail program shows. It needs nothing from elsewhere. */
async function asHtml(page, said) {
  const address = await page.locator("iframe").evaluate((frame) => frame.src);
  const html = await page.context().newPage();
  const loaded = [];
  html.on("request", (request) => loaded.push(request.url()));
  await html.goto(address, { waitUntil: "networkidle" });
  const found = await html.evaluate(() => {
    const tags = (selector) => [...document.querySelectorAll(selector)].map((element) => element.outerHTML.slice(0, 120));
    const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.localName[1]));
    return {
      language: document.documentElement.lang,
      begins: levels[0],
      titles: levels.filter((level) => level === 1).length,
      skipped: levels.filter((level, at) => at && level > levels[at - 1] + 1),
      pictures: tags("img, svg, picture, object, embed, video, audio, iframe"),
      elsewhere: tags("[src], [srcset], [background], link, script, base, [style*='url('], [style*='@import'], style"),
    };
  });
  assert.deepEqual({ ...found, loaded }, { language: "en-GB", begins: 1, titles: 1, skipped: [], pictures: [], elsewhere: [], loaded: [address] });
  const text = await html.locator("body").innerText();
  for (const words of said) assert.ok(text.includes(words), `the mail as HTML says: ${words}`);
  const sections = await html.locator("h2").allInnerTexts();
  await html.close();
  return sections;
}

async function theReporterReadsTheAnswer(story) {
  const { reporter, reference } = story;
  const subject = `${reference}: what the group decided`;
  const step = `${story.task} (by ${inWords(story.due)})`;
  // One mail a day to one address: today's was the thanks. The answer stands on the page at once, and goes by mail on the next working day.
  const thanks = `${reference}: we have received your issue`;
  const text = await openMail(reporter, site.board, story.address, thanks);
  await stands(reporter, thanks);
  assert.ok(text.includes(story.link), "the mail as text holds the private link");
  await asHtml(reporter, [story.link]);
  await follow(reporter, story.link);
  await stands(reporter, `Your issue ${reference}`);
  const told = reporter.getByRole("region", { name: `Decision ${story.number}` });
  await told.getByText(story.decision, { exact: true }).waitFor();
  assert.deepEqual(await told.getByRole("listitem").allInnerTexts(), [step]);
  assert.equal(await tag(reporter).innerText(), "In progress");
  await gone(reporter.getByText(owner), "who does it is not named to the reporter");
  assert.equal(await countMails(reporter, site.board, story.address, subject), 0, "no second mail on the same day");
}

async function theMinuteGoesToTheCommittees(story) {
  const { administrator, mailbox, meeting, held } = story;
  await administrator.goto(`${meeting}/read-back`);
  await press(administrator, "End the meeting and draft its minute");
  await stands(administrator, minuteTitle);
  const subject = `Minute of ${inWords(held)}: North Moor Interface Group`;
  await approveFor(story.consultant, meeting, "consultant side");
  await noticed(story.consultant, "Your side’s approval is saved.");
  assert.equal(await countMails(mailbox, site.board, "office@lmc.example", subject), 0, "a draft goes to no committee");
  await approveFor(story.gp, meeting, "GP side");
  await noticed(story.gp, "Both sides have approved it: the minute is published.");
  await gone(story.gp.getByText(/DRAFT/), "what is published is no draft");

  const text = await openMail(mailbox, site.board, "office@lmc.example", subject);
  for (const words of ["GP Sub-Committee", "Local Medical Committee", `${story.number}, ${story.title}: ${story.decision}`]) assert.ok(text.includes(words), words);
  const [download] = await Promise.all([mailbox.waitForEvent("download"), mailbox.getByRole("link", { name: /\.pdf$/ }).click()]);
  assert.equal(download.suggestedFilename(), `north-moor-minute-${held}.pdf`);
  assert.equal((await readFile(await download.path())).subarray(0, 4).toString("latin1"), "%PDF");
  for (const address of new Set(Object.values(committees))) assert.equal(await countMails(mailbox, site.board, address, subject), 1, `one mail to ${address}`);

  await administrator.goto(`${site.board.base}/cascade`);
  await stands(administrator, "Cascade");
  for (const name of Object.keys(committees)) {
    await administrator.getByRole("row").filter({ hasText: name }).getByRole("link", { name: new RegExp(`^Minute of ${inWords(held)}, sent `) }).waitFor();
  }
}

/** The decision's card on the page of an edition. */
const card = (page, { number }) => page.locator("section.card", { has: page.getByRole("link", { name: `Decision ${number}`, exact: true }) });

/** Opens what goes to a network next, from the list of the cascade. */
async function openEdition(page, network) {
  await page.goto(`${site.board.base}/cascade`);
  await stands(page, "Cascade");
  await page.getByRole("row").filter({ hasText: network }).getByRole("link", { name: /^[1-9]\d* decisions? on / }).click();
  await stands(page, new RegExp(`^${network}, out `));
}

async function theDecisionWaitsForEveryNetwork(story) {
  for (const network of networks) {
    await openEdition(story.administrator, network);
    await card(story.administrator, story).getByText(story.changes).waitFor();
  }
}

async function anEditionIsLookedThroughAndSent(story) {
  const { administrator, network, changes } = story;
  const text = administrator.locator("pre", { hasText: changes });
  const [other] = networks.filter((name) => name !== network);
  await holdFor(administrator, site.board, 0);
  await openEdition(administrator, network);
  await text.waitFor();
  await card(administrator, story).getByRole("button", { name: "Leave out of this network" }).click();
  await noticed(administrator, "It is left out of this edition. The other networks get it all the same.");
  await card(administrator, story).getByText("Left out", { exact: true }).waitFor();
  await gone(text, "its reader does not get it");
  const here = administrator.url();
  await openEdition(administrator, other);
  await text.waitFor();

  await administrator.goto(here);
  await card(administrator, story).getByRole("button", { name: "Take back in" }).click();
  await noticed(administrator, "It is back in.");
  await gone(administrator.getByText("Left out", { exact: true }), "nothing is left out any more");
  await text.waitFor();
  story.preview = await text.innerText();
  // Where the address sends our mail on, each edition bears the same subject.
  story.subject = await subject(administrator);
  const mails = () => countMails(story.mailbox, site.board, story.to, story.subject);
  const before = await mails();
  await press(administrator, "Send it now, before its deadline");
  await noticed(administrator, "It is on its way.");
  await administrator.getByText(/^Sent .*\.$/).waitFor();
  await gone(administrator.getByRole("button", { name: /Leave out|Take back in|before its deadline/ }), "what has gone stays as it is");
  assert.equal(await mails(), before + 1, "one mail to its address");
}

/** The subject of an edition's mail, as its page shows it. */
const subject = (page) => page.locator("main strong").innerText();

async function theNetworkReadsWhatChanges(story) {
  const { mailbox, administrator } = story;
  const said = [story.opening, story.changes, `For: ${story.whom}.`, `From: ${inWords(story.from)}.`, `Ask: ${story.ask}.`, `Decision ${story.number} of ${inWords(story.held)}.`];
  const text = await openMail(mailbox, site.board, story.to, story.subject);
  for (const words of said) assert.ok(text.includes(words), `the mail as text says: ${words}`);
  assert.equal(text.trim(), story.preview.trim(), "the mail is what its page showed");
  const sections = await asHtml(mailbox, said);
  assert.ok(sections.includes(story.title), "each decision is a section under the title of its item");
  await administrator.goto(`${site.board.base}/cascade`);
  const newest = administrator.locator("main li").first();
  assert.match(await newest.innerText(), new RegExp(`^${story.network}: [1-9]\\d* decisions?, sent `));
  await administrator.goto(`${site.board.base}/decisions/${story.number.replace("/", "-")}`);
  await stands(administrator, `Decision ${story.number}`);
  await isTold(administrator, story);
}

async function theOwnerDoesIt(story) {
  const { doer, reporter, action } = story;
  await doer.goto(site.board.base);
  await follow(doer, /^You have \d+ open actions?$/);
  await stands(doer, "Actions");
  await follow(doer, action);
  await stands(doer, `Action ${action}`);
  await doer.getByLabel("What shows that it is done?").fill(story.evidence);
  await press(doer, "It is done");
  await noticed(doer, "Thank you: it is noted as done.");
  await doer.getByText(story.evidence, { exact: true }).waitFor();
  await gone(doer.getByRole("button", { name: "It is done" }), "it is done once");

  await reporter.goto(story.link);
  await stands(reporter, `Your issue ${story.reference}`);
  assert.equal(await tag(reporter).innerText(), "Done");
  assert.equal(await reporter.locator(".timeline .what").first().innerText(), "What was agreed is done");
}

bothWays("an issue from a phone becomes a decision that its reporter, the committees and every network read, and what was agreed gets done", async (t, options) => {
  const story = await gather(t, options);
  const before = await figures(story.administrator);
  await aClinicianRaisesItInFewSteps(story);
  await bothCoChairsTriageIt(story);
  await theAdministratorPreparesTheMeeting(story);
  await theItemIsWrittenUp(story);
  await bothCoChairsConfirmIt(story);
  await theReporterReadsTheAnswer(story);
  await theMinuteGoesToTheCommittees(story);
  await theDecisionWaitsForEveryNetwork(story);
  await anEditionIsLookedThroughAndSent(story);
  await theNetworkReadsWhatChanges(story);
  await theOwnerDoesIt(story);
  assert.deepEqual(await figures(story.administrator), { raised: before.raised + 1, answered: before.answered + 1 });
});
