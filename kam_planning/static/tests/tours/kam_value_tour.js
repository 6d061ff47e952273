import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const opened = (name) => `.o_kam_chapter[data-chapter=${name}]:not([aria-busy])`;

/** A value is delivered and confirmed by hand, in part, with a file as evidence. */
registry.category("web_tour.tours").add("kam_value_confirm", {
    steps: () => [
        {
            content: "The ladder says that nothing is delivered",
            trigger: `${opened("values")} .o_kam_value_ladder [data-step=delivered]:contains(–)`,
        },
        {
            content: "Open the value",
            trigger: `${opened("values")} .o_data_row .o_data_cell[name=name]`,
            run: "click",
        },
        {
            content: "The promise as a sentence",
            trigger: ".o_field_widget[name=promise_formula]:contains(40,000 × 18)",
        },
        { content: "A reading", trigger: "button[name=action_record_reading]", run: "click" },
        {
            content: "How far it is",
            trigger: ".modal .o_field_widget[name=current_value] input",
            run: "edit 2.1",
        },
        { content: "Keep it", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "It is worth that",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=formula]:contains(5,544)",
        },
        { content: "Deliver", trigger: "button[name=action_deliver]", run: "click" },
        { content: "Answer", trigger: "button[name=action_record_answer]", run: "click" },
        {
            content: "Who answered",
            trigger: ".modal .o_field_widget[name=contact_id] input",
            run: "edit Jane Buyer",
        },
        {
            content: "Choose",
            trigger: ".o-autocomplete--dropdown-item a:contains(Jane Buyer)",
            run: "click",
        },
        {
            content: "In part",
            trigger: ".modal .o_field_widget[name=decision] input[data-value=partly]",
            run: "click",
        },
        {
            content: "How much",
            trigger: ".modal .o_field_widget[name=confirmed_amount] input",
            run: "edit 4158",
        },
        {
            content: "The mail that says so",
            trigger: ".modal .o_field_widget[name=attachment_ids] .o_attach",
            async run() {
                const file = new File(["Yes"], "mail.txt", { type: "text/plain" });
                await inputFiles(".modal .o_field_widget[name=attachment_ids] input[type=file]", [
                    file,
                ]);
            },
        },
        {
            content: "It is there",
            trigger: ".modal .o_attachment:contains(mail.txt)",
        },
        { content: "Keep it", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "Confirmed in part",
            trigger: ".o_statusbar_status [data-value=partly].o_arrow_button_current",
        },
        {
            content: "Back to the plan",
            trigger: ".o_back_button > a, a.o_back_button, button.o_back_button",
            run: "click",
        },
        {
            content: "The ladder shows delivered",
            trigger: `${opened("values")} .o_kam_value_ladder [data-step=delivered]:contains(5,544)`,
        },
        {
            content: "and confirmed",
            trigger: `${opened("values")} .o_kam_value_ladder [data-step=confirmed]:contains(4,158)`,
        },
        {
            content: "75 % of it",
            trigger: `${opened("values")} .o_kam_value_rate:contains(75)`,
        },
    ],
});

/** Our own answer to the scorecard. */
registry.category("web_tour.tours").add("kam_value_scorecard", {
    steps: () => [
        {
            content: "Nobody answered yet: what is asked",
            trigger: `${opened("scorecard")} p:contains(What is the customer looking for)`,
        },
        {
            content: "Answer",
            trigger: `${opened("scorecard")} button[name=action_answer_scorecard]`,
            run: "click",
        },
        ...["importance", "us", "next_best"].flatMap((name) => [
            {
                content: `Open ${name}`,
                trigger: `.modal .o_data_row:first .o_data_cell[name=${name}]`,
                run: "click",
            },
            {
                content: `Choose ${name}`,
                trigger: `.modal .o_selected_row .o_data_cell[name=${name}] .o_select_menu_input`,
                run: "click",
            },
            {
                content: `${name} is chosen`,
                trigger: ".o_select_menu_item:contains(4)",
                run: "click",
            },
        ]),
        { content: "Save", trigger: ".modal button[name=action_save]", run: "click" },
        {
            content: "One of us answered",
            trigger: `${opened("scorecard")} [data-side=us]:contains(1 answered)`,
        },
        {
            content: "Not enough answers",
            trigger: `${opened("scorecard")} .o_kam_value_headline:contains(Not enough answers)`,
        },
    ],
});
