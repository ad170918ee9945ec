// Explorers of a page. Each is a form, a count and a list that is whole without this file; here the form narrows the list.
(() => {
  const kinds = {
    timeline(root, form, items, count) {
      const text = new Map(items.map((i) => [i, i.textContent.toLowerCase()]));
      return () => {
        const asked = Object.fromEntries(new FormData(form));
        const words = (asked.search || "").toLowerCase().split(/\s+/).filter(Boolean);
        let n = 0;
        for (const i of items) {
          const fits = ["phase", "kind", "side"].every((k) => !asked[k] || i.dataset[k] === asked[k]);
          i.hidden = !(fits && words.every((w) => text.get(i).includes(w)));
          n += !i.hidden;
        }
        count.textContent = `${n} of ${items.length} events`;
      };
    },

    positions(root, form, items, count) {
      const question = root.querySelector(".explorer-question");
      const pair = root.querySelector(".rn-compare"), columns = [...pair.querySelectorAll("section")];
      root.querySelector(".explorer-results").hidden = true;
      pair.hidden = false;
      return () => {
        const asked = Object.fromEntries(new FormData(form));
        const issue = form.elements.issue.selectedOptions?.[0];
        if (issue) question.textContent = issue.dataset.question;
        const counts = ["left", "right"].map((side, c) => {
          const said = items.filter((i) => i.dataset.issue === asked.issue && i.dataset.actor === asked[side]);
          const name = form.elements[side].selectedOptions[0].text;
          columns[c].querySelector(".explorer-column").textContent = name;
          columns[c].querySelector("ol").replaceChildren(...said.map((i) => i.cloneNode(true)));
          return `${name}: ${said.length}`;
        });
        count.textContent = `Positions shown: ${counts.join(", ")}`;
      };
    },
  };

  for (const root of document.querySelectorAll("[data-explorer]")) {
    const form = root.querySelector("form"), items = [...root.querySelectorAll(".explorer-results > li")];
    const show = kinds[root.dataset.explorer](root, form, items, root.querySelector(".explorer-count"));
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (e) => e.preventDefault());
    show(); // a browser may restore the form when one comes back to the page
  }
})();
