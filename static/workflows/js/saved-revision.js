/* Autosave and "Save draft" of one window come one after the other, and know of each other.

   Wagtail sends an autosave up to some seconds after it looked at the form, and does not wait for it
   when the form is submitted: the older text could arrive last. */
(function () {
  'use strict';

  const form = () => document.querySelector('form[data-edit-form]');
  let planned = null;
  let underway = null;

  document.addEventListener('w-autosave:save', (event) => {
    planned = event;
  });

  // After an autosave the form stands on the revision it has just saved.
  document.addEventListener('w-autosave:success', ({ detail }) => {
    const { revision_id: id, revision_created_at: at } = detail.response;
    // There are two of each after a page was created: Wagtail adds those of the new revision.
    const assign = (name, value) => {
      document.getElementsByName(name).forEach((input) => {
        if (value) input.value = value;
      });
    };
    assign('loaded_revision_id', id);
    assign('loaded_revision_created_at', at);
  });

  const send = window.fetch;
  window.fetch = function fetchAndNote(address, options) {
    const answer = send.call(window, address, options);
    if (form() && address === form().action && options?.body instanceof FormData) {
      const done = () => {
        // Wagtail tells of its success in the next frame.
        window.setTimeout(() => {
          if (underway === waiting) underway = null;
        }, 100);
      };
      const waiting = answer.then(done, done).then(() => new Promise((go) => window.setTimeout(go, 120)));
      underway = waiting;
    }
    return answer;
  };

  window.addEventListener(
    'submit',
    (event) => {
      if (event.target !== form()) return;
      // What is not sent yet need not be sent any more.
      planned?.preventDefault();
      if (!underway) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      underway.then(() => {
        underway = null;
        // A button that is disabled against a second click would not be posted.
        if (submitter) submitter.disabled = false;
        form().requestSubmit(submitter);
      });
    },
    true,
  );
})();
