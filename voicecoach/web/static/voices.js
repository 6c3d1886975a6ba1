// The voices of a patient's settings: a list to choose from, and to listen to.
import { allowSound, playOnce } from "./alarm.js";
import { sample } from "./coach.js";
import { made } from "./made.js";

const list = document.getElementById("voices");
const said = document.getElementById("voice-said");
let asked = 0;

export function offerVoices(voices) {
  said.textContent = "";
  list.replaceChildren(list.firstElementChild, ...voices.map(row));
}

function row({ name, about }) {
  const label = made("label", "", { class: "choice" });
  const title = name || about;
  const words = document.createElement("span");
  words.append(made("strong", title), " ", made("span", name ? about : "", { class: "muted" }));
  label.append(made("input", "", { type: "radio", name: "voice", value: name }), words);
  const button = made("button", list.dataset.listen, {
    type: "button",
    "aria-label": list.dataset.listenTo.replace("{name}", title),
  });
  button.addEventListener("click", () => listen(name));
  const element = made("div", "", { class: "voice" });
  element.append(label, button);
  return element;
}

/** At the rate that is chosen in the form. What was asked for before, and comes later, is not played. */
async function listen(voice) {
  const number = (asked += 1);
  said.textContent = list.dataset.listening;
  try {
    await allowSound();
    const sound = await sample(voice, document.getElementById("set-rate_wpm").value);
    if (number !== asked) return;
    await playOnce(sound);
    said.textContent = "";
  } catch (error) {
    if (number === asked) said.textContent = error.message;
  }
}
