// Another forum owns an issue: both co-chairs hand it on, its contact takes it on and tells what came of it behind the link of a
// mail, without an account, and whoever raised it reads that on their page.
import assert from "node:assert/strict";
import { bothWays, inWeeks, inWords, openMail, openSite, phone, raiseByName, stands, triage } from "../brig.js";

const site = openSite();
const contact = { name: "Laboratory hub", address: "wei.zhang@northmoor.example" };

bothWays("a forum takes an issue on and tells what came of it, from a phone and without an account", async (t, options) => {
  const way = options.javaScriptEnabled ? "one way" : "the other way";
  const reporter = await site.page(t, options);
  const raised = await raiseByName(reporter, site.board, { text: `Labels of tubes differ between sites, told ${way}.`, name: "Dr Moira Gunn", address: "moira.gunn@firth-practice.example" });
  const title = `Labels of tubes (${way})`;
  const question = "Can the sites share one label?";
  await triage(site.board, raised.reference, { outcome: "delegate", contact: contact.name, question, date: inWeeks(6), theme: "results", group_title: title, group_text: "Each site has its own label. Tubes are sent back." });

  const outside = await site.page(t, { ...options, viewport: phone });
  const mail = await openMail(outside, site.board, contact.address, `${raised.reference}: a question to your forum`);
  assert.ok(mail.includes(question) && !mail.includes("Moira Gunn"), mail);
  const link = /https?:\/\/\S+\/asked\/\S+/.exec(mail)[0];
  await outside.goto(link);
  await stands(outside, title);
  await outside.reload();
  await outside.getByText("We have taken it on").first().waitFor();
  await reporter.goto(raised.link);
  assert.equal(await reporter.getByText("taken this on").count(), 0, "opening the link answers nothing");

  // A day is missing: the page says so, and the words stay.
  const ours = outside.locator("details", { hasText: "We have taken it on" });
  await ours.locator("summary").click();
  await ours.getByLabel("Anything the group should know?").fill("With the two site leads.");
  await ours.getByRole("button", { name: "We have taken it on" }).click();
  await outside.getByRole("alert").getByText("Enter a day after today").waitFor();
  assert.equal(await ours.getByLabel("Anything the group should know?").inputValue(), "With the two site leads.");
  const by = inWeeks(4);
  await ours.getByLabel("By when is it done?").fill(by);
  await ours.getByRole("button", { name: "We have taken it on" }).click();
  await outside.getByText("Thank you").first().waitFor();
  await reporter.goto(raised.link);
  await reporter.getByText(`taken this on, and says that it is done by ${inWords(by)}`).waitFor();

  await outside.goto(link);
  await outside.getByText(`You have said that it is done by ${inWords(by)}`).waitFor();
  const done = outside.locator("details", { hasText: "It is done" }).last();
  await done.locator("summary").click();
  await done.getByLabel("What came of it?").fill("All sites print the same label.");
  await done.getByRole("button", { name: "It is done" }).click();
  await outside.getByText("Thank you").first().waitFor();
  await reporter.goto(raised.link);
  await reporter.getByText("All sites print the same label.").waitFor();
  await outside.goto(link);
  await stands(outside, "Thank you: we have your answer");
  const administrator = await site.as(t, site.board.person("administrator"), options);
  await administrator.goto(`${site.board.base}/services`);
  await administrator.getByText(title).first().waitFor();
});
