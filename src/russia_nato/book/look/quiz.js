function (root) {
  const say = question => {
    const box = question.querySelector(".quiz-feedback");
    const picked = [...question.querySelectorAll("input:checked")].map(i => i.closest("li"));
    const all = question.querySelectorAll("li[data-correct=true]").length;
    const right = picked.filter(li => li.dataset.correct === "true").length;
    const done = picked.length && right === picked.length && right === all;
    const verdict = done ? "Right." : right && right === picked.length ? "Right so far; there is more." : "Not quite.";
    box.replaceChildren(...[verdict, ...picked.map(li => li.dataset.feedback)].map((text, n) => {
      const p = document.createElement("p");
      p.textContent = text;
      if (!n) p.className = done ? "quiz-right" : "quiz-wrong";
      return p;
    }));
  };
  root.addEventListener("change", e => {
    if (e.target.type === "radio") say(e.target.closest(".quiz-question"));
  });
  root.addEventListener("click", e => {
    if (e.target.classList.contains("quiz-check")) say(e.target.closest(".quiz-question"));
  });
}
