/* A filter above a long list: entries without the words that are typed are left out, and headings and letters with nothing below.
   Without this script there is no field, and the whole list stands. */
for (const box of document.querySelectorAll("[data-filter]")) {
  const items = [...document.querySelectorAll(box.dataset.filter)];
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const said = new Map(items.map(i => [i, plain(i.textContent + (i.matches("dt") ? i.nextElementSibling.textContent : ""))]));
  const what = box.dataset.filterOf;
  box.innerHTML = `<label>Filter ${what} <input type="search" autocomplete="off"></label> <output></output>`;
  const [field, count] = [box.querySelector("input"), box.querySelector("output")];

  const hide = (element, hidden) => { element.hidden = hidden; };
  const apply = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [item, text] of said) {
      const fits = words.every(w => text.includes(w));
      hide(item, !fits);
      if (item.matches("dt")) hide(item.nextElementSibling, !fits);
      shown += fits;
    }
    for (const section of document.querySelectorAll(".bd-article section section")) {
      const own = items.filter(i => section.contains(i));
      if (own.length) hide(section, own.every(i => i.hidden));
    }
    count.textContent = !words.length ? "" : shown ? `${shown} of ${items.length} ${what}` : "Nothing found. Escape shows all.";
    const url = new URL(location);
    words.length ? url.searchParams.set("q", field.value) : url.searchParams.delete("q");
    try { history.replaceState(null, "", url); } catch {}
  };
  field.addEventListener("input", apply);
  field.addEventListener("keydown", e => {
    if (e.key === "Escape") field.value = "", apply();
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) apply();
}
