// Lists the occurrences of a calendar as ical.js finds them: node expand.mjs <ical.js> <until, ISO> < calendar
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, until] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const vevents = calendar.getAllSubcomponents("vevent");
const masters = vevents.filter((vevent) => !vevent.hasProperty("recurrence-id"));
const found = [];
for (const master of masters) {
  const uid = master.getFirstPropertyValue("uid");
  const exceptions = vevents.filter((v) => v.hasProperty("recurrence-id") && v.getFirstPropertyValue("uid") === uid);
  const event = new ICAL.Event(master, { exceptions });
  const excluded = new Set(master.getAllProperties("exdate").flatMap((p) => p.getValues().map(String)));
  if (!event.isRecurring()) {
    if (!excluded.has(String(event.startDate))) found.push(told(event, event.startDate));
    continue;
  }
  const dates = event.iterator();
  for (let next = dates.next(); next && told(event, next).start < until; next = dates.next()) {
    const { item, startDate } = event.getOccurrenceDetails(next);
    found.push(told(item, startDate));
  }
}

function told(item, start) {
  const wall = start.isDate ? `${start.toString()}` : start.toJSDate().toISOString();
  const status = item.component.getFirstPropertyValue("status");
  return { uid: item.uid, start: wall, title: item.summary, cancelled: status === "CANCELLED" };
}

console.log(JSON.stringify(found));
