for (const quiz of document.querySelectorAll("section.quiz")) {
  const key = "quiz:" + quiz.id;
  const questions = [...quiz.querySelectorAll("fieldset")];
  const score = quiz.querySelector(".quiz-score");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "quiz-again";
  again.textContent = "Start again";

  const inputs = q => [...q.querySelectorAll("input")];
  const picked = q => inputs(q).filter(i => i.checked).map(i => i.closest("li"));
  const right = list => list.filter(li => li.dataset.correct === "true").length;

  const say = q => {
    const chosen = picked(q), good = right(chosen);
    const done = good && good === chosen.length;
    q.dataset.is = done && good === right([...q.querySelectorAll("li")]) ? "right" : "wrong";
    const said = q.dataset.is === "right" ? "Right." : done ? "Right so far; there is more." : "Not quite.";
    q.querySelector(".quiz-feedback").replaceChildren(...[said, ...chosen.map(li => li.dataset.feedback)].map((text, n) => {
      const p = document.createElement("p");
      p.textContent = text;
      if (!n) p.className = "quiz-" + q.dataset.is;
      return p;
    }));
  };

  const add = () => {
    const points = list => list.reduce((sum, q) => sum + +q.dataset.points, 0);
    const answered = questions.filter(q => q.dataset.is);
    score.textContent = answered.length ? `${points(answered.filter(q => q.dataset.is === "right"))} of ${points(questions)} points; `
      + `${answered.length} of ${questions.length} questions answered.` : "";
    answered.length ? score.after(again) : again.remove();
    const kept = answered.map(q => [q.id, picked(q).map(li => li.querySelector("input").value)]);
    try { localStorage.setItem(key, JSON.stringify(Object.fromEntries(kept))); } catch {}
  };

  const answer = q => { say(q); add(); };
  quiz.addEventListener("change", e => e.target.type === "radio" && answer(e.target.closest("fieldset")));
  quiz.addEventListener("click", e => e.target.matches(".quiz-check") && answer(e.target.closest("fieldset")));
  again.addEventListener("click", () => {
    for (const q of questions) {
      inputs(q).forEach(i => { i.checked = false; });
      q.querySelector(".quiz-feedback").replaceChildren();
      delete q.dataset.is;
    }
    add();
    inputs(questions[0])[0].focus();
  });

  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch {}
  for (const q of questions) {
    inputs(q).forEach(i => { i.checked = (kept[q.id] || []).includes(i.value); });
    if (kept[q.id]) say(q);
  }
  add();
}
