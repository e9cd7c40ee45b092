// From a phone on a ward to a published minute: one issue, five people, and what each of them sees on the way.
import assert from "node:assert/strict";
import { bothWays, noticed, openMail, openSite, phone, press, signIn, stands } from "../brig.js";

const site = openSite();

const theme = "IT and access";
const title = "Scans that practices cannot open";
const sentences = "Practices receive links to scans that open only inside the hospital. They ring the ward to have the report read out.";
const topic = "Dates for next year";
const note = "Both sides lose time over it. The network lets practices in already; the viewer does not.";
const agreed = "the scan viewer opens for practices from the start of next month";
const decision = `The Group AGREED that ${agreed}.`;
const task = { text: "Open the scan viewer for practices", owner: "Dr Wei Zhang", done: "Two practices have opened a scan by themselves" };
const mended = "Nobody had anything else to say.";

const mailOf = { gp: "ailsa.munro@glebe-practice.example", consultant: "tunde.adeyemi@northmoor.example", reader: "fiona.laidlaw@northmoor.example" };

const inWeeks = (weeks) => new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
const inWords = (day) => new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const tag = (page) => page.locator("main .tag").first();
const follow = (page, name) => page.locator("main").getByRole("link", { name, exact: true }).click();
const gone = async (locator, why) => assert.equal(await locator.count(), 0, why);

/** Everybody in a browser of their own, at a desk or with a phone in the hand. */
async function gather(t, options) {
  const person = async (role, side, more) => {
    const page = await site.page(t, { ...options, ...more });
    await signIn(page, site.board.person(role, side));
    return page;
  };
  const onPhone = { viewport: phone };
  const [reporter, mailbox, administrator, gp, consultant, reader] = await Promise.all([
    site.page(t, { ...options, ...onPhone }),
    site.page(t, options),
    person("administrator"),
    person("co-chair", "gp", onPhone),
    person("co-chair", "consultant", onPhone),
    person("reader", undefined, onPhone),
  ]);
  // Both journeys run on one board: each has its own day and its own address.
  const [held, address] = options.javaScriptEnabled ? [inWeeks(5), "kirsty.bain@firth-practice.example"] : [inWeeks(6), "neil.orr@firth-practice.example"];
  return { reporter, mailbox, administrator, gp, consultant, reader, held, due: inWeeks(12), address };
}

async function anIssueIsRaisedOnAPhone(story) {
  const { reporter } = story;
  await reporter.goto(`${site.board.base}/raise`);
  await reporter.getByLabel("What happened?").fill("The link to the scan does not open in our practice.");
  await reporter.getByLabel("Your name").fill("Dr Kirsty Bain");
  await reporter.getByLabel("Email").fill(story.address);
  await press(reporter, "Send");
  await stands(reporter, "Thank you: it is saved");
  story.reference = await reporter.locator(".reference").innerText();
  story.link = await reporter.locator("#private-link").innerText();
  story.issue = `${site.board.base}/issues/${story.reference}`;
}

async function aMeetingIsPlannedAndEverybodyInvited(story) {
  const { administrator, mailbox, held } = story;
  await administrator.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Meetings" }).click();
  await stands(administrator, "Meetings");
  await follow(administrator, "Plan a meeting");
  await stands(administrator, "Plan a meeting");
  await administrator.getByLabel("Day").fill(held);
  await administrator.getByLabel("Begins at").fill("18:30");
  await administrator.getByLabel("Minutes").fill("60");
  await administrator.getByLabel("Theme").selectOption(theme);
  await administrator.getByLabel("Room or link").fill("Library, Glebe Practice");
  await press(administrator, "Plan the meeting");
  await noticed(administrator, "The meeting is planned, and the invitations are on their way.");
  await stands(administrator, `Meeting on ${inWords(held)}`);
  await administrator.getByText(/, 6:30pm to 7:30pm\. Theme: IT and access$/).waitFor();
  story.meeting = administrator.url().split("?")[0];

  const subject = `Invitation: meeting on ${inWords(held)}`;
  await mailbox.goto(site.board.mailbox_url);
  const invited = await mailbox.getByRole("row").filter({ hasText: subject }).allInnerTexts();
  const isInvited = (address) => invited.filter((row) => row.includes(address)).length;
  assert.deepEqual(Object.values(mailOf).map(isInvited), [1, 1, 0], "each of those who sit in the group once, and no reader");
  assert.ok(invited.length >= 13, `${invited.length} invitations`);
  const text = await openMail(mailbox, site.board, mailOf.consultant);
  await stands(mailbox, subject);
  for (const said of ["6:30pm to 7:30pm", "Library, Glebe Practice", story.meeting]) assert.ok(text.includes(said), said);
  const entry = await mailbox.request.get(await mailbox.getByRole("link", { name: "meeting.ics" }).evaluate((link) => link.href));
  assert.match(entry.headers()["content-type"], /^text\/calendar; method=REQUEST/);
  assert.match(await entry.text(), /SUMMARY:North Moor Interface Group/);
}

async function oneSideAloneDoesNotTriageIt(story) {
  await openTriage(story, story.gp);
  await story.gp.getByLabel("Theme").selectOption(theme);
  await story.gp.getByLabel("Neutral title").fill(title);
  await story.gp.getByLabel("Two neutral sentences").fill(sentences);
  await press(story.gp, "Agree");
  await noticed(story.gp, "Your side’s view is saved.");
  assert.equal(await tag(story.gp).innerText(), "New");
  await gone(await offer(story), "it is not offered for an agenda");
}

async function bothSidesTriageIt(story) {
  await openTriage(story, story.consultant);
  await story.consultant.getByText("Dr Ailsa Munro, GP co-chair: to the next meeting on IT and access").waitFor();
  assert.equal(await story.consultant.getByLabel("Neutral title").inputValue(), title, "the first side's wording stands there");
  await press(story.consultant, "Agree");
  await noticed(story.consultant, "Both sides have agreed: it goes to the next meeting on its theme.");
  assert.equal(await tag(story.consultant).innerText(), "Triaged");
  assert.equal(await (await offer(story)).count(), 1, "now it is offered for an agenda");
}

async function openTriage({ issue, reference }, page) {
  await page.goto(issue);
  await follow(page, `Triage ${reference}`);
  await stands(page, `Triage ${reference}`);
}

/** The button that puts the issue onto the agenda of the meeting on its theme, as the administrator finds it. */
async function offer({ administrator, meeting, reference }) {
  await administrator.goto(meeting);
  await administrator.getByRole("heading", { name: "Put on the agenda" }).waitFor();
  return administrator.getByRole("button", { name: `Add ${reference}` });
}

async function itsAgendaIsMade(story) {
  const { administrator, reference } = story;
  const row = (words) => administrator.locator("tbody tr", { hasText: words });
  const order = () => administrator.locator("tbody th").allInnerTexts();
  await press(administrator, `Add ${reference}`);
  await row(title).waitFor();
  await administrator.getByLabel("An issue by its reference, or a topic").fill(topic);
  await press(administrator, "Add it");
  await row(topic).waitFor();
  const [first, second] = await order();
  assert.ok(first.includes(title) && second.includes(topic), "what is added stands last");

  const number = /^\d\d\/\d{3,}/.exec(second)[0];
  await press(administrator, new RegExp(`^Up ?: ${number}$`));
  await row(topic).filter({ hasText: "6:30pm" }).waitFor();
  assert.deepEqual(await order(), [second, first]);
  await administrator.getByLabel(`Minutes for ${number}`).fill("5");
  await press(administrator, `Set the minutes for ${number}`);
  await row(title).filter({ hasText: "6:35pm" }).waitFor();
  await administrator.getByText("20 of 60 minutes on the agenda.").waitFor();
  story.item = /^\d\d\/\d{3,}/.exec(first)[0];
}

async function attendanceIsTaken(story) {
  const { administrator } = story;
  const who = (name, how) => administrator.getByRole("group", { name }).getByLabel(how, { exact: true }).check();
  await follow(administrator, "Attendance");
  await stands(administrator, "Attendance");
  for (const name of ["Dr Ailsa Munro", "Dr Tunde Adeyemi", "Dr Wei Zhang", "Morag Sinclair"]) await who(name, "There");
  await who("Dr Callum Reid", "Apologies");
  await administrator.getByLabel("Also there").fill("Jean Bruce, medical imaging, for the item on scans");
  await press(administrator, "Save the attendance");
  await noticed(administrator, "The attendance is saved.");
  await administrator.getByRole("listitem").filter({ hasText: "1 GP and 2 consultants: quorate" }).waitFor();
}

async function theItemIsWrittenUp(story) {
  const { administrator, item, due } = story;
  await follow(administrator, item);
  await stands(administrator, `${item} ${title}`);
  await administrator.getByText(sentences).waitFor();
  const field = (name) => administrator.getByLabel(name, { exact: true });
  await field("What was said").fill(note);
  await field("Decision").fill(agreed);
  await field("What is to be done").fill(task.text);
  await field("Owner").selectOption(task.owner);
  await field("By").fill(due);
  await field("Done means").fill(task.done);
  await press(administrator, "Save all of it");
  await noticed(administrator, "The action is set.");
  assert.equal(await field("What was said").inputValue(), note);
  assert.equal(await field("Decision").inputValue(), decision, "it becomes a sentence that can be sent");
  const card = administrator.getByRole("region", { name: /^Action A-\d{4}$/ });
  await card.filter({ hasText: task.text }).filter({ hasText: `${task.owner}, by ${inWords(due)}` }).filter({ hasText: `Done means: ${task.done}` }).waitFor();
}

async function oneSideConfirmsAndNothingIsToldYet(story) {
  const { administrator, gp } = story;
  await follow(administrator, "Back to the meeting");
  await follow(administrator, "Read-back");
  await stands(administrator, "Read-back");
  await readsDecision(administrator);
  await confirmFor(story, gp, "GP side");
  await gp.getByText("You have confirmed for the GP side.").waitFor();

  await administrator.reload();
  await administrator.getByRole("listitem").filter({ hasText: "Dr Ailsa Munro, GP co-chair" }).waitFor();
  await administrator.getByText("The consultant side has yet to confirm.").waitFor();
  await gone(administrator.getByRole("button", { name: "End the meeting" }), "one side cannot end a meeting");
  await story.reporter.goto(story.link);
  await stands(story.reporter, `Your issue ${story.reference}`);
  await gone(story.reporter.getByText(agreed), "what one side has confirmed is not told yet");
  await story.reporter.getByText("It is on the agenda of a meeting of the group.").waitFor();
}

async function bothSidesConfirmAndTheReporterIsTold(story) {
  const { administrator, consultant, reporter, mailbox, address, reference, due } = story;
  await confirmFor(story, consultant, "consultant side");
  await administrator.reload();
  await administrator.getByRole("button", { name: "End the meeting" }).waitFor();

  const next = `${task.text} (by ${inWords(due)})`;
  await reporter.reload();
  await stands(reporter, `Your issue ${reference}`);
  const told = reporter.getByRole("region", { name: /^Decision \d\d\/D\d+$/ });
  await told.getByText(decision, { exact: true }).waitFor();
  assert.deepEqual(await told.getByRole("listitem").allInnerTexts(), [next]);
  assert.equal(await tag(reporter).innerText(), "In progress");
  await gone(reporter.getByText(task.owner), "who does it is not named to the reporter");

  const mail = await openMail(mailbox, site.board, address);
  await stands(mailbox, `${reference}: what the group decided`);
  for (const said of [decision, next, story.link]) assert.ok(mail.includes(said), said);
}

async function readsDecision(page) {
  await page.locator(".callout", { hasText: decision }).waitFor();
  await page.getByText(task.text).waitFor();
}

async function confirmFor({ meeting }, page, side) {
  await page.goto(`${meeting}/read-back`);
  await stands(page, "Read-back");
  await readsDecision(page);
  await press(page, `Confirm for the ${side}`);
  await page.getByRole("button", { name: "Confirm for the" }).waitFor({ state: "detached" });
}

const minuteTitle = "Minute of the meeting of the North Moor Interface Group";

async function theMeetingEndsAndItsMinuteIsADraft(story) {
  const { administrator, mailbox, meeting, held } = story;
  await press(administrator, "End the meeting and draft its minute");
  await stands(administrator, minuteTitle);
  assert.equal(administrator.url(), `${meeting}/minute`);
  await administrator.getByText(/^DRAFT MINUTE, not approved\./).waitFor();
  await isDraft(administrator, ["GP side", "consultant side"]);
  const paper = await administrator.getByRole("article").innerText();
  for (const said of [note, decision, task.text, sentences, "Dr Callum Reid", "Jean Bruce, medical imaging"]) assert.ok(paper.includes(said), said);
  await openMail(mailbox, site.board, mailOf.gp);
  await stands(mailbox, `To approve: minute of ${inWords(held)}`);
}

/** The draft's page: who is still to approve it. */
async function isDraft(page, missing) {
  assert.equal(await tag(page).innerText(), "Draft");
  const stand = await page.getByRole("region", { name: "Where this minute stands" }).innerText();
  for (const side of ["GP side", "consultant side"]) assert.equal(stand.includes(`The ${side} has yet to approve it.`), missing.includes(side), stand);
}

async function approve({ meeting }, page, side) {
  await page.goto(`${meeting}/minute`);
  await stands(page, minuteTitle);
  await press(page, `Approve for the ${side}`);
}

async function anEditTakesTheApprovalBack(story) {
  const { administrator, gp, reader, meeting } = story;
  await approve(story, gp, "GP side");
  await noticed(gp, "Your side’s approval is saved.");
  await isDraft(gp, ["consultant side"]);

  await administrator.reload();
  await isDraft(administrator, ["consultant side"]);
  await follow(administrator, "Edit the draft");
  await stands(administrator, "Edit the draft minute");
  await administrator.getByLabel("Any other business").fill(mended);
  await press(administrator, "Save the minute");
  await noticed(administrator, /^Saved\./);
  await administrator.getByText(mended).waitFor();
  await isDraft(administrator, ["GP side", "consultant side"]);

  for (const page of ["minute", "minute.pdf", "minute.docx"]) {
    assert.equal((await reader.request.get(`${meeting}/${page}`)).status(), 404, `no draft for a reader: ${page}`);
  }
}

async function bothApproveAndItIsPublished(story) {
  const { administrator, gp, consultant } = story;
  await approve(story, gp, "GP side");
  await noticed(gp, "Your side’s approval is saved.");
  await gp.getByText(mended).waitFor();
  await isDraft(gp, ["consultant side"]);
  await approve(story, consultant, "consultant side");
  await noticed(consultant, "Both sides have approved it: the minute is published.");
  assert.equal(await tag(consultant).innerText(), "Published");

  await administrator.reload();
  await administrator.getByText("Approved by Dr Ailsa Munro, GP co-chair and Dr Tunde Adeyemi, consultant co-chair.").waitFor();
  await gone(administrator.getByText(/DRAFT/), "nothing says draft any more");
  await gone(administrator.getByRole("link", { name: "Edit the draft" }), "what is published stays");
}

/** The minute as files, as this person gets them from the links on its page. */
async function theFilesCanBeKept(page) {
  for (const [name, type, beginning] of [["As PDF", "application/pdf", "%PDF"], ["As Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"]]) {
    const address = await page.getByRole("link", { name }).getAttribute("href");
    const file = await page.request.get(new URL(address, page.url()).href);
    assert.equal(file.status(), 200, name);
    assert.equal(file.headers()["content-type"], type);
    assert.equal((await file.body()).subarray(0, beginning.length).toString("latin1"), beginning);
  }
}

async function theReaderReadsItAndNoDraft(story) {
  const { reader, held } = story;
  await reader.goto(site.board.base);
  await reader.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Meetings" }).click();
  await stands(reader, "Meetings");
  await follow(reader, inWords(held));
  await stands(reader, minuteTitle);
  await readsDecision(reader);
  await theFilesCanBeKept(reader);

  await reader.goto(`${site.board.base}/meetings`);
  await stands(reader, "Meetings");
  await gone(reader.locator("main").getByText("draft"), "no draft is listed");
  for (const page of ["12/minute", "12/minute.pdf", "13", "13/read-back"]) {
    assert.equal((await reader.request.get(`${site.board.base}/meetings/${page}`)).status(), 404, page);
  }
}

async function theTimelineTellsAllOfIt(story) {
  const { administrator, reporter, item, held } = story;
  const told = async (page) => (await page.locator(".timeline .what").allInnerTexts()).map((what) => what.replace(/\d\d\/D\d+$/, "a sentence"));
  const journey = [
    "Raised",
    "Theme and group wording written",
    "GP side agreed to put it to a meeting",
    "Consultant side agreed to put it to a meeting",
    "Agreed by both sides: to the next meeting on its theme",
    `On the agenda of the meeting of ${inWords(held)}, item ${item}`,
    "Decided by the group, a sentence",
    "The minute of the meeting is published",
  ].reverse();
  await administrator.goto(story.issue);
  await stands(administrator, `${story.reference}: ${title}`);
  await administrator.getByRole("complementary", { name: "Timeline" }).waitFor();
  assert.deepEqual(await told(administrator), journey);
  await reporter.reload();
  await stands(reporter, `Your issue ${story.reference}`);
  assert.deepEqual(await told(reporter), journey);
}

bothWays("an issue goes from a phone to a published minute, and its reporter reads what was decided and what happens now", async (t, options) => {
  const story = await gather(t, options);
  await anIssueIsRaisedOnAPhone(story);
  await aMeetingIsPlannedAndEverybodyInvited(story);
  await oneSideAloneDoesNotTriageIt(story);
  await bothSidesTriageIt(story);
  await itsAgendaIsMade(story);
  await attendanceIsTaken(story);
  await theItemIsWrittenUp(story);
  await oneSideConfirmsAndNothingIsToldYet(story);
  await bothSidesConfirmAndTheReporterIsTold(story);
  await theMeetingEndsAndItsMinuteIsADraft(story);
  await anEditTakesTheApprovalBack(story);
  await bothApproveAndItIsPublished(story);
  await theFilesCanBeKept(story.administrator);
  await theReaderReadsItAndNoDraft(story);
  await theTimelineTellsAllOfIt(story);
});
