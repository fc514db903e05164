"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  form.hidden = false;
  const told = document.getElementById("told");
  const rows = [...document.querySelectorAll("#list tbody tr")];
  const place = (row) => row.querySelector("a")?.hash.slice(1);
  const inGrid = new Map([...document.querySelectorAll("#heat tbody tr")].map((row) => [place(row), row]));
  const apply = () => {
    const wanted = [...form.elements].filter((each) => each.name).map((each) => each.type === "checkbox" ? (each.checked ? each.value : "") : each.value.trim().toLowerCase()).filter(Boolean);
    for (const row of rows) {
      const words = (row.textContent + " " + row.dataset.k).toLowerCase();
      const isOff = !wanted.every((word) => words.includes(word));
      for (const node of [row, inGrid.get(place(row)), document.getElementById(place(row))]) node?.toggleAttribute("data-off", isOff);
    }
    told.textContent = rows.filter((row) => !row.hasAttribute("data-off")).length + " / " + rows.length;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
  const read = (row, column) => row.cells[column].dataset.s ?? row.cells[column].textContent.trim();
  for (const head of document.querySelectorAll("#list thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = document.querySelector("#list tbody");
      const column = head.cellIndex;
      const order = [...body.rows].sort((one, two) => read(one, column).localeCompare(read(two, column), "zh", { numeric: true }));
      body.append(...(down ? order.reverse() : order));
    });
  }
})();
