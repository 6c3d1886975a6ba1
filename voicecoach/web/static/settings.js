// What the coach remembers of a patient, shown and changed.
import { order } from "./coach.js";
import { made } from "./made.js";
import { offer } from "./options.js";
import { offerVoices } from "./voices.js";

const at = (id) => document.getElementById(id);
const form = at("settings-form");

export function offerSettings(people) {
  offer(at("settings-patient"), people.map((name) => ({ value: name, label: name })));
  at("settings-nobody").hidden = people.length > 0;
  form.hidden = people.length === 0;
}

function showSigns(signs) {
  at("signs").hidden = signs.length === 0;
  at("sign-list").replaceChildren(...signs.map(({ text }) => made("li", text)));
  const open = signs.filter((sign) => sign.open);
  at("sign-form").hidden = open.length === 0;
  offer(at("sign-key"), open.map(({ sign, text }) => ({ value: sign, label: text })));
}

function fill(texts) {
  const days = texts.days.split(",");
  for (const box of form.querySelectorAll("[name]")) {
    if (box.type === "checkbox") box.checked = days.includes(box.value);
    else if (box.type === "radio") box.checked = box.value === texts[box.name];
    else box.value = texts[box.name];
  }
}

function filled() {
  const boxes = new FormData(form);
  return { ...Object.fromEntries(boxes), days: boxes.getAll("days").join(",") };
}

export async function showSettings(complain) {
  const patient = at("settings-patient").value;
  if (!patient || !at("settings").open) return;
  told("");
  try {
    const shown = await order("/api/settings", { patient });
    const doses = shown.dose_options.map(({ name, label }) => ({ value: name, label }));
    offer(at("set-dose"), doses, { own: true, set: shown.dose });
    offer(at("set-rate_wpm"), shown.rates, { own: true });
    offer(at("set-gain_db"), shown.loudness, { own: true });
    offerVoices(shown.voices);
    fill(shown);
    showSigns(shown.signs);
    at("sign-said").textContent = "";
  } catch (error) {
    complain(error.message);
  }
}

at("settings-patient").addEventListener("change", () => showSettings(told));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    fill(await order("/api/settings/change", { patient: at("settings-patient").value, ...filled() }));
    told(form.dataset.saved);
  } catch (error) {
    told(error.message);
  }
});

at("sign-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = { patient: at("settings-patient").value, sign: at("sign-key").value, on: at("sign-on").value };
  try {
    showSigns((await order("/api/signs/clear", asked)).signs);
    at("sign-said").textContent = at("signs").dataset.cleared;
  } catch (error) {
    at("sign-said").textContent = error.message;
  }
});

/** What became of it, below the button that was pressed. */
function told(text) {
  at("settings-saved").textContent = text;
}
