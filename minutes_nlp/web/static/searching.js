// On a narrow screen the conditions are folded, so that what was found stands first; without scripts they stay open.
"use strict";

if (matchMedia("(max-width: 50rem)").matches) document.getElementById("facets").open = false;
