// A minute that both sides have signed: what nobody speaks to is agreed in one press, whoever was there puts a line right, one side
// sends it back, and every change asks both sides again.
import assert from "node:assert/strict";
import { approveFor, bothWays, confirmFor, fillIn, follow, gone, inWeeks, minuteTitle, noticed, openSite, planMeeting, press, stands, takeAttendance } from "../brig.js";

const site = openSite();
const name = { gp: "Dr Ailsa Munro", consultant: "Dr Tunde Adeyemi" };

/** Puts a topic on the agenda, to be taken by consent. */
async function byConsent(page, title) {
  await page.getByLabel("An issue by its reference, or a topic").fill(title);
  await press(page, "Add it");
  const row = page.locator("tbody tr", { hasText: title });
  await row.getByRole("link", { name: /^Change/ }).click();
  await page.getByLabel("Take it by consent").check();
  await press(page, "Save the item");
  await row.getByText("By consent").waitFor();
}

async function twoOfThreeAreTakenTogether({ administrator, consultant, meeting, topics }) {
  const [slips, clocks, tubes] = topics;
  for (const title of topics) await byConsent(administrator, title);
  await consultant.goto(`${meeting}/pack`);
  await consultant.getByRole("button", { name: "Take this one out of consent" }).last().click();
  await consultant.getByText(`Spoken about, because ${name.consultant} asked for it`).waitFor();

  await takeAttendance(administrator, { there: Object.values(name) });
  await follow(administrator, "Agree what is by consent");
  await stands(administrator, "Taken by consent");
  await administrator.getByRole("listitem").filter({ hasText: tubes }).waitFor();
  await gone(administrator.getByRole("checkbox", { name: tubes }), "what somebody asks to speak about is not agreed with the others");
  await press(administrator, "Agree them together");
  await noticed(administrator, "2 items were taken together.");
  await administrator.goto(meeting);
  for (const title of [slips, clocks]) await gone(administrator.locator("tbody tr", { hasText: title }).getByText("None yet"), `${title} has an outcome`);
  await administrator.locator("tbody tr", { hasText: tubes }).getByText("None yet").waitFor();
}

async function theMinuteIsDrafted({ administrator, gp, consultant, meeting }) {
  for (const [page, side] of [[gp, "GP side"], [consultant, "consultant side"]]) await confirmFor(page, meeting, side, async () => {});
  await administrator.goto(`${meeting}/read-back`);
  await press(administrator, "End the meeting and draft its minute");
  await stands(administrator, minuteTitle);
}

/** The words of a paragraph that can be corrected, and the link to do it. */
const paragraph = (page, words) => page.locator("main p", { hasText: words }).filter({ has: page.getByRole("link", { name: /^Correct/ }) }).first();

async function whoeverWasTherePutsALineRight({ administrator, consultant, meeting, before, after }) {
  await administrator.getByText("Ask whoever was there for corrections").click();
  await press(administrator, "Ask them");
  await noticed(administrator, "Saved. Everybody who was at the meeting is asked by mail.");

  await consultant.goto(`${meeting}/minute/corrections`);
  await paragraph(consultant, before).getByRole("link", { name: /^Correct/ }).click();
  await stands(consultant, "Propose a correction");
  await press(consultant, "Propose it");
  await consultant.getByRole("alert").waitFor();
  await consultant.getByLabel("What it should say").fill(after);
  await consultant.getByLabel("Why").fill("Two were counted.");
  await press(consultant, "Propose it");
  await noticed(consultant, "Thank you: it is proposed.");

  await administrator.goto(`${meeting}/minute/corrections`);
  await administrator.locator("section.card ins", { hasText: /\S/ }).first().waitFor();
  await press(administrator, /^Take it up/);
  await noticed(administrator, "Answered.");
  await administrator.goto(`${meeting}/minute`);
  await administrator.getByText("Give another day, or close the corrections").click();
  await press(administrator, "Close the corrections now");
  await noticed(administrator, "The corrections are closed.");
  await administrator.locator("article").getByText(after).waitFor();
}

async function aSideSendsItBackAndBothAreAskedAgain({ administrator, gp, consultant, meeting, after, last }) {
  await approveFor(gp, meeting, "GP side");
  await gp.getByText("Approved by").waitFor();
  await consultant.goto(`${meeting}/minute`);
  await consultant.getByText("Send it back", { exact: true }).click();
  await consultant.getByRole("textbox", { name: "What is to be mended" }).fill("The ward’s name is missing.");
  await press(consultant, "Send it back for the consultant side");
  await noticed(consultant, "Sent back.");

  await administrator.goto(`${meeting}/minute/edit`);
  const section = administrator.locator("textarea", { hasText: after });
  await section.fill((await section.inputValue()).replace(after, last));
  await press(administrator, "Save the minute");
  await noticed(administrator, "Saved. Whoever had approved it is asked to read it again.");
  await gp.goto(`${meeting}/minute`);
  await gone(gp.getByText("Approved by"), "another text is nobody's yet");
  await approveFor(gp, meeting, "GP side");
  await approveFor(consultant, meeting, "consultant side");
  await noticed(consultant, "Both sides have approved it: the minute is published.");
  await consultant.locator("article").getByText(last).waitFor();
}

bothWays("a minute is corrected by who was there, sent back by one side and signed by both", async (t, options) => {
  const scripted = options.javaScriptEnabled;
  const [administrator, gp, consultant] = await Promise.all([
    site.as(t, site.board.person("administrator"), options),
    site.as(t, site.board.named(name.gp), options),
    site.as(t, site.board.named(name.consultant), options),
  ]);
  const topics = scripted ? ["Slips for the new tubes", "Clocks in the clinics", "Tubes that run out"] : ["Slips for the old tubes", "Clocks on the wards", "Tubes that break"];
  const meeting = await planMeeting(administrator, { held: inWeeks(scripted ? 9 : 10), theme: "IT and access", place: "Library" });
  const before = "One tube in ten was missing.";
  const story = { administrator, gp, consultant, meeting, topics, before, after: "Two tubes in ten were missing.", last: "Two tubes in ten were missing on ward 4." };
  await twoOfThreeAreTakenTogether(story);
  await administrator.getByRole("link", { name: /^\d\d\/\d{3}$/ }).last().click();
  await fillIn(administrator, { "What was said": before });
  await press(administrator, "Save all of it");
  await administrator.locator(".notice").waitFor();
  await theMinuteIsDrafted(story);
  await whoeverWasTherePutsALineRight(story);
  await aSideSendsItBackAndBothAreAskedAgain(story);
});
