import { registry } from "@web/core/registry";

import { findFaults } from "../walk/screen_checks";

const CHAPTERS = [
    "overview",
    "figures",
    "whitespace",
    "buying_centers",
    "map",
    "gaps",
    "team",
    "values",
    "scorecard",
    "forces",
    "risks",
    "narrative",
    "objectives",
    "targets",
    "actions",
    "reviews",
    "log",
    "settings",
];
// What shows that a chapter has its content.
const LINES = ":is(.o_list_renderer, .o_kanban_renderer, .o_kam_timeline_renderer)";
const CONTENT = {
    overview: ".o_kam_overview_part[data-name=completeness]",
    figures: ".o_kam_tile",
    whitespace: ".o_kam_whitespace_cell",
    map: ".o_kam_map_card",
    scorecard: ".o_kam_value_scorecard",
    // Without risks a question stands instead of the heat map.
    risks: ":is(.o_kam_heat, .o_view_nocontent)",
    settings: ".o_field_widget[name=review_interval]",
};
const EDITING = `.o_field_x2many_list_row_add, .o-kanban-button-new, .o_list_record_remove,
    .o_list_button button, .o_kam_map_add, .o_list_button_add,
    .o_field_widget :is(input, textarea):not([disabled]):not([readonly])`;

function fail(message, elements) {
    const names = elements.map(
        (el) => `${el.scrollWidth}>${el.clientWidth} ${el.className} ${el.textContent}`
    );
    throw new Error(`${message}: ${names.join("; ").slice(0, 500)}`);
}

// Tenths of a second in which a screen may settle.
const SETTLING = 30;

/** Nothing is wider than its place or cut. */
export async function checkWidths() {
    // Lists find the widths of their columns after they are drawn.
    for (let tries = 0; tries < SETTLING && findFaults().length; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const faults = findFaults();
    if (faults.length) {
        throw new Error(`At ${window.innerWidth}: ${faults.join("; ").slice(0, 500)}`);
    }
}

function checkReadOnly() {
    const editing = [...document.querySelectorAll(".o_kam_head_facts, .o_kam_chapter")].flatMap(
        (part) => [...part.querySelectorAll(EDITING)]
    );
    if (editing.length) {
        fail("Who may only read is offered to edit", editing);
    }
}

const opened = (name) => `.o_kam_chapter[data-chapter=${name}]:not([aria-busy])`;
/** The log stands below each chapter, and alone where it is the chapter. */
const content = (name) =>
    name === "log"
        ? `.o_kam_chapters_work:has(${opened(name)}) .o-mail-Chatter`
        : `${opened(name)} ${CONTENT[name] || LINES}`;

function openEach(open, check) {
    return CHAPTERS.flatMap((name) => [
        { content: `Open ${name}`, ...open(name) },
        { content: `${name} is open`, trigger: content(name), run: check },
    ]);
}

const inNavigator = (name) => ({ trigger: `.o_kam_navigator [name=${name}]`, run: "click" });
const inDropDown = (name) => ({ trigger: ".o_kam_chapters_choice", run: `select ${name}` });
const goTo = (name) => [
    { content: `Open ${name}`, ...inNavigator(name) },
    { content: `${name} is open`, trigger: opened(name) },
];
const goBack = (told) => ({
    content: told,
    trigger: ".o_back_button > a, a.o_back_button, button.o_back_button",
    run: "click",
});
const tours = registry.category("web_tour.tours");

tours.add("kam_chapters", {
    steps: () => [
        ...openEach(inNavigator, checkWidths),
        {
            content: "It is the current one, for those who hear the page as well",
            trigger: ".o_kam_navigator [name=settings][aria-current=page]",
        },
    ],
});

/** On a phone the navigator is a drop-down, and lists are cards. */
tours.add("kam_chapters_phone", {
    steps: () => [
        { content: "The head is folded", trigger: ".o_kam_head_folded .o_kam_head_title" },
        ...openEach(inDropDown, checkWidths),
        { content: "Show the head", trigger: ".o_kam_head_fold", run: "click" },
        {
            content: "Who, when and how far",
            trigger: ".o_kam_head_facts .o_field_widget[name=user_id]",
            run: checkWidths,
        },
    ],
});

tours.add("kam_chapters_reader", {
    steps: () => [
        {
            content: "No button of the plan",
            trigger: "body:not(:has(.o_statusbar_buttons button))",
        },
        ...openEach(inNavigator, checkReadOnly),
    ],
});

/** What is typed is saved before another chapter opens; what is wrong keeps the chapter. */
tours.add("kam_chapters_save", {
    steps: () => [
        { content: "Settings", ...inNavigator("settings") },
        {
            content: "Another cadence",
            trigger: ".o_field_widget[name=review_interval] input",
            run: "edit 5",
        },
        ...goTo("actions"),
        { content: "Settings again", ...inNavigator("settings") },
        {
            content: "It was saved",
            trigger: ".o_form_saved .o_field_widget[name=review_interval] input:value(5)",
        },
        {
            content: "No name",
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "clear",
        },
        { content: "Actions", ...inNavigator("actions") },
        { content: "It says what is wrong", trigger: ".o_notification_manager .o_notification" },
        { content: "Still here", trigger: opened("settings") },
        { content: "Discard", trigger: ".o_form_button_cancel", run: "click" },
        { content: "The name is back", trigger: ".o_form_saved" },
        {
            content: "A block is switched off",
            trigger: ".o_form_saved .o_field_widget[name=show_targets] input",
            run: "click",
        },
        {
            content: "Its chapter goes",
            trigger: ".o_kam_navigator:not(:has([name=targets]))",
        },
        // A switch saves at once.
        { content: "Saved", trigger: ".o_form_saved" },
    ],
});

/** The address keeps the chapter, and back returns to it. */
tours.add("kam_chapters_back", {
    steps: () => [
        { content: "The address says which chapter", trigger: opened("objectives") },
        ...goTo("team"),
        { content: "Reviews", ...inNavigator("reviews") },
        {
            content: "Reviews are open",
            trigger: opened("reviews"),
            run() {
                if (!window.location.search.includes("chapter=reviews")) {
                    throw new Error(`The address is ${window.location.href}`);
                }
                window.history.back();
            },
        },
        { content: "Back at the team", trigger: opened("team"), run: () => window.history.back() },
        { content: "Back at the objectives", trigger: opened("objectives") },
        { content: "Open an action", ...inNavigator("actions") },
        {
            content: "Its form",
            trigger: `${opened("actions")} .o_list_record_open_form_view button`,
            run: "click",
        },
        {
            content: "The action",
            trigger: ".o_form_view:not(.o_kam_workspace) .o_field_widget[name=date_deadline]",
        },
        goBack("Back to the plan"),
        { content: "Actions are still open", trigger: opened("actions") },
    ],
});

/** Counts and marks in signs and words; arrows go from entry to entry. */
tours.add("kam_chapters_marks", {
    steps: () => [
        {
            content: "Two open actions",
            trigger: ".o_kam_navigator [name=actions] .o_kam_navigator_count:contains(2)",
        },
        {
            content: "One is late",
            trigger:
                ".o_kam_navigator [name=actions] .o_kam_mark_late .visually-hidden:contains(1 late)",
        },
        {
            content: "A section waits to be confirmed",
            trigger:
                ".o_kam_navigator [name=narrative] .o_kam_mark_to_confirm:contains(1 to confirm)",
        },
        { content: "Narrative", ...inNavigator("narrative") },
        {
            content: "Still true",
            trigger: `${opened("narrative")} button[name=action_confirm_still_true]`,
            run: "click",
        },
        {
            content: "The mark goes",
            trigger: ".o_kam_navigator [name=narrative]:not(:has(.o_kam_mark_to_confirm))",
        },
        {
            content: "To the next entry and open it by keyboard",
            trigger: ".o_kam_navigator [name=narrative]",
            async run({ press }) {
                this.anchor.focus();
                await press("ArrowDown");
                if (document.activeElement.name !== "objectives") {
                    throw new Error(`The focus is on ${document.activeElement.name}`);
                }
                document.activeElement.click();
            },
        },
        { content: "Objectives are open", trigger: opened("objectives") },
    ],
});

/** A new plan has its head only; its chapters open once it is saved. */
tours.add("kam_chapters_new", {
    steps: () => [
        { content: "No chapters yet", trigger: ".o_kam_chapters_hint" },
        {
            content: "For whom",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Acme",
        },
        {
            content: "Choose",
            trigger: ".o-autocomplete--dropdown-item a:contains(Acme):not(:contains(Create))",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "The first chapter opens", trigger: opened("overview") },
    ],
});

/** A list of its own in a chapter: what is typed in a line is saved before another chapter opens. */
tours.add("kam_chapters_lines", {
    steps: () => [
        { content: "Gaps", ...inNavigator("gaps") },
        {
            content: "Edit the gap's day",
            trigger: `${opened("gaps")} .o_data_row .o_data_cell[name=date_deadline]`,
            run: "click",
        },
        {
            content: "Another day",
            trigger: ".o_selected_row .o_field_widget[name=date_deadline] input",
            run: "edit 12/31/2031",
        },
        ...goTo("team"),
        { content: "Gaps again", ...inNavigator("gaps") },
        {
            content: "It was saved",
            trigger: `${opened("gaps")} .o_data_row:contains(2031)`,
        },
        { content: "Buying centres", ...inNavigator("buying_centers") },
        {
            content: "One more",
            trigger: `${opened("buying_centers")} .o_list_button_add`,
            run: "click",
        },
        {
            content: "Of this customer",
            trigger: ".o_form_view .o_field_widget[name=account_id] input:value(Acme)",
        },
        {
            content: "Its name",
            trigger: ".o_form_view .o_field_widget[name=name] :is(input, textarea)",
            run: "edit South",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved" },
        goBack("Back to the plan"),
        {
            content: "It is in the chapter",
            trigger: `${opened("buying_centers")} .o_data_row:contains(South)`,
        },
        {
            content: "And counted",
            trigger: ".o_kam_navigator [name=buying_centers] .o_kam_navigator_count:contains(2)",
        },
    ],
});

/** Key Accounts opens on the user's accounts, with what needs him today above them. */
tours.add("kam_home", {
    steps: () => [
        {
            content: "A card of the account",
            trigger: ".o_kanban_record:contains(Acme):contains(1 late)",
            run: checkWidths,
        },
        {
            content: "An action is due",
            trigger: ".o_kam_today [data-name=actions]:contains(Actions due: 1)",
            run: "click",
        },
        {
            content: "It opens what it counts",
            trigger: ".o_list_view .o_data_row:contains(Late), .o_kanban_record:contains(Late)",
        },
        goBack("Back home"),
        { content: "Open the plan", trigger: ".o_kanban_record:contains(Acme)", run: "click" },
        { content: "The plan", trigger: ".o_kam_workspace .o_kam_chapter" },
    ],
});
