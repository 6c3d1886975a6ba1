// Talking to the coach: orders out, news in. The token goes along in a header, which no other site can do.
const TOKEN = "voicecoach-token";
const SILENCE_MS = 12000; // Something is sent every five seconds; without it the line is dead.
const POLL_MS = 1000;
const ANSWER_MS = 30000;
const AT_ONCE = ["/api/command", "/api/alarm"];
const AT_ONCE_MS = 1500; // The coach answers these without waiting for anything. Who pressed "stop" must know in time.
const STREAM_AGAIN_MS = 30000;

export function keepToken(token) {
  localStorage.setItem(TOKEN, token);
}

export function forgetToken() {
  localStorage.removeItem(TOKEN);
}

function headers(more = {}) {
  return { "X-Voicecoach-Token": localStorage.getItem(TOKEN) ?? "", ...more };
}

function checked(answer) {
  if (answer.status === 401) {
    forgetToken();
    location.replace("/enter");
  }
  return answer;
}

export async function get(path, options = {}) {
  const answer = checked(await fetch(path, { headers: headers(), ...options }));
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

/**
 * Sends an order. Answers its JSON. Throws an Error with a sentence for people when it was refused; one that is marked
 * "unsent" when nobody answered: the coach is gone, or the network swallows what is sent.
 */
export function order(path, body = {}) {
  return post(path, body, (answer) => answer.json());
}

/** How a voice sounds at a rate: a sound file. Throws what an order does. */
export function sample(voice, rate_wpm) {
  return post("/api/voices/sample", { voice, rate_wpm }, (answer) => answer.arrayBuffer());
}

async function post(path, body, read) {
  let answer, content;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: headers({ "Content-Type": "application/json" }),
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(AT_ONCE.includes(path) ? AT_ONCE_MS : ANSWER_MS),
    });
    content = await (answer.ok ? read(answer) : answer.json());
  } catch (error) {
    const sentence = document.getElementById("connection")?.dataset.unsent ?? error.message;
    throw Object.assign(new Error(sentence), { unsent: true });
  }
  if (!checked(answer).ok) throw new Error(content.error);
  return content;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Hands every new snapshot to `show`, and "live", "polling" or "lost" to `tell`. Goes on for ever. */
export async function follow(show, tell) {
  let streams = true;
  for (let failures = 0; ; ) {
    try {
      if (streams) {
        streams = await stream((snapshot) => {
          failures = 0;
          tell("live");
          show(snapshot);
        });
      } else {
        await poll((snapshot) => {
          failures = 0;
          tell("polling");
          show(snapshot);
        });
        streams = true;
      }
    } catch {
      failures += 1;
      if (failures > 1) tell("lost");
      await pause(Math.min(5000, 300 * failures));
    }
  }
}

/** Reads the event stream until it ends. Answers false when nothing ever came, though it was accepted. */
async function stream(take) {
  const gone = new AbortController();
  let came = false;
  let dead = setTimeout(() => gone.abort(), SILENCE_MS / 3);
  try {
    const answer = await get("/api/live", { signal: gone.signal });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) throw new Error("ended");
      clearTimeout(dead);
      dead = setTimeout(() => gone.abort(), SILENCE_MS);
      text += value;
      const events = text.split("\n\n");
      text = events.pop();
      if (!events.length) continue;
      came = true;
      take(JSON.parse(events.at(-1).slice("data: ".length)));
    }
  } catch (error) {
    if (gone.signal.aborted && !came) return false;
    throw error;
  } finally {
    clearTimeout(dead);
    gone.abort();
  }
}

/** Asks once a second for a while: for where something between here and the coach holds streams back. */
async function poll(take) {
  const until = Date.now() + STREAM_AGAIN_MS;
  while (Date.now() < until) {
    take(await (await get("/api/now", { signal: AbortSignal.timeout(SILENCE_MS / 3) })).json());
    await pause(POLL_MS);
  }
}
