// A pasted text and its script, side by side; each line of the script leads to the line that it comes from.
import { order } from "./coach.js";

const at = (id) => document.getElementById(id);
const LOOK_AFTER_MS = 400;
let origins = []; // [line of the script, line of the text], as the lines stand now
let shown = ""; // the script when the origins were last brought up to date
let looking = 0;

function complain(message) {
  at("trouble").textContent = message;
  at("trouble").hidden = !message;
}

at("paste").addEventListener("submit", async (event) => {
  event.preventDefault();
  complain("");
  try {
    const found = await order("/api/import", { text: at("text").value });
    origins = found.origins;
    shown = found.script;
    at("script").value = found.script;
    showSource(at("text").value);
    at("paste").hidden = true;
    at("result").hidden = false;
    at("kept").textContent = "";
    at("name").value = (/^name: *['"]?(.*?)['"]?$/m.exec(found.script)?.[1] ?? "").slice(0, 60);
    showChecks(found);
    at("script").focus();
    at("script").setSelectionRange(0, 0);
    follow();
  } catch (error) {
    complain(error.message);
  }
});

function showSource(text) {
  const used = new Set(origins.map(([, line]) => line));
  at("source").replaceChildren(
    ...text.replace(/\r\n?/g, "\n").split("\n").map((line, index) => {
      const item = document.createElement("li");
      item.textContent = line || "\u00a0";
      if (used.has(index + 1)) {
        item.className = "used";
        item.addEventListener("click", () => goTo(origins.find(([, from]) => from === index + 1)[0]));
      }
      return item;
    }),
  );
}

// -- the script -------------------------------------------------------------------------------------------------------

const lineOfCaret = () => at("script").value.slice(0, at("script").selectionStart).split("\n").length;

function goTo(line) {
  const lines = at("script").value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  at("script").focus();
  at("script").setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  const height = at("script").scrollHeight / Math.max(1, lines.length);
  at("script").scrollTop = Math.max(0, (line - 6) * height);
  follow();
}

/** Shows where the line with the caret comes from. */
function follow() {
  const line = lineOfCaret();
  const from = origins.filter(([mine]) => mine === line).map(([, theirs]) => theirs);
  for (const [index, item] of [...at("source").children].entries()) {
    const here = from.includes(index + 1);
    item.classList.toggle("here", here);
    if (here) item.scrollIntoView({ block: "nearest" });
  }
  for (const [index, number] of [...at("numbers").children].entries()) number.classList.toggle("here", index + 1 === line);
  const where = at("where");
  where.textContent = from.length ? where.dataset.from.replace("{line}", from.join(", ")) : where.dataset.none;
}

/** After a change the lines below it have moved, and so has where they come from. */
function moveOrigins() {
  const before = shown.split("\n");
  const after = at("script").value.split("\n");
  let same = 0;
  while (same < Math.min(before.length, after.length) && before[same] === after[same]) same += 1;
  const moved = after.length - before.length;
  if (moved !== 0) {
    const gone = same + Math.max(0, -moved);
    origins = origins.filter(([line]) => line <= same || line > gone).map(([line, from]) => [line > same ? line + moved : line, from]);
  }
  shown = at("script").value;
}

function showNumbers(marks) {
  const count = at("script").value.split("\n").length;
  at("numbers").replaceChildren(
    ...Array.from({ length: count }, (_, index) => {
      const number = document.createElement("span");
      number.textContent = `${index + 1}\n`;
      number.className = marks.get(index + 1) ?? "";
      return number;
    }),
  );
  at("numbers").scrollTop = at("script").scrollTop;
}

function showChecks({ problems, checks }) {
  const list = at("checks");
  const rows = [
    ...problems.map((problem) => ({ ...problem, kind: "wrong", message: `${list.dataset.wrong} ${problem.message}` })),
    ...checks.map((check) => ({ ...check, kind: check.decides ? "decides" : "" })),
  ];
  at("nothing").hidden = rows.length > 0;
  list.replaceChildren(
    ...rows.map(({ line, message, kind }) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: kind });
      button.textContent = `${list.dataset.line.replace("{line}", line)} ${message}`;
      button.addEventListener("click", () => goTo(line));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  showNumbers(new Map(rows.map(({ line, kind }) => [line, kind === "wrong" ? "wrong" : "check"])));
}

async function lookOver() {
  try {
    showChecks(await order("/api/import/check", { script: at("script").value }));
    follow();
  } catch (error) {
    complain(error.message);
  }
}

at("script").addEventListener("input", () => {
  moveOrigins();
  clearTimeout(looking);
  looking = setTimeout(lookOver, LOOK_AFTER_MS);
});
for (const kind of ["keyup", "click", "focus"]) at("script").addEventListener(kind, follow);
at("script").addEventListener("scroll", () => {
  at("numbers").scrollTop = at("script").scrollTop;
});

// -- keeping it -------------------------------------------------------------------------------------------------------

at("save").addEventListener("submit", async (event) => {
  event.preventDefault();
  complain("");
  at("kept").textContent = "";
  try {
    const body = { script: at("script").value, name: at("name").value, replace: at("replace").checked ? "yes" : "" };
    const { name } = await order("/api/import/save", body);
    at("kept").textContent = at("save").dataset.saved.replace("{name}", name);
  } catch (error) {
    complain(error.message);
  }
});

at("anew").addEventListener("click", () => {
  at("result").hidden = true;
  at("paste").hidden = false;
  at("text").focus();
});
