// Those who triage: signing in, the list of issues, the group's wording, two people at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bothWays, noticed, openMail, openSite, phone, raise, signIn, stands } from "../brig.js";

const site = openSite();

const theme = (page) => page.locator("main").getByLabel("Theme");
const title = (page) => page.getByLabel("Neutral title");
const sentences = (page) => page.getByLabel("Two neutral sentences");
const save = (page) => page.getByRole("button", { name: "Save the wording" }).click();

/** Signed in as the group's administrator. */
async function asAdministrator(t, options) {
  const page = await site.page(t, options);
  await signIn(page, site.board.person("administrator"));
  return page;
}

bothWays("the administrator signs in from the demonstration's page and sees what waits", async (t, options) => {
  const page = await site.page(t, options);
  const { name } = site.board.person("administrator");
  await page.goto(`${site.board.url}/demo`);
  await stands(page, "Who do you want to be?");
  await page.getByRole("button", { name: `Sign in as ${name}` }).click();
  await stands(page, `Hello, ${name}`);
  await page.getByRole("heading", { name: "What waits for you" }).waitFor();
  await page.getByRole("link", { name: /^\d+ issues wait for a first decision$/ }).click();
  await stands(page, "New issues");

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in", exact: true }).waitFor();
  await page.goto(site.board.base);
  await stands(page, "Sign in");
});

bothWays("the start page draws the issues of each month, and says the same in words and in a table", async (t, options) => {
  const page = await asAdministrator(t, options);
  await stands(page, /^Hello, /);
  const chart = page.getByRole("img", { name: /^Issues raised each month/ });
  await chart.waitFor();
  assert.equal(await chart.locator("title").innerHTML(), "Issues raised each month");
  await page.getByText("The same as a table").click();
  const rows = await page.getByRole("table", { name: "Issues raised each month" }).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText, Number(row.cells[1].innerText)]));
  assert.ok(rows.length >= 12, `${rows.length} months`);
  const counts = rows.map(([, n]) => n).reverse();
  const points = await chart.locator("circle").evaluateAll((points) => points.map((point) => Number(point.getAttribute("cy"))));
  const slopes = (values) => values.slice(1).map((value, at) => Math.sign(value - values[at]));
  assert.deepEqual(slopes(points), slopes(counts.map((n) => -n)), "a point for each month of the table, and the line rises where the numbers do");
  const sorted = counts.toSorted((one, other) => one - other);
  const median = (sorted[Math.floor((counts.length - 1) / 2)] + sorted[Math.ceil((counts.length - 1) / 2)]) / 2;
  const said = `${rows.at(-1)[0]} to ${rows[0][0]}: from ${sorted[0]} to ${sorted.at(-1)} issues a month, the median ${median}. `;
  assert.ok((await chart.locator("desc").innerHTML()).startsWith(said), said);
});

bothWays("the administrator searches, filters, takes a filter away and opens an issue by its reference", async (t, options) => {
  const word = options.javaScriptEnabled ? "hippogriff" : "basilisk";
  const reference = await raise(site.board, { text: `The ${word} pathway has no telephone number any more.` });
  const page = await asAdministrator(t, options);
  const rows = page.locator("tbody tr");
  const states = page.locator("tbody .tag");
  const show = () => page.getByRole("button", { name: "Show" }).click();
  const chip = (name) => page.getByRole("group", { name: "Chosen filters" }).getByRole("link", { name });
  await page.getByRole("link", { name: "Issues", exact: true }).click();
  await stands(page, "Issues");
  const all = await rows.count();

  await page.getByLabel("State").selectOption("Withdrawn");
  await show();
  await chip("Withdrawn").waitFor();
  assert.deepEqual([...new Set(await states.allInnerTexts())], ["Withdrawn"]);
  await chip("Withdrawn").click();
  await chip("Withdrawn").waitFor({ state: "detached" });
  assert.equal(await rows.count(), all);

  await page.getByLabel("Words or reference").fill(word.toUpperCase());
  await page.keyboard.press("Enter");
  await page.getByText("1 issue found").waitFor();
  await rows.filter({ hasText: reference }).waitFor();
  await page.getByLabel("State").selectOption("Withdrawn");
  await show();
  await page.getByText("No issue matches.").waitFor();
  await chip("Withdrawn").click();
  await page.getByText("1 issue found").waitFor();
  assert.equal(await page.getByLabel("Words or reference").inputValue(), word.toUpperCase());

  await page.getByLabel("Words or reference").fill(reference.toLowerCase());
  await show();
  await stands(page, new RegExp(`^${reference}: The ${word}`));
});

bothWays("the administrator writes theme and wording, and the timeline says so", async (t, options) => {
  const reference = await raise(site.board, { text: "Scan results go to whoever asked, who has moved on." });
  const page = await asAdministrator(t, options);
  await page.goto(`${site.board.base}/issues/${reference}`);
  await theme(page).selectOption("Results");
  await title(page).fill("Results reach people who have left");
  await sentences(page).fill("Results go to the person who asked for them. Nobody reads them once that person has left.");
  await save(page);
  await noticed(page, "Saved.");
  await stands(page, `${reference}: Results reach people who have left`);
  const newest = await page.getByRole("complementary", { name: "Timeline" }).getByRole("listitem").first().innerText();
  assert.match(newest, new RegExp(`Theme and group wording written[^]*${site.board.person("administrator").name}`));
  await page.goto(`${site.board.base}/issues?q=${reference.slice(3)}&theme=results`);
  await page.getByRole("row").filter({ hasText: reference }).filter({ hasText: "Results reach people who have left" }).waitFor();
});

bothWays("two tabs change one issue: the later one is shown both texts, and saves what it wants", async (t, options) => {
  const reference = await raise(site.board, { text: "Drug charts differ from ward to ward." });
  const first = await asAdministrator(t, options);
  const second = await first.context().newPage();
  for (const page of [first, second]) await page.goto(`${site.board.base}/issues/${reference}`);
  await theme(first).selectOption("Prescribing and supply");
  await title(first).fill("Charts differ between wards");
  await sentences(first).fill("Each ward has its own chart.");
  await save(first);
  await noticed(first, "Saved.");

  await title(second).fill("One chart for all is missing");
  await sentences(second).fill("There is no chart that every ward uses.");
  await save(second);
  await second.getByRole("alert").getByText("Somebody else changed this issue while you were writing").waitFor();
  assert.match(await second.title(), /^Error: /);
  const theirs = await second.getByRole("region", { name: "What somebody else has saved meanwhile" }).innerText();
  for (const kept of ["Prescribing and supply", "Charts differ between wards", "Each ward has its own chart."]) assert.ok(theirs.includes(kept), kept);
  assert.equal(await title(second).inputValue(), "One chart for all is missing");
  assert.equal(await sentences(second).inputValue(), "There is no chart that every ward uses.");
  await first.reload();
  assert.equal(await title(first).inputValue(), "Charts differ between wards", "nothing was overwritten unseen");

  await save(second);
  await noticed(second, "Saved.");
  await stands(second, `${reference}: One chart for all is missing`);
});

bothWays("a GP and a consultant triage an issue together, and one of them alone cannot", async (t, options) => {
  const reference = await raise(site.board, { text: "Referrals are sent back without a reason." });
  const agree = async (side) => {
    const page = await site.page(t, { viewport: phone, ...options });
    await signIn(page, site.board.person("co-chair", side));
    await page.goto(`${site.board.base}/issues/${reference}`);
    await page.getByRole("link", { name: `Triage ${reference}` }).click();
    await stands(page, `Triage ${reference}`);
    await page.getByLabel("Theme").selectOption("What happens to a referral");
    await page.getByLabel("Neutral title").fill("Referrals come back without a reason");
    await page.getByLabel("Two neutral sentences").fill("Referrals are sent back without a reason. Nobody knows what to change.");
    await page.getByRole("button", { name: "Agree" }).click();
    await noticed(page, side === "gp" ? "Your side’s view is saved." : "Both sides have agreed: it goes to the next meeting on its theme.");
    return page;
  };
  const gp = await agree("gp");
  await gp.getByRole("link", { name: `Triage ${reference}` }).click();
  await gp.getByText("The consultant co-chair has not given a view yet.").waitFor();
  const consultant = await agree("consultant");
  await consultant.getByText("Agreed by both sides: to the next meeting on its theme").waitFor();
  assert.equal(await consultant.getByRole("link", { name: `Triage ${reference}` }).count(), 0, "it no longer waits");
});

bothWays("a mailed link signs in once its button is pressed, and only once", async (t, options) => {
  const address = options.javaScriptEnabled ? "ailsa.munro@glebe-practice.example" : "tunde.adeyemi@northmoor.example";
  const page = await site.page(t, options);
  await page.goto(`${site.board.base}/issues?state=new`);
  await stands(page, "Sign in");
  await page.getByLabel("Email address").fill(address);
  await page.getByRole("button", { name: "Continue" }).click();
  await stands(page, "Check your mail");

  await openMail(page, site.board, address);
  await stands(page, "Your way to sign in to Brig");
  const link = await page.getByRole("link", { name: "/sign-in/link/" }).getAttribute("href");
  await page.goto(link);
  await stands(page, "Sign in");
  await page.goto(site.board.base);
  await page.getByLabel("Email address").waitFor();

  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await stands(page, "Issues");
  assert.equal(page.url(), `${site.board.base}/issues?state=new`, "back to the page that was asked for");
  await page.goto(link);
  await stands(page, "This link cannot be used any more");
});

bothWays("the six digits of the mail sign in on the page that asked", async (t, options) => {
  const address = options.javaScriptEnabled ? "callum.reid@harbour-surgery.example" : "priya.nair@northmoor.example";
  const page = await site.page(t, options);
  await page.goto(`${site.board.url}/sign-in`);
  await page.getByLabel("Email address").fill(address.toUpperCase());
  await page.getByRole("button", { name: "Continue" }).click();
  await stands(page, "Check your mail");
  const mailbox = await page.context().newPage();
  const [digits] = (await openMail(mailbox, site.board, address)).match(/\b\d{6}\b/);

  const enter = async (typed) => {
    await page.getByLabel("Six digits from the mail").fill(typed);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await enter(digits === "000000" ? "000001" : "000000");
  await page.getByRole("alert").getByText("These are not the digits, or they are too old").waitFor();
  await enter(`${digits.slice(0, 3)} ${digits.slice(3)}`);
  await stands(page, /^Hello, /);
});

test("a member finds no issues: their pages are not there", async (t) => {
  const page = await site.page(t);
  await signIn(page, site.board.person("member"));
  await stands(page, /^Hello, /);
  const rooms = page.getByRole("navigation", { name: "Main" }).getByRole("link");
  assert.deepEqual(await rooms.allInnerTexts(), ["Start", "Patterns", "Meetings", "Decisions", "Agreements", "Actions", "Cascade", "Members", "Directory", "Terms"]);
  for (const room of ["issues", "issues/NM-0020", "held-work"]) {
    const answer = await page.goto(`${site.board.base}/${room}`);
    assert.equal(answer.status(), 404, room);
    await stands(page, "Page not found");
  }
});
