// In the room: notes that are kept as they are typed, a network that is cut for a minute, two who type at once, and a screen that shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, inWeeks, openSite, phone, planMeeting, press, stands, takeAttendance } from "../brig.js";

const site = openSite();
const boxes = { note: "What is said", decision: "Decision" };
const box = (page, name) => page.getByRole("textbox", { name: boxes[name], exact: true });
const topic = "Scans that practices cannot open";

/** A meeting with one item, and the page on which its notes are taken. */
async function meetingInTheRoom(administrator, weeks) {
  const meeting = await planMeeting(administrator, { held: inWeeks(weeks), theme: "IT and access", place: "Library" });
  await administrator.getByLabel("An issue by its reference, or a topic").fill(topic);
  await press(administrator, "Add it");
  await administrator.locator("tbody tr", { hasText: topic }).waitFor();
  await takeAttendance(administrator, { there: ["Dr Ailsa Munro", "Dr Tunde Adeyemi"] });
  await follow(administrator, "In the room");
  await administrator.getByRole("heading", { level: 1, name: topic }).waitFor();
  return { meeting, room: administrator.url() };
}

const saved = (page) => page.getByText(/^Saved \d\d:\d\d$/).first().waitFor();

test("what is typed while the network is cut is not lost, and goes when it is back", async (t) => {
  const page = await site.as(t, site.board.person("administrator"), { viewport: phone });
  const { room } = await meetingInTheRoom(page, 7);
  await box(page, "note").fill("Both sides lose time over it.");
  await saved(page);

  await page.context().setOffline(true);
  await box(page, "note").press("End");
  await page.keyboard.type("\nThe viewer does not let practices in.");
  await page.getByText("Not saved yet: no connection.").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("There is no connection: go on typing here.").waitFor();
  assert.match(await box(page, "note").inputValue(), /The viewer/, "the page stays, with all that was typed");

  await page.context().setOffline(false);
  await page.waitForFunction(() => document.querySelector("[name=seen_note]").value.includes("The viewer"));
  await page.goto(room);
  assert.equal(await box(page, "note").inputValue(), "Both sides lose time over it.\nThe viewer does not let practices in.");
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("brig-note")).length), 0, "nothing stays on the machine");
});

test("a page that is closed before the network is back finds its text again", async (t) => {
  const page = await site.as(t, site.board.person("administrator"));
  const { room } = await meetingInTheRoom(page, 8);
  await page.context().setOffline(true);
  await box(page, "note").fill("Typed without a connection.");
  await page.getByText("Not saved yet: no connection.").waitFor();
  await page.goto("about:blank");
  await page.context().setOffline(false);
  await page.goto(room);
  assert.equal(await box(page, "note").inputValue(), "Typed without a connection.");
  await page.waitForFunction(() => document.querySelector("[name=seen_note]").value === "Typed without a connection.");
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("brig-note")));
});

test("two take notes: what each adds goes together, and the same words stand side by side", async (t) => {
  const [first, second] = await Promise.all([site.as(t, site.board.person("administrator")), site.as(t, site.board.person("co-chair", "gp"))]);
  const { room } = await meetingInTheRoom(first, 9);
  await second.goto(room);
  await box(first, "note").fill("The GP view.");
  await saved(first);
  await box(second, "note").fill("The hospital view.");
  await saved(second);
  assert.equal(await box(second, "note").inputValue(), "The GP view.\nThe hospital view.");

  await first.goto(room);
  await box(first, "note").fill("The GP view.\nThe view of the hospital.");
  await saved(first);
  await box(second, "note").fill("The GP view.\nThe hospital's own view.");
  const apart = second.getByRole("region", { name: "Two people have changed the same words" });
  await apart.waitFor();
  await apart.getByText("The view of the hospital.").waitFor();
  await press(second, "Keep both");
  await second.waitForFunction(() => document.querySelector("[name=seen_note]").value.includes("own view"));
  await first.goto(room);
  const both = await box(first, "note").inputValue();
  for (const said of ["The view of the hospital.", "The hospital's own view."]) assert.ok(both.includes(said), both);
});

test("the screen of the room shows the decision as it grows", async (t) => {
  const [notes, screen] = await Promise.all([
    site.as(t, site.board.person("administrator")),
    site.as(t, site.board.person("co-chair", "consultant"), { viewport: phone }),
  ]);
  const { meeting } = await meetingInTheRoom(notes, 10);
  await press(notes, "Begin this item");
  await screen.goto(`${meeting}/screen`);
  await stands(screen, new RegExp(topic));
  await box(notes, "decision").fill("the viewer opens for practices");
  await screen.getByText("the viewer opens for practices").waitFor();
  await notes.getByLabel("An action", { exact: true }).fill("@Tunde by next Friday: open the viewer, done when two practices have used it");
  await notes.getByRole("button", { name: "Save", exact: true }).click();
  await screen.getByText("The Group AGREED that the viewer opens for practices.").waitFor();
  await screen.getByText(/Dr Tunde Adeyemi: Open the viewer, by/).waitFor();
});
