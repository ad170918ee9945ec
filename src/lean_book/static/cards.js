/* Cards: what stands at the other end of a link, beside the link. Hover, focus or tap; Escape closes; Tab goes into the card.
   Cards lie in decks, scripts that are loaded on first use: that works where fetch does not, at file:// and under default-src 'self'. */
(() => {
  "use strict";
  const root = new URL(document.documentElement.dataset.content_root || "./", location);
  const decks = {};
  window.deck = (name, content) => decks[name].done(content);
  /* What a deck holds, by its address under _static without ".js". */
  const load = (name, version = "") => {
    if (!decks[name]) {
      const one = (decks[name] = {});
      one.cards = new Promise(done => { one.done = done; });
      const src = new URL(`_static/${name}.js${version && `?v=${version}`}`, root);
      document.head.append(Object.assign(document.createElement("script"), { src, onerror: () => one.done({}) }));
    }
    return decks[name].cards;
  };

  /* The card of an address, or nothing. The deck "decks" says of each page in how many its cards lie. */
  const find = async href => {
    const url = new URL(href, location);
    if (!url.href.startsWith(root.href)) return undefined;
    const page = url.pathname.slice(root.pathname.length).replace(/\.html$/, ""), id = decodeURIComponent(url.hash.slice(1));
    const [many, version] = (await load("cards/decks"))[page] || [];
    if (!many) return undefined;
    let n = 0;
    for (const c of id) n = (n * 31 + c.codePointAt(0)) % 65521;
    return (await load(`cards/${page}.${n % many}`, version))[id];
  };

  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("_static/cards.css", root) });
  const styled = new Promise(done => { style.onload = style.onerror = done; });
  document.head.append(style);
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
     `text` the card where the address has none, `closed` what to do when it goes. Returns whether there was one. */
  const show = async (href, { box, after, pin = false, label = "", text = "", closed = null }) => {
    clearTimeout(timer);
    if (at?.href === href && at.after === after && at.label === label) {
      at.pin ||= pin;
      return true;
    }
    const asked = (show.asked = {}), html = (href && (await find(href))) || text;
    await styled;
    if (show.asked !== asked) return true;
    if (!html) return false;
    close();
    at = { href, after, pin, label, closed };
    card.innerHTML = html + '<p class="lean-card-more"><a>Open the page</a> <button type="button">Close</button></p>';
    const base = new URL(href, location);
    for (const a of card.querySelectorAll("a[href]")) a.href = new URL(a.getAttribute("href"), base);
    const more = card.querySelector(".lean-card-more a");
    href ? (more.href = base) : more.remove();
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

  const linkOf = e => {
    const a = e.target.closest?.(".bd-article a[href]");
    return a && !card.contains(a) && !a.matches(".headerlink, [data-no-card]") && a.href.startsWith(root.href) ? a : null;
  };
  const open = (a, pin) => {
    a.removeAttribute("title");  // the browser's own hint would stand over the card
    return show(a.href, { box: () => a.getClientRects()[0], after: a, pin, label: a.textContent.trim() });
  };
  const tap = a => open(a).then(shown => { if (!shown) location.assign(a.href); });
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
    tap(a);
  });
  document.addEventListener("keydown", e => { if (e.key === "Escape") close(); });

  /* A part of a page that names scripts of its own (data-script) gets them when a reader first comes to it, or when the address
     names the part. Then it is told to start, with what was pressed in the meantime. */
  const scripts = {};
  const run = name => (scripts[name] ??= new Promise(onload => {
    const script = Object.assign(document.createElement("script"), { src: new URL(`_static/${name}`, root), onload });
    script.async = false;  // they run in their order
    document.head.append(script);
  }));
  const wake = (part, pressed = null) => {
    if (part.dataset.awake) return;
    part.dataset.awake = "loading";
    const press = e => { pressed = e; };
    const ready = () => {
      part.removeEventListener("click", press);
      part.dataset.awake = "yes";
      return pressed;
    };
    part.addEventListener("click", press);
    Promise.all(part.dataset.script.split(" ").map(run))
      .then(() => part.dispatchEvent(new CustomEvent("lean:start", { bubbles: true, detail: ready })));
  };
  const partOf = node => node?.closest?.("[data-script]");
  const wakeNamed = () => {
    const words = location.hash.split(/[#=&]/);
    for (const part of document.querySelectorAll("[data-script]")) if (words.includes(part.id)) wake(part);
  };
  for (const kind of ["pointerover", "pointerdown", "focusin"]) {
    document.addEventListener(kind, e => { if (partOf(e.target)) wake(partOf(e.target)); });
  }
  addEventListener("hashchange", wakeNamed);
  window.cards = { card, close, find, load, show, wait, get at() { return at; } };

  /* It came with a reader's first move, which may have been to a link or a part, and a press may have followed. */
  wakeNamed();
  const under = document.querySelector(".bd-article a[href]:is(:hover, :focus-visible)"), { pressed } = window, part = partOf(pressed?.target);
  const link = pressed?.defaultPrevented && pressed.target.closest("a[href]");
  if (part && !link) wake(part, pressed);
  else if (link) link.href.startsWith(root.href) ? tap(link) : location.assign(link.href);
  else if (under) wait(() => open(under));
  for (const woken of document.querySelectorAll("[data-script]:hover, [data-script]:focus-within")) wake(woken);
})();
