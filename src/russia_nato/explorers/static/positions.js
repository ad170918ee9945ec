function (root) {
  const form = root.querySelector("form"), items = [...root.querySelectorAll(".explorer-results > li")];
  const count = root.querySelector(".explorer-count"), question = root.querySelector(".explorer-question");
  const questions = JSON.parse(root.querySelector(".explorer-questions").textContent);
  const pair = root.querySelector(".rn-compare"), columns = [...pair.querySelectorAll("section")];
  root.querySelector(".explorer-results").hidden = true;
  pair.hidden = false;
  const show = () => {
    const f = Object.fromEntries(new FormData(form));
    question.textContent = questions[f.issue];
    const told = ["left", "right"].map((side, c) => {
      const mine = items.filter(i => i.dataset.issue === f.issue && i.dataset.actor === f[side]);
      const name = form.elements[side].selectedOptions[0].text;
      columns[c].querySelector(".explorer-column").textContent = name;
      columns[c].querySelector("ol").replaceChildren(...mine.map(i => i.cloneNode(true)));
      return `${name}: ${mine.length}`;
    });
    count.textContent = `Positions shown: ${told.join(", ")}`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", e => e.preventDefault());
  show();
}
