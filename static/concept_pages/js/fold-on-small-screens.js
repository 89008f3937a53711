/* What narrows a list down, or explains it, is folded on a telephone: the list itself comes first. */
(function () {
  'use strict';

  const small = matchMedia('(width < 50em)');

  function fold() {
    document.querySelectorAll('details[data-fold]').forEach((part) => { part.open = !small.matches; });
  }

  fold();
  small.addEventListener('change', fold);
})();
