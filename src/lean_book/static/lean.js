/* Small replacements for what the theme loads large libraries for. No module, no fetch: pages also open as files. */
(function () {
  "use strict";

  /* Menus of the header: open and close, Escape, arrows, a click elsewhere. */
  function menuOf(button) {
    return button.nextElementSibling;
  }
  function setMenu(button, open) {
    menuOf(button).classList.toggle("show", open);
    menuOf(button).setAttribute("data-bs-popper", "static");
    button.setAttribute("aria-expanded", String(open));
  }
  function openButton() {
    return document.querySelector('[data-bs-toggle="dropdown"][aria-expanded="true"]');
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest('[data-bs-toggle="dropdown"]');
    var other = openButton();
    if (other && other !== button) setMenu(other, false);
    if (button) setMenu(button, button !== other);
  });
  document.addEventListener("keydown", function (event) {
    var button = event.target.closest('[data-bs-toggle="dropdown"]') || openButton();
    if (!button) return;
    var open = button.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && open) {
      setMenu(button, false);
      button.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      var inside = menuOf(button).contains(event.target);
      if (event.target !== button && !inside) return;
      event.preventDefault();
      setMenu(button, true);
      var items = Array.from(menuOf(button).querySelectorAll("a[href], button"));
      var step = event.key === "ArrowDown" ? 1 : -1;
      var next = items.indexOf(event.target) + step;
      items[(next + items.length) % items.length].focus();
    }
  });
  document.addEventListener("focusin", function (event) {
    var button = openButton();
    if (button && !button.parentElement.contains(event.target)) setMenu(button, false);
  });

  /* Buttons that call one function; a handler in the page would need a policy that lets pages hold scripts. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-call]");
    if (button) window[button.dataset.call]();
  });

  /* What scrolls must be reachable by keyboard, also when it is opened or resized later. */
  var scrolling = "[role=region][tabindex], [data-scrolls], .pst-scrollable-table-container, .cell_output > .output, pre";
  function reach(element) {
    var scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    if (scrolls) element.tabIndex = 0;
    else if (element.tabIndex === 0) element.tabIndex = -1;
  }
  document.addEventListener("DOMContentLoaded", function () {
    var watch = new ResizeObserver(function (entries) {
      entries.forEach(function (entry) {
        reach(entry.target);
      });
    });
    document.querySelectorAll(scrolling).forEach(function (element) {
      watch.observe(element);
    });
  });

  /* Cards come with a reader's first move; a press meanwhile is kept for them. */
  var data = document.documentElement.dataset, late = data.late;
  function loadLate() {
    var script = document.createElement("script");
    script.src = data.content_root + "_static/" + late;
    if (late) document.head.append(script);
    late = "";
  }
  ["pointerover", "pointerdown", "keydown", "scroll"].forEach(function (kind) {
    addEventListener(kind, loadLate, { once: true, capture: true });
  });
  if (/=/.test(location.hash)) loadLate();
  document.addEventListener("click", function (event) {
    if (!data.late || window.cards) return;
    window.pressed = event;
    if (event.pointerType === "touch" && event.target.closest(".bd-article a[href]")) event.preventDefault();
  });

  /* A reader who comes from the search page sees the words searched for; only then are these scripts needed. */
  var wanted = /[?&]highlight=/.test(location.search);
  try {
    wanted = wanted || Boolean(localStorage.getItem("sphinx_highlight_terms"));
  } catch (error) {
    /* A browser may refuse storage: then there is nothing to show. */
  }
  if (wanted && !document.getElementById("search-results")) {
    ["doctools.js", "sphinx_highlight.js"].forEach(function (name) {
      var script = document.createElement("script");
      script.src = data.content_root + "_static/" + name;
      script.async = false;
      document.head.append(script);
    });
  }
})();
