"use strict";
// The marking desk: state in this browser's storage, one file out. Texts of students are only ever put in as text.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const store = `russia-nato/${data.assignment}/${data.release}/${data.marker}`;
  const LEVELS = [[0, "not met"], [0.5, "half"], [1, "met"]];
  let state = { marks: {}, comments: {}, bank: [], others: {}, open: {}, seconds: {} };
  let kept = true;
  try { state = { ...state, ...JSON.parse(localStorage.getItem(store) || "{}") }; } catch { kept = false; }
  let q = 0, at = 0, row = 0, since = Date.now();

  const make = (tag, props = {}, ...children) => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(props)) {
      if (k === "class") e.className = v;
      else if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
      else if (v !== false && v != null) e.setAttribute(k, v === true ? "" : v);
    }
    e.append(...children.filter(c => c != null));
    return e;
  };
  const question = () => data.questions[q];
  const name = (question, item) => `${question.exercise}|${question.part}|${item.id}`;
  const marksOf = (question, item) => state.marks[name(question, item)] || {};
  const done = (question, item) => question.rubric.every(c => c.name in marksOf(question, item));
  const firstDone = question => question.items.filter(i => i.first).every(i => done(question, i));
  const locked = question => data.together && !state.open[`${question.exercise}|${question.part}`];
  const visible = question => question.items.filter(i => i.first || !locked(question));
  const item = () => visible(question())[at];

  function save() {
    try { localStorage.setItem(store, JSON.stringify(state)); kept = true; } catch { kept = false; }
  }

  // ---- marks -------------------------------------------------------------------------------------------------
  function set(criterion, level) {
    const key = name(question(), item());
    state.marks[key] = { ...state.marks[key], [criterion]: level };
    const spent = Math.min((Date.now() - since) / 1000, 600);
    state.seconds[key] = (state.seconds[key] || 0) + spent;
    since = Date.now();
    save();
  }

  function rows(only = () => true) {
    const out = [];
    for (const question of data.questions) for (const one of question.items) {
      const marks = marksOf(question, one), key = name(question, one);
      question.rubric.forEach((c, n) => {
        if (!(c.name in marks) || !only(one)) return;
        for (const code of one.codes) out.push({
          code, exercise: question.exercise, part: question.part, criterion: c.name, level: marks[c.name],
          comment: n === 0 ? state.comments[key] || "" : "", item: one.id, first: one.first,
        });
      });
    }
    return out;
  }

  function download() {
    const out = {
      assignment: data.assignment, release: data.release, marker: data.marker, time: new Date().toISOString(),
      marks: rows(), comments: state.bank, seconds: state.seconds,
    };
    const link = make("a", {
      href: URL.createObjectURL(new Blob([JSON.stringify(out, null, 1)], { type: "application/json" })),
      download: `marks-${data.marker}.json`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // ---- agreement: Krippendorff's alpha for interval data, as the course's own measure computes it --------------
  function alpha(units) {
    const values = units.filter(u => u.length > 1), all = values.flat(), n = all.length;
    if (!n) return NaN;
    let seen = 0, chance = 0;
    for (const u of values) for (const a of u) for (const b of u) seen += (a - b) ** 2 / (u.length - 1);
    for (const a of all) for (const b of all) chance += (a - b) ** 2;
    return chance === 0 ? NaN : 1 - (n - 1) * seen / chance;
  }

  function compare(question) {
    const markers = Object.entries(state.others);
    return question.rubric.map(c => {
      const units = question.items.filter(i => i.first).map(i => {
        const mine = marksOf(question, i)[c.name];
        const theirs = markers.map(([, marks]) => marks[`${name(question, i)}|${c.name}`]).filter(v => v != null);
        return mine == null ? theirs : [mine, ...theirs];
      }).filter(u => u.length > 1);
      return { name: c.name, units, same: units.filter(u => u.every(v => v === u[0])).length };
    });
  }

  async function takeFile(file) {
    let found;
    try { found = JSON.parse(await file.text()); } catch { return say(`${file.name} is no file of marks.`); }
    if (found.assignment !== data.assignment || found.release !== data.release || !Array.isArray(found.marks))
      return say(`${file.name} holds marks of ${found.assignment || "something else"}; wanted are those of ${data.assignment}.`);
    if (found.marker === data.marker) {
      for (const m of found.marks) {
        const key = `${m.exercise}|${m.part}|${m.item}`;
        state.marks[key] = { ...state.marks[key], [m.criterion]: m.level };
        if (m.comment) state.comments[key] = m.comment;
      }
      say(`Your own marks of ${file.name} are taken in.`);
    } else {
      state.others[String(found.marker)] = Object.fromEntries(
        found.marks.map(m => [`${m.exercise}|${m.part}|${m.item}|${m.criterion}`, m.level]));
      say(`Marks of ${found.marker} are beside yours.`);
    }
    save();
    draw();
  }

  // ---- the page ------------------------------------------------------------------------------------------------
  const live = make("p", { class: "facts", role: "status", "aria-live": "polite" });
  const say = words => { live.textContent = words; };

  function bar() {
    const all = data.questions.flatMap(x => visible(x).map(i => done(x, i)));
    const times = Object.values(state.seconds).sort((a, b) => a - b);
    const pace = times.length ? `, ${Math.round(times[Math.floor(times.length / 2)])} s an answer` : "";
    const choose = make("select", { "aria-label": "Question", onchange: e => go(+e.target.value, 0) });
    data.questions.forEach((x, n) => {
      const ready = visible(x).filter(i => done(x, i)).length;
      choose.append(make("option", { value: n, selected: n === q },
        `${ready} of ${x.items.length}: ${x.title}${x.part === "code" ? " (code)" : ""}`));
    });
    return make("header", { class: "bar" },
      make("h1", {}, `${data.title}, marker ${data.marker}`), choose,
      make("span", { class: "count" }, `${all.filter(Boolean).length} of ${all.length} marked${pace}`),
      make("label", { class: "button" }, "Open marks", make("input", { type: "file", accept: ".json", onchange: e => e.target.files[0] && takeFile(e.target.files[0]) })),
      make("button", { class: "main", type: "button", onclick: download }, `Download marks-${data.marker}.json`));
  }

  function criterion(c, n) {
    const now = marksOf(question(), item())[c.name];
    const levels = make("div", { class: "levels" }, ...LEVELS.map(([level, words], k) =>
      make("label", {},
        make("input", { type: "radio", id: `c${n}-${k}`, name: `c${n}`, value: level, checked: now === level, onchange: () => { row = n; set(c.name, level); draw(); } }),
        make("kbd", { "aria-hidden": "true" }, String(k)), ` ${words}`)));
    return make("fieldset", {}, make("div", { class: `criterion${n === row ? " now" : ""}`, "data-row": n },
      make("span", { class: "name" }, `${c.name} (${c.points} ${c.points === 1 ? "point" : "points"})`),
      make("span", { class: "met" }, c.met || ""), levels));
  }

  function comments() {
    const key = name(question(), item());
    const box = make("textarea", { id: "comment", "aria-label": "Comment", oninput: e => { state.comments[key] = e.target.value; save(); } });
    box.value = state.comments[key] || "";
    const put = text => { state.comments[key] = [state.comments[key], text].filter(Boolean).join(" "); save(); draw(); };
    const keep = () => {
      const text = (state.comments[key] || "").trim();
      if (text && !state.bank.includes(text)) { state.bank.push(text); save(); draw(); }
    };
    return [make("label", { class: "label", for: "comment" }, "Comment (the student reads it)"), box,
      make("ul", { class: "comments", "aria-label": "Comments to use again" }, ...state.bank.map((text, n) =>
        make("li", {}, make("button", { type: "button", onclick: () => put(text), title: `Alt+${n + 1}` }, `${n + 1}  ${text}`)))),
      make("button", { type: "button", onclick: keep }, "Keep this comment to use again")];
  }

  function gate(x) {
    if (!data.together || !firstDone(x)) return null;
    const others = Object.keys(state.others), found = compare(x), units = found.flatMap(f => f.units);
    const open = () => { state.open[`${x.exercise}|${x.part}`] = true; save(); at = x.items.filter(i => i.first).length; draw(); };
    if (!locked(x)) return null;
    const told = a => Number.isNaN(a) ? "all marks are one" : a.toFixed(2);
    const ready = others.length > 0 && units.length > 0;
    return make("div", { class: "gate", id: "gate" },
      make("h2", {}, "Compare before you go on"),
      make("p", {}, "All markers mark these first. Download your marks, send them to the others, and open their files with \"Open marks\" above."),
      ready ? make("table", {}, make("tr", {}, ...["criterion", "the same", "alpha"].map(t => make("th", {}, t))),
        ...found.map(f => make("tr", {}, make("td", {}, f.name), make("td", {}, `${f.same} of ${f.units.length}`), make("td", {}, told(alpha(f.units))))),
        make("tr", {}, make("th", {}, `all, with ${others.join(", ")}`), make("td", {}, `${found.reduce((s, f) => s + f.same, 0)} of ${units.length}`), make("td", { id: "alpha" }, told(alpha(units)))))
        : make("p", { class: "warn" }, "No other marker's file is open yet."),
      make("p", { class: "row" }, make("button", { class: "main", type: "button", id: "open-rest", disabled: !ready, onclick: open }, `Open the other ${x.items.filter(i => !i.first).length}`)));
  }

  function answer() {
    const x = question(), one = item(), marks = marksOf(x, one);
    const points = x.rubric.reduce((s, c) => s + c.points * (marks[c.name] || 0), 0), whole = x.rubric.reduce((s, c) => s + c.points, 0);
    const facts = make("p", { class: "facts" }, one.codes.join(", "),
      one.codes.length > 1 ? make("b", {}, `; ${one.codes.length} equal answers, marked once`) : null,
      one.words == null ? "" : `; ${one.words} words`, one.first && data.together ? "; marked by all" : "",
      x.part === "code" ? make("b", {}, `; ${one.state}`) : null);
    return make("section", { class: "answer", "aria-label": "Answer" },
      make("h2", { tabindex: "-1", id: "place" }, `Answer ${at + 1} of ${visible(x).length}`), facts,
      ...one.notes.map(n => make("p", { class: "facts" }, make("b", {}, n))),
      make("pre", { class: x.part === "code" ? "given code" : "given" }, one.text),
      one.beside ? make("details", {}, make("summary", {}, "The code beside it"), make("pre", { class: "given code" }, one.beside)) : null,
      ...x.rubric.map(criterion), ...comments(),
      make("div", { class: "row" },
        make("button", { type: "button", onclick: () => step(-1) }, "Back"),
        make("button", { type: "button", class: "main", onclick: () => step(1) }, "Next"),
        make("button", { type: "button", onclick: unmarked }, "Next without marks"),
        make("span", { class: "sum" }, `${Math.round(points * 100) / 100} of ${Math.round(whole * 100) / 100} ${whole === 1 ? "point" : "points"}${done(x, one) ? "" : ", not complete"}`)),
      gate(x), kept ? null : make("p", { class: "warn" }, "This browser keeps nothing for this page: download your marks before you close it."),
      keys());
  }

  const keys = () => make("p", { class: "keys" }, ...[["0 1 2", "not met, half, met"], ["↑ ↓", "criterion"], ["n p", "next, back"],
    ["u", "next without marks"], ["c", "comment"], ["Esc", "leave it"], ["Alt+1…9", "use a comment again"], ["d", "download"]]
    .flatMap(([k, words]) => [make("kbd", {}, k), ` ${words}   `]));

  function go(newQuestion, newAt) { q = newQuestion; at = newAt; row = 0; since = Date.now(); draw(); }
  function step(by) {
    const n = visible(question()).length;
    if (at + by < 0) return say("This is the first one.");
    if (at + by >= n) return atEnd();
    go(q, at + by);
    say(`Answer ${at + 1} of ${n}`);
    scrollTo(0, 0);
  }
  function atEnd() { // what comes next may stand below the edge of the window
    const next = document.getElementById("gate") || live;
    say(`This was the last one${next === live ? "; u leads to the next without marks" : " before the others open: compare, or u for another question"}.`);
    next.scrollIntoView({ block: "center" });
  }
  function unmarked() {
    for (let k = 0; k < data.questions.length; k++) {
      const x = data.questions[(q + k) % data.questions.length];
      const n = visible(x).findIndex((i, m) => !done(x, i) && (k > 0 || m !== at || data.questions.length === 1));
      if (n >= 0) return go((q + k) % data.questions.length, n);
    }
    say("Every answer that is open has its marks.");
  }

  function draw() {
    const desk = document.getElementById("desk"), scroll = document.querySelector("aside")?.scrollTop || 0;
    const focus = document.activeElement?.id;
    const side = make("aside", { "aria-label": "Prompt, model answer and samples" }, make("h2", {}, question().title));
    const words = make("div");
    words.innerHTML = question().beside; // made when the page was written, from the instructor's own files
    side.append(words);
    desk.replaceChildren(bar(), make("main", {}, side, answer()));
    desk.querySelector("section.answer").append(live);
    side.scrollTop = scroll;
    if (focus) document.getElementById(focus)?.focus();
  }

  document.addEventListener("keydown", e => {
    const typing = e.target.matches("textarea, select, input[type=file]");
    if (e.key === "Escape" && typing) { e.target.blur(); return; }
    if (e.altKey && /^Digit[1-9]$/.test(e.code)) {
      const button = document.querySelectorAll(".comments button")[+e.code.slice(5) - 1];
      if (button) { button.click(); e.preventDefault(); }
      return;
    }
    if (e.target.type === "radio" && e.key.startsWith("Arrow")) return; // the browser's own keys within a group
    if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
    const rubric = question().rubric;
    const act = {
      "0": () => mark(0), "1": () => mark(0.5), "2": () => mark(1),
      ArrowDown: () => move(1), ArrowUp: () => move(-1), j: () => move(1), k: () => move(-1),
      n: () => step(1), p: () => step(-1), u: unmarked, d: download,
      c: () => document.getElementById("comment").focus(),
    }[e.key];
    if (!act) return;
    e.preventDefault();
    act();
    function mark(level) { set(rubric[row].name, level); row = Math.min(row + 1, rubric.length - 1); draw(); }
    function move(by) { row = Math.max(0, Math.min(rubric.length - 1, row + by)); draw(); }
  });

  draw();
})();
