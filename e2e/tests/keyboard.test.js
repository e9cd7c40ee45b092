// Everything without a mouse, and the focus never out of sight.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addOtherWays, bothWays, decide, focusIsSeen, goOn, noticed, openSite, phone, signIn, stands, tabTo } from "../brig.js";

const site = openSite();

const focused = (page, read, about) => page.evaluate(read, about);

bothWays("an issue is raised by keyboard alone", async (t, options) => {
  const page = await site.page(t, { viewport: phone, ...options });
  await page.goto(`${site.board.base}/raise`);
  await page.keyboard.press("Tab");
  await focusIsSeen(page);
  assert.equal(await focused(page, () => document.activeElement.innerText), "Skip to main content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page, () => document.activeElement.id), "text", "after the skip link comes the first field");
  await page.keyboard.type("The pager number on the ward list is wrong.");

  await page.keyboard.press("Tab");
  assert.equal(await focused(page, () => document.activeElement.value), "named");
  for (const [key, known] of [["ArrowDown", "confidence"], ["ArrowDown", "anonymous"], ["ArrowUp", "confidence"]]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page, () => document.querySelector("[name=known]:checked").value), known);
    await focusIsSeen(page);
  }
  await tabTo(page, "#name");
  await page.keyboard.type("Dr Elspeth Rae");
  await tabTo(page, "main form button");
  await page.keyboard.press("Enter");
  await stands(page, "Thank you: it is saved");

  await tabTo(page, "button[name=sector][value=secondary]");
  await page.keyboard.press("Space");
  await page.locator("button[value=secondary][aria-pressed=true]").waitFor();
  if (options.javaScriptEnabled) {
    assert.equal(await focused(page, () => document.activeElement.value), "secondary", "the focus stays on the answer");
  }
  await tabTo(page, "button[name=happened][value=few]");
  await page.keyboard.press("Enter");
  await page.locator("button[value=few][aria-pressed=true]").waitFor();
});

test("in the list j and k go from issue to issue and / goes to the search box, where they are letters", async (t) => {
  const page = await site.page(t);
  await signIn(page, site.board.person("administrator"));
  await page.goto(`${site.board.base}/issues`);
  const references = await page.locator("tbody th a").allInnerTexts();
  for (const [key, row] of [["j", 0], ["j", 1], ["j", 2], ["k", 1], ["k", 0], ["k", 0]]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page, () => document.activeElement.innerText), references[row]);
    await focusIsSeen(page);
  }
  await page.keyboard.press("/");
  const box = page.getByLabel("Words or reference");
  await page.keyboard.type("j/k");
  assert.equal(await box.inputValue(), "j/k");
  await box.fill("");
  await page.locator("tbody th a").first().focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await stands(page, new RegExp(`^${references[1]}: `));
});

bothWays("a network is added by keyboard alone, and stands in the list", async (t, options) => {
  const name = options.javaScriptEnabled ? "Keyboard weekly" : "Keyboard monthly";
  const page = await site.as(t, site.board.person("administrator"), { viewport: phone, ...options });
  await page.goto(`${site.board.base}/cascade`);
  await stands(page, "Cascade");
  await tabTo(page, "main [href$='/networks/new']");
  await page.keyboard.press("Enter");
  await stands(page, "Add a network or a group");
  const write = async (field, text) => {
    await tabTo(page, `#${field}`);
    await page.keyboard.type(text);
  };
  await write("name", name);
  await tabTo(page, "[name=takes]");
  // Of several that could be chosen none is yet: the first is reached by Tab, and an arrow goes on to the next.
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page, () => document.querySelector("[name=takes]:checked").value), "list");
  await focusIsSeen(page);
  await write("address", "keyboard@northmoor.example");
  await write("opening", "For everybody without a mouse:");
  await tabTo(page, "[name=every]");
  if (!options.javaScriptEnabled) await page.keyboard.press("ArrowDown");
  const [copy, out] = options.javaScriptEnabled ? ["Tuesday", "Friday"] : ["20", "last"];
  await write("copy_day", copy);
  // A time begins with its hour, which an arrow moves on: as in every language of the browser.
  await tabTo(page, "#copy_time");
  await page.keyboard.press("ArrowUp");
  await write("out_day", out);
  await tabTo(page, "main form button");
  await page.keyboard.press("Enter");
  await noticed(page, "It is added");
  const line = page.getByRole("row").filter({ hasText: name });
  await line.filter({ hasText: "keyboard@northmoor.example" }).waitFor();
  await tabTo(page, `main [href='${await line.getByRole("link", { name, exact: true }).getAttribute("href")}']`);
  await page.keyboard.press("Enter");
  await stands(page, name);
  await tabTo(page, "main [href$='/change']");
  await page.keyboard.press("Enter");
  await stands(page, `Change ${name}`);
  const { forgery, version, ...kept } = await page.locator("main form").first().evaluate((form) => Object.fromEntries(new FormData(form)));
  const every = options.javaScriptEnabled ? "week" : "month";
  assert.deepEqual(kept, { name, address: "keyboard@northmoor.example", takes: "list", opening: "For everybody without a mouse:", every, copy_day: copy, copy_time: "13:00", out_day: out, webhook: "", side: "other", audience: "", reach: "", contact: "", headline_words: "12", body_words: "60" });
});

const rows = (page) => page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.id));

/** The next meeting's agenda, as the administrator sees it on a phone. */
async function openAgenda(t, options) {
  const page = await site.page(t, { viewport: phone, ...options });
  await signIn(page, site.board.person("administrator"));
  await page.goto(`${site.board.base}/meetings/13`);
  await stands(page, /^Meeting on /);
  return page;
}

/** Moves an item up or down with this key, and waits until it stands at its new place. */
async function move(page, row, to, key, place) {
  await tabTo(page, `#${row} input[value=${to}] ~ button`);
  await page.keyboard.press(key);
  await page.locator(`tbody tr:nth-child(${place})#${row}`).waitFor();
  assert.ok(await focused(page, (row) => document.activeElement.id === row, row), "the focus goes with the row that moved");
}

bothWays("the order of an agenda is changed by keyboard alone, and Tab goes on from the item that moved", async (t, options) => {
  const page = await openAgenda(t, options);
  const [first, second, ...others] = await rows(page);
  for (const [to, key, place, order] of [["up", "Enter", 1, [second, first]], ["down", "Space", 2, [first, second]]]) {
    await move(page, second, to, key, place);
    assert.deepEqual(await rows(page), [...order, ...others]);
    await page.keyboard.press("Tab");
    assert.ok(await focused(page, (row) => document.getElementById(row).contains(document.activeElement), second));
    await focusIsSeen(page);
  }
});

test("an item that was moved by keyboard is marked", async (t) => {
  const page = await openAgenda(t);
  const [, second] = await rows(page);
  await move(page, second, "up", "Enter", 1);
  await focusIsSeen(page);
});

test("Tab goes through every page from top to end, and each stop is seen", async (t) => {
  const page = await site.page(t, { viewport: phone });
  const { base, url } = site.board;
  const walk = async (address) => {
    await page.goto(address);
    // Of radio buttons with one name Tab stops at one, chosen or not.
    const radios = await page.locator("[type=radio]").filter({ visible: true }).evaluateAll((radios) => new Set(radios.map((radio) => radio.name)).size);
    const all = radios + await page.locator("a[href], button, input:not([type=hidden]):not([type=radio]), select, textarea, summary, pre[tabindex]").filter({ visible: true }).count();
    const stops = [];
    for (let n = 0; n < all; n += 1) {
      await goOn(page);
      stops.push(await focusIsSeen(page));
    }
    assert.match(stops[0], /Skip to main content/, address);
    assert.match(stops.at(-1), /Help/, `${address}: Tab stops at\n${stops.join("\n")}`);
  };
  for (const address of [`${url}/`, `${base}/raise`, `${base}/follow`, `${url}/sign-in`, `${url}/demo`]) await walk(address);
  await signIn(page, site.board.person("administrator"));
  for (const address of [base, `${base}/issues?q=discharge`, `${base}/issues/NM-0020`, `${base}/members`, `${base}/held-work`]) await walk(address);
  await page.goto(`${base}/meetings/13`);
  const item = await page.locator("tbody th a").first().getAttribute("href");
  const rooms = ["", "/plan", "/rules", "/13", "/13/details", "/13/attendance", "/13/read-back", "/12/minute", "/12/minute/edit"].map((room) => `${base}/meetings${room}`);
  const other = await addOtherWays(site.board);
  const told = await decide(site.board, { title: "One number for each ward" }, { text: "The Group AGREED that each ward has one number." });
  await page.goto(`${base}/cascade`);
  const address = (link) => page.locator("main").getByRole("link", { name: link }).first().evaluate((link) => link.href);
  const [network, edition] = [await address("Night Service monthly update"), await address(/^[1-9]\d* decisions? on /)];
  const ways = [`/cascade/networks/${other.list}/recipients`, `/cascade/networks/${other.page}/change`, `/cascade/versions/${other.page}/${told.replace("/", "-")}`, `/cascade/decisions/${told.replace("/", "-")}`];
  const up = ["/reports", "/letters", "/letters/new", "/letters/rules", "/actions?show=meetings", "/actions/feed"];
  const rest = ["/cascade/networks/new?takes=page", "/cascade/versions", "/cascade/versions/rules", "/cascade/coverage", "/cascade/questions", "/cascade/minutes/12"];
  const cascade = ["/cascade", "/cascade/networks/new", "/cascade/post", "/actions?show=late", ...ways, ...rest, ...up].map((room) => base + room);
  for (const address of [...rooms, url + item, `${base}/decisions`, `${base}/actions`, ...cascade, network, edition, other.news]) await walk(address);
});
