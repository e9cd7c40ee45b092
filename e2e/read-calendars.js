// Reads every calendar of a folder with ical.js, by the time zones that the files carry, and prints what it says, a line of JSON each.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";

const folder = process.argv[2];
for (const name of readdirSync(folder).filter((name) => name.endsWith(".ics")).sort()) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, name), "utf8")));
  const events = calendar.getAllSubcomponents("vevent");
  if (events.length !== 1) throw new Error(`${name}: ${events.length} events`);
  const event = new ICAL.Event(events[0]);
  console.log(JSON.stringify({
    uid: event.uid,
    sequence: event.sequence,
    status: events[0].getFirstPropertyValue("status"),
    method: calendar.getFirstPropertyValue("method"),
    start: event.startDate.toUnixTime(),
    end: event.endDate.toUnixTime(),
    summary: event.summary,
  }));
}
