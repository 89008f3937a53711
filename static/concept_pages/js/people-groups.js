/* Narrows a long list of people with boxes to the names that contain what is typed. */

(() => {
  const narrow = (list) => {
    const words = list.querySelector("[data-people-search]")?.dataset.peopleSearch;
    const rows = [...list.querySelectorAll("label")].filter((label) => label.querySelector("input"));
    if (!words || !rows.length) return;
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = words;
    field.setAttribute("aria-label", words);
    field.className = "people-groups__search";
    field.addEventListener("input", () => {
      const typed = field.value.trim().toLowerCase();
      rows.forEach((row) => {
        row.parentElement.hidden = !row.textContent.toLowerCase().includes(typed);
      });
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.before(field);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const list = document.getElementById("id_members");
    if (list) narrow(list);
  });
})();
