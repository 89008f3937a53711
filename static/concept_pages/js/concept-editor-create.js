/**
 * Narrows the list of services down to what is typed, in the form for a new concept.
 *
 * Where the list is not the whole one, Enter asks the server.
 */
(function () {
  "use strict";

  const search = document.querySelector("[data-filter-services]");

  search?.addEventListener("input", () => {
    if ("onServer" in search.dataset) return;
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
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!("onServer" in search.dataset)) return;
    const url = new URL(window.location.href);
    url.searchParams.set("q", search.value);
    window.location.assign(url);
  });
})();
