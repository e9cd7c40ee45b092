// An agenda is composed: proposed with a reason for each item, changed, worked out again, taken over; with and without JavaScript, on a phone.
import assert from "node:assert/strict";
import { bothWays, inWeeks, noticed, openSite, phone, planMeeting, stands } from "../brig.js";

const site = openSite();

bothWays("an agenda is proposed, changed and taken over on a phone", async (t, options) => {
  const page = await site.as(t, site.board.person("co-chair", "gp"), { ...options, viewport: phone });
  const held = options.javaScriptEnabled ? inWeeks(9) : inWeeks(10);
  await planMeeting(page, { held, theme: "IT and access", place: "Library, Glebe Practice" });
  await page.getByRole("link", { name: "Compose the agenda" }).click();
  await stands(page, /^Compose the agenda of/);
  const agenda = page.locator("#agenda");
  const said = await agenda.innerText();
  for (const words of ["Welcome, apologies", "Matters arising", "Next meeting"]) assert.ok(said.includes(words), words);
  const choice = agenda.getByLabel("Whether Any other competent business is on the agenda");
  await choice.selectOption({ label: "Not on it" });
  await page.getByRole("button", { name: "Work it out again" }).last().click();
  await stands(page, /^Compose the agenda of/);
  assert.ok(!(await agenda.innerText()).includes("Any other competent business"), "what was taken out stays out");
  await page.getByRole("button", { name: "Take it over" }).click();
  await noticed(page, "The agenda is taken over.");
  const taken = await page.locator("table").first().innerText();
  assert.ok(taken.includes("Matters arising") && !taken.includes("Any other competent business"), taken);
});
