/* Leads to what kept a form from being saved, also where it lies in another tab or a folded panel.

   Wagtail only names the fault above the form, and its link goes nowhere while the field is hidden. */
(function () {
  "use strict";

  const ERRORS = "form[data-edit-form] :is(.error-message, .help-critical):not([hidden])";
  const LOOK_MS = 200;
  const LOOKS = 15;
  const FADED_MS = 400;

  /** Opens every tab and panel around an element, the outermost first. */
  function reveal(element) {
    const around = element.parentElement?.closest("[hidden][id]");
    if (!around) return;
    reveal(around);
    const id = CSS.escape(around.id);
    document.querySelector(`[aria-controls="${id}"], [role=tab][href="#${id}"]`)?.click();
  }

  function goTo(error) {
    reveal(error);
    const field = error.closest("[data-contentpath], [data-field], .w-field");
    const control = field?.querySelector("input:not([type=hidden]), select, textarea");
    // A tab fades in: nothing in it takes the focus before.
    window.setTimeout(() => {
      error.scrollIntoView({ block: "center" });
      control?.focus({ preventScroll: true });
    }, FADED_MS);
  }

  document.addEventListener("w-focus:focus", (event) => {
    if (event.target.matches(ERRORS)) reveal(event.target);
  });

  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector(".messages .error")) return;
    let looked = 0;
    // Questions of a template are drawn by scripts: their errors come a moment later.
    const timer = window.setInterval(() => {
      const error = document.querySelector(ERRORS);
      if (error) goTo(error);
      looked += 1;
      if (error || looked === LOOKS) window.clearInterval(timer);
    }, LOOK_MS);
  });
})();
