import { registry } from "@web/core/registry";

const CELL = ".o_kam_whitespace_cell[aria-label*='Teas']";

/** A gap on the whitespace map becomes an opportunity; won, it turns the cell. */
registry.category("web_tour.tours").add("kam_whitespace_to_opportunity", {
    steps: () => [
        { content: "Whitespace", trigger: ".o_kam_navigator [name=whitespace]", run: "click" },
        {
            content: "An unknown cell",
            trigger: `${CELL}.o_kam_whitespace_cell_unknown`,
            run: "click",
        },
        {
            content: "It is open",
            trigger: ".o_kam_whitespace_editor select[name=state]",
            run: "select open",
        },
        {
            content: "Worth a try",
            trigger: ".o_kam_whitespace_editor input[name=potential]",
            run: "edit 5000",
        },
        {
            content: "Save",
            trigger: ".o_kam_whitespace_editor .o_kam_whitespace_save",
            run: "click",
        },
        {
            content: "The cell is open, with its potential",
            trigger: `${CELL}.o_kam_whitespace_cell_open .o_kam_whitespace_potential:contains(5)`,
        },
        { content: "Open it again", trigger: CELL, run: "click" },
        {
            content: "Create an opportunity",
            trigger: ".o_kam_whitespace_editor .o_kam_whitespace_create_lead",
            run: "click",
        },
        {
            content: "The opportunity knows its cell",
            trigger: ".o_form_view .o_field_widget[name=kam_whitespace_id]",
        },
        {
            content: "Won",
            trigger: ".o_statusbar_buttons button[name=action_set_won_rainbowman]",
            run: "click",
        },
        { content: "Won indeed", trigger: ".o_widget_web_ribbon .ribbon:contains(Won)" },
        {
            content: "Back to the plan",
            trigger: ".o_back_button > a, a.o_back_button, button.o_back_button",
            run: "click",
        },
        {
            content: "Whitespace again",
            trigger: ".o_kam_navigator [name=whitespace]",
            run: "click",
        },
        { content: "The cell has turned", trigger: `${CELL}.o_kam_whitespace_cell_customer` },
    ],
});
