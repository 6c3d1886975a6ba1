// Sound of this page: the coach's alarm, two low notes when the coach is lost in a session, and samples of voices.
const ALARM = [
  [1046.5, 0],
  [1396.9, 0.2],
  [1046.5, 0.67],
  [1396.9, 0.87],
  [1046.5, 1.34],
  [1396.9, 1.54],
];
const LOST = [
  [392, 0],
  [330, 0.3],
];
const AGAIN_MS = 2500;

let context = null;
let repeating = null;
let playing = null;

/** Browsers let a page sound only after it was touched. True once this one may. */
export function mayHeard() {
  return context !== null && context.state === "running";
}

/** Call it from a click or a key. */
export async function allowSound() {
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume();
  return mayHeard();
}

function play(notes, loudness) {
  if (!mayHeard()) return;
  for (const [hertz, at] of notes) {
    const start = context.currentTime + 0.02 + at;
    const tone = new OscillatorNode(context, { type: "triangle", frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setTargetAtTime(loudness, start, 0.01);
    volume.gain.setTargetAtTime(0, start + 0.15, 0.02);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.3);
  }
}

export function ring(on) {
  if (on === (repeating !== null)) return;
  if (!on) {
    clearInterval(repeating);
    repeating = null;
    navigator.vibrate?.(0);
    return;
  }
  const once = () => {
    play(ALARM, 0.9);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 200, 400]);
  };
  once();
  repeating = setInterval(once, AGAIN_MS);
}

export function tellLost() {
  play(LOST, 0.3);
}

/** Plays a sound file, instead of the one before. */
export async function playOnce(file) {
  if (!context) return;
  const buffer = await context.decodeAudioData(file);
  playing?.stop();
  playing = new AudioBufferSourceNode(context, { buffer });
  playing.connect(context.destination);
  playing.start();
}
