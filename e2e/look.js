import { startBoard, startBrowser, signIn } from "./brig.js";
const board = await startBoard(); const browser = await startBrowser();
const person = process.argv[2] ?? "administrator";
const pages = process.argv.slice(3);
const context = await browser.newContext(); const page = await context.newPage();
await signIn(page, person === "consultant" ? board.person("co-chair", "consultant") : board.person(person));
const link = async (list, sel) => { await page.goto(board.base + list); return page.locator(sel).first().evaluate((a) => new URL(a.href).pathname.replace(/^\/north-moor/, "")); };
for (let p of pages) {
  if (p.includes("@")) { const [list, sel] = p.split("@"); try { p = await link(list, sel); } catch (e) { console.log("no link", p); continue; } }
  for (const width of [1100, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const r = await page.goto(board.base + p);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => d.open = d.open));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    const file = `/tmp/look${p.replace(/[^a-z0-9]+/gi, "_")}-${width}.png`;
    await page.screenshot({ path: file, fullPage: true });
    console.log(r.status(), width, wide > width ? `WIDE ${wide}` : "", p, file);
  }
}
await browser.close(); await board.stop();
