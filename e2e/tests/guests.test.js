// A guest of one item answers by the link in their mail; and notes of two items that could not be sent go when the network is back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bothWays, follow, inWeeks, openMail, openSite, phone, planMeeting, press, stands, takeAttendance } from "../brig.js";

const site = openSite();
const topics = ["Scans that practices cannot open", "Letters that name no service"];

/** A meeting with the items. */
async function meetingWith(administrator, weeks, items) {
  const meeting = await planMeeting(administrator, { held: inWeeks(weeks), theme: "IT and access", place: "Library" });
  for (const item of items) {
    await administrator.getByLabel("An issue by its reference, or a topic").fill(item);
    await press(administrator, "Add it");
    await administrator.locator("tbody tr", { hasText: item }).waitFor();
  }
  return meeting;
}

let weeks = 20;

bothWays("a guest of one item answers by the link in their mail, and looking at it answers nothing", async (t, options) => {
  const administrator = await site.as(t, site.board.person("administrator"));
  const name = options.javaScriptEnabled ? "Catriona Baird" : "Struan Keir";
  const address = `${name.toLowerCase().replace(" ", ".")}@imaging.example`;
  weeks += 1;
  const meeting = await meetingWith(administrator, weeks, topics);
  await administrator.locator("tbody tr", { hasText: topics[1] }).getByRole("link", { name: /^Guests/ }).click();
  await stands(administrator, "By invitation, for this item only");
  const guests = administrator.url();
  await administrator.getByLabel("Name", { exact: true }).fill(name);
  await administrator.getByLabel(/mail/i).fill(address);
  await press(administrator, "Add them to this item");
  await administrator.locator("main li", { hasText: name }).waitFor();

  // The mail comes a minute later.
  const visitor = await site.page(t, { ...options, viewport: phone });
  const mail = await openMail(visitor, site.board, address);
  const link = /https?:\/\/\S+\/one-item\/[^\s"<>]+/.exec(mail.replace(/=\r?\n/g, ""))[0];
  assert.ok(!mail.includes(topics[0]), "nothing of the other items");
  for (let look = 0; look < 2; look += 1) {
    await visitor.goto(link);
    await stands(visitor, "Can you come?");
    await visitor.getByText(`You answer as ${name}.`).waitFor();
  }
  assert.equal(await visitor.getByText(topics[0]).count(), 0, "the page says nothing of the other items");
  await administrator.goto(guests);
  await administrator.locator("main li", { hasText: name }).getByText("Has not answered").waitFor();

  await press(visitor, /^Yes|^I can come|^I come/);
  await visitor.getByText("Thank you: your answer is saved.").waitFor();
  await administrator.goto(guests);
  await administrator.locator("main li", { hasText: name }).getByText("Comes").waitFor();

  // Another answer takes the place of the first, and a link that was changed opens nothing.
  await visitor.goto(link);
  await press(visitor, /^No|^I cannot/);
  await visitor.getByText("Thank you: your answer is saved.").waitFor();
  await administrator.goto(guests);
  await administrator.locator("main li", { hasText: name }).getByText("Cannot come").waitFor();
  const other = await visitor.goto(`${link.slice(0, -1)}${link.endsWith("0") ? "1" : "0"}`);
  assert.equal(other.status(), 404);
  assert.ok(meeting);
});

test("notes of two items that could not be sent survive, and all go when the network is back", async (t) => {
  const first = await site.as(t, site.board.person("administrator"));
  await meetingWith(first, 31, topics);
  await takeAttendance(first, { there: ["Dr Ailsa Munro", "Dr Tunde Adeyemi"] });
  await follow(first, "In the room");
  await first.getByRole("heading", { level: 1, name: topics[0] }).waitFor();
  const second = await first.context().newPage();
  await second.goto(first.url());
  await second.getByRole("link", { name: new RegExp(topics[1]) }).first().click();
  await second.getByRole("heading", { level: 1, name: topics[1] }).waitFor();
  const rooms = [first.url(), second.url()];
  const note = (page) => page.getByRole("textbox", { name: "What is said", exact: true });
  const words = ["Practices see a blank page.", "Letters come back with no name on them."];

  await first.context().setOffline(true);
  for (const [at, page] of [first, second].entries()) {
    await note(page).fill(words[at]);
    await page.getByText("Not saved yet: no connection.").waitFor();
    await page.goto("about:blank");
  }
  await second.close();
  await first.context().setOffline(false);

  // Opening one of them sends both.
  await first.goto(rooms[0]);
  assert.equal(await note(first).inputValue(), words[0]);
  await first.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("brig-note")));
  for (const [at, room] of rooms.entries()) {
    const elsewhere = await site.as(t, site.board.person("co-chair", "gp"));
    await elsewhere.goto(room);
    assert.equal(await note(elsewhere).inputValue(), words[at], "the server has it");
    await elsewhere.context().close();
  }
});
