/* Long lists of boxes: shows those whose name contains what is typed; ticked ones stay in sight. */
(function () {
  'use strict';

  const FEW = 8;

  function watch(choices) {
    const search = choices.querySelector('[data-plan-search]');
    const labels = [...choices.querySelectorAll('.plan__list label')];
    search.hidden = labels.length < FEW;
    search.addEventListener('input', () => {
      const wanted = search.value.trim().toLowerCase();
      labels.forEach((label) => {
        const fits = label.textContent.toLowerCase().includes(wanted);
        label.hidden = !fits && !label.querySelector('input').checked;
      });
    });
    search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') event.preventDefault();
    });
  }

  document.querySelectorAll('[data-plan-choices]').forEach(watch);
}());
