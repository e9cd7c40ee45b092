// A clinician on a phone: raising an issue, the few taps after it, and coming back to the answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bothWays, issuesWith, openSite, phone, stands } from "../brig.js";

const site = openSite();

const asked = "Raise an issue between general practice and hospital";
const thanked = "Thank you: it is saved";

/** The empty form, on a phone. */
async function openForm(t, options) {
  const page = await site.page(t, { viewport: phone, ...options });
  await page.goto(`${site.board.base}/raise`);
  await stands(page, asked);
  return page;
}

const send = (page) => page.getByRole("button", { name: "Send" }).click();
const box = (page) => page.getByLabel("What happened?");
const pressed = (page, name) => page.locator("button[aria-pressed=true]", { hasText: name });

/** The messages at the top of a page that was sent back. */
async function messages(page) {
  const summary = page.getByRole("alert");
  await summary.waitFor();
  assert.match(await page.title(), /^Error: /);
  return summary.getByRole("link").allInnerTexts();
}

bothWays("a clinician raises an issue by name, answers by a tap and finds it again by link and by code", async (t, options) => {
  const words = "The discharge letter came nine days after the patient went home.";
  const page = await openForm(t, options);
  await box(page).fill(words);
  await page.getByLabel("Your name").fill("Dr Elspeth Rae");
  await send(page);

  await stands(page, thanked);
  const reference = await page.locator(".reference").innerText();
  assert.match(reference, /^NM-\d{4}$/);
  const link = await page.locator("#private-link").innerText();

  const receipt = page.url();
  await page.getByRole("button", { name: "General practice", exact: true }).click();
  await pressed(page, "General practice").waitFor();
  if (options.javaScriptEnabled) {
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
    assert.equal(page.url(), receipt, "a tap does not leave the page");
  } else {
    await page.getByText("Saved. Thank you.").waitFor();
  }
  await page.getByRole("button", { name: "Most weeks", exact: true }).click();
  await pressed(page, "Most weeks").waitFor();

  await page.goto(link);
  await stands(page, `Your issue ${reference}`);
  assert.equal(await page.locator(".words").innerText(), words);
  assert.ok(await pressed(page, "General practice").isVisible() && await pressed(page, "Most weeks").isVisible());

  await page.goto(`${site.board.base}/follow`);
  await stands(page, "Follow your issue");
  await page.getByLabel("Your code").fill(link.split("/").pop().toLowerCase().replaceAll("-", " "));
  await page.getByRole("button", { name: "Continue" }).click();
  await stands(page, `Your issue ${reference}`);
  assert.equal(page.url(), link);
});

bothWays("a tap can be changed, and what is typed on the receipt is kept", async (t, options) => {
  const page = await openForm(t, options);
  await box(page).fill("Clinic letters ask us for bloods without saying why.");
  await page.getByLabel("Your name").fill("Dr Elspeth Rae");
  await send(page);
  await stands(page, thanked);
  for (const answer of ["Once", "A few times"]) {
    await page.getByRole("button", { name: answer, exact: true }).click();
    await pressed(page, answer).waitFor();
  }
  assert.equal(await pressed(page, "Once").count(), 0);
  await page.getByLabel("What would mend it?").fill("One line with the reason.");
  await page.getByRole("button", { name: "Save what would mend it" }).click();
  await page.getByText("Saved. Thank you.").waitFor();
  await stands(page, /^Your issue NM-/);
  assert.equal(await page.getByLabel("What would mend it?").inputValue(), "One line with the reason.");
  assert.ok(await pressed(page, "A few times").isVisible());
});

bothWays("a patient's number is refused kindly: it is taken out, every other word stays, and Send works then", async (t, options) => {
  const page = await openForm(t, options);
  await box(page).fill("Seen today,\nCHI 010101 1237, and the letter never came.");
  await page.getByLabel("Your name").fill("Dr Elspeth Rae");
  await page.getByLabel("In confidence").check();
  await send(page);

  const [message, ...others] = await messages(page);
  await stands(page, asked);
  assert.match(message, /CHI number.*\[removed\]/);
  assert.deepEqual(others, []);
  if (options.javaScriptEnabled) assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "alert");
  const left = await box(page).inputValue();
  assert.match(left, /^Seen today,\n(CHI )?\[removed\], and the letter never came\.$/);
  assert.equal(await page.getByLabel("Your name").inputValue(), "Dr Elspeth Rae");
  assert.ok(await page.getByLabel("In confidence").isChecked());

  await send(page);
  await stands(page, thanked);
  assert.equal(await page.locator(".words").innerText(), left);
});

bothWays("whoever stays anonymous is not asked for a name, and is told to keep the link", async (t, options) => {
  const page = await openForm(t, options);
  const name = page.getByLabel("Your name");
  await box(page).fill("Nobody answers the ward's telephone after five.");
  await page.getByLabel("Anonymously").check();
  await name.waitFor({ state: "hidden" });
  assert.ok(await page.getByLabel("Email for the answer").isHidden());
  await page.getByLabel("By name").check();
  await name.waitFor({ state: "visible" });
  await page.getByLabel("Anonymously").check();
  await send(page);
  await stands(page, thanked);
  await page.getByText("Keep it now: it is the only way back to the answer").waitFor();
  assert.doesNotMatch(await page.locator(".timeline .when").first().innerText(), /\d:\d\d/);
});

bothWays("an empty form says what is missing, and each message leads to its field", async (t, options) => {
  const page = await openForm(t, options);
  await send(page);
  assert.deepEqual(await messages(page), ["Tell us what happened"]);
  await stands(page, asked);
  await page.getByRole("alert").getByRole("link", { name: "Tell us what happened" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  assert.match(await page.locator("#text-error").innerText(), /Tell us what happened/);
});

/** A page on which every tap and what is typed is counted as a thumb does it: nothing is filled in by the test. */
function thumb(page) {
  const hand = { taps: 0 };
  hand.tap = async (target) => { hand.taps += 1; await target.tap(); };
  hand.type = (text) => page.keyboard.type(text);
  return hand;
}

for (const [how, choose] of [
  ["by name", async (page, hand) => { await hand.tap(page.getByLabel("Your name")); await hand.type("Dr Elspeth Rae"); await hand.tap(page.getByLabel("Email for the answer")); await hand.type("elspeth@northmoor.example"); }],
  ["in confidence", async (page, hand) => { await hand.tap(page.getByText("In confidence")); await hand.tap(page.getByLabel("Your name")); await hand.type("Dr Elspeth Rae"); }],
  ["anonymously", async (page, hand) => { await hand.tap(page.getByText("Anonymously")); }],
]) {
  bothWays(`with one thumb at 320 × 640, ${how}: at most six taps and the typing`, async (t, options) => {
    const page = await openForm(t, { ...options, hasTouch: true, isMobile: true });
    const hand = thumb(page);
    await hand.tap(box(page));
    await hand.type(`Letters come late, said ${how}.`);
    await choose(page, hand);
    await hand.tap(page.getByRole("button", { name: "Send" }));
    await stands(page, thanked);
    assert.ok(hand.taps <= 6, `${hand.taps} taps`);
    t.diagnostic(`${hand.taps} taps ${how}`);
  });
}

bothWays("thanks are one tap, and the receipt asks nothing about harm", async (t, options) => {
  const page = await openForm(t, { ...options, hasTouch: true });
  await box(page).fill("The advice line answered within the hour.");
  await page.getByLabel("Anonymously").check();
  await page.getByRole("button", { name: "This worked well: say thanks" }).tap();
  await stands(page, thanked);
  await page.getByText("passes your thanks on").waitFor();
  assert.equal(await page.getByText("Did a patient come to harm?").count(), 0);
  await pressed(page, "Thanks for something that worked well").waitFor();
});

bothWays("a link says where a report came from, and other doors are said kindly", async (t, options) => {
  const page = await site.page(t, { viewport: phone, ...options });
  await page.goto(`${site.board.base}/raise?from=harbour-surgery`);
  await page.getByText("Not for urgent patient safety matters").first().waitFor();
  await page.getByText("When somewhere else is the right place").click();
  await page.getByText("A complaint", { exact: true }).waitFor();
  await box(page).fill("A near miss; the registrar was rude.");
  await page.getByLabel("In confidence").check();
  await send(page);
  await stands(page, thanked);
  await page.getByRole("region", { name: "An adverse event" }).waitFor();
  await page.getByRole("region", { name: "How a colleague behaved" }).waitFor();
  assert.equal(await page.getByLabel("Your practice, ward or service").inputValue(), "Harbour Surgery", "the link has said it");
});

test("harm is followed at once by where it is recorded", async (t) => {
  const page = await openForm(t, {});
  await box(page).fill("Results wait in the wrong place.");
  await page.getByLabel("Anonymously").check();
  await send(page);
  await stands(page, thanked);
  const post = page.locator(".after-harm");
  assert.ok(await post.isHidden());
  await page.getByRole("button", { name: "Could have", exact: true }).click();
  await post.waitFor({ state: "visible" });
  await page.getByRole("button", { name: "None known", exact: true }).click();
  await post.waitFor({ state: "hidden" });
});

test("role and side stay on the device when somebody ticks it, and never of an anonymous report", async (t) => {
  const page = await openForm(t, {});
  const stored = () => page.evaluate(() => Object.keys(localStorage));
  const raise = async (known) => {
    await page.goto(`${site.board.base}/raise`);
    await box(page).fill(`Said at ${Math.random()}`);
    await page.getByLabel(known).check();
    await send(page);
    await stands(page, thanked);
  };
  await raise("In confidence");
  await page.getByRole("button", { name: "General practice", exact: true }).click();
  await pressed(page, "General practice").waitFor();
  assert.deepEqual(await stored(), [], "nothing without the tick");
  await page.getByLabel("Remember my role and side on this device").check();
  assert.deepEqual(await stored(), ["brig-me"]);
  await raise("In confidence");
  await page.getByRole("button", { name: "As last time: General practice" }).click();
  await page.getByText("Saved. Thank you.").waitFor();
  assert.ok(await pressed(page, "General practice").isVisible());
  await raise("Anonymously");
  assert.equal(await page.getByText("As last time").count() + await page.getByText("Remember my role").count(), 0);
  assert.deepEqual(await page.context().cookies(), []);
  await raise("In confidence");
  await page.getByLabel("Remember my role and side on this device").uncheck();
  assert.deepEqual(await stored(), []);
});

test("a code that opens nothing is told so, and stays in the box", async (t) => {
  const page = await site.page(t, { viewport: phone });
  await page.goto(`${site.board.base}/follow`);
  await page.getByLabel("Your code").fill("ABCD EFGH 2345 6789 ABCD EFGH");
  await page.getByRole("button", { name: "Continue" }).click();
  assert.deepEqual(await messages(page), ["No issue opens with this code. Check each letter and digit"]);
  await stands(page, "Follow your issue");
  assert.equal(await page.getByLabel("Your code").inputValue(), "ABCD EFGH 2345 6789 ABCD EFGH");
});

bothWays("Send pressed twice makes one issue", async (t, options) => {
  const word = options.javaScriptEnabled ? "quincunx" : "zugzwang";
  const page = await openForm(t, options);
  await box(page).fill(`The same ${word} comes back every week.`);
  await page.getByLabel("Your name").fill("Dr Elspeth Rae");
  const form = await page.locator("main form").evaluate((form) => Object.fromEntries(new FormData(form)));
  await page.getByRole("button", { name: "Send" }).dblclick();
  await stands(page, thanked);
  const reference = await page.locator(".reference").innerText();
  // A slow line: the browser sends the form once more by itself.
  const again = await page.request.post(`${site.board.base}/raise`, { form });
  assert.match(await again.text(), new RegExp(reference));
  assert.deepEqual((await issuesWith(site.board, word)).map((issue) => issue.reference), [reference]);
});

test("the first load of the form is at most 60 kB", async (t) => {
  const page = await site.page(t, { viewport: phone });
  const loaded = [];
  page.on("requestfinished", (request) => loaded.push(request));
  await page.goto(`${site.board.base}/raise`, { waitUntil: "networkidle" });
  const bytes = {};
  for (const request of loaded) {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    bytes[request.url().split("/").pop()] = responseBodySize + responseHeadersSize;
  }
  assert.deepEqual(Object.keys(bytes).sort(), ["brig.js", "icon.svg", "raise", "style.css"]);
  const sum = Object.values(bytes).reduce((sum, size) => sum + size, 0);
  assert.ok(sum <= 60_000, `${sum} bytes: ${JSON.stringify(bytes)}`);
  t.diagnostic(`${sum} bytes: ${JSON.stringify(bytes)}`);
});
