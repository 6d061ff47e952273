import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = (name) => `.o_data_row:contains(${name})`;

/** A rater scores a customer in the list. */
tours.add("kam_portfolio_rater", {
    steps: () => [
        {
            content: "His rounds",
            trigger: `.o_list_view ${row("First")} td[name=name]`,
            run: "click",
        },
        { content: "Score", trigger: "button[name=action_score]", run: "click" },
        { content: "The first customer", trigger: ".o_group_header:contains(Acme)", run: "click" },
        { content: "One criterion", trigger: `${row("Attractive 0")} [name=criterion_id]` },
        {
            content: "Into the line",
            trigger: `${row("Attractive 0")} [name=reason]`,
            run: "click",
        },
        {
            content: "One tap",
            trigger: ".o_selected_row .o_kam_points",
            run: "select 8",
        },
        {
            content: "Why",
            trigger: ".o_selected_row [name=reason] input",
            run: "edit They plan with us",
        },
        { content: "Save", trigger: ".o_list_button_save", run: "click" },
        {
            content: "Saved",
            trigger: `.o_list_view:not(:has(.o_selected_row)) ${row("plan with us")}`,
        },
    ],
});

/** A manager closes the round, lets accounts be proposed, and sees why one stands where it does. */
tours.add("kam_portfolio_manager", {
    steps: () => [
        { content: "Close", trigger: "button[name=action_close]", run: "click" },
        { content: "Sure", trigger: ".modal .btn-primary", run: "click" },
        { content: "Select", trigger: "button[name=action_select]", run: "click" },
        {
            content: "Proposed as the pilot",
            trigger: ".o_field_widget[name=result_ids] .o_data_row:contains(Acme):contains(Pilot)",
        },
        { content: "The matrix", trigger: "button[name=action_open_matrix]", run: "click" },
        { content: "Its bubble", trigger: ".o_kam_bubble[aria-label^=Acme]", run: "click" },
        {
            content: "What its place is made of",
            trigger: ".o_kam_explanation tr:contains(Attractive 0):contains(8.0)",
        },
        { content: "As a table", trigger: ".o_kam_matrix_table_toggle", run: "click" },
        {
            content: "The same",
            trigger: ".o_kam_matrix_table tr:contains(Acme):contains(80.0)",
        },
        { content: "And the list below", trigger: `.o_list_view ${row("Acme")}` },
    ],
});
