/* "Continue where I was": each page of the course leaves its address in the browser, the first page shows the last one. */
(() => {
  const KEY = "course:last", offer = document.querySelector("[data-continue]");
  let last = null;
  try { last = JSON.parse(localStorage.getItem(KEY)); } catch {}
  const root = new URL(document.documentElement.dataset.content_root || "./", location).href;
  if (offer) {
    if (!last) return;
    const link = Object.assign(document.createElement("a"), { href: root + last.page, textContent: last.title });
    offer.append("Continue where you were: ", link);
    return;
  }
  const title = document.querySelector(".bd-article h1");
  if (!title || !location.href.startsWith(root)) return;
  const words = heading => heading.textContent.replace(/#\s*$/, "").trim();
  addEventListener("pagehide", () => {
    const page = location.href.slice(root.length).split(/[?#]/)[0];
    const passed = [...document.querySelectorAll(".bd-article h2")].filter(h => h.getBoundingClientRect().top < innerHeight / 2).pop();
    const id = passed?.closest("section")?.id;
    const at = id ? { page: `${page}#${id}`, title: `${words(title)}, ${words(passed)}` } : { page, title: words(title) };
    try { localStorage.setItem(KEY, JSON.stringify(at)); } catch {}
  });
})();
