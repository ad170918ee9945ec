// Checks the self-checks of a page, adds up the points, and keeps the answers over a reload where a browser lets it.
// The answers of a quiz are kept by the numbers that the options have in its file, so that a reordered page keeps them.
(() => {
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } },
    set(key, value) {
      try { Object.keys(value).length ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key); } catch { /* refused */ }
    },
  };

  const picked = question => [...question.querySelectorAll("input:checked")].map(input => input.closest("li"));

  const verdict = question => {
    const chosen = picked(question);
    const all = question.querySelectorAll("li[data-correct=true]").length;
    const right = chosen.filter(li => li.dataset.correct === "true").length;
    if (right && right === chosen.length) return right === all ? "Right." : "Right so far; there is more.";
    return "Not quite.";
  };

  const say = question => {
    const said = verdict(question);
    const lines = [said, ...picked(question).map(li => li.dataset.feedback)].map((text, n) => {
      const p = document.createElement("p");
      p.textContent = text;
      if (!n) p.className = said === "Right." ? "quiz-right" : "quiz-wrong";
      return p;
    });
    question.querySelector(".quiz-feedback").replaceChildren(...lines);
    question.dataset.answered = said === "Right." ? "right" : "wrong";
  };

  const start = quiz => {
    const key = `quiz:${quiz.id}`;
    const questions = [...quiz.querySelectorAll(".quiz-question")];
    const score = quiz.querySelector(".quiz-score");
    const again = document.createElement("button");
    again.type = "button";
    again.className = "quiz-again";
    again.textContent = "Start again";
    const words = document.createElement("span");
    score.append(words);

    const add = () => {
      const points = list => list.reduce((sum, q) => sum + Number(q.dataset.points), 0);
      const answered = questions.filter(q => q.dataset.answered);
      const right = questions.filter(q => q.dataset.answered === "right");
      words.textContent = answered.length
        ? `${points(right)} of ${points(questions)} points; ${answered.length} of ${questions.length} questions answered. `
        : "";
      if (answered.length) { if (!again.isConnected) score.after(again); } else { again.remove(); }
    };
    const keep = () => {
      const answers = {};
      for (const q of questions.filter(q => q.dataset.answered)) {
        answers[q.id] = [...q.querySelectorAll("input:checked")].map(input => input.value);
      }
      store.set(key, answers);
    };
    const answer = question => {
      say(question);
      add();
      keep();
    };

    quiz.addEventListener("change", e => {
      const question = e.target.closest(".quiz-question");
      if (e.target.type === "radio") answer(question);
    });
    quiz.addEventListener("click", e => {
      if (e.target.classList.contains("quiz-check")) answer(e.target.closest(".quiz-question"));
    });
    again.addEventListener("click", () => {
      for (const question of questions) {
        for (const input of question.querySelectorAll("input")) input.checked = false;
        question.querySelector(".quiz-feedback").replaceChildren();
        delete question.dataset.answered;
      }
      store.set(key, {});
      add();
      questions[0].querySelector("input").focus();
    });

    const kept = store.get(key);
    for (const question of questions) {
      const values = new Set(kept[question.id] || []);
      for (const input of question.querySelectorAll("input")) input.checked = values.has(input.value);
      if (picked(question).length) say(question);
    }
    add();
  };

  document.querySelectorAll("section.quiz").forEach(start);
})();
