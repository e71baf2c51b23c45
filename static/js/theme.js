// Blocking on purpose: the chosen theme must stand before the first paint.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var choice = localStorage.getItem("climed-theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch (error) {
    // Storage is closed (private window, policy): the system's choice stands.
  }
})();
