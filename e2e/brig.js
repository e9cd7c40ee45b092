// What all browser tests share: a demonstration board, a browser, and the steps that come again and again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
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
  board.stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const code = await ended;
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  board.person = (role, side) => board.people.find((person) => person.role === role && (!side || person.side === side));
  return board;
}

/** Debian's Chromium, quiet on a closed network. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** One board and one browser for a file of tests. `site.page` opens a page in a context of its own, closed with its test. */
export function openSite() {
  const site = {};
  before(async () => {
    [site.board, site.browser] = await Promise.all([startBoard(), startBrowser()]);
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

/** Signs in as a person of the demonstration, by pressing the button. */
export async function signIn(page, person) {
  await page.goto(person.sign_in_url);
  await page.getByRole("button", { name: "Sign in as" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/demo"));
}

/** Raises an issue by the API, anonymous unless told otherwise; gives its reference. */
export async function raise(board, issue) {
  const body = JSON.stringify({ known: "anonymous", ...issue });
  const answer = await fetch(`${board.url}/api/v1/${board.group}/issues`, { method: "POST", headers: { ...bearer(board), "content-type": "application/json" }, body });
  assert.equal(answer.status, 201);
  return (await answer.json()).reference;
}

/** The issues that hold a word. */
export async function issuesWith(board, word) {
  const answer = await fetch(`${board.url}/api/v1/${board.group}/issues?q=${word}`, { headers: bearer(board) });
  assert.equal(answer.status, 200);
  return (await answer.json()).items;
}

function bearer(board) {
  return { authorization: `Bearer ${board.api_token}` };
}

/** Opens the newest mail to an address in the demonstration's mailbox; gives its text. */
export async function openMail(page, board, address) {
  await page.goto(board.mailbox_url);
  await page.getByRole("row").filter({ hasText: address }).first().getByRole("link").click();
  return page.locator("pre").innerText();
}

/** Presses Tab until the focus stands on what `selector` names; every stop on the way must be seen. */
export async function tabTo(page, selector, most = 60) {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press("Tab");
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
