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

/** The doses that there are, after "as usual"; one that is set and not there is offered too. */
export function offerDoses(select, doses, chosen = select.value) {
  const known = doses.some(({ name }) => name === chosen);
  const more = chosen && !known ? [{ name: chosen, label: chosen }] : [];
  select.replaceChildren(
    ...[{ name: "", label: select.dataset.own }, ...doses, ...more].map(({ name, label }) =>
      Object.assign(document.createElement("option"), { value: name, textContent: label }),
    ),
  );
  select.value = chosen;
}

function showSigns(signs) {
  at("signs").hidden = signs.length === 0;
  at("sign-list").replaceChildren(
    ...signs.map(({ text }) => Object.assign(document.createElement("li"), { textContent: text })),
  );
  const open = signs.filter((sign) => sign.open);
  at("sign-form").hidden = open.length === 0;
  at("sign-key").replaceChildren(
    ...open.map(({ sign, text }) => Object.assign(document.createElement("option"), { value: sign, textContent: text })),
  );
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
    offerDoses(at("set-dose"), shown.doses, shown.dose);
    fill(shown);
    showSigns(shown.signs);
    at("sign-said").textContent = "";
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
