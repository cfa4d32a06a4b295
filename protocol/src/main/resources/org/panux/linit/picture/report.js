"use strict";
const named = Array.from(document.querySelectorAll("[data-name]"));
const filter = document.getElementById("filter");
filter.hidden = false;
filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  for (const it of named) {
    const out = !it.dataset.name.toLowerCase().includes(wanted);
    it.classList.toggle(it.closest("svg") ? "faint" : "filtered", out);
  }
});

// A node under the pointer stands out with whatever it is connected to.
const graph = document.querySelector("svg.graph");
if (graph) {
  const nodes = Array.from(graph.querySelectorAll(".node"));
  const edges = Array.from(graph.querySelectorAll(".edge"));
  for (const node of nodes) {
    node.addEventListener("mouseenter", () => {
      const near = new Set([node.dataset.name]);
      for (const edge of edges) {
        const its = edge.dataset.from === node.dataset.name || edge.dataset.to === node.dataset.name;
        edge.classList.toggle("dimmed", !its);
        if (its) {
          near.add(edge.dataset.from).add(edge.dataset.to);
        }
      }
      nodes.forEach((it) => it.classList.toggle("dimmed", !near.has(it.dataset.name)));
    });
    node.addEventListener("mouseleave", () => {
      nodes.concat(edges).forEach((it) => it.classList.remove("dimmed"));
    });
  }
}

// A click on the head of a column sorts by it, another one the other way round.
const body = document.querySelector(".services tbody");
document.querySelectorAll(".services th").forEach((head, column) => {
  head.setAttribute("role", "button");
  head.addEventListener("click", () => {
    const down = head.dataset.down !== "yes";
    head.dataset.down = down ? "yes" : "no";
    const key = (row) => {
      const cell = row.children[column];
      return cell.dataset.us === undefined ? cell.textContent : -Number(cell.dataset.us);
    };
    const rows = Array.from(body.rows).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    body.append(...(down ? rows : rows.reverse()));
  });
});
