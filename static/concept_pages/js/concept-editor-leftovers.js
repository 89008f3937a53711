/**
 * Chosen values that the template does not offer any more: boxes of their own that can be unticked.
 *
 *   secdocConcept.leftovers(root, changed, name)   -> {kept, show(values)} for the element [data-answer]
 *
 * The template has forgotten their labels, so they are called by their keys; `name` may know better.
 */
(function (scope) {
  "use strict";

  const concept = scope.secdocConcept;

  const nameOf = (value) => (typeof value === "string" ? value : value?.other ?? JSON.stringify(value));

  concept.leftovers = function (root, changed, name = nameOf) {
    const place = root.querySelector("[data-unknown]") ?? root.appendChild(document.createElement("span"));
    place.classList.add("answer__leftovers");
    let entries = [];
    place.addEventListener("change", changed);
    return {
      /** The values that are still ticked. */
      get kept() {
        return entries.filter(({ box }) => box.checked).map(({ value }) => value);
      },
      show(values) {
        entries = values.map((value) => {
          const box = document.createElement("input");
          box.type = "checkbox";
          box.checked = true;
          const text = document.createElement("span");
          text.textContent = concept.say("leftover", { name: name(value) });
          const label = document.createElement("label");
          label.className = "answer__option answer__option--left";
          label.dataset.leftover = "";
          label.append(box, text);
          return { value, box, label };
        });
        place.replaceChildren(...entries.map(({ label }) => label));
      },
    };
  };
})(window);
