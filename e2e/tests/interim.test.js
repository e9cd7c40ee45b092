// A decision between two meetings: the members are asked, one answers behind the link of a mail, two objections are taken back
// by a change of mind, both co-chairs close it, and it waits to be ratified.
import assert from "node:assert/strict";
import { bothWays, countMails, fillIn, noticed, openMail, openSite, press, stands, tag } from "../brig.js";

const site = openSite();

const core = [
  "Dr Ailsa Munro", "Dr Tunde Adeyemi", "Dr Callum Reid", "Dr Priya Nair", "Dr Hamish Doull", "Dr Katarzyna Wójcik", "Ms Rukhsana Malik",
  "Dr Eilidh MacPhee", "Dr Wei Zhang", "Dr Omar Haddad",
];

/** Answers as somebody, by a call. */
async function answers(name, number, answer, text = "") {
  const reply = await fetch(`${site.board.url}/api/v1/${site.board.group}/interim/${number}/answer`, {
    method: "POST",
    headers: { authorization: `Bearer ${site.board.named(name).api_token}`, "content-type": "application/json" },
    body: JSON.stringify({ answer, text }),
  });
  assert.equal(reply.status, 200, await reply.text());
}

bothWays("members answer in writing and both co-chairs close it", async (t, options) => {
  const person = (role, side) => site.as(t, site.board.person(role, side), options);
  const [gp, consultant, reader] = await Promise.all([person("co-chair", "gp"), person("co-chair", "consultant"), site.page(t, options)]);
  const title = options.javaScriptEnabled ? "Sample tubes that run out" : "Request slips that run out";

  const asked = () => countMails(reader, site.board, "wei.zhang@northmoor.example", "a decision between meetings");
  const before = await asked();

  await gp.goto(`${site.board.base}/interim`);
  await stands(gp, "Decisions between meetings");
  await gp.getByRole("link", { name: "Ask the members" }).click();
  await stands(gp, "Ask the members between two meetings");
  await press(gp, "Ask the members");
  await gp.getByRole("alert").waitFor();
  await fillIn(gp, {
    "What it is about": title,
    "What is to be decided": "Practices use the hospital’s own until the new ones come.",
    "Why it cannot wait for the next meeting": "They run out on Friday.",
    "Answers within how many working days": "4",
  });
  await press(gp, "Ask the members");
  await noticed(gp, "The members are asked.");
  await stands(gp, title);
  const number = new URL(gp.url()).pathname.split("/").pop();

  // Behind the link of the mail, without signing in.
  const until = Date.now() + 90_000;
  while ((await asked()) === before && Date.now() < until) await reader.waitForTimeout(200);
  const mail = await openMail(reader, site.board, "wei.zhang@northmoor.example", "a decision between meetings");
  assert.ok(!mail.includes(title), "the mail is thin");
  await reader.goto(await reader.getByRole("link", { name: "/interim/by-link/" }).first().getAttribute("href"));
  await stands(reader, title);
  await reader.getByRole("radio", { name: "Agree with changes" }).check();
  await press(reader, "Send your answer");
  await reader.getByRole("alert").waitFor();
  await reader.getByLabel("Why, or which changes").fill("Only for adults.");
  await reader.getByRole("radio", { name: "Agree with changes" }).check();
  await press(reader, "Send your answer");
  await noticed(reader, "Thank you: your answer is kept.");

  for (const name of core.filter((name) => name !== "Dr Wei Zhang" && name !== "Dr Ailsa Munro")) await answers(name, number, "agree");
  await answers("Dr Ailsa Munro", number, "object", "Have we asked the laboratory?");
  await gp.reload();
  await gp.getByText("It can be closed only if they change their mind").waitFor();
  assert.equal(await tag(gp).innerText(), "Somebody objects");
  await gp.getByRole("radio", { name: "Agree", exact: true }).check();
  await gp.getByLabel("Why, or which changes").fill("They say yes.");
  await press(gp, "Send your answer");
  await noticed(gp, "Your answer is kept.");

  await gp.getByRole("link", { name: "Word the decision" }).click();
  await fillIn(gp, { "The decision, in one sentence": "practices use the hospital’s own until the new ones come", "What a patient will notice": "Nothing" });
  await press(gp, "Save the text");
  await press(gp, "Close it for the GP side");
  await noticed(gp, "Your side has closed it.");
  assert.equal(await tag(gp).innerText(), "Open", "one side alone decides nothing");

  await consultant.goto(`${site.board.base}/interim/${number}`);
  await stands(consultant, title);
  await press(consultant, "Close it for the consultant side");
  await noticed(consultant, "It is decided.");
  assert.equal(await tag(consultant).innerText(), "Decided");
  await consultant.getByText("to be ratified").waitFor();
  await consultant.getByRole("link", { name: "Its minute" }).click();
  await consultant.getByText("Only for adults.").waitFor();
});
