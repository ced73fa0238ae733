// The slower groups of a search come by themselves when scripts are allowed; without them the link shows them.
"use strict";

const more = document.getElementById("more");
if (more) {
  const load = async () => {
    const answer = await fetch(more.querySelector("a").href);
    if (!answer.ok) return;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    const groups = other.querySelectorAll("section.more");
    more.replaceWith(...groups);
  };
  load().catch(() => {});
}
