// Triage by keyboard: the administrator prepares twenty issues, and both sides decide on them in fewer than 120 key presses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bothWays, focusIsSeen, openSite, phone, raise, stands } from "../brig.js";

const TWENTY = 20;
const MOST = 120;
const made = [];

const site = openSite(async (board) => {
  for (let n = 1; n <= TWENTY; n += 1) {
    made.push(await raise(board, { text: `Discharge letter number ${n} of this kind came to us weeks after the patient was home, we rang the ward for an hour.` }));
  }
});

const focused = (page) => page.evaluate(() => document.activeElement.closest("[data-row]")?.id ?? "");

/** Presses keys as somebody does, and counts them. A key that loads the page waits for it. */
function counted(page) {
  const press = async (key) => {
    press.count += 1;
    await page.keyboard.press(key);
  };
  press.count = 0;
  press.send = async (key) => {
    const loaded = page.waitForEvent("load");
    await press(key);
    await loaded;
  };
  return press;
}

/** Goes down with j until the focus is on this row. */
async function goTo(page, press, reference) {
  for (let n = 0; n < 60 && (await focused(page)) !== reference; n += 1) await press("j");
  assert.equal(await focused(page), reference);
}

/** The pages of the list, until the one with this issue. */
async function openAt(page, reference) {
  await page.goto(`${site.board.base}/triage/new`);
  while (!(await page.locator(`[id="${reference}"]`).count())) {
    await page.getByRole("link", { name: "The next issues" }).click();
    await page.waitForLoadState("load");
  }
}

test("the administrator prepares twenty issues, and both sides triage them in fewer than 120 key presses", async (t) => {
  const administrator = await site.as(t, site.board.person("administrator"));
  for (const reference of made) {
    await openAt(administrator, reference);
    const press = counted(administrator);
    await goTo(administrator, press, reference);
    await focusIsSeen(administrator);
    await press("e");
    assert.equal(await administrator.evaluate(() => document.activeElement.name), "title", "e goes to the first field");
    await administrator.keyboard.type(`Discharge letters that come late (${reference})`);
    await press("Tab");
    assert.equal(await administrator.evaluate(() => document.activeElement.name), "text");
    await press("Control+a");
    await administrator.keyboard.type("The letter comes after the patient. It takes phone calls.");
    await press("Tab");
    await administrator.keyboard.type("Discharge");
    await press.send("Control+Enter");
    assert.equal(await administrator.locator(`[id="${reference}"]`).count(), 0, "what is done leaves the list");
    const next = await administrator.evaluate(() => location.hash.slice(1));
    assert.equal(await focused(administrator), next, "the focus goes on to the next issue");
  }
  let presses = 0;
  for (const [side, key] of [["gp", "g"], ["consultant", "y"]]) {
    const page = await site.as(t, site.board.person("co-chair", side));
    await page.goto(`${site.board.base}/triage`);
    await stands(page, "Triage");
    const press = counted(page);
    for (const reference of made) {
      await goTo(page, press, reference);
      await press.send(key);
    }
    presses += press.count;
  }
  assert.ok(presses < MOST, `${presses} key presses`);
  t.diagnostic(`${presses} key presses for ${TWENTY} issues from two sides`);
  for (const reference of made) {
    await administrator.goto(`${site.board.base}/issues/${reference}`);
    assert.equal(await administrator.locator("main .tag").first().innerText(), "Triaged");
  }
});

test("keys act only within the list, never in a field, and can be turned off on a device", async (t) => {
  const reference = await raise(site.board, { text: "The ward asks us to take the clinic’s bloods, and nobody looks at the result." });
  const page = await site.as(t, site.board.person("administrator"));
  await openAt(page, reference);
  const row = page.locator(`[id="${reference}"]`);
  const url = page.url();
  await page.locator("main a").first().focus();
  for (const key of ["h", "d", "o"]) await page.keyboard.press(key);
  assert.equal(page.url(), url, "outside of the list a letter does nothing");
  await page.keyboard.press("?");
  await page.getByText("take the first, second or third proposed theme").waitFor();
  await row.focus();
  await page.keyboard.press("q");
  await page.keyboard.type("hpbd?");
  assert.equal(await row.locator("[name=question]").inputValue(), "hpbd?", "in a field they are letters");
  await row.locator("[name=question]").fill("");
  await page.keyboard.press("Escape");
  assert.equal(await focused(page), reference, "Escape goes back to the row");
  const loaded = page.waitForEvent("load");
  await page.keyboard.press("h");
  await loaded;
  await row.locator("[name=direction][aria-pressed=true]", { hasText: "Hospital to practice" }).waitFor();
  assert.equal(await focused(page), reference, "after an act the focus is where it was");
  await page.keyboard.press("?");
  await page.getByLabel("Turn these keys off on this device").check();
  await row.focus();
  await page.keyboard.press("b");
  await page.keyboard.press("j");
  assert.equal(await focused(page), reference);
  await page.reload();
  await row.focus();
  await page.keyboard.press("b");
  assert.equal(await row.locator("[name=direction][aria-pressed=true]").innerText().then((text) => text.includes("Hospital to practice")), true, "it stays off");
});

bothWays("every key is a button as well, on a phone too", async (t, options) => {
  const reference = await raise(site.board, { text: "Our referrals come back without a word, and we do not know what to do with the patient." });
  const page = await site.as(t, site.board.person("administrator"), { viewport: phone, ...options });
  await openAt(page, reference);
  await stands(page, "New issues");
  const row = page.locator(`[id="${reference}"]`);
  await row.getByRole("button", { name: "Practice to hospital" }).click();
  await row.locator("[name=direction][aria-pressed=true]", { hasText: "Practice to hospital" }).waitFor();
  await row.getByText("Ask the reporter").click();
  await row.getByLabel("One question").fill("Which clinic was it?");
  await row.getByRole("button", { name: "Ask", exact: true }).click();
  await row.getByText("A question waits: the clock stands still").waitFor();
});
