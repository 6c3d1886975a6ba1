// "A new session": what there is, what a routine is before it is begun, and what was chosen.
import { made } from "./made.js";
import { offer } from "./options.js";

const at = (id) => document.getElementById(id);
let routines = [];

export function offerRoutines(found) {
  routines = found;
  offer(at("choose-routine"), routines.map(({ key, label }) => ({ value: key, label })));
  describe();
}

export function choice() {
  return {
    routine: at("choose-routine").value,
    patient: at("choose-patient").value,
    sides: sides(),
    first_side: at("choose-first").value,
    hold_s: at("choose-hold").value,
    dose: at("choose-dose").value,
    pace: at("choose-pace").value,
  };
}

function sides() {
  return new FormData(at("start")).get("sides");
}

function describe() {
  const chosen = routines.find((routine) => routine.key === at("choose-routine").value);
  at("about").hidden = !chosen;
  if (!chosen) return;
  at("sides").hidden = !chosen.sided;
  offer(at("choose-dose"), chosen.doses.map(({ name, label }) => ({ value: name, label })), { own: true });
  at("about-name").textContent = chosen.name;
  at("summary").textContent = chosen.summary;
  const dose = chosen.doses.find(({ name }) => name === at("choose-dose").value);
  at("dose-hint").textContent = dose?.label ?? "";
  term("takes", (dose ?? chosen).takes);
  term("needs", chosen.needs);
  at("not-for").replaceChildren(...chosen.not_for.map(reason));
  at("about-not-for").hidden = chosen.not_for.length === 0;
  describeSide(chosen);
}

/** What is another on the left: the drawings, and how one lies. */
function describeSide(chosen) {
  const only = ["left", "right"].includes(sides()) ? sides() : "";
  const side = only || at("choose-first").value || chosen.first_side;
  term("begins", chosen.begins[side]);
  const drawn = chosen.drawings.map((drawing) => drawing[side]);
  at("about-drawings").replaceChildren(...drawn.map(({ src, alt }) => Object.assign(new Image(), { src, alt })));
  at("about-drawings").classList.toggle("several", drawn.length > 1);
}

function term(name, text) {
  at(`about-${name}`).textContent = text;
  at(`about-${name}`).parentElement.hidden = !text;
}

function reason(item) {
  const line = document.createElement("li");
  line.append(made("strong", item.if), " ", item.because);
  return line;
}

at("start").addEventListener("change", describe);
