import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const opened = (name) => `.o_kam_chapter[data-chapter=${name}]:not([aria-busy])`;
const node = (key) => `.o_kam_concept [role=treeitem][data-key='${key}']`;

function check(isTrue, message) {
    if (!isTrue) {
        throw new Error(message);
    }
}

function press(content, key, trigger = "body") {
    return {
        content,
        trigger,
        run() {
            document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })
            );
        },
    };
}

/** The map of a plan by keyboard: three levels, a record, and back to the same place. */
tours.add("kam_concept_map", {
    steps: () => [
        {
            content: "The account with its chapters",
            trigger: `${opened("concept")} ${node("objectives")}`,
            run() {
                document.querySelector(node("objectives")).focus();
                check(
                    document.querySelector(`${node("")} .o_kam_concept_count`),
                    "All are counted"
                );
            },
        },
        press("Open the objectives", "ArrowRight", `${node("objectives")}:focus`),
        press("Into them", "ArrowRight", `${node("objectives")}[aria-expanded=true]:focus`),
        press("Open the first one", "ArrowRight", "[data-key^='objectives/']:focus"),
        press(
            "Into what is below it",
            "ArrowRight",
            "[data-key^='objectives/'][aria-expanded=true]:focus"
        ),
        press("Past its values", "ArrowDown", "[data-key$=':values']:focus"),
        press("Open its actions", "ArrowRight", "[data-key$=':actions']:focus"),
        press("Into them", "ArrowRight", "[data-key$=':actions'][aria-expanded=true]:focus"),
        press("Open the action", "Enter", ".o_kam_concept_link:focus:contains(Call them)"),
        {
            content: "It is the action's own form",
            trigger: ".modal .o_field_widget[name=name] :is(input, textarea)",
            run: "edit Call them twice",
        },
        { content: "Save it", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "One is at the same place, with the new name",
            trigger: "body:not(:has(.modal)) .o_kam_concept_link:focus:contains(Call them twice)",
        },
        {
            content: "Search",
            trigger: ".o_kam_concept_search",
            run: "edit freight",
        },
        {
            content: "Only the path of what is found is open",
            trigger: `.o_kam_concept:has(${node("goals")}):not(:has(${node("risks")})) .o_kam_concept_line:contains(Cheaper freight)`,
        },
        { content: "As an outline", trigger: ".o_kam_concept_twin", run: "click" },
        {
            content: "It says the same",
            trigger: ".o_kam_concept_outline .o_kam_concept_line:contains(Cheaper freight)",
        },
    ],
});

/** Who reads a plan on the phone has the outline. */
tours.add("kam_concept_map_phone", {
    steps: () => [
        {
            content: "Open a chapter",
            trigger: ".o_kam_concept_outline [data-key=goals] .o_kam_concept_fold",
            run: "click",
        },
        {
            content: "Its lines",
            trigger: ".o_kam_concept_outline .o_kam_concept_line:contains(Cheaper freight)",
        },
    ],
});

/** Goals and objectives are connected by keyboard, and what was done is taken back. */
tours.add("kam_strategy_map", {
    steps: () => [
        {
            content: "Nothing is whole yet",
            trigger: `${opened("strategy_map")} .o_kam_strategy_coverage:contains(0 %: 0 of 1)`,
        },
        {
            content: "A goal without an answer",
            trigger: ".o_kam_strategy_ghost:contains(Goal without answer)",
            run() {
                document.querySelector(".o_kam_strategy_goal:not(.o_kam_strategy_ghost)").focus();
            },
        },
        press("Connect it", "c", ".o_kam_strategy_goal:focus"),
        {
            content: "With the objective",
            trigger: ".modal .o_data_row .o_data_cell:contains(Grow)",
            run: "click",
        },
        {
            content: "The chain is whole",
            trigger: "body:not(:has(.modal)) .o_kam_strategy_coverage:contains(100 %: 1 of 1)",
        },
        { content: "Take it back", trigger: ".o_kam_strategy_undo:enabled", run: "click" },
        {
            content: "As before",
            trigger: ".o_kam_strategy_coverage:contains(0 %: 0 of 1)",
        },
        {
            content: "The ghost asks for the same",
            trigger: ".o_kam_strategy_ghost:contains(Goal without answer)",
            run: "click",
        },
        {
            content: "With the objective",
            trigger: ".modal .o_data_row .o_data_cell:contains(Grow)",
            run: "click",
        },
        {
            content: "A line is cut",
            trigger: ".o_kam_strategy_coverage:contains(100 %)",
            run() {
                const line = document.querySelector("[data-line^='goal-']");
                line.focus();
                line.dispatchEvent(new KeyboardEvent("keydown", { key: "Delete", bubbles: true }));
            },
        },
        {
            content: "The coverage falls",
            trigger: ".o_kam_strategy_coverage:contains(0 %: 0 of 1)",
        },
        { content: "As a table", trigger: ".o_kam_strategy_twin", run: "click" },
        {
            content: "It says the same",
            trigger:
                ".o_kam_strategy_table tr:contains(Cheaper freight):contains(Goal without answer)",
        },
    ],
});
