import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const SETUP = ".o_kam_setup";
const next = { content: "Next", trigger: `${SETUP} button[name=action_next]`, run: "click" };

/** Nothing is wider than its place, and no button lies beyond the edge. */
function checkWidths() {
    const wide = [
        document.documentElement,
        ...document.querySelectorAll(
            ".o_form_sheet, .o_list_renderer, .o_kam_overview_part, .modal-body"
        ),
    ].filter((el) => el.scrollWidth > el.clientWidth + 1);
    const cut = [...document.querySelectorAll(".o_form_view button, .modal button")].filter(
        (el) => el.getBoundingClientRect().right > window.innerWidth + 1
    );
    if (wide.length || cut.length) {
        const names = [...wide, ...cut].map((el) => `${el.className} ${el.textContent}`);
        throw new Error(`At ${window.innerWidth}: ${names.join("; ").slice(0, 300)}`);
    }
}

const WRITE = [
    {
        content: "The first section, with its question, ready to be written",
        trigger: `${SETUP}:contains(Step 1 of) .odoo-editor-editable:focus`,
        async run({ editor }) {
            checkWidths();
            await editor("They grow in the north.");
        },
    },
    next,
    {
        content: "The second one is empty",
        trigger: `${SETUP}:contains(Step 2 of) .odoo-editor-editable:not(:contains(north))`,
    },
    { content: "Back", trigger: `${SETUP} button[name=action_back]`, run: "click" },
    {
        content: "It was saved",
        trigger: `${SETUP}:contains(Step 1 of) .odoo-editor-editable:contains(They grow)`,
    },
    { content: "Not now", trigger: `${SETUP} button:contains(Later)`, run: "click" },
    {
        content: "In the overview of the plan: go on",
        trigger: ".o_kam_overview .o_kam_go_on",
        run: "click",
    },
    {
        content: "At the first section that is empty",
        trigger: `${SETUP}:contains(Step 2 of) .odoo-editor-editable`,
        async run() {
            checkWidths();
        },
    },
];

/** *New* asks as the customer's button does; then come the sections, one by one. */
tours.add("kam_first_hour", {
    steps: () => [
        {
            content: "New",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        {
            content: "For whom",
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Acme",
        },
        {
            content: "Choose",
            trigger: ".o-autocomplete--dropdown-item a:contains(Acme):not(:contains(Create))",
            run: "click",
        },
        {
            content: "Create",
            trigger: ".modal .o_field_widget[name=partner_id]:has(input:value(Acme))",
            run: checkWidths,
        },
        { content: "Create", trigger: ".modal button[name=action_begin_plan]", run: "click" },
        ...WRITE,
    ],
});

/** The same on a phone, of a plan that is there. */
tours.add("kam_first_hour_phone", {
    steps: () => [
        { content: "Begin", trigger: ".o_kam_overview .o_kam_go_on", run: "click" },
        ...WRITE,
    ],
});

/** From the people to the end of the run, and from there to a chapter. */
tours.add("kam_first_hour_end", {
    steps: () => [
        {
            content: "Go on",
            trigger: ".o_kam_overview .o_kam_go_on",
            run: "click",
        },
        {
            content: "Tick a contact",
            trigger: `${SETUP} .o_field_widget[name=person_ids] .o_data_row:contains(Bob) .o_data_cell[name=is_chosen]`,
            run: "click",
        },
        {
            content: "He is ticked",
            trigger: `${SETUP} .o_data_row:contains(Bob) input:checked`,
            run: checkWidths,
        },
        next,
        {
            content: "Targets",
            trigger: `${SETUP} .o_field_widget[name=target_ids]:contains(Revenue)`,
            run: checkWidths,
        },
        { content: "Not yet", trigger: `${SETUP} button[name=action_skip]`, run: "click" },
        {
            content: "How complete the plan is",
            trigger: `${SETUP} .o_kam_completeness [data-step=people] .fa-check`,
            run: checkWidths,
        },
        {
            content: "To what is missing",
            trigger: `${SETUP} .o_kam_completeness [data-step=targets] button`,
            run: "click",
        },
        {
            content: "Its chapter",
            trigger: ".o_kam_chapter[data-chapter=targets]:not([aria-busy])",
        },
    ],
});

/** What waits is seen in signs and words, and confirmed from chapter to chapter. */
tours.add("kam_confirm_everything", {
    steps: () => [
        {
            content: "What waits",
            trigger:
                ".o_kam_overview [data-name=waiting] li:contains(Objectives):contains(2 to confirm)",
            run: checkWidths,
        },
        { content: "Confirm", trigger: ".o_kam_confirm_everything", run: "click" },
        {
            content: "Take one off",
            trigger: ".modal .o_data_row:contains(Doubtful) .o_data_cell[name=is_chosen]",
            run: "click",
        },
        {
            content: "One is left",
            trigger: ".modal .o_field_widget[name=chosen_count]:contains(/^1$/)",
            run: checkWidths,
        },
        { content: "Still true", trigger: ".modal button[name=action_confirm]", run: "click" },
        {
            content: "The next chapter",
            trigger: ".modal .modal-title:contains(To confirm: Action Plan)",
        },
        { content: "Still true", trigger: ".modal button[name=action_confirm]", run: "click" },
        {
            content: "Said how many",
            trigger: ".o_notification:contains(Confirmed as they stand: 2)",
        },
        {
            content: "One waits still",
            trigger:
                ".o_kam_navigator [name=objectives] .o_kam_mark_to_confirm:contains(1 to confirm)",
        },
        { content: "Objectives", trigger: ".o_kam_navigator [name=objectives]", run: "click" },
        {
            content: "Its sign stands in the list",
            trigger:
                ".o_kam_chapter[data-chapter=objectives] .o_data_row:contains(Doubtful) .o_kam_stale",
        },
        { content: "Confirm all", trigger: ".o_kam_chapter_confirm button", run: "click" },
        {
            content: "Still true",
            trigger: ".modal:contains(Doubtful) button[name=action_confirm]",
            run: "click",
        },
        { content: "Nothing waits", trigger: ".o_kam_chapter:not(:has(.o_kam_chapter_confirm))" },
    ],
});

/** Who may only read sees what waits and what is missing, and is offered no button. */
tours.add("kam_overview_reader", {
    steps: () => [
        {
            content: "What waits",
            trigger: ".o_kam_overview [data-name=waiting] li:contains(Objectives)",
            run: checkWidths,
        },
        {
            content: "No buttons",
            trigger: ".o_kam_overview:not(:has(.o_kam_confirm_everything)):not(:has(.o_kam_go_on))",
        },
        {
            content: "To the chapter",
            trigger: ".o_kam_overview [data-name=waiting] li:contains(Objectives) button",
            run: "click",
        },
        {
            content: "Read only",
            trigger:
                ".o_kam_chapter[data-chapter=objectives]:not([aria-busy]):not(:has(.o_kam_chapter_confirm))",
        },
    ],
});
