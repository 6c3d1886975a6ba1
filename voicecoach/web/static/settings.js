// What the coach remembers of a patient, shown and changed.
import { order } from "./coach.js";

const at = (id) => document.getElementById(id);
const form = at("settings-form");
const boxes = () => [...form.querySelectorAll("[name]")];

export function offerSettings(people) {
  const select = at("settings-patient");
  const chosen = select.value;
  select.replaceChildren(...people.map((name) => Object.assign(document.createElement("option"), { textContent: name })));
  if (people.includes(chosen)) select.value = chosen;
  at("settings-nobody").hidden = people.length > 0;
  form.hidden = people.length === 0;
}

function fill(texts) {
  for (const box of boxes()) box.value = texts[box.name];
}

export async function showSettings(complain) {
  const patient = at("settings-patient").value;
  if (!patient || !at("settings").open) return;
  at("settings-saved").textContent = "";
  try {
    const shown = await order("/api/settings", { patient });
    fill(shown);
    const voices = shown.voices.map((name) => Object.assign(document.createElement("option"), { value: name }));
    at("voices").replaceChildren(...voices);
  } catch (error) {
    complain(error.message);
  }
}

at("settings-patient").addEventListener("change", () => showSettings(told));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const texts = Object.fromEntries(boxes().map((box) => [box.name, box.value]));
  try {
    fill(await order("/api/settings/change", { patient: at("settings-patient").value, ...texts }));
    told(form.dataset.saved);
  } catch (error) {
    told(error.message);
  }
});

/** What became of it, below the button that was pressed. */
function told(text) {
  at("settings-saved").textContent = text;
}
