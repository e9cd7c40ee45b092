// Pictures of every page at phone and desktop width, light and dark: `npm run shots`, then look into shots/.
import { mkdir } from "node:fs/promises";
import { signIn, startBoard, startBrowser } from "./brig.js";

const board = await startBoard();
const browser = await startBrowser();
await mkdir("shots", { recursive: true });

const widths = [["phone", { width: 320, height: 640 }], ["desktop", { width: 1280, height: 800 }]];
for (const [name, viewport] of widths) {
  for (const scheme of process.argv.includes("--dark") ? ["light", "dark"] : ["light"]) {
    const context = await browser.newContext({ viewport, colorScheme: scheme });
    const page = await context.newPage();
    const shot = (what) => page.screenshot({ path: `shots/${what}-${name}-${scheme}.png`, fullPage: true });
    const base = `${board.url}/${board.group}`;
    await page.goto(board.url + "/"); await shot("front");
    await page.goto(`${base}/raise`); await shot("raise");
    await page.getByRole("button", { name: "Send" }).click(); await shot("raise-errors");
    await page.getByLabel("What happened?").fill("Seen today, CHI 010101 1237, letter never came.");
    await page.getByLabel("Your name").fill("Dr Test");
    await page.getByRole("button", { name: "Send" }).click(); await shot("raise-refused");
    await page.getByRole("button", { name: "Send" }).click(); await shot("receipt");
    await page.goto(page.url().split("?")[0]); await shot("follow");
    await page.goto(`${base}/follow`); await shot("follow-ask");
    await page.goto(`${board.url}/help`); await shot("help");
    await page.goto(`${board.url}/nowhere/at/all`); await shot("not-found");
    await page.goto(`${board.url}/sign-in`); await shot("sign-in");
    await page.goto(`${board.url}/demo`); await shot("demo");
    await page.goto(`${board.url}/demo/mailbox`); await shot("mailbox");
    await page.locator("tbody a").first().click(); await shot("mail");
    await signIn(page, board.person("administrator")); await shot("start");
    await page.goto(`${base}/issues`); await shot("issues");
    await page.goto(`${base}/ways-in`); await shot("ways-in");
    await page.goto(`${base}/ways-in/harbour-surgery`); await shot("door");
    await page.goto(`${base}/signposts`); await shot("signposts");
    await page.goto(`${base}/issues?q=discharge&state=new`); await shot("issues-search");
    await page.goto(`${base}/issues/NM-0020`); await shot("issue");
    await page.goto(`${base}/members`); await shot("members");
    await page.goto(`${base}/held-work`); await shot("held-work");
    await page.goto(`${base}/issues/NM-0066/triage`); await shot("triage");
    const rooms = {
      "meetings": "meetings", "rules": "meetings/rules", "meeting": "meetings/13", "meeting-details": "meetings/13/details", "attendance": "meetings/13/attendance",
      "read-back": "meetings/13/read-back", "read-back-confirmed": "meetings/12/read-back", "minute-draft": "meetings/12/minute", "minute-edit": "meetings/12/minute/edit",
      "minute": "meetings/11/minute", "decisions": "decisions", "actions": "actions", "actions-late": "actions?show=late",
      "year": "meetings/year?rhythm=every+second+month%2C+first+Monday", "days-off": "days-off", "theme-calendar": "themes/calendar",
      "cascade": "cascade", "cascade-post": "cascade/post", "network-new": "cascade/networks/new", "plan": "meetings/plan",
    };
    for (const [what, room] of Object.entries(rooms)) { await page.goto(`${base}/${room}`); await shot(what); }
    await page.getByRole("button", { name: "Plan the meeting" }).click(); await shot("plan-errors");
    for (const [what, list] of [["item", "meetings/13"], ["item-over", "meetings/12"], ["decision", "decisions"], ["action", "actions"]]) {
      await page.goto(`${base}/${list}`);
      await page.locator("tbody th a").first().click(); await shot(what);
    }
    await page.goto(`${base}/cascade/networks/new`);
    await page.getByRole("button", { name: "Save it" }).click(); await shot("network-errors");
    for (const [what, link] of [["network", "tbody th a"], ["edition", "a[href*='/editions/']"]]) {
      await page.goto(`${base}/cascade`);
      await page.locator(`main ${link}`).first().click(); await shot(what);
    }
    await signIn(page, board.person("co-chair", "consultant"));
    await page.goto(`${base}/members`); await shot("members-co-chair");
    await page.goto(`${base}/meetings/12/minute`); await shot("minute-approve");
    await signIn(page, board.person("reader"));
    await page.goto(`${base}/meetings`); await shot("meetings-reader");
    await context.close();
  }
}
await browser.close();
await board.stop();
