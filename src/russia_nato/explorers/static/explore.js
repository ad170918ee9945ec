/* Explorers: a drawing whose marks open, with search, filters that count, a window of time, a list, a table, and the view in the
   address. The list behind a drawing is its data: mark n (data-i) is line n. No module, no fetch: it works at file://. */
(() => {
  "use strict";
  const { cards } = window, { all, make, slug, yearOf, isoMonth, draw, month } = window.explore;
  const view = () => new URLSearchParams(location.hash.slice(1));

  const style = make("link", { rel: "stylesheet", href: `${document.documentElement.dataset.content_root || "./"}_static/explore.css` });
  const styled = new Promise(done => { style.onload = style.onerror = done; });
  document.head.append(style);

  class Explorer {
    constructor(part) {
      this.part = part;
      this.form = part.querySelector(".rn-tools");
      this.say = this.form.querySelector("[role=status]");
      this.at = -1;
    }

    async start() {
      const { codes, deck } = this.part.dataset;
      await styled;
      const content = codes ? JSON.parse(codes) : await cards.load(deck);
      if (!this.form.elements.q) this.tools(content.views);
      this.fill(content);
      this.listen();
      await this.restore();
      this.started = true;
    }

    /* In a chapter the tools stand behind one button. */
    tools(views) {
      const names = { "": "Drawing", list: "List", table: "Table", sides: "Side by side" }, button = (name, textContent) => {
        const made = make("button", { type: "button", name, textContent });
        made.setAttribute("aria-expanded", "false");
        return made;
      };
      const label = (words, control) => make("label", {}, make("span", { textContent: words }), " ", control);
      const options = views.map(v => make("option", { value: v, textContent: names[v] }));
      this.form.elements.explore.setAttribute("aria-expanded", "false");
      this.say.before(make("div", { className: "rn-more", hidden: true },
        label("Search", make("input", { type: "search", name: "q", autocomplete: "off" })), button("filters", "Filters"),
        label("View", make("select", { name: "view" }, ...options)), button("take", "Take or cite")));
    }

    /* Read rows, facets and drawings; `content` is what a deck holds: facets, codes of the rows, and lines where the page has none. */
    fill(content) {
      const { part } = this;
      this.noun = content.noun;
      let list = part.querySelector(".rn-rows");
      if (!list) {
        list = make("ol", { className: "rn-rows" });
        const frame = make("div", { className: "rn-list screen-only", hidden: true, tabIndex: 0 }, list);
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", `The ${content.noun} as a list`);
        frame.dataset.folded = "";
        part.querySelector(".rn-narrow").after(frame);
      }
      if (content.items) list.innerHTML = content.items;
      this.list = list;
      this.facets = content.facets.map(([key, name, values]) => ({ key, name, values, chosen: new Set(), slugs: values.map(slug) }));
      this.rows = all("li", list).map((li, i) => {
        const f = content.rows[i].split(";").map(v => (v ? v.split(",").map(Number) : []));
        const time = li.querySelector("time"), link = li.querySelector("a"), name = (link || li.querySelector("b")).textContent;
        const words = f.flatMap((values, n) => values.map(v => this.facets[n]?.values[v] ?? ""));
        const key = link && !link.hash.includes("=") ? link.hash.slice(1) : slug(link ? time.textContent : name);
        return { i, li, link, f, name, key, t: yearOf(time.dateTime), iso: time.dateTime, when: time.textContent,
          text: `${li.textContent} ${words.join(" ")}`.toLowerCase(), shown: true };
      });
      this.cited = content.cite ?? part.dataset.cite ?? document.title;
      this.drawings = all(".rn-wide > svg, .rn-narrow > svg", part).map((svg, n) => this.read(svg, content.sheets[n]));
      this.lens = null;
      const { axis } = this.drawings[0];
      this.low = Math.floor(axis ? axis.start : +(this.part.dataset.slider ?? 0));
      this.high = Math.max(...this.rows.map(r => r.t));
      this.step = axis ? 1 / 12 : 1;
      this.put(this.drawings[0].marks[0]?.i ?? 0);
    }

    /* A drawing with its marks; those of a kind stand in one path until a script needs each. */
    read(svg, { marks: rows = [], axis: ends = [], bars } = {}) {
      const together = all("g > g > path:not([data-i])", svg);
      together.forEach((path, n) => {
        const each = path.getAttribute("d").split("M").slice(1);
        path.replaceWith(...each.map((d, k) => draw("path", { d: `M${d}`, "data-i": rows[n][k] })));
      });
      const marks = all("[data-i]", svg).map(ink => {
        const a = name => +ink.getAttribute(name);
        const [x, y] = ink.tagName === "rect" ? [a("x") + a("width") / 2, a("y") + a("height") / 2]
          : ink.getAttribute("d").slice(1).split("m", 1)[0].split(" ").map(Number);
        return { svg, ink, i: +ink.dataset.i, x, y, lane: ink.tagName === "rect" ? "" : ink.parentNode.parentNode.getAttribute("class") || ink.parentNode.getAttribute("class") || "" };
      });
      const lanes = [...new Set(marks.map(m => m.lane))];
      marks.sort((m, n) => m.i - n.i);
      svg.setAttribute("role", "group");
      const [way, start, from, scale, low, high] = ends;
      return { svg, marks, byRow: new Map(marks.map(m => [m.i, m])), lanes, bars, axis: way && { way, start, from, scale, low, high } };
    }

    get sheets() { return this.lens ? [...this.drawings, this.lens] : this.drawings; }
    sheetOf(node) { return this.sheets.find(d => d.svg.contains(node)); }
    get visible() { return this.drawings.find(d => d.svg.getClientRects().length) ?? this.drawings[0]; }

    /* One tab stop a drawing: only the mark at hand is a button, the others are ink. */
    put(i) {
      for (const { byRow } of this.sheets) {
        for (const name of ["tabindex", "role", "aria-label"]) byRow.get(this.at)?.ink.removeAttribute(name);
        const ink = byRow.get(i)?.ink, row = this.rows[i];
        ink?.setAttribute("tabindex", 0);
        ink?.setAttribute("role", "button");
        ink?.setAttribute("aria-label", `${row.when}: ${row.name}`);
      }
      this.at = i;
    }

    open(mark, pin) {
      const row = this.rows[mark.i], { svg, ink } = mark;
      this.ring(mark);
      const box = () => ink.getBoundingClientRect();
      const closed = inside => {
        this.ring(null);
        this.keep();
        if (inside) {
          this.hushed = true;
          ink.focus();
          this.hushed = false;
        }
      };
      const shown = cards.show(row.link?.href ?? "", { box, after: svg.parentNode, pin, label: `${row.when}: ${row.name}`, text: `<p>${row.li.innerHTML}</p>`, closed });
      if (pin) shown.then(() => this.keep());
      return shown;
    }

    ring(mark) {
      all(".rn-ring", this.part).forEach(r => r.remove());
      all(".at", this.part).forEach(e => e.classList.remove("at"));
      this.opened = mark ? mark.i : -1;
      if (!mark) return;
      mark.ink.classList.add("at");
      this.rows[mark.i].li.classList.add("at");
      if (mark.ink.tagName !== "rect") mark.svg.append(draw("circle", { class: "rn-ring", r: 9, cx: mark.x, cy: mark.y }));
    }

    /* The nearest mark within a finger's reach counts as hit, so that small marks need no large targets. */
    near(e, sheet) {
      const box = sheet.svg.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
      const reach = sheet.marks[0]?.ink.tagName === "rect" ? 30 : e.pointerType === "mouse" ? 12 : 22;
      let best = null, least = reach ** 2;
      for (const m of sheet.marks) {
        const d = (m.x - x) ** 2 + (m.y - y) ** 2;
        if (d < least && this.rows[m.i].shown) [best, least] = [m, d];
      }
      return best;
    }

    listen() {
      const { part, form } = this;
      form.addEventListener("submit", e => e.preventDefault());
      form.addEventListener("input", e => (e.target.name === "deck" ? this.swap() : this.sift()));
      form.addEventListener("click", e => this.press(e.target.closest("button")));
      part.addEventListener("click", e => {
        const sheet = this.sheetOf(e.target), mark = sheet && !this.dragged && this.near(e, sheet);
        if (mark) cards.wait(() => { this.put(mark.i); this.open(mark, true); }, 0);
      });
      part.addEventListener("pointermove", e => this.move(e));
      part.addEventListener("pointerleave", () => this.leave());
      part.addEventListener("pointerdown", e => {
        const sheet = this.sheetOf(e.target);
        this.dragged = false;
        this.drag = sheet?.axis && sheet !== this.lens && e.pointerType === "mouse" ? { sheet, from: this.along(e, sheet) } : null;
      });
      addEventListener("pointerup", () => { this.drag = null; });
      // On the part, not on the drawing: a listener for focus would make the drawing itself take the focus of a click.
      part.addEventListener("focusin", e => {
        const mark = this.sheetOf(e.target)?.byRow.get(this.at);
        if (mark?.ink === e.target && !this.hushed && e.target.matches(":focus-visible")) cards.wait(() => this.open(mark, false), 60);
      });
      part.addEventListener("keydown", e => this.key(e));
      addEventListener("hashchange", () => this.restore());
    }

    move(e) {
      const sheet = this.sheetOf(e.target);
      if (this.drag && sheet === this.drag.sheet) {
        const to = this.along(e, sheet), { from } = this.drag;
        if (Math.abs(to - from) * sheet.axis.scale > 6) {
          this.dragged = true;
          cards.close();
          this.window(Math.min(from, to), Math.max(from, to));
        }
        return;
      }
      if (e.pointerType !== "mouse" || cards.at?.pin || cards.card.contains(e.target)) return;
      const mark = sheet && this.near(e, sheet);
      if (mark?.i === this.hovered) return;
      this.hovered = mark?.i;
      if (mark) cards.wait(() => this.open(mark, false), 100);
      else this.leave();
    }

    leave() {
      this.hovered = undefined;
      cards.wait(() => this.opened >= 0 && !cards.at?.pin && cards.close());
    }

    key(e) {
      const sheet = this.sheetOf(e.target), mark = sheet?.byRow.get(this.at);
      const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-1e4, 0], End: [1e4, 0] }[e.key];
      if (!mark || mark.ink !== e.target) return;
      if (e.key === "Enter" || e.key === " ") {
        e.preventDefault();
        this.open(mark, true).then(() => cards.card.focus());
      } else if (step) {
        e.preventDefault();
        const down = sheet.axis?.way === "y" && e.key.startsWith("Arrow"), [by, over] = down ? [step[1], step[0]] : step;
        const live = lane => sheet.marks.filter(m => m.lane === lane && this.rows[m.i].shown), lane = live(mark.lane), p = down ? "y" : "x";
        let next = by ? lane[Math.max(0, Math.min(lane.length - 1, lane.indexOf(mark) + by))] : null;
        for (let n = sheet.lanes.indexOf(mark.lane) + over; over && !next && sheet.lanes[n] !== undefined; n += over) {
          next = live(sheet.lanes[n]).sort((a, b) => Math.abs(a[p] - mark[p]) - Math.abs(b[p] - mark[p]))[0];
        }
        if (next) {
          this.put(next.i);
          next.ink.focus();
        }
      }
    }

    along(e, { svg, axis }) {
      const box = svg.getBoundingClientRect();
      return axis.start + ((axis.way === "x" ? e.clientX - box.left : e.clientY - box.top) - axis.from) / axis.scale;
    }

    /* The panels: filters with their counts, and what may be taken away. */
    press(button) {
      if (button?.name === "all") this.reset();
      if (button?.name === "explore") this.more(button.getAttribute("aria-expanded") !== "true");
      if (!["filters", "take"].includes(button?.name)) return;
      const open = button.getAttribute("aria-expanded") === "false";
      this[button.name] ??= this[`make_${button.name}`]();
      this[button.name].hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      this.sift();
    }

    /* Show the tools of a chapter's drawing, or put them away. */
    more(open) {
      const button = this.form.elements.explore;
      if (!button) return;
      button.setAttribute("aria-expanded", String(open));
      this.form.querySelector(".rn-more").hidden = !open;
    }

    panel(name, ...kids) {
      const panel = make("div", { className: `rn-panel rn-${name}` }, ...kids);
      this.say.before(panel);
      return panel;
    }

    make_filters() {
      this.boxes = [];
      const groups = this.facets.map(facet => {
        const group = make("div", { className: "rn-values" });
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", facet.name);
        facet.values.forEach((value, v) => {
          const box = make("input", { type: "checkbox", name: facet.key, value: v, checked: facet.chosen.has(v) }), count = make("small");
          const label = make("label", {}, box, ` ${value} `, count);
          this.boxes.push({ facet, v, box, count, label });
          group.append(label);
        });
        return make("details", { open: this.facets.indexOf(facet) < 2 && facet.values.length <= 6 }, make("summary", { textContent: facet.name }), group);
      });
      return this.panel("filters", ...this.sliders(), ...groups);
    }

    /* The ends of the window of time; a drawing with a year for an end has its one slider among the tools. */
    sliders() {
      if (!this.drawings[0].axis) return [];
      const max = Math.ceil((this.high - this.low) / this.step), ends = [["from", "From", 0], ["to", "To", max]];
      return [make("div", { className: "rn-window" }, ...ends.map(([name, words, value]) =>
        make("label", {}, `${words} `, make("input", { type: "range", name, min: 0, max, value, defaultValue: value }), make("output"))))];
    }

    ends() {
      const one = name => this.form.elements[name], step = this.step;
      if (!one("to")) return this.span ?? null;
      const [a, b] = [+(one("from")?.value ?? 0), +one("to").value].sort((m, n) => m - n), max = +one("to").max;
      for (const name of ["from", "to"]) {
        if (!one(name)) continue;
        const t = this.low + one(name).value * step, words = step < 1 ? month(t, "short") : String(t);
        one(name).setAttribute("aria-valuetext", words);
        one(name).nextElementSibling.value = words;
      }
      return a > 0 || b < max ? [one("from") ? this.low + a * step : 0, this.low + (b + 1) * step] : null;
    }

    /* Set the window of time, in years. */
    window(from, to) {
      const button = this.form.elements.filters;
      if (!this.filters) {
        this.filters = this.make_filters();
        this.filters.hidden = button.getAttribute("aria-expanded") === "false";
      }
      const set = (name, t) => {
        const input = this.form.elements[name];
        if (input) input.value = Math.round((t - this.low) / this.step);
      };
      set("from", from);
      set("to", to - this.step);
      this.sift();
    }

    reset() {
      this.form.elements.q.value = "";
      for (const facet of this.facets) facet.chosen.clear();
      for (const { box } of this.boxes ?? []) box.checked = false;
      for (const input of all("input[type=range]", this.form)) input.value = input.defaultValue;
      this.sift();
      this.form.elements.q.focus();
    }

    /* Show what fits all that is asked; count for each value what choosing it would show. */
    sift() {
      for (const { facet, v, box } of this.boxes ?? []) facet.chosen[box.checked ? "add" : "delete"](v);
      const words = this.form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean), span = this.ends();
      const fits = (row, but) => (!span || (row.t >= span[0] && row.t < span[1])) && words.every(w => row.text.includes(w))
        && this.facets.every((f, n) => n === but || !f.chosen.size || row.f[n].some(v => f.chosen.has(v)));
      for (const row of this.rows) row.shown = fits(row);
      if (this.boxes && !this.filters?.hidden) this.count(fits);
      const shown = this.rows.filter(r => r.shown);
      for (const row of this.rows) row.li.hidden = !row.shown;
      for (const box of all("[data-since]", this.part)) box.classList.toggle("off", span !== null && +box.dataset.since >= span[1]);
      for (const { byRow } of this.sheets) for (const m of byRow.values()) m.ink.classList.toggle("off", !this.rows[m.i].shown);
      this.span = span;
      this.weigh();
      this.asked = Boolean(this.weighed) || words.length > 0 || span !== null || this.facets.some(f => f.chosen.size);
      this.tell(shown);
      for (const d of this.drawings) this.frame(d);
      this.magnify(shown);
      this.look(shown);
      this.keep();
      if (shown.length && !this.rows[this.at]?.shown) this.put(shown[0].i);
    }

    count(fits) {
      const counts = this.facets.map((_, n) => {
        const sums = {};
        for (const row of this.rows) if (fits(row, n)) for (const v of row.f[n]) sums[v] = (sums[v] || 0) + 1;
        return sums;
      });
      for (const { facet, v, box, count, label } of this.boxes) {
        const n = counts[this.facets.indexOf(facet)][v] || 0;
        count.textContent = n;
        label.classList.toggle("rn-none", !n && !box.checked);
      }
      for (const [n, details] of all("details", this.filters).entries()) {
        const { name, chosen } = this.facets[n];
        details.firstChild.textContent = chosen.size ? `${name}: ${chosen.size} chosen` : name;
      }
    }

    tell(shown) {
      const { noun } = this, n = shown.length, of = this.rows.length;
      const spoken = n === of ? `${of.toLocaleString("en")} ${noun}.` : n ? `${n.toLocaleString("en")} of ${of.toLocaleString("en")} ${noun}.` : `No ${noun} fit all of this.`;
      const joined = this.part.dataset.slider && this.span ? shown.filter(r => r.t >= this.span[1] - 1).map(r => r.name) : [];
      const year = this.part.dataset.slider && this.span ? `By the end of ${this.span[1] - 1}: ` : "";
      this.say.replaceChildren(year + spoken + (joined.length ? ` New: ${joined.join(", ")}.` : ""));
      if (this.weighed) this.say.append(` ${this.weighed}`);
      if (this.asked) this.say.append(" ", make("button", { type: "button", name: "all", textContent: "Show all" }));
    }

    /* The address says what is shown, so that a chapter can link to it and a student can hand it in. */
    keep() {
      const now = view(), mine = now.get("explore") === this.part.id, { elements } = this.form, next = new URLSearchParams({ explore: this.part.id });
      if (elements.deck && elements.deck.selectedIndex) next.set("on", slug(elements.deck.selectedOptions[0].text));
      if (elements.q.value.trim()) next.set("q", elements.q.value.trim());
      for (const f of this.facets) if (f.chosen.size) next.set(f.key, [...f.chosen].map(v => f.slugs[v]).join(" "));
      if (this.span?.[0]) next.set("from", isoMonth(this.span[0]));
      if (this.span) next.set("to", isoMonth(this.span[1] - this.step));
      if (elements.view.value) next.set("view", elements.view.value);
      for (const input of this.weights()) if (input.value !== input.defaultValue) next.set(input.name, input.value);
      if (cards.at?.pin && this.opened >= 0) next.set("open", this.rows[this.opened].key);
      const empty = next.size === 1;
      if (this.started && (!empty || mine)) history.replaceState(null, "", empty ? location.pathname + location.search : `#${next}`);
      if (this.cite) this.cite.value = `${this.describe(true)} ${location.href}`;
    }

    async restore() {
      const mine = view().get("explore") === this.part.id, { elements } = this.form;
      const now = mine ? view() : new URLSearchParams(this.started ? "" : this.part.dataset.view);
      if (!mine && !now.size) return this.sift();
      const on = now.get("on"), option = on && [...elements.deck.options].find(o => slug(o.text) === on);
      if (option && !option.selected) {
        option.selected = true;
        this.fill(await this.change());
      }
      elements.q.value = now.get("q") ?? "";
      elements.view.value = now.get("view") ?? "";
      for (const input of this.weights()) input.value = now.get(input.name) ?? input.defaultValue;
      for (const f of this.facets) {
        f.chosen = new Set((now.get(f.key) ?? "").split(" ").map(s => f.slugs.indexOf(s)).filter(v => v >= 0));
      }
      for (const { facet, v, box } of this.boxes ?? []) box.checked = facet.chosen.has(v);
      const row = this.rows.find(r => r.key === now.get("open"));
      if (mine) this.part.scrollIntoView(), this.more([...now.keys()].some(k => !["explore", "open"].includes(k)));
      if (now.get("to")) this.window(yearOf(now.get("from") ?? "0"), yearOf(now.get("to")) + (this.visible.axis ? 1 / 12 : 1));
      else this.sift();
      if (row) {
        this.put(row.i);
        const mark = this.visible.byRow.get(row.i);
        mark.ink.scrollIntoView({ block: "center" });
        this.open(mark, true);
      }
      return undefined;
    }

    /* Another drawing in the same place, such as that of another question. */
    async swap() {
      cards.close();
      this.fill(await this.change());
      this.form.elements.q.value = "";
      this.sift();
    }

    async change() {
      const { part } = this, [option] = this.form.elements.deck.selectedOptions;
      const content = option.dataset.content ? JSON.parse(option.dataset.content) : await cards.load(option.value);
      part.querySelector(".rn-chart-title").textContent = content.title;
      part.querySelector(".rn-key:not(.rn-count)").innerHTML = content.key;
      for (const name of ["wide", "narrow"]) part.querySelector(`.rn-${name}`).innerHTML = content[name];
      for (const name of ["filters", "take"]) {
        this[name]?.remove();
        this[name] = this.boxes = undefined;
        this.form.elements[name].setAttribute("aria-expanded", "false");
      }
      return content;
    }
  }

  Object.assign(Explorer.prototype, window.explore.views);

  document.addEventListener("lean:start", e => {
    if (!e.target.matches("[data-script~='explore.js']")) return;
    const explorer = new Explorer(e.target);
    explorer.start().then(() => {
      const pressed = e.detail();  // what was pressed before all was here is pressed again
      if (!pressed) return;
      const { clientX: x, clientY: y } = pressed, box = explorer.visible.svg.getBoundingClientRect();
      const inside = x > box.left && x < box.right && y > box.top && y < box.bottom, mark = inside && explorer.near(pressed, explorer.visible);
      if (mark) explorer.put(mark.i), explorer.open(mark, true);
      else pressed.target.closest("button")?.click();
    });
  });
})();
