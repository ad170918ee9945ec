function (root) {
  const form = root.querySelector("form"), items = [...root.querySelectorAll(".explorer-results > li")];
  const count = root.querySelector(".explorer-count"), text = new Map(items.map(i => [i, i.textContent.toLowerCase()]));
  const show = () => {
    const f = Object.fromEntries(new FormData(form)), words = (f.search || "").toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const i of items) {
      const fits = ["phase", "kind", "side"].every(k => !f[k] || i.dataset[k] === f[k]) && words.every(w => text.get(i).includes(w));
      i.hidden = !fits;
      n += fits;
    }
    count.textContent = `${n} of ${items.length} events`;
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", e => e.preventDefault());
  show(); // a browser may restore the form when one comes back to the page
}
