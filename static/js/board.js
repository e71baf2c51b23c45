// The number beside the slider follows the thumb; the server redraws when it is let go.
document.addEventListener("input", (event) => {
  if (event.target.id !== "human-weight") return;
  document.getElementById("human-weight-shown").textContent = Number(event.target.value).toFixed(2);
});
