import { registry } from "@web/core/registry";

/** What is cut where it stands: titles of columns, names, badges. */
function findCut() {
    const list = document.querySelector(".o_list_renderer");
    const parts = list.querySelectorAll("th .text-truncate, td.o_data_cell, td.o_data_cell *");
    return [list, ...parts].filter((el) => {
        const hides = el === list || getComputedStyle(el).overflowX !== "visible";
        return hides && el.clientWidth && el.scrollWidth > el.clientWidth + 1;
    });
}

/** Nothing is cut in the list that is open. */
async function checkNothingIsCut() {
    // Lists find the widths of their columns after they are drawn.
    for (let tries = 0; tries < 30 && findCut().length; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const cut = findCut().map(
        (el) => `${el.closest("[name]")?.getAttribute("name")}: ${el.textContent}`
    );
    if (cut.length) {
        throw new Error(`Cut at ${window.innerWidth}: ${cut.join("; ").slice(0, 500)}`);
    }
}

registry.category("web_tour.tours").add("kam_list_whole", {
    steps: () => [
        {
            content: "Nothing in the list is cut",
            trigger: ".o_list_view.o_kam_list .o_data_row",
            run: checkNothingIsCut,
        },
    ],
});
