import { made } from "./made.js";

/**
 * Puts options of `{value, label}` into a select, and keeps what is chosen if it is still there. With `own` "as usual"
 * comes first, by the select's own words. What is `set` is chosen, and there also where it is none of the options.
 */
export function offer(select, options, { own = false, set = "" } = {}) {
  const chosen = set || select.value;
  const first = own ? [{ value: "", label: select.dataset.own }] : [];
  const more = set && !options.some(({ value }) => value === set) ? [{ value: set, label: set }] : [];
  const all = [...first, ...options, ...more];
  select.replaceChildren(...all.map(({ value, label }) => made("option", label, { value })));
  if (all.some(({ value }) => value === chosen)) select.value = chosen;
}
