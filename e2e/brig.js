// What all browser tests share: a demonstration board, a browser, and the steps that come again and again.
// Above: the board, pages and mail. Below: the steps of an issue and of a meeting, as people do them on the pages.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const program = process.env.BRIG ?? path.join(root, "target/debug/brig");

export const phone = { width: 320, height: 640 };
export const desk = { width: 1280, height: 800 };

/** A fresh demonstration board: its ready line, and how to end it. */
export async function startBoard() {
  const folder = await mkdtemp(path.join(tmpdir(), "brig-e2e-"));
  const child = spawn(program, ["demo", "--listen", "127.0.0.1:0", "--data", folder, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`brig ended with ${code}`)));
  });
  const board = JSON.parse(line);
  board.base = `${board.url}/${board.group}`;
  board.folder = folder;
  board.stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const code = await ended;
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  board.person = (role, side) => board.people.find((person) => person.role === role && (!side || person.side === side));
  board.named = (name) => board.people.find((person) => person.name === name);
  return board;
}

/** Debian's Chromium, quiet on a closed network. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** One board and one browser for a file of tests. `site.page` opens a page in a context of its own, closed with its test; `site.as` signs somebody in on it. `prepare` gets the board before the first test. */
export function openSite(prepare) {
  const site = {};
  before(async () => {
    [site.board, site.browser] = await Promise.all([startBoard(), startBrowser()]);
    await prepare?.(site.board);
  });
  after(async () => {
    await site.browser?.close();
    assert.equal(await site.board?.stop(), 0, "the board ends cleanly");
  });
  site.page = async (t, options = {}) => {
    const context = await site.browser.newContext({ viewport: desk, ...options });
    context.setDefaultTimeout(15_000);
    const faults = watch(context);
    t.after(async () => {
      await context.close();
      assert.deepEqual(faults, [], "no page complains in the browser's console");
    });
    return context.newPage();
  };
  site.as = async (t, person, options) => {
    const page = await site.page(t, options);
    await signIn(page, person);
    return page;
  };
  return site;
}

/** Errors in scripts, and what the browser reports in its console: a breach of the content security policy among it. */
function watch(context) {
  const faults = [];
  const answered = new Set();
  // A page that answers "not found" or "there is a problem" is noted in the console too, and is none.
  context.on("response", (response) => {
    if (response.request().isNavigationRequest() && response.status() < 500) answered.add(response.url());
  });
  context.on("console", (message) => {
    const expected = message.text().startsWith("Failed to load resource") && answered.has(message.location().url);
    // What a page asks for while a test has cut the network is noted too.
    if (message.text().includes("ERR_INTERNET_DISCONNECTED")) return;
    if (message.type() === "error" && !expected) faults.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => faults.push(String(error.error())));
  return faults;
}

/** A sentence that must hold with JavaScript and without: `check` gets the option for the context. */
export function bothWays(sentence, check) {
  test(sentence, async (t) => {
    await t.test("with JavaScript", (t) => check(t, { javaScriptEnabled: true }));
    await t.test("without JavaScript", (t) => check(t, { javaScriptEnabled: false }));
  });
}

/** Waits for the page with this heading, and sees that nobody has to scroll sideways on it. */
export async function stands(page, heading) {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= page.viewportSize().width, `${page.url()} is ${wide} px wide`);
}

/** Presses the button with this name. */
export const press = (page, name) => page.getByRole("button", { name }).click();

/** Waits for what the page says has just been done. */
export const noticed = (page, words) => page.locator(".notice", { hasText: words }).waitFor();

/** Follows the link with exactly this name, in the page itself. */
export const follow = (page, name) => page.locator("main").getByRole("link", { name, exact: true }).click();

/** Goes into one of the group's rooms by the navigation; on a narrow screen it stands behind a button. */
export async function enter(page, room) {
  const rooms = page.getByRole("navigation", { name: "Main" });
  const menu = rooms.getByRole("button", { name: "Menu", exact: true });
  if (await menu.isVisible()) await menu.click();
  await rooms.getByRole("link", { name: room, exact: true }).click();
}

/** The tag that says where a thing stands. */
export const tag = (page) => page.locator("main .tag").first();

/** Sees that something is not there. */
export const gone = async (locator, why) => assert.equal(await locator.count(), 0, why);

/** A day so many weeks from now, and a day as people read it. */
export const inWeeks = (weeks) => new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
export const inWords = (day) => new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Signs in as a person of the demonstration, by pressing the button. */
export async function signIn(page, person) {
  await page.goto(person.sign_in_url);
  await page.getByRole("button", { name: "Sign in as" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/demo"));
}

/** Calls the API with a token; gives what it answers. Without a body it asks, with one it sends. */
async function call(board, token, path, body) {
  const sent = body && { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${board.url}/api/v1/${board.group}/${path}`, { headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, ...sent });
  if (!answer.ok) assert.fail(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Raises an issue by the API, anonymous unless told otherwise; gives its reference. */
export async function raise(board, issue) {
  return (await call(board, board.api_token, "issues", { known: "anonymous", ...issue })).reference;
}

/** The issues that hold a word. */
export async function issuesWith(board, word) {
  return (await call(board, board.api_token, `issues?q=${word}`)).items;
}

/** Has both co-chairs triage an issue by the API: to the group, in this wording. */
export async function triage(board, reference, wording) {
  for (const side of ["gp", "consultant"]) await call(board, board.person("co-chair", side).api_token, `issues/${reference}/triage`, { outcome: "group", ...wording });
}

/** Has a meeting, in eight weeks unless told otherwise, decide on a topic or an issue by the API, confirmed by both sides: it waits for every network then. Gives its reference. */
export async function decide(board, about, decision, held = inWeeks(8)) {
  const { number } = await call(board, board.api_token, "meetings", { date: held, start: "18:30", minutes: 60, invite: false });
  const meeting = `meetings/${number}`;
  await call(board, board.api_token, `${meeting}/attendance`, { present: board.people.filter((person) => person.side !== "other").map((person) => person.name) });
  const item = await call(board, board.api_token, `${meeting}/items`, about);
  const { reference } = await call(board, board.api_token, `${meeting}/items/${item.number}/decision`, decision);
  for (const side of ["gp", "consultant"]) await call(board, board.person("co-chair", side).api_token, `${meeting}/read-back`, {});
  return reference;
}

/** Adds by the API what the demonstration does not have: a network that is a page, and a list with two addresses. Gives their keys and where everybody reads the page. */
export async function addOtherWays(board) {
  const add = (network) => call(board, board.api_token, "networks", { every: "week", copy_day: "Wednesday", copy_time: "12:00", out_day: "Thursday", ...network });
  const [page, list] = [await add({ name: "Ward noticeboard", takes: "page" }), await add({ name: "Weekly letters", takes: "recipients" })];
  await call(board, board.api_token, `networks/${list.id}/recipients`, { addresses: ["one@firth-practice.example", "two@firth-practice.example"] });
  return { page: page.id, list: list.id, news: page.page };
}

/** Has the administrator set for how many minutes what is approved waits before it leaves. */
export async function holdFor(page, board, minutes) {
  await page.goto(`${board.base}/cascade/versions/rules`);
  await stands(page, "How texts leave");
  await page.getByLabel("Minutes for which an approved text waits before it leaves").fill(String(minutes));
  await press(page, "Save it");
  await stands(page, "Texts for the networks");
}

/** The lines of the demonstration's mailbox that hold an address, and words of the subject if any are given. */
const mails = (page, address, subject = "") => page.getByRole("row").filter({ hasText: address }).filter({ hasText: subject });

/** How many mails to an address bear such a subject. */
export async function countMails(page, board, address, subject) {
  await page.goto(board.mailbox_url);
  return mails(page, address, subject).count();
}

/** Opens the newest mail to an address, with such a subject if one is given, as soon as it is there; gives its text. */
export async function openMail(page, board, address, subject) {
  const mail = mails(page, address, subject).first();
  const until = Date.now() + 90_000;
  do await page.goto(board.mailbox_url); while (!(await mail.count()) && Date.now() < until);
  await mail.getByRole("link").click();
  return page.locator("pre").innerText();
}

/** The texts of the mails that an address of a list has got, as soon as there are so many. These mails stand in files; the mailbox of the demonstration has only those to one address each. */
export async function listMails(board, address, many) {
  const folder = path.join(board.folder, "mail");
  const until = Date.now() + 30_000;
  let found = [];
  do {
    if (found.length) await new Promise((resolve) => setTimeout(resolve, 100));
    const files = (await readdir(folder)).filter((name) => name.endsWith(".eml"));
    const mails = await Promise.all(files.map((name) => readFile(path.join(folder, name), "latin1")));
    found = mails.filter((mail) => new RegExp(`^To: .*${address.replaceAll(".", "\\.")}`, "mi").test(mail)).map(asText);
  } while (found.length < many && Date.now() < until);
  return found;
}

/** Has a mail server say that the last mail to an address did not arrive, as such servers write it. */
export async function comesBack(board, address) {
  const report = [
    "From: MAILER-DAEMON@mx.northmoor.example", "To: brig@localhost", "Subject: Undelivered mail", "Auto-Submitted: auto-replied", `X-Failed-Recipients: ${address}`, "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=parts", "", "--parts", "Content-Type: text/plain", "", "It did not arrive.",
    "--parts", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.northmoor.example", "", `Final-Recipient: rfc822; ${address}`, "Action: failed", "Status: 5.1.1", "", "--parts--", "",
  ].join("\r\n");
  const child = spawn(program, ["mail", "in", "--database", `sqlite:${path.join(board.folder, "brig.db")}`], { stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end(report);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  assert.equal(code, 0, "the report is taken");
}

/** The text of a mail as it stands in a file. */
function asText(mail) {
  const [, encoding, body] = /^Content-Type: text\/plain[^]*?^Content-Transfer-Encoding: (\S+)\r?\n(?:\S.*\r?\n)*\r?\n([^]*?)\r?\n--brig-/im.exec(mail);
  if (encoding.toLowerCase() === "base64") return Buffer.from(body, "base64").toString();
  if (encoding.toLowerCase() !== "quoted-printable") return Buffer.from(body, "latin1").toString();
  const bytes = body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

/** Presses Tab until the focus is somewhere else: a field for a day or a time has a stop for each of its parts. */
export async function goOn(page) {
  const here = await page.evaluateHandle(() => document.activeElement);
  do await page.keyboard.press("Tab"); while (await here.evaluate((field) => field === document.activeElement && field.matches("[type=date], [type=time]")));
}

/** Presses Tab until the focus stands on what `selector` names; every stop on the way must be seen. */
export async function tabTo(page, selector, most = 60) {
  for (let n = 0; n < most; n += 1) {
    await goOn(page);
    await focusIsSeen(page);
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  assert.fail(`Tab does not reach ${selector} on ${page.url()}`);
}

/** Sees that the element with the focus is marked by an outline or a shadow, and stands on the screen. Gives its HTML. */
export async function focusIsSeen(page) {
  const focus = await page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      element: element.outerHTML.slice(0, 160),
      marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
      onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });
  assert.ok(focus.marked, `no mark of the focus on ${focus.element}`);
  assert.ok(focus.onScreen, `the focus is off the screen on ${focus.element}`);
  return focus.element;
}

/** Raises an issue on the page, by name and with an address; gives its reference, its private link and where the group finds it. */
export async function raiseByName(page, board, { text, name, address }) {
  await page.goto(`${board.base}/raise`);
  await page.getByLabel("What happened?").fill(text);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Email").fill(address);
  await press(page, "Send");
  await stands(page, "Thank you: it is saved");
  const reference = await page.locator(".reference").innerText();
  return { reference, link: await page.locator("#private-link").innerText(), issue: `${board.base}/issues/${reference}` };
}

/** Opens the triage of an issue from its page. */
export async function openTriage(page, { issue, reference }) {
  await page.goto(issue);
  await follow(page, `Triage ${reference}`);
  await stands(page, `Triage ${reference}`);
}

/** Gives one side's view in triage: to the group, in this wording. */
export async function agree(page, { theme, title, sentences }) {
  await page.getByLabel("Theme").selectOption(theme);
  await page.getByLabel("Neutral title").fill(title);
  await page.getByLabel("Two neutral sentences").fill(sentences);
  await press(page, "Agree");
}

/** Plans a meeting, from the start page on; gives its address. */
export async function planMeeting(page, { held, theme, place }) {
  await enter(page, "Meetings");
  await stands(page, "Meetings");
  await follow(page, "Plan a meeting");
  await stands(page, "Plan a meeting");
  await page.getByLabel("Day").fill(held);
  await page.getByLabel("Begins at").fill("18:30");
  await page.getByLabel("Minutes").fill("60");
  await page.getByLabel("Theme").selectOption(theme);
  await page.getByLabel("Room").fill(place);
  await press(page, "Plan the meeting");
  await noticed(page, "The meeting is planned, and the invitations are on their way.");
  await stands(page, `Meeting on ${inWords(held)}`);
  return page.url().split("?")[0];
}

/** Takes attendance on the page of a meeting, and comes back to it. */
export async function takeAttendance(page, { there, apologies = [], guests = "" }) {
  const who = (name, how) => page.getByRole("group", { name }).getByLabel(how, { exact: true }).check();
  await follow(page, "Attendance");
  await stands(page, "Attendance");
  for (const name of there) await who(name, "There");
  for (const name of apologies) await who(name, "Apologies");
  await page.getByLabel("Also there").fill(guests);
  await press(page, "Save the attendance");
  await noticed(page, "The attendance is saved.");
}

/** Fills in fields of a form by their labels. */
export async function fillIn(page, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if (await field.evaluate((field) => field.matches("select"))) await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Confirms at the read-back for a side, once `read` has seen what there is to confirm. */
export async function confirmFor(page, meeting, side, read) {
  await page.goto(`${meeting}/read-back`);
  await stands(page, "Read-back");
  await read(page);
  await press(page, `Confirm for the ${side}`);
  await page.getByRole("button", { name: "Confirm for the" }).waitFor({ state: "detached" });
}

export const minuteTitle = "Minute of the meeting of the North Moor Interface Group";

/** Approves the minute of a meeting for a side. */
export async function approveFor(page, meeting, side) {
  await page.goto(`${meeting}/minute`);
  await stands(page, minuteTitle);
  await press(page, `Approve for the ${side}`);
}
