// The door: a code typed here, or brought behind the # of the printed address, which no server and no log ever sees.
import { keepToken } from "./coach.js";

const form = document.getElementById("enter");
const field = document.getElementById("code");
const problem = document.getElementById("problem");

async function enter(code) {
  problem.textContent = "";
  let answer;
  try {
    answer = await fetch("/enter", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
  } catch {
    problem.textContent = form.dataset.lost;
    return;
  }
  if (answer.ok) {
    keepToken((await answer.json()).token);
    location.replace("/");
    return;
  }
  problem.textContent = answer.status === 429 ? form.dataset.often : (await answer.json()).error;
  field.value = "";
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter(field.value);
});

function bringCode() {
  const brought = decodeURIComponent(location.hash.slice(1));
  if (!brought) return;
  history.replaceState(null, "", location.pathname);
  enter(brought);
}

addEventListener("hashchange", bringCode);
bringCode();
field.focus();
