// What stays after a session: what to do when it was refused, and whether a guest is remembered.
import { order } from "./coach.js";
import { made } from "./made.js";

const at = (id) => document.getElementById(id);
let advised = "";

/** Stays until somebody says that they have read it, on whatever page. */
export function placeAdvice(now) {
  const advice = now.advice ?? [];
  const shown = advice.join("\n");
  at("advice").hidden = advice.length === 0;
  if (shown === advised) return;
  advised = shown;
  at("advice-for").textContent = now.advice_for;
  at("advice-said").replaceChildren(...advice.map((sentence) => made("p", sentence)));
}

at("advice-read").addEventListener("click", () => order("/api/advice-read").catch(() => {}));

export function placeRemember(now) {
  const asks = now.stage === "ended" && now.remember;
  // What was answered is old news when the next session begins.
  if (now.stage !== "ended") at("remembered").textContent = "";
  at("remember").hidden = !asks;
}

async function answer(name) {
  try {
    at("remembered").textContent = (await order("/api/remember", { name })).said;
    at("remember-name").value = "";
    document.dispatchEvent(new Event("people-changed"));
  } catch (error) {
    at("remembered").textContent = error.message;
  }
}

at("remember-form").addEventListener("submit", (event) => {
  event.preventDefault();
  answer(at("remember-name").value);
});
at("remember-leave").addEventListener("click", () => answer(""));
