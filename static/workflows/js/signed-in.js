/* Keeps what was typed when the session or the right to edit has ended: says so, stays, and goes on after that.

   Wagtail only says that autosave is paused, and "Save draft" would lead elsewhere and lose the form.
   So the server is asked who is signed in, before each save by hand and after each failed autosave. */
(function () {
  "use strict";

  const AGAIN_MS = 10_000;
  const PASSES = new Set(["signed-out", "somebody-else", "no-right", "unreachable"]);
  const DOUBTFUL = new Set(["server_error", "network_error", "permission_denied"]);

  let form, notice;
  let because = "";
  let triedAgain = false;
  let asking = null;
  let cleared = false;

  document.addEventListener("DOMContentLoaded", () => {
    form = document.querySelector("form[data-edit-form]");
    notice = document.querySelector("[data-unsaved]");
    if (form && notice) watch();
  });

  // What is the matter -----------------------------------------------------------------------------

  /** Returns why nothing can be saved now, "" where nothing is in the way; renews the tokens then. */
  async function obstacle() {
    try {
      const answer = await fetch(notice.dataset.session, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        cache: "no-store",
      });
      if (answer.status === 403 || answer.type === "opaqueredirect") return "signed-out";
      const { user, token, may_edit: mayEdit } = await answer.json();
      if (user !== notice.dataset.user) return "somebody-else";
      renew(token);
      return mayEdit ? "" : "no-right";
    } catch {
      return "unreachable";
    }
  }

  /** Each login changes the token; the old one would be refused. */
  function renew(token) {
    window.wagtailConfig.CSRF_TOKEN = token;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
  }

  /** Asks once, however many want to know. */
  function ask() {
    asking ??= obstacle().finally(() => (asking = null));
    return asking;
  }

  // Saying so --------------------------------------------------------------------------------------

  function show(reason) {
    if (reason !== because) {
      because = reason;
      notice.querySelectorAll("[data-unsaved-because]").forEach((text) => {
        text.hidden = text.dataset.unsavedBecause !== reason;
      });
      notice.hidden = !reason;
    }
    if (reason) document.getElementById("w-autosave-indicator")?.setAttribute("data-w-autosave-state-value", "paused");
  }

  // Going on ---------------------------------------------------------------------------------------

  /** Lets Wagtail save what the form holds now. */
  function save() {
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  }

  async function lookAgain() {
    if (!PASSES.has(because)) return;
    const reason = await ask();
    if (reason) show(reason);
    else if (form.hasAttribute("data-w-autosave-interval-value")) save();
    else show("");
  }

  async function afterFailure({ detail }) {
    if (detail.type === "locked") show("locked");
    if (!DOUBTFUL.has(detail.type)) return;
    const reason = await ask();
    if (reason) {
      show(reason);
    } else if (triedAgain) {
      show("refused");
    } else {
      // The token was too old, or the session came back meanwhile.
      triedAgain = true;
      save();
    }
  }

  async function beforeSubmit(event) {
    if (event.target !== form || cleared) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    const reason = await ask();
    show(reason);
    if (reason) {
      submitter?.setAttribute("data-w-progress-loading-value", "false");
      notice.focus();
      return;
    }
    // A button that is disabled against a second click would not be posted.
    if (submitter) submitter.disabled = false;
    cleared = true;
    form.requestSubmit(submitter);
    cleared = false;
  }

  function watch() {
    document.addEventListener("submit", beforeSubmit, true);
    document.addEventListener("w-autosave:error", afterFailure);
    document.addEventListener("w-autosave:success", () => {
      triedAgain = false;
      show("");
    });
    window.addEventListener("focus", lookAgain);
    document.addEventListener("visibilitychange", () => document.hidden || lookAgain());
    window.setInterval(() => document.hidden || lookAgain(), AGAIN_MS);
  }
})();
