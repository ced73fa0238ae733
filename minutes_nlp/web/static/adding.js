// What the page does by itself when scripts are allowed; without them a link and a reload do the same.
"use strict";

const form = document.getElementById("adding");
if (form) {
  const drop = form.querySelector(".drop");
  const files = document.getElementById("files");
  const over = (event, is) => { event.preventDefault(); drop.classList.toggle("over", is); };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => { over(event, false); files.files = event.dataTransfer.files; });
  form.addEventListener("submit", () => { document.getElementById("sending").textContent = "送っています…"; });
}

const progress = document.querySelector("progress[data-run]");
if (progress) {
  const look = async () => {
    const answer = await fetch(`/add/${progress.dataset.run}.json`);
    const state = await answer.json();
    progress.value = state.done;
    document.getElementById("told").textContent = `${state.files}件のうち ${state.done}件`;
    if (state.over) location.reload();
  };
  setInterval(look, 1500);
}
