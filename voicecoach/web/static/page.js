// The page: places what the coach says is so. It holds no rule of a session.
import { allowSound, mayHeard, ring, tellLost } from "./alarm.js";
import { follow, forgetToken, get, order } from "./coach.js";
import { choice, offerRoutines } from "./choose.js";
import { offerPeople, showHistory } from "./history.js";
import { made } from "./made.js";
import { offerSettings, showSettings } from "./settings.js";
import { placeAdvice, placeRemember } from "./after.js";

const at = (id) => document.getElementById(id);
const keyCommands = JSON.parse(at("key-commands").textContent);
const answerKeys = JSON.parse(at("answer-keys").textContent);
let now = { stage: "idle", alarm: "none" };
let dismissed = 0; // The number of the session whose ending was read.

// -- what goes out ----------------------------------------------------------------------------------------------------

function complain(text) {
  at("trouble").textContent = text;
  at("trouble").hidden = !text;
}

async function tell(path, body) {
  try {
    complain("");
    return await order(path, body);
  } catch (error) {
    complain(error.message);
    if (error.unsent) showLine("lost");
    return null;
  }
}

function command(name) {
  tell("/api/command", { command: name });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-command]");
  if (button && !isDead(button)) command(button.dataset.command);
});

at("start").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("start-button").disabled = true;
  if (!(await tell("/api/start", choice()))) at("start-button").disabled = false;
});

at("coming").addEventListener("click", () => tell("/api/alarm"));
at("again").addEventListener("click", () => {
  dismissed = now.number;
  place(now);
  at("choose-routine").focus();
});

// -- keys -------------------------------------------------------------------------------------------------------------

function isTyping(element) {
  return element.matches("input:not([type=radio], [type=checkbox]), select, textarea");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !at("keys").checked) return;
  if (now.stage !== "running" || isTyping(event.target)) return;
  // Space and Enter press the button that has the focus, as everywhere.
  const presses = event.target.closest("button, summary, a, input, [role=alertdialog]");
  if (presses && (event.key === " " || event.key === "Enter")) return;
  const key = { " ": "space", Enter: "enter" }[event.key] ?? event.key.toLowerCase();
  const name = now.offers?.includes(answerKeys[key]) ? answerKeys[key] : keyCommands[key];
  if (!name) return;
  event.preventDefault();
  command(name === "pause-or-resume" ? at("pause").dataset.command : name);
});

// -- what comes in ----------------------------------------------------------------------------------------------------

/** Sets a text only where it changed, so that screen readers are not told the same again. */
function write(id, text) {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
}

function list(id, texts) {
  const shown = texts.join("\n");
  if (at(id).dataset.shown === shown) return;
  at(id).dataset.shown = shown;
  at(id).replaceChildren(...texts.map((text) => made("li", text)));
}

function place(snapshot) {
  const before = now;
  now = snapshot;
  const running = now.stage === "running";
  const over = now.stage === "ended" && dismissed !== now.number;
  if (before.stage !== now.stage) {
    complain(now.trouble);
    if (now.stage === "ended") loadInside();
  }
  for (const id of ["live", "beside", "urgent"]) at(id).hidden = !running;
  document.body.classList.toggle("running", running);
  at("ended").hidden = !over;
  at("choose").hidden = running || over;
  at("start-button").disabled = now.stage === "starting";
  write("start-button", at("start").dataset[now.stage === "starting" ? "starting" : "start"]);
  if (over) {
    write("ending", now.ending ?? "");
    write("done", now.summary ?? "");
  }
  placeAdvice(now);
  placeRemember(now);
  if (running && now.phase) placeMoment();
  if (before.stage !== "running" && running) {
    at("main").focus({ preventScroll: true });
    at("page").scrollTo(0, 0);
  }
  // What had the focus is gone with the session; keys and screen readers go on from here.
  if (before.stage === "running" && over) at("again").focus({ preventScroll: true });
  placeAlarm();
}

function placeMoment() {
  write("routine", now.routine);
  write("whose", now.whose);
  write("phase", now.phase_text);
  write("facts", now.facts.join(" · "));
  write("said", now.said);
  at("said").classList.toggle("long", now.said.length > 60);
  if (now.announce) write("announce", now.announce);
  write("heard", now.heard);
  placeClock();
  placePicture();
  placeButtons();
  list("notes", now.notes);
  list("faults", now.faults);
  at("fault").hidden = now.faults.length === 0;
  document.title = now.left ? `${now.left} · ${now.phase_text}` : now.phase_text;
}

/**
 * Every button has its place. One that would do nothing now is dead there, and keeps the focus that it may have; but
 * for the urgent ones, which may always be pressed.
 */
function placeButtons() {
  const pause = at("pause");
  pause.dataset.command = now.still ? "resume" : "pause";
  write("pause", now.still ? pause.dataset.resume : pause.dataset.pause);
  write("stop", now.stopping ? at("stop").dataset.end : at("stop").dataset.stop);
  for (const button of document.querySelectorAll(".controls button, .answers button")) {
    const acts = now.offers.includes(button.dataset.command);
    if (acts) button.removeAttribute("aria-disabled");
    else if (!isDead(button)) button.setAttribute("aria-disabled", "true");
  }
  for (const group of document.querySelectorAll(".answer")) {
    group.classList.toggle("asked", now.offers.includes(group.firstElementChild.dataset.command));
  }
}

function isDead(button) {
  return button.hasAttribute("aria-disabled");
}

function placeClock() {
  const timed = now.left !== undefined;
  at("clock").hidden = !timed;
  at("progress").hidden = !(timed && now.whole_s);
  if (!timed) return;
  write("left", now.left);
  at("left").classList.toggle("long", now.left.length > 2);
  const done = now.whole_s ? 100 * (1 - now.left_s / now.whole_s) : 0;
  at("ring").setAttribute("stroke-dashoffset", String(100 - done));
  at("progress").value = Math.round(done);
}

function placePicture() {
  const picture = at("picture");
  picture.hidden = !now.picture;
  if (now.picture && picture.getAttribute("src") !== now.picture.src) {
    picture.src = now.picture.src;
    picture.alt = now.picture.alt;
  }
}

// -- help -------------------------------------------------------------------------------------------------------------

function placeAlarm() {
  const dialog = at("alarm");
  const sounding = now.alarm === "sounding";
  const asked = now.alarm === "asked";
  const opens = dialog.hidden && sounding;
  dialog.hidden = !sounding;
  if (sounding) {
    write("alarm-title", dialog.dataset.title);
    write("alarm-lead", dialog.dataset.lead);
    document.title = `⚠ ${dialog.dataset.title}`;
  }
  if (asked) complain(`${dialog.dataset.askedTitle}. ${dialog.dataset.asked}`);
  else if (at("trouble").textContent.startsWith(dialog.dataset.askedTitle)) complain("");
  for (const id of ["header", "urgent", "page"]) at(id).inert = sounding;
  if (opens) {
    at("coming").focus();
    showNumber(now.patient);
  }
  ring(sounding);
}

/** Whom to call, if it was noted for the patient: on a phone, at a touch. */
async function showNumber(patient) {
  at("alarm-number").hidden = true;
  if (!patient) return;
  const number = await order("/api/settings", { patient }).then((settings) => settings.emergency_number, () => "");
  at("alarm-call").href = `tel:${number.replace(/[^+0-9]/g, "")}`;
  write("alarm-call", number);
  at("alarm-number").hidden = !number;
}

async function wake() {
  if (await allowSound()) at("quiet").hidden = true;
}
// Not "pointerdown": what is above a button must not go away between press and release, or the click is lost.
for (const kind of ["click", "keydown"]) document.addEventListener(kind, wake);
at("sound-on").addEventListener("click", wake);
at("quiet").hidden = mayHeard();

// -- the line to the coach --------------------------------------------------------------------------------------------

let line = "";
function showLine(state) {
  if (state === line) return;
  const lost = state === "lost";
  if (lost && now.stage === "running") tellLost();
  line = state;
  at("connection").classList.toggle("lost", lost);
  write("connection", at("connection").dataset[state]);
}

// -- the rest ---------------------------------------------------------------------------------------------------------

async function loadInside() {
  const inside = await (await get("/api/inside")).json();
  offerRoutines(inside.routines);
  at("people").replaceChildren(...inside.patients.map((name) => made("option", "", { value: name })));
  offerPeople(inside.patients);
  offerSettings(inside.patients);
  if (inside.trouble) complain(inside.trouble);
  showHistory(complain);
  showSettings(complain);
}

at("history").addEventListener("toggle", () => showHistory(complain));
at("settings").addEventListener("toggle", () => showSettings(complain));
document.addEventListener("people-changed", loadInside);
at("show-code").addEventListener("click", async () => {
  const shown = await tell("/api/code");
  if (!shown) return;
  at("only-here").hidden = shown.addresses.length > 0;
  at("elsewhere").hidden = shown.addresses.length === 0;
  at("addresses").replaceChildren(...shown.addresses.map((address) => made("li", address)));
  write("another-code", shown.code);
});
at("leave").addEventListener("click", async () => {
  await tell("/api/leave");
  forgetToken();
  location.replace("/enter");
});

loadInside();
follow(place, showLine);
