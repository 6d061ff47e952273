import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CELL = ".o_kam_heat_cell[data-cell='4,4']";
const slider = (name) => `.o_kam_force_track[aria-label="${name}"]`;

function check(isTrue, message) {
    if (!isTrue) {
        throw new Error(message);
    }
}

/** The heat map counts what the list has, and a cell opens its list; by mouse and by keyboard. */
tours.add("kam_heat_map", {
    steps: () => [
        { content: "Two risks in a cell", trigger: `${CELL}:contains(2)` },
        { content: "All are counted", trigger: ".o_kam_heat_level[data-level=total]:contains(4)" },
        { content: "Arrows lead there", trigger: ".o_kam_heat_arrows line.o_kam_heat_done" },
        { content: "Open the cell", trigger: CELL, run: "click" },
        {
            content: "Its list, without a map",
            trigger: ".o_list_view:not(:has(.o_kam_heat)) .o_data_row:contains(One supplier)",
            run() {
                const rows = document.querySelectorAll(".o_list_view .o_data_row");
                check(rows.length === 2, `The list has ${rows.length} risks`);
            },
        },
        {
            content: "Back",
            trigger: ".o_back_button > a, a.o_back_button, button.o_back_button",
            run: "click",
        },
        {
            content: "By keyboard: the first cell, then right and down to the one that counts",
            trigger: ".o_kam_heat_cell[data-cell='5,1']",
            async run({ press }) {
                this.anchor.focus();
                for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) {
                    await press(key);
                }
                const { cell } = document.activeElement.dataset;
                check(cell === "4,4", `The focus is on ${cell}`);
                await press("Enter");
            },
        },
        {
            content: "The same list",
            trigger: ".o_list_view:not(:has(.o_kam_heat)) .o_data_row:contains(One supplier)",
        },
        {
            content: "Back",
            trigger: ".o_back_button > a, a.o_back_button, button.o_back_button",
            run: "click",
        },
        { content: "As a table", trigger: ".o_kam_heat_twin", run: "click" },
        {
            content: "It says the same",
            trigger: ".o_kam_heat_table tr:contains(likely):contains(severe):contains(2)",
        },
        { content: "What is not rated", trigger: "[data-level=unrated]", run: "click" },
        { content: "Its list", trigger: ".o_list_view .o_data_row:contains(Unrated)" },
    ],
});

/** A force is dragged, changed by keys, and the change is undone. */
tours.add("kam_force_field", {
    steps: () => [
        {
            content: "The chapter",
            trigger: ".o_kam_navigator [name=forces]",
            run: "click",
        },
        { content: "Even chances", trigger: ".o_kam_forces_chance:contains(50 %)" },
        { content: "After the actions", trigger: ".o_kam_forces_expected:contains(57 %)" },
        { content: "A faint arrow", trigger: `${slider("Contract")} .o_kam_force_faint` },
        {
            content: "Drag the contract from 5 to 3",
            trigger: slider("Contract"),
            run() {
                const half = this.anchor.getBoundingClientRect();
                const at = (share) => ({
                    bubbles: true,
                    pointerId: 1,
                    button: 0,
                    clientX: half.left + half.width * share,
                    clientY: half.top + half.height / 2,
                });
                this.anchor.setPointerCapture = () => {};
                this.anchor.dispatchEvent(new PointerEvent("pointerdown", at(0.98)));
                this.anchor.dispatchEvent(new PointerEvent("pointermove", at(0.55)));
                this.anchor.dispatchEvent(new PointerEvent("pointerup", at(0.55)));
            },
        },
        {
            content: "It is saved: the chance follows",
            trigger: ".o_kam_forces_chance:contains(57 %)",
        },
        { content: "Undo", trigger: ".o_kam_forces_undo:enabled", run: "click" },
        { content: "As before", trigger: ".o_kam_forces_chance:contains(50 %)" },
        {
            content: "Another by keys",
            trigger: slider("Habit"),
            async run({ press }) {
                this.anchor.focus();
                await press("ArrowDown");
            },
        },
        { content: "Saved as well", trigger: ".o_kam_forces_chance:contains(53 %)" },
        {
            content: "What is heard",
            trigger: `${slider("Habit")}[aria-valuenow="1"][aria-valuetext*="very weak"]`,
        },
        { content: "As a table", trigger: ".o_kam_forces_twin", run: "click" },
        {
            content: "It says the same",
            trigger: ".o_kam_forces_table tr:contains(Habit):contains(1 very weak)",
        },
        { content: "As a picture", trigger: ".o_kam_forces_twin", run: "click" },
        {
            content: "Add a driving force",
            trigger: ".o_kam_forces_driving .o_kam_forces_add",
            run: "click",
        },
        {
            content: "What it is",
            trigger: ".modal .o_field_widget[name=name] :is(input, textarea)",
            run: "edit Their new plant",
        },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "There it is", trigger: slider("Their new plant") },
        {
            content: "And in the list below",
            trigger: ".o_kam_chapter .o_data_row:contains(Their new plant)",
        },
    ],
});
