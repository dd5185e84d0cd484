// For comfort only: the page is whole without it. Lights up all the words of the claim that a link leads to.
(function () {
  "use strict";
  function show() {
    document.querySelectorAll(".on").forEach(function (el) { el.classList.remove("on"); });
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var el = target.parentElement; el; el = el.parentElement) {
      if (el.tagName === "DETAILS" && !el.open) { el.open = true; target.scrollIntoView({ block: "center" }); }
    }
    var claim = /^s\d+c(\d+)$/.exec(id);
    var sheet = target.closest(".sheet");
    if (claim && sheet) {
      sheet.querySelectorAll('[data-c~="' + claim[1] + '"]').forEach(function (el) { el.classList.add("on"); });
    }
  }
  window.addEventListener("hashchange", show);
  show();
})();
