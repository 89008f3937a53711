/* The reading side works without this file; with it, the keyboard is quicker. */

(function () {
  "use strict";

  const isTyping = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches("input, textarea, select"));

  function focusSearchOnSlash() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target)) return;
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    });
  }

  function closeMenusFromOutside() {
    const close = (except) => {
      for (const menu of document.querySelectorAll("details.user-menu[open]")) {
        if (!menu.contains(except)) menu.open = false;
      }
    };
    document.addEventListener("click", (event) => close(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(null);
    });
  }

  function showPrintButtons() {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }

  function showCopyButtons() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
        button.textContent = button.dataset.copied;
      });
    }
  }

  /* On a narrow screen the contents are one line until they are wanted. */
  function foldContents() {
    const contents = document.querySelector("[data-contents]");
    if (!contents) return;
    const narrow = window.matchMedia("(max-width: 60rem)");
    const fold = () => {
      contents.open = !narrow.matches;
    };
    fold();
    narrow.addEventListener("change", fold);
    contents.addEventListener("click", (event) => {
      if (narrow.matches && event.target.closest("a")) contents.open = false;
    });
  }

  /* Marks in the contents which section is being read. */
  function followReading() {
    const contents = document.querySelector("[data-contents]");
    if (!contents || !("IntersectionObserver" in window)) return;
    const links = new Map();
    for (const link of contents.querySelectorAll("a[href^='#']")) {
      const section = document.getElementById(link.getAttribute("href").slice(1));
      if (section) links.set(section, link);
    }
    const visible = new Set();
    let current = null;
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (entry.isIntersecting) visible.add(entry.target);
          else visible.delete(entry.target);
        }
        const section = [...links.keys()].filter((one) => visible.has(one)).pop();
        const link = section && links.get(section);
        if (!link || link === current) return;
        if (current) current.removeAttribute("aria-current");
        link.setAttribute("aria-current", "location");
        current = link;
        const frame = contents.parentElement;
        const top = link.getBoundingClientRect().top - frame.getBoundingClientRect().top;
        if (top < 0 || top > frame.clientHeight - 40) frame.scrollTop += top - frame.clientHeight / 2;
      },
      { rootMargin: "-72px 0px -70% 0px" },
    );
    for (const section of links.keys()) observer.observe(section);
  }

  focusSearchOnSlash();
  closeMenusFromOutside();
  showPrintButtons();
  showCopyButtons();
  foldContents();
  followReading();
})();
