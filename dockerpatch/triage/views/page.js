// Filters for the rows. Without it the page holds the same, all of it laid out.
"use strict";
for (const part of document.querySelectorAll(".rows")) {
  const all = part.querySelector("details.all");
  const form = part.querySelector("form");
  const find = form.querySelector("input[type=search]");
  const pick = form.querySelector("select");
  const shown = part.querySelector(".shown");
  const groups = [...part.querySelectorAll("tbody")].map((body) => ({
    body,
    rows: [...body.rows].filter((row) => row.className !== "of").map((row) => ({ row, text: "" })),
  }));
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const chosen = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value);
  const words = (number) => (number === 1 ? "1 row" : `${number.toLocaleString("en")} rows`);
  let waiting = 0;

  const apply = () => {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = chosen("s");
    const verdicts = chosen("v");
    let seen = 0;
    for (const { body, rows } of groups) {
      let here = 0;
      const out = pick.value !== "" && pick.value !== body.dataset.cause;
      for (const one of rows) {
        const list = one.row.classList;
        let fits = !out;
        fits &&= !severities.length || severities.some((name) => list.contains(name));
        fits &&= !verdicts.length || verdicts.some((name) => list.contains(name));
        if (fits && wanted.length) {
          one.text ||= one.row.textContent.toLowerCase();
          fits = wanted.every((word) => one.text.includes(word));
        }
        if (one.row.hidden === fits) one.row.hidden = !fits;
        here += fits;
      }
      body.hidden = !here;
      seen += here;
    }
    shown.textContent = seen === total ? words(total) : `${words(seen)} of ${total.toLocaleString("en")}`;
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  };
  const clear = () => {
    form.reset();
    clearTimeout(waiting);
    apply();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  find.addEventListener("input", soon);
  form.addEventListener("change", apply);
  part.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !all.open) return;
    event.preventDefault();
    clear();
  });
  for (const link of part.parentElement.querySelectorAll("a.jump")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      form.reset();
      pick.value = link.dataset.cause;
      all.open = true;
      apply();
      all.scrollIntoView();
      shown.focus({ preventScroll: true });
    });
  }
  // A fact that several rows rest on stands in the page once; where it is named it is put in once it is looked at.
  all.addEventListener(
    "toggle",
    (event) => {
      if (event.target === all || event.target.className === "shared") return;
      for (const known of event.target.querySelectorAll(".known")) {
        for (const link of known.querySelectorAll("a")) {
          const item = document.createElement("li");
          item.append(...document.getElementById(link.hash.slice(1)).cloneNode(true).childNodes);
          known.before(item);
        }
        known.remove();
      }
    },
    true,
  );
  part.find = () => {
    all.open = true;
    find.focus();
    find.select();
  };
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const parts = [...document.querySelectorAll(".rows")];
  // With several images it is the one that is looked at.
  const near = parts.find((part) => part.getBoundingClientRect().bottom > 0) || parts[0];
  if (!near) return;
  event.preventDefault();
  near.find();
});

// What is folded on the screen is laid open on paper.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});
