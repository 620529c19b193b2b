// Comfort for pages that do without: nothing here is needed to read or to send a form.
"use strict";

const reviews = "redline review ";

// Takes what was kept of reviews whose key begins so, or of all of them.
const forget = (start) => {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(reviews + start)) localStorage.removeItem(key);
    }
  } catch {
    // A browser without room keeps nothing.
  }
};

// What was typed and not recorded survives a reload and an interruption, in this browser alone, until
// the file is made or somebody signs out.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = reviews + form.dataset.keep;
  const clock = form.querySelector("input[data-editing-seconds]");
  const fields = () =>
    [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    kept = null;
  }
  if (kept) {
    const named = new Map(kept.values);
    let isOther = false;
    for (const field of fields()) {
      if (!named.has(field.name) || named.get(field.name) === valueOf(field)) continue;
      isOther = true;
      if (field.type === "checkbox") field.checked = named.get(field.name);
      else field.value = named.get(field.name);
    }
    if (clock && Number(kept.seconds) > Number(clock.value)) clock.value = kept.seconds;
    const said = document.querySelector("[data-restored]");
    if (said && isOther) said.hidden = false;
  }
  const keep = () => {
    try {
      const values = fields().map((field) => [field.name, valueOf(field)]);
      localStorage.setItem(key, JSON.stringify({ values, seconds: clock ? clock.value : "" }));
    } catch {
      // The form works as it does without a script.
    }
  };
  form.addEventListener("input", keep);
}
for (const said of document.querySelectorAll("[data-forget]")) forget(said.dataset.forget);
// Whoever signs out leaves nothing of theirs to the next one.
for (const form of document.querySelectorAll("form[action='/sign-out']")) {
  form.addEventListener("submit", () => forget(""));
}

// The time that somebody has a page to edit in view, in seconds.
for (const field of document.querySelectorAll("input[data-editing-seconds]")) {
  let total = Number(field.value) || 0;
  let since = document.hidden ? null : performance.now();
  const note = () => {
    if (since !== null) {
      const now = performance.now();
      total += (now - since) / 1000;
      since = now;
    }
    field.value = total.toFixed(1);
  };
  document.addEventListener("visibilitychange", () => {
    note();
    since = document.hidden ? null : performance.now();
  });
  field.form.addEventListener("submit", note);
  setInterval(note, 1000);
}
