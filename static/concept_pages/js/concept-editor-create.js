/** Narrows the list of services down to what is typed, in the form for a new concept. */
(function () {
  "use strict";

  const search = document.querySelector("[data-filter-services]");
  search?.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll("[data-service-group]").forEach((group) => {
      const services = [...group.querySelectorAll("[data-service-name]")];
      services.forEach((service) => {
        service.hidden = !words.every((word) => service.dataset.serviceName.includes(word));
      });
      group.hidden = services.every((service) => service.hidden);
    });
  });
  search?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
})();
