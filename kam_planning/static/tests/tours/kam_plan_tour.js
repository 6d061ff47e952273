import { registry } from "@web/core/registry";

/** From a customer to a plan, an objective, an action, and the action done: as its user works. */
registry.category("web_tour.tours").add("kam_plan_from_customer", {
    steps: () => [
        {
            content: "Plan this customer",
            trigger: "button[name=action_create_kam_plan]",
            run: "click",
        },
        {
            content: "Templates",
            trigger: ".modal .o_field_widget[name=template_id] input",
            run: "click",
        },
        {
            content: "Choose the full one",
            trigger: ".o-autocomplete--dropdown-item a:contains(Full)",
            run: "click",
        },
        {
            content: "The template proposes all: a plan after four clicks",
            trigger:
                ".modal:has(.o_field_widget[name=template_description]:contains(both sides)) button[name=action_begin_plan]",
            run: "click",
        },
        {
            content: "A guided run begins, which nobody has to take",
            trigger: ".o_kam_setup button[name=action_leave]:contains(Later)",
            run: "click",
        },
        {
            content: "Its figures are read by themselves",
            trigger: ".o_kam_overview_figures dd[data-name=revenue]",
        },
        { content: "Narrative", trigger: ".o_kam_navigator [name=narrative]", run: "click" },
        {
            content: "The plan is there",
            trigger: ".o_field_widget[name=narrative_ids] .o_data_row",
        },
        { content: "Objectives", trigger: ".o_kam_navigator [name=objectives]", run: "click" },
        {
            content: "Add one",
            trigger:
                ".o_field_widget[name=objective_ids] .o_field_x2many_list_row_add :is(a, button)",
            run: "click",
        },
        {
            content: "What we want to reach",
            trigger: ".modal .o_field_widget[name=name] :is(input, textarea)",
            run: "edit Win the northern plant",
        },
        { content: "Save the objective", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "The objective is listed",
            trigger:
                ".o_field_widget[name=objective_ids] .o_data_row:contains(Win the northern plant)",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        {
            content: "Action plan",
            trigger: ".o_form_saved .o_kam_navigator [name=actions]",
            run: "click",
        },
        {
            content: "Add an action below the objective",
            trigger:
                ".o_kam_lines .o_group_header:contains(Win the northern plant) ~ tr .o_group_field_row_add a",
            run: "click",
        },
        {
            content: "What to do",
            trigger: ".o_selected_row .o_field_widget[name=name] input",
            run: "edit Visit the plant",
        },
        { content: "Save the line", trigger: ".o_list_button_save", run: "click" },
        {
            content: "It is there",
            trigger: ".o_kam_lines .o_data_row:contains(Visit the plant):not(.o_selected_row)",
        },
        {
            content: "Work begins with the submission",
            trigger: ".o_form_saved button[name=action_submit]",
            run: "click",
        },
        {
            content: "It is submitted",
            trigger: ".o_arrow_button_current[data-value=submitted]",
        },
        {
            content: "Open the action",
            trigger:
                ".o_form_saved .o_data_row:contains(Visit the plant) .o_list_record_open_form_view button",
            run: "click",
        },
        {
            content: "Its activity, not the one of who approves the plan",
            trigger: ".o_form_view:not(.o_kam_workspace) .o-mail-Activity-markDone",
            run: "click",
        },
        {
            content: "What came of it",
            trigger: ".o-mail-ActivityMarkAsDone textarea",
            run: "edit They want a pilot",
        },
        {
            content: "Done",
            trigger: ".o-mail-ActivityMarkAsDone button[aria-label=Done]",
            run: "click",
        },
        {
            content: "The action is done",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
        {
            content: "Back to the plan",
            trigger: ".o_back_button, .breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            content: "What the progress is made of",
            trigger: ".o_form_view .o_kam_score:not(:contains(/^0 %/))",
            run: "click",
        },
        {
            content: "The objective counts in full",
            trigger: ".modal .o_kam_score_part:contains(Win the northern plant):contains(100)",
        },
        { content: "Close", trigger: ".modal footer .btn-primary", run: "click" },
        { content: "Closed", trigger: "body:not(:has(.modal))" },
    ],
});

/** A review with the decision that came of it. */
registry.category("web_tour.tours").add("kam_review_held", {
    steps: () => [
        {
            content: "Reviews of the plan",
            trigger: ".o_kam_navigator [name=reviews]",
            run: "click",
        },
        {
            content: "Add one",
            trigger: ".o_field_widget[name=review_ids] .o_field_x2many_list_row_add :is(a, button)",
            run: "click",
        },
        { content: "Decisions", trigger: ".modal .o_notebook a[name=decisions]", run: "click" },
        {
            content: "Write a decision",
            trigger:
                ".modal .o_field_widget[name=decision_ids] .o_field_x2many_list_row_add :is(a, button)",
            run: "click",
        },
        {
            content: "What was decided",
            trigger: ".modal .o_selected_row .o_field_widget[name=name] input",
            run: "edit Send an offer for the pilot",
        },
        { content: "Save the review", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "Save the plan",
            trigger: "body:not(:has(.modal)) .o_form_button_save",
            run: "click",
        },
        {
            content: "Open the review",
            trigger:
                ".o_form_saved .o_field_widget[name=review_ids] .o_data_row .o_data_cell:contains(Internal)",
            run: "click",
        },
        { content: "Decisions", trigger: ".modal .o_notebook a[name=decisions]", run: "click" },
        {
            content: "Make it an action",
            trigger: ".modal button[name=action_make_action]",
            run: "click",
        },
        {
            content: "It is one",
            trigger: ".modal .o_data_row:contains(Send an offer) .o_field_badge:contains(To do)",
        },
        {
            content: "The review was held",
            trigger: ".modal button[name=action_hold]",
            run: "click",
        },
        {
            content: "Held",
            trigger: ".o_field_widget[name=review_ids] .o_data_row:contains(Held)",
        },
    ],
});
