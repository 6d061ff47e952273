import { registry } from "@web/core/registry";
import { checkWidths } from "./kam_chapters_tour";

const tours = registry.category("web_tour.tours");
const LINES = ".o_kam_chapter[data-chapter=actions] .o_kam_lines";

const show = (name) => [
    {
        content: `Show ${name}`,
        trigger: `${LINES} [data-view=${name}]`,
        run: "click",
    },
    {
        content: `${name} is shown`,
        trigger: `${LINES}:has([data-view=${name}][aria-pressed=true]) .o_view_controller`,
        run: checkWidths,
    },
];
const row = (name) => `.o_kam_timeline_row:has(.o_kam_timeline_name:contains(${name}))`;

const timeline = [
    ...show("kam_timeline"),
    { content: "In words: late", trigger: `${row("Late action")}:contains(Late):contains(●)` },
    {
        content: "In words: what it waits for",
        trigger: `${row("Behind")}:contains(Waits):contains(waits for “Late action”)`,
    },
    {
        content: "The last group has no objective",
        trigger: ".o_kam_timeline_renderer section:last-child h4:contains(No objective)",
    },
];

/** The chapter of actions: a list, a timeline and a calendar; ticking asks what came of it. */
tours.add("kam_actions", {
    steps: () => [
        {
            content: "Grouped by objective, those of none last",
            trigger: `${LINES} .o_group_header:last-of-type, ${LINES} .o_group_header:contains(No objective)`,
            run: checkWidths,
        },
        ...timeline,
        {
            content: "Tick it",
            trigger: `${row("Late action")} .o_kam_timeline_finish`,
            run: "click",
        },
        {
            content: "What came of it, for which customer",
            trigger: ".modal:contains('Late action (Acme)') .o_kam_feedback textarea",
            run: "edit They agreed",
        },
        {
            content: "Enter finishes",
            trigger: ".modal .o_kam_feedback textarea",
            run: "press Enter",
        },
        { content: "It is done", trigger: `${row("Late action")}:contains(Done)` },
        {
            content: "The head counts anew",
            trigger: "body:not(:has(.o_kam_mark_late)) .o_kam_navigator",
        },
        {
            content: "Open what was waiting",
            trigger: `${row("Behind")}:contains(To do) .o_kam_timeline_name`,
            run: "click",
        },
        {
            content: "It names the customer",
            trigger: ".modal .modal-title:contains('Behind (Acme)')",
        },
        { content: "Close it", trigger: ".modal .btn-close", run: "click" },
        { content: "It is closed", trigger: "body:not(:has(.modal))" },
        ...show("calendar"),
        ...show("list"),
        {
            content: "Its feedback button in the list",
            trigger: `${LINES} .o_data_row:contains(Behind) button[name=action_ask_done]`,
            run: "click",
        },
        { content: "Nothing to say", trigger: ".modal button[name=action_finish]", run: "click" },
        {
            content: "Done in the list",
            trigger: `${LINES} .o_data_row:contains(Behind):contains(Done)`,
        },
    ],
});

tours.add("kam_actions_phone", {
    steps: () => [
        {
            content: "Cards",
            trigger: `${LINES} .o_kanban_record:contains(Late action)`,
            run: checkWidths,
        },
        ...timeline,
        ...show("calendar"),
        ...show("list"),
    ],
});

tours.add("kam_actions_reader", {
    steps: () => [
        {
            content: "No selection",
            trigger: `${LINES} .o_data_row:not(:has(.o_list_record_selector))`,
        },
        ...timeline,
        { content: "Nothing to tick", trigger: "body:not(:has(.o_kam_timeline_finish))" },
        {
            content: "Open one",
            trigger: `${row("Behind")} .o_kam_timeline_name`,
            run: "click",
        },
        {
            content: "To be read",
            trigger: ".modal .o_form_readonly:not(:has(button[name=action_ask_done]))",
        },
        { content: "Close it", trigger: ".modal .btn-close", run: "click" },
        { content: "It is closed", trigger: "body:not(:has(.modal))" },
    ],
});

/** All actions, of whatever plan: each names its customer. */
tours.add("kam_actions_all", {
    steps: () => [
        {
            content: "In the list",
            trigger: ".o_data_row:contains(Late action) td[name=partner_id]:contains(Acme)",
        },
        { content: "Timeline", trigger: ".o_switch_view.o_kam_timeline", run: "click" },
        {
            content: "In the timeline",
            trigger: ".o_kam_timeline_renderer h4:contains(Acme · No objective)",
            run: checkWidths,
        },
        { content: "Calendar", trigger: ".o_switch_view.o_calendar", run: "click" },
        {
            content: "In the calendar",
            trigger: ".o_calendar_view .fc-event:contains(Acme · Late action)",
        },
        { content: "Kanban", trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "On the card",
            trigger:
                ".o_kanban_record:contains(Late action):contains(Acme) button[name=action_ask_done]",
        },
    ],
});
