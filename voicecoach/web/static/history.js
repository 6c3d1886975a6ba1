// What a patient has done in four weeks.
import { order } from "./coach.js";
import { made } from "./made.js";
import { offer } from "./options.js";

const at = (id) => document.getElementById(id);

export function offerPeople(people) {
  offer(at("history-patient"), people.map((name) => ({ value: name, label: name })));
  at("nobody").hidden = people.length > 0;
  at("history-of").hidden = people.length === 0;
}

export async function showHistory(complain) {
  const name = at("history-patient").value;
  if (!name || !at("history").open) return;
  let shown;
  try {
    shown = await order("/api/history", { patient: name });
  } catch (error) {
    complain(error.message);
    return;
  }
  if (shown.trouble) {
    complain(shown.trouble);
    return;
  }
  at("history-shown").hidden = false;
  at("kept").textContent = shown.kept;
  at("concerns").replaceChildren(...shown.concerns.map((text) => made("li", text)));
  at("weekdays").replaceChildren(...shown.weekdays.map((day) => made("th", day, { scope: "col" })));
  at("weeks").replaceChildren(...shown.weeks.map(week));
  at("no-sessions").hidden = shown.sessions.length > 0;
  at("sessions").hidden = shown.sessions.length === 0;
  at("session-rows").replaceChildren(...shown.sessions.map(session));
}

function week(days) {
  const row = document.createElement("tr");
  for (const day of days) {
    const cell = document.createElement("td");
    cell.append(made("span", String(day.day), { class: `day ${day.state}`, "aria-hidden": "true", title: day.text }));
    cell.append(made("span", day.text, { class: "visually-hidden" }));
    row.append(cell);
  }
  return row;
}

function session(entry) {
  const row = document.createElement("tr");
  row.setAttribute("role", "row");
  for (const key of ["date", "routine", "outcome", "length", "pain"]) {
    row.append(made("td", entry[key], { role: "cell" }));
  }
  if (entry.worse) row.lastChild.append(made("span", entry.worse, { class: "worse" }));
  row.append(made("td", entry.notes, { role: "cell" }));
  return row;
}

at("history-patient").addEventListener("change", () => showHistory(() => {}));
