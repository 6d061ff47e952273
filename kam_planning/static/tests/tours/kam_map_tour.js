import { registry } from "@web/core/registry";

const card = (name) => `.o_kam_map_card:contains(${name})`;
const dropOn = (name) => (helpers) => helpers.drag_and_drop(card(name), { position: "center" });

/** Drag, draw, edit, undo and export on the relationship map, as the account manager does. */
registry.category("web_tour.tours").add("kam_map_gestures", {
    steps: () => [
        { content: "Relationships", trigger: ".o_kam_navigator [name=map]", run: "click" },
        { content: "Jane is on the map", trigger: card("Jane Buyer") },
        {
            content: "Drag Jane on her head",
            trigger: card("Jane Buyer"),
            run: dropOn("Head of Acme"),
        },
        {
            content: "The head has somebody below now",
            trigger: `${card("Head of Acme")}[aria-expanded=true]`,
        },
        { content: "Draw an influence", trigger: ".o_kam_map_mode_influence", run: "click" },
        {
            content: "From Jane to Tom",
            trigger: card("Jane Buyer"),
            run: dropOn("Tom User"),
        },
        { content: "The line is there", trigger: ".o_kam_map_line_influence" },
        { content: "Back to moving", trigger: "button[title^='Drag a card']", run: "click" },
        {
            content: "Drag Tom on Jane",
            trigger: card("Tom User"),
            run: dropOn("Jane Buyer"),
        },
        { content: "Tom is below her", trigger: `${card("Jane Buyer")}[aria-expanded=true]` },
        { content: "Take it back", trigger: ".o_kam_map_undo", run: "click" },
        { content: "It is undone", trigger: `${card("Jane Buyer")}:not([aria-expanded])` },
        {
            content: "It says what can be done again",
            trigger: ".o_kam_map_redo:contains(Tom User reports to Jane Buyer)",
        },
        { content: "Second managers", trigger: ".o_kam_map_mode_dotted", run: "click" },
        {
            content: "Drag Tom on the head",
            trigger: card("Tom User"),
            run: dropOn("Head of Acme"),
        },
        { content: "A dotted line", trigger: ".o_kam_map_dotted:not(:visible), .o_kam_map_dotted" },
        { content: "Back to moving", trigger: "button[title^='Drag a card']:first", run: "click" },
        { content: "Open the head", trigger: card("Head of Acme"), run: "click" },
        {
            content: "Take him off the map",
            trigger: ".o_kam_map_panel_take_off",
            run: "click",
        },
        { content: "He left", trigger: ".dropdown-item:contains(Left)", run: "click" },
        { content: "He stands aside", trigger: ".o_kam_map_parked:contains(Head of Acme)" },
        {
            content: "Take it back",
            trigger: ".o_kam_map_undo:contains(Head of Acme)",
            run: "click",
        },
        {
            content: "He is back, with Jane below him",
            trigger: `${card("Head of Acme")}[aria-expanded=true]`,
        },
        { content: "Open Tom", trigger: card("Tom User"), run: "click" },
        {
            content: "Another title",
            trigger: ".o_kam_map_panel .o_field_widget[name=title] input",
            run: "edit Head of Purchasing",
        },
        { content: "Somebody else", trigger: card("Jane Buyer"), run: "click" },
        {
            content: "Asks first",
            trigger: ".modal:contains(Save what you typed about Tom User)",
        },
        { content: "Goes on typing", trigger: ".modal .btn-close", run: "click" },
        {
            content: "What was typed is there",
            trigger: "body:not(:has(.modal)) .o_kam_map_panel",
        },
        { content: "Close", trigger: ".o_kam_map_panel_close", run: "click" },
        { content: "Save from the question", trigger: ".modal .btn-primary", run: "click" },
        {
            content: "The card shows it",
            trigger: `${card("Tom User")}:contains(Head of Purchasing)`,
        },
        {
            content: "Saved entries are not undone",
            trigger: ".o_kam_map_undo:not(:contains(Tom User))",
        },
        { content: "Open him again", trigger: card("Tom User"), run: "click" },
        {
            content: "A title that is dropped",
            trigger: ".o_kam_map_panel .o_field_widget[name=title] input",
            run: "edit Dropped",
        },
        { content: "Close", trigger: ".o_kam_map_panel_close", run: "click" },
        { content: "Drop it", trigger: ".modal .btn-secondary", run: "click" },
        { content: "Closed", trigger: ".o_kam_map:not(:has(.o_kam_map_panel))" },
        { content: "Add", trigger: ".o_kam_map_add", run: "click" },
        { content: "A contact", trigger: ".o_kam_map_candidate:contains(Ann)", run: "click" },
        { content: "She is on the map", trigger: card("Ann") },
        { content: "Export", trigger: ".o_kam_map_export", run: "click" },
        { content: "As SVG", trigger: ".o_kam_map_export_svg", run: "click" },
        { content: "Matrix", trigger: ".o_kam_map_tab_matrix", run: "click" },
        { content: "A cell", trigger: ".o_kam_map_matrix_cell:first", run: "click" },
        {
            content: "Known",
            trigger: ".o_kam_map_matrix select[name=actual]",
            run: "select 1",
        },
        { content: "Done", trigger: ".o_kam_map_matrix_done", run: "click" },
        { content: "It is recorded", trigger: ".o_kam_map_matrix_cell:contains(Known)" },
    ],
});

/** From the list of maps to one, whose address names the customer. */
registry.category("web_tour.tours").add("kam_map_list", {
    steps: () => [
        {
            content: "The account",
            trigger: ".o_data_row:contains(Acme) .o_data_cell[name=name]",
            run: "click",
        },
        { content: "Its map", trigger: ".o_kam_map_account:contains(Acme)" },
        {
            content: "The page is called after the customer",
            trigger: ".o_breadcrumb:contains(Relationship Map: Acme)",
            run() {
                if (!/\/\d+\/kam-map$/.test(location.pathname)) {
                    throw new Error(`The address names no customer: ${location}`);
                }
            },
        },
    ],
});

/** The address of a map, as somebody passed it on. */
registry.category("web_tour.tours").add("kam_map_address", {
    steps: () => [{ content: "The map", trigger: ".o_kam_map_account:contains(Acme)" }],
});

/** Without a customer there is the list. */
registry.category("web_tour.tours").add("kam_map_no_address", {
    steps: () => [{ content: "The list", trigger: ".o_list_view .o_data_row:contains(Acme)" }],
});

/** A reader without People judgements sees people and who knows them, and changes nothing. */
registry.category("web_tour.tours").add("kam_map_reader", {
    steps: () => [
        { content: "Relationships", trigger: ".o_kam_navigator [name=map]", run: "click" },
        { content: "Open Jane", trigger: card("Jane Buyer"), run: "click" },
        {
            content: "Her form",
            trigger: ".o_kam_map_panel .o_field_widget[name=name]:contains(Jane)",
        },
        {
            content: "No judgement and nothing to save",
            trigger:
                ".o_kam_map:not(:has(.o_kam_map_panel_save, [name=influence], [name=support], .o_kam_map_add))",
        },
        { content: "Close", trigger: ".o_kam_map_panel_close", run: "click" },
        { content: "Closed", trigger: ".o_kam_map:not(:has(.o_kam_map_panel))" },
    ],
});
