/* What explorers are made with, and what they show beside the drawing: bars by other weights, a stretch enlarged, table, words side
   by side, and what may be taken away. `explore.js` adds these to its class; `this` is an explorer. */
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg", { cards } = window;
  const all = (selector, from) => [...from.querySelectorAll(selector)];
  const make = (tag, props = {}, ...kids) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...kids);
    return made;
  };
  const draw = (tag, attributes, ...kids) => {
    const made = document.createElementNS(NS, tag);
    for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, v);
    made.append(...kids);
    return made;
  };
  const slug = text => text.toLowerCase().replace(/[^\p{L}\p{N}+−]+/gu, "-").replace(/^-|-$/g, "");
  const yearOf = iso => {
    const [y, m = 1, d = 1] = iso.split("-").map(Number);
    return y + (m - 1) / 12 + (d - 1) / 372;
  };
  const month = (t, how) => new Date(Date.UTC(Math.floor(t + 1e-6), Math.round((t % 1) * 12), 1))
    .toLocaleString("en-GB", { month: how, year: "numeric", timeZone: "UTC" });
  const isoMonth = t => `${Math.floor(t + 1e-6)}-${String((Math.round((t % 1) * 12) % 12) + 1).padStart(2, "0")}`;
  const save = (name, type, text) => {
    const link = make("a", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const cell = text => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  const views = {
    /* Bars by the weights that a reader gives to words, and to deeds of either kind. */
    weights() { return all("[data-weight]", this.form); },

    weigh() {
      if (!this.weights().length) return;
      for (const input of this.weights()) input.nextElementSibling.value = `${input.value} %`;
      const weight = kind => this.form.elements[kind.startsWith("words") ? "words" : kind.endsWith("+") ? "cooperation" : "conflict"].value / 100;
      const sums = {};
      for (const { svg, axis, bars } of this.drawings) {
        const [zero, unit] = bars, away = {}, [place, size] = axis.way === "x" ? ["y", "height"] : ["x", "width"];
        for (const bar of all("[data-part]", svg)) {
          const [year, kind, value] = bar.dataset.part.split(" "), stack = year + kind.slice(-1);
          const from = away[stack] ?? zero, to = from + value * weight(kind) * unit;
          bar.setAttribute(place, Math.min(from, to));
          bar.setAttribute(size, Math.abs(to - from));
          away[stack] = to;
          if (svg === this.drawings[0].svg) sums[year] = (sums[year] ?? 0) + value * weight(kind);
        }
      }
      const years = Object.values(sums), worse = years.filter(v => v < 0).length;
      const changed = this.weights().some(input => input.value !== input.defaultValue);
      this.weighed = changed ? `So weighed, conflict outweighs cooperation in ${worse} of ${years.length} years.` : "";
    },

    frame({ svg, axis }) {
      svg.querySelector(".rn-frame")?.remove();
      if (!this.span || !axis) return;
      const [a, b] = this.span.map(t => axis.from + (t - axis.start) * axis.scale), thick = axis.high - axis.low;
      const box = axis.way === "y" ? { x: axis.low, y: a, width: thick, height: b - a } : { x: a, y: axis.low, width: b - a, height: thick };
      svg.append(draw("rect", { class: "rn-frame", fill: "none", stroke: "currentColor", ...box }));
    },

    /* What lies in the window, enlarged: a day has its own place, a mark its full size. */
    magnify(shown) {
      const { shapes } = this.part.dataset;
      this.part.querySelector(".rn-lens")?.remove();
      this.lens = null;
      if (!shapes || !this.span || !shown.length) return;
      const paths = JSON.parse(shapes), base = this.visible, wide = +base.svg.getAttribute("width"), [from, to] = this.span;
      const x = t => 6 + ((t - from) / (to - from)) * (wide - 12), pitch = 9;
      let y = 4;
      const groups = [];
      for (const lane of base.lanes) {
        const taken = [], rows = shown.filter(r => base.byRow.get(r.i)?.lane === lane);
        if (!rows.length) continue;
        const placed = rows.map(r => {
          let level = 0;
          while ((taken[level] ??= []).some(q => Math.abs(q - x(r.t)) < pitch)) level += 1;
          taken[level].push(x(r.t));
          return [r, level];
        });
        const name = this.facets[0].values[rows[0].f[0][0]], group = draw("g", { class: lane, fill: "currentColor" });
        group.append(draw("text", { x: 6, y: y + 12 }, name));
        const kinds = {};
        for (const [r, level] of placed) {
          const kind = base.byRow.get(r.i).ink.parentNode.getAttribute("class");
          kinds[kind] ??= draw("g", { class: kind, ...(kind === "cooperation" ? { fill: "none", stroke: "currentColor", "stroke-width": 1.5 } : {}) });
          kinds[kind].append(draw("path", { d: `M${x(r.t).toFixed(1)} ${y + 24 + level * pitch}${paths[kind]}`, "data-i": r.i }));
        }
        group.append(...Object.values(kinds));
        groups.push(group);
        y += 30 + taken.length * pitch;
      }
      const svg = draw("svg", { width: wide, height: y + 20, viewBox: `0 0 ${wide} ${y + 20}`, "font-size": 12, class: "rn-lens-sheet", "aria-label": "The window, enlarged" });
      const months = (to - from) * 12, every = [1, 3, 6, 12, 24, 60, 120].find(k => (months / k) * 76 < wide) ?? 240;
      for (let m = Math.ceil(from * 12 - 1e-6); m < to * 12 - every / 4; m += 1) {
        if (m % every) continue;
        const at = x(m / 12), words = every < 12 ? month(m / 12, "short") : String(m / 12);
        svg.append(draw("path", { d: `M${at.toFixed(1)} 4V${y}`, class: "rule", stroke: "currentColor", "stroke-dasharray": "1 3" }));
        svg.append(draw("text", { x: Math.min(at + 2, wide - 60), y: y + 14, class: "quiet", fill: "currentColor", "font-size": 11 }, words));
      }
      svg.append(...groups);
      const narrow = this.part.querySelector(".rn-narrow");
      narrow.after(make("div", { className: "rn-lens screen-only" }, svg));
      this.lens = this.read(svg);
      this.put(this.at);
    },

    /* Drawing, list, table, or the words side by side. */
    look(shown) {
      const kind = this.form.elements.view.value, frame = this.list.parentNode;
      for (const sheet of all(".rn-wide, .rn-narrow", this.part)) sheet.classList.toggle("rn-away", kind === "table" || kind === "sides");
      frame.hidden = kind === "table" || kind === "sides" || (kind === "" && "folded" in frame.dataset);
      this.part.querySelector(".rn-made")?.remove();
      if (kind === "table" || kind === "sides") frame.after(this[`make_${kind}`](shown));
    },

    make_table(shown) {
      const heads = ["Date", this.noun[0].toUpperCase() + this.noun.slice(1), ...this.facets.map(f => f.name)];
      const head = make("tr", {}, ...heads.map(h => make("th", { scope: "col", textContent: h })));
      const rows = shown.map(r => make("tr", {}, make("td", { textContent: r.when }), make("td", {}, r.link ? r.link.cloneNode(true) : r.name),
        ...this.facets.map((f, n) => make("td", { textContent: r.f[n].map(v => f.values[v]).join("; ") }))));
      const frame = make("div", { className: "rn-made rn-tablewrap", tabIndex: 0 },
        make("table", {}, make("caption", { textContent: this.describe() }), make("thead", {}, head), make("tbody", {}, ...rows)));
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", "The same as a table");
      return frame;
    },

    /* Two to four actors beside one another, year by year, in their own words. */
    make_sides(shown) {
      const n = this.facets.findIndex(f => f.key === "actor"), facet = this.facets[n], made = make("div", { className: "rn-made rn-sides" });
      const actors = (facet?.chosen.size ? [...facet.chosen] : facet?.values.map((_, v) => v) ?? []).slice(0, facet?.chosen.size ? 4 : 2);
      const said = shown.filter(r => actors.includes(r.f[n][0]));
      made.style.setProperty("--rn-columns", actors.length);
      made.append(...actors.map(v => make("p", { className: "rn-side-head", textContent: facet.values[v] })));
      for (const year of new Set(said.map(r => r.iso.slice(0, 4)))) {
        made.append(make("p", { className: "rn-side-year", textContent: year }));
        for (const v of actors) {
          const words = said.filter(r => r.iso.startsWith(year) && r.f[n][0] === v).map(r => {
            const box = make("div", { className: "rn-words" }, make("p", {}, `${r.when}: `, r.link.cloneNode(true)));
            cards.find(r.link.href).then(html => {
              if (!html) return;
              box.innerHTML = html;
              for (const a of all("a[href]", box)) a.href = new URL(a.getAttribute("href"), r.link.href);
            });
            return box;
          });
          made.append(make("div", { className: "rn-side-words" }, ...words));
        }
      }
      if (actors.length > 1) return made;
      made.prepend(make("p", { textContent: "Choose two to four actors among the filters." }));
      return made;
    },

    make_take() {
      const button = (words, act) => {
        const made = make("button", { type: "button", textContent: words });
        made.addEventListener("click", act);
        return made;
      };
      this.cite = make("textarea", { readOnly: true, rows: 4 });
      this.cite.setAttribute("aria-label", "Citation of this view, with its address");
      const copy = navigator.clipboard ? [button("Copy", () => navigator.clipboard.writeText(this.cite.value))] : [];
      return this.panel("take", button("Rows as CSV", () => this.csv()), button("Drawing as SVG", () => this.svg()), this.cite, ...copy);
    },

    csv() {
      const { noun } = this, facets = this.facets.map(f => f.key);
      const lines = this.rows.filter(r => r.shown).map(r => [r.key.replace(/^(event|position|meeting)-/, ""), r.iso, r.name,
        ...this.facets.map((f, n) => r.f[n].map(v => f.values[v]).join("; "))]);
      save(`${this.part.id}-${noun}.csv`, "text/csv", [["id", "date", "title", ...facets], ...lines].map(l => l.map(cell).join(",")).join("\n") + "\n");
    },

    /* The drawing as it stands, with its title and source, in the colours of a printed page; nothing of it is in a stylesheet. */
    svg() {
      const { svg } = this.visible, w = +svg.getAttribute("width"), h = +svg.getAttribute("height"), copy = svg.cloneNode(true);
      for (const e of all(".off", copy)) e.setAttribute("opacity", 0.12);
      for (const e of all(".rn-ring", copy)) e.remove();
      for (const e of all("[tabindex]", copy)) for (const name of ["tabindex", "role", "aria-label"]) e.removeAttribute(name);
      const lines = (text, long) => text.match(new RegExp(`.{1,${long}}(\\s|$)`, "g")) ?? [text];
      const title = lines(this.part.querySelector(".rn-chart-title").textContent, Math.floor(w / 9)), foot = lines(this.describe(true), Math.floor(w / 6.4));
      const top = 22 * title.length + 8, out = draw("svg", { width: w + 24, height: h + top + 16 * foot.length + 24, "font-family": svg.getAttribute("font-family"), "font-size": 12, color: "#000", fill: "currentColor", role: "img", "aria-label": svg.getAttribute("aria-label") });
      out.append(draw("rect", { width: "100%", height: "100%", fill: "#fff" }));
      title.forEach((t, n) => out.append(draw("text", { x: 12, y: 22 * (n + 1), "font-size": 16, "font-weight": 700 }, t)));
      out.append(draw("g", { transform: `translate(12 ${top})` }, ...copy.childNodes));
      foot.forEach((t, n) => out.append(draw("text", { x: 12, y: top + h + 20 + 16 * n, "font-size": 11 }, t)));
      save(`${this.part.id}.svg`, "image/svg+xml", new XMLSerializer().serializeToString(out));
    },

    describe(cited) {
      const chosen = this.facets.filter(f => f.chosen.size).map(f => `${f.name}: ${[...f.chosen].map(v => f.values[v]).join(", ")}`);
      const words = this.form.elements.q.value.trim(), when = this.span && this.step < 1 ? [`${month(this.span[0], "long")} to ${month(this.span[1] - this.step, "long")}`] : [];
      const parts = [...when, ...chosen, ...(words ? [`search: ${words}`] : [])];
      const n = this.rows.filter(r => r.shown).length, told = `${n} of ${this.rows.length} ${this.noun}${parts.length ? ` (${parts.join("; ")})` : ""}`;
      return cited ? `${this.cited}. ${told}.` : told;
    }
  };

  window.explore = { views, all, make, draw, slug, yearOf, isoMonth, month };
})();
