// A meeting to its published minute, by small steps: who is invited, what one side alone cannot do, what takes an approval
// back, and what a reader sees. The main job as a whole is in main-job.test.js.
import assert from "node:assert/strict";
import {
  agree, approveFor, bothWays, confirmFor, enter, fillIn, follow, gone, inWeeks, inWords, minuteTitle, noticed, openMail, openSite, openTriage, phone,
  planMeeting, press, raiseByName, stands, tag, takeAttendance,
} from "../brig.js";

const site = openSite();

const wording = {
  theme: "IT and access",
  title: "Scans that practices cannot open",
  sentences: "Practices receive links to scans that open only inside the hospital. They ring the ward to have the report read out.",
};
const topic = "Dates for next year";
const note = "Both sides lose time over it. The network lets practices in already; the viewer does not.";
const agreed = "the scan viewer opens for practices from the start of next month";
const decision = `The Group AGREED that ${agreed}.`;
const task = { text: "Open the scan viewer for practices", owner: "Dr Wei Zhang", done: "Two practices have opened a scan by themselves" };
const mended = "Nobody had anything else to say.";

const mailOf = { gp: "ailsa.munro@glebe-practice.example", consultant: "tunde.adeyemi@northmoor.example", reader: "fiona.laidlaw@northmoor.example" };

/** Everybody in a browser of their own, at a desk or with a phone in the hand. */
async function gather(t, options) {
  const person = (role, side, more) => site.as(t, site.board.person(role, side), { ...options, ...more });
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

async function anIssueIsRaised(story) {
  const issue = { text: "The link to the scan does not open in our practice.", name: "Dr Kirsty Bain", address: story.address };
  Object.assign(story, await raiseByName(story.reporter, site.board, issue));
}

async function aMeetingIsPlannedAndEverybodyInvited(story) {
  const { administrator, mailbox, held } = story;
  story.meeting = await planMeeting(administrator, { held, theme: wording.theme, place: "Library, Glebe Practice" });
  await administrator.getByText(/, 6:30pm to 7:30pm\. Theme: IT and access$/).waitFor();

  const subject = `Invitation: meeting on ${inWords(held)}`;
  await mailbox.goto(site.board.mailbox_url);
  const invited = await mailbox.getByRole("row").filter({ hasText: subject }).allInnerTexts();
  const isInvited = (address) => invited.filter((row) => row.includes(address)).length;
  assert.deepEqual(Object.values(mailOf).map(isInvited), [1, 1, 0], "each of those who sit in the group once, and no reader");
  assert.ok(invited.length >= 13, `${invited.length} invitations`);
  const text = await openMail(mailbox, site.board, mailOf.consultant, subject);
  await stands(mailbox, subject);
  for (const said of ["6:30pm to 7:30pm", "Library, Glebe Practice", story.meeting]) assert.ok(text.includes(said), said);
  const entry = await mailbox.request.get(await mailbox.getByRole("link", { name: "meeting.ics" }).evaluate((link) => link.href));
  assert.match(entry.headers()["content-type"], /^text\/calendar; method=REQUEST/);
  assert.match(await entry.text(), /SUMMARY:North Moor Interface Group/);
}

async function oneSideAloneDoesNotTriageIt(story) {
  await openTriage(story.gp, story);
  await agree(story.gp, wording);
  await noticed(story.gp, "Your side’s view is saved.");
  assert.equal(await tag(story.gp).innerText(), "New");
  await gone(await offer(story), "it is not offered for an agenda");
}

async function bothSidesTriageIt(story) {
  await openTriage(story.consultant, story);
  await story.consultant.getByText("Dr Ailsa Munro, GP co-chair: to the next meeting on IT and access").waitFor();
  assert.equal(await story.consultant.getByLabel("Neutral title").inputValue(), wording.title, "the first side's wording stands there");
  await press(story.consultant, "Agree");
  await noticed(story.consultant, "Both sides have agreed: it goes to the next meeting on its theme.");
  assert.equal(await tag(story.consultant).innerText(), "Triaged");
  assert.equal(await (await offer(story)).count(), 1, "now it is offered for an agenda");
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
  await row(wording.title).waitFor();
  await administrator.getByLabel("An issue by its reference, or a topic").fill(topic);
  await press(administrator, "Add it");
  await row(topic).waitFor();
  const [first, second] = await order();
  assert.ok(first.includes(wording.title) && second.includes(topic), "what is added stands last");

  const number = /^\d\d\/\d{3,}/.exec(second)[0];
  await press(administrator, new RegExp(`^Up ?: ${number}$`));
  await row(topic).filter({ hasText: "6:30pm" }).waitFor();
  assert.deepEqual(await order(), [second, first]);
  await administrator.getByLabel(`Minutes for ${number}`).fill("5");
  await press(administrator, `Set the minutes for ${number}`);
  await row(wording.title).filter({ hasText: "6:35pm" }).waitFor();
  await administrator.getByText("20 of 60 minutes on the agenda.").waitFor();
  story.item = /^\d\d\/\d{3,}/.exec(first)[0];
}

async function attendanceIsTaken({ administrator }) {
  const there = ["Dr Ailsa Munro", "Dr Tunde Adeyemi", "Dr Wei Zhang", "Morag Sinclair"];
  await takeAttendance(administrator, { there, apologies: ["Dr Callum Reid"], guests: "Jean Bruce, medical imaging, for the item on scans" });
  await administrator.getByRole("listitem").filter({ hasText: "1 GP and 2 consultants: quorate" }).waitFor();
}

async function theItemIsWrittenUp(story) {
  const { administrator, item, due } = story;
  await follow(administrator, item);
  await stands(administrator, `${item} ${wording.title}`);
  await administrator.getByText(wording.sentences).waitFor();
  await fillIn(administrator, { "What was said": note, "Decision": agreed, "What is to be done": task.text, "Owner": task.owner, "By": due, "Done means": task.done });
  await press(administrator, "Save all of it");
  await noticed(administrator, "The action is set.");
  const field = (name) => administrator.getByLabel(name, { exact: true });
  assert.equal(await field("What was said").inputValue(), note);
  assert.equal(await field("Decision").inputValue(), decision, "it becomes a sentence that can be sent");
  const card = administrator.getByRole("region", { name: /^Action A-\d{4}$/ });
  await card.filter({ hasText: task.text }).filter({ hasText: `${task.owner}, by ${inWords(due)}` }).filter({ hasText: `Done means: ${task.done}` }).waitFor();
}

async function oneSideConfirmsAndNothingIsToldYet(story) {
  const { administrator, gp, meeting } = story;
  await follow(administrator, "Back to the meeting");
  await follow(administrator, "Read-back");
  await stands(administrator, "Read-back");
  await readsDecision(administrator);
  await confirmFor(gp, meeting, "GP side", readsDecision);
  await gp.getByText("You have confirmed for the GP side.").waitFor();

  await administrator.reload();
  await administrator.getByRole("listitem").filter({ hasText: "Dr Ailsa Munro, GP co-chair" }).waitFor();
  await administrator.getByText("The consultant side has yet to confirm.").waitFor();
  await gone(administrator.getByRole("button", { name: "End the meeting" }), "one side cannot end a meeting");
  await story.reporter.goto(story.link);
  await stands(story.reporter, `Your issue ${story.reference}`);
  await gone(story.reporter.getByText(agreed), "what one side has confirmed is not told yet");
  await story.reporter.getByText("It is on the agenda of the group's meeting").waitFor();
}

async function bothSidesConfirmAndTheMeetingCanEnd({ administrator, consultant, meeting }) {
  await confirmFor(consultant, meeting, "consultant side", readsDecision);
  await administrator.reload();
  await administrator.getByRole("button", { name: "End the meeting" }).waitFor();
}

async function readsDecision(page) {
  await page.locator(".callout", { hasText: decision }).waitFor();
  await page.getByText(task.text).waitFor();
}

async function theMeetingEndsAndItsMinuteIsADraft(story) {
  const { administrator, mailbox, meeting, held } = story;
  await press(administrator, "End the meeting and draft its minute");
  await stands(administrator, minuteTitle);
  assert.equal(administrator.url(), `${meeting}/minute`);
  await administrator.getByText(/^DRAFT MINUTE, not approved\./).waitFor();
  await isDraft(administrator, ["GP side", "consultant side"]);
  const paper = await administrator.getByRole("article").innerText();
  for (const said of [note, decision, task.text, wording.sentences, "Dr Callum Reid", "Jean Bruce, medical imaging"]) assert.ok(paper.includes(said), said);
  await openMail(mailbox, site.board, mailOf.gp);
  await stands(mailbox, `To approve: minute of ${inWords(held)}`);
}

/** The draft's page: who is still to approve it. */
async function isDraft(page, missing) {
  assert.equal(await tag(page).innerText(), "Draft");
  const stand = await page.getByRole("region", { name: "Where this minute stands" }).innerText();
  for (const side of ["GP side", "consultant side"]) assert.equal(stand.includes(`The ${side} has yet to approve it.`), missing.includes(side), stand);
}

async function anEditTakesTheApprovalBack(story) {
  const { administrator, gp, reader, meeting } = story;
  await approveFor(gp, meeting, "GP side");
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
  const { administrator, gp, consultant, meeting } = story;
  await approveFor(gp, meeting, "GP side");
  await noticed(gp, "Your side’s approval is saved.");
  await gp.getByText(mended).waitFor();
  await isDraft(gp, ["consultant side"]);
  await approveFor(consultant, meeting, "consultant side");
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
  await enter(reader, "Meetings");
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
  await stands(administrator, `${story.reference}: ${wording.title}`);
  await administrator.getByRole("complementary", { name: "Timeline" }).waitFor();
  assert.deepEqual(await told(administrator), journey);
  await reporter.reload();
  await stands(reporter, `Your issue ${story.reference}`);
  assert.deepEqual(await told(reporter), journey);
}

bothWays("an issue goes through triage, meeting and read-back to a published minute, and never by one side alone", async (t, options) => {
  const story = await gather(t, options);
  await anIssueIsRaised(story);
  await aMeetingIsPlannedAndEverybodyInvited(story);
  await oneSideAloneDoesNotTriageIt(story);
  await bothSidesTriageIt(story);
  await itsAgendaIsMade(story);
  await attendanceIsTaken(story);
  await theItemIsWrittenUp(story);
  await oneSideConfirmsAndNothingIsToldYet(story);
  await bothSidesConfirmAndTheMeetingCanEnd(story);
  await theMeetingEndsAndItsMinuteIsADraft(story);
  await anEditTakesTheApprovalBack(story);
  await bothApproveAndItIsPublished(story);
  await theFilesCanBeKept(story.administrator);
  await theReaderReadsItAndNoDraft(story);
  await theTimelineTellsAllOfIt(story);
});
