/* Cards: what stands at the other end of a link, beside the link. Hover, focus or tap; Escape closes; Tab goes into the card.
   Cards lie in decks, scripts that are loaded on first use: that works where fetch does not, at file:// and under default-src 'self'. */
(() => {
  "use strict";
  const root = new URL(document.documentElement.dataset.content_root || "./", location);
  const decks = {};
  window.deck = (name, cards) => decks[name].done(cards);
  const load = (name, version = "") => {
    if (!decks[name]) {
      const one = (decks[name] = {});
      one.cards = new Promise(done => { one.done = done; });
      const src = new URL(`_static/cards/${name}.js${version && `?v=${version}`}`, root);
      document.head.append(Object.assign(document.createElement("script"), { src, onerror: () => one.done({}) }));
    }
    return decks[name].cards;
  };

  /* The card of an address, or nothing. The deck "decks" says of each page in how many its cards lie. */
  const find = async href => {
    const url = new URL(href, location);
    if (!url.href.startsWith(root.href)) return undefined;
    const page = url.pathname.slice(root.pathname.length).replace(/\.html$/, ""), id = decodeURIComponent(url.hash.slice(1));
    const [many, version] = (await load("decks"))[page] || [];
    if (!many) return undefined;
    let n = 0;
    for (const c of id) n = (n * 31 + c.codePointAt(0)) % 65521;
    return (await load(`${page}.${n % many}`, version))[id];
  };

  const card = Object.assign(document.createElement("div"), { className: "lean-card", tabIndex: -1, popover: "manual" });
  card.setAttribute("role", "dialog");
  let at = null, timer, finger = false;
  const wait = (act, ms = 300) => { clearTimeout(timer); timer = setTimeout(act, ms); };

  const place = box => {
    if (innerWidth < 600) return;  // there it stands at the foot of the window, by the style
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8));
    const below = box.bottom + 6 + card.offsetHeight < innerHeight || box.top < card.offsetHeight + 12;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? box.bottom + 6 : box.top - 6 - card.offsetHeight) + scrollY}px`;
  };

  /* Show the card of an address: `box` is what it stands beside, `after` the element that it follows in the order of Tab,
     `head` a line above it, `closed` what to do when it goes. Returns whether there was one. */
  const show = async (href, { box, after, pin = false, label = "", head = "", closed = null }) => {
    clearTimeout(timer);
    if (at?.href === href && at.after === after) {
      at.pin ||= pin;
      return true;
    }
    const asked = (show.asked = {}), html = await find(href);
    if (show.asked !== asked) return true;
    if (!html) return false;
    close();
    at = { href, after, pin, closed };
    card.innerHTML = head + html + '<p class="lean-card-more"><a>Open the page</a> <button type="button">Close</button></p>';
    const base = new URL(href, location);
    for (const a of card.querySelectorAll("a[href]")) a.href = new URL(a.getAttribute("href"), base);
    card.querySelector(".lean-card-more a").href = base;
    card.setAttribute("aria-label", label);
    after.after(card);
    card.showPopover?.();
    place(typeof box === "function" ? box() : box);
    return true;
  };
  const close = () => {
    clearTimeout(timer);
    show.asked = null;
    if (!at) return;
    const { after, closed } = at, inside = card.contains(document.activeElement);
    at = null;
    card.remove();
    if (closed) closed(inside);
    else if (inside) after.focus();
  };
  window.cards = { card, close, find, load, show, wait, get at() { return at; } };

  const linkOf = e => {
    const a = e.target.closest?.(".bd-article a[href]");
    return a && !card.contains(a) && !a.matches(".headerlink, [data-no-card]") && a.href.startsWith(root.href) ? a : null;
  };
  const open = (a, pin) => {
    a.removeAttribute("title");  // the browser's own hint would stand over the card
    return show(a.href, { box: () => a.getClientRects()[0], after: a, pin, label: a.textContent.trim() });
  };
  const fade = () => at && !at.pin && wait(close);

  document.addEventListener("pointerover", e => {
    if (e.pointerType !== "mouse") return;
    const a = linkOf(e);
    if (a) wait(() => open(a));
    else if (card.contains(e.target)) clearTimeout(timer);
  });
  document.addEventListener("pointerout", e => {
    if (e.pointerType !== "mouse") return;
    if (linkOf(e)) clearTimeout(timer), (show.asked = null);
    if (linkOf(e) || card.contains(e.target)) fade();
  });
  document.addEventListener("focusin", e => {
    const a = linkOf(e);
    if (a && a.matches(":focus-visible") && !finger) wait(() => open(a));
    else if (at && !at.pin && !card.contains(e.target) && e.target !== at.after) close();
  });
  document.addEventListener("pointerdown", e => { finger = e.pointerType === "touch"; }, true);
  document.addEventListener("click", e => {
    if (e.target.closest?.(".lean-card-more button")) return close();
    const a = linkOf(e);
    if (!a) return void (at && !at.pin && !card.contains(e.target) && close());
    if (!finger || at?.after === a) return undefined;
    e.preventDefault();
    open(a).then(shown => { if (!shown) location.assign(a.href); });
  });
  document.addEventListener("keydown", e => { if (e.key === "Escape") close(); });
})();
