// The pictures of the guides and the README, from a fresh demonstration: `npm run pictures`.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { signIn, startBoard, startBrowser } from "./brig.js";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "../docs/guide/pictures");
await mkdir(folder, { recursive: true });
const board = await startBoard();
const browser = await startBrowser();
const base = `${board.url}/${board.group}`;
const picture = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`) });

const phone = await (await browser.newContext({ viewport: { width: 360, height: 720 } })).newPage();
await phone.goto(`${base}/raise`);
await picture(phone, "raise");
await phone.getByLabel("What happened?").fill("Clinic letters take five weeks to reach us, so we repeat bloods that were done.");
await phone.getByLabel("Your name").fill("Dr Ann Reid");
await phone.getByRole("button", { name: "Send" }).click();
await phone.getByText("Thank you: it is saved").waitFor();
await picture(phone, "receipt");

const desk = await (await browser.newContext({ viewport: { width: 1200, height: 760 } })).newPage();
await signIn(desk, board.person("administrator"));
// The start page down to the end of its chart.
const chart = await desk.locator("svg.chart").evaluate((chart) => Math.ceil(chart.closest("section").getBoundingClientRect().bottom + scrollY));
await desk.setViewportSize({ width: 1200, height: chart + 24 });
await picture(desk, "start");
await desk.setViewportSize({ width: 1200, height: 760 });
await desk.goto(`${base}/issues`);
await picture(desk, "issues");
await desk.goto(`${base}/issues/NM-0020`);
await picture(desk, "issue");
// The next meeting is the first link of its list, the latest minute the second.
await desk.goto(`${base}/meetings`);
const [meeting, minute] = await desk.locator("tbody th a").evaluateAll((links) => links.map((link) => link.href));
await desk.goto(meeting);
await picture(desk, "meeting");
await desk.goto(minute);
await picture(desk, "minute");
// The first edition on the page of the cascade: the next to go, or on a day when none waits the one that went last.
await desk.goto(`${base}/cascade`);
await picture(desk, "cascade");
await desk.locator("main a[href*='/editions/']").first().click();
await desk.getByRole("heading", { name: "What is in it" }).waitFor();
await picture(desk, "edition");
// The draft of the next version, with what is to be settled; who covers what.
await desk.goto(`${base}/terms`);
await desk.getByText("Change the terms").click();
await desk.getByRole("button", { name: "Begin the next version" }).click();
await desk.getByRole("heading", { name: "Tailor the terms of reference" }).waitFor();
await picture(desk, "terms");
await desk.goto(`${base}/members/coverage`);
await picture(desk, "coverage");

await browser.close();
await board.stop();
