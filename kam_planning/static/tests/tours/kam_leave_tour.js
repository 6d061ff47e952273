import { registry } from "@web/core/registry";

/** Archive a colleague from the form and from the list of users: who takes over is asked first. */
const asked = [
    {
        content: "The question names the work",
        trigger: ".modal .o_field_widget[name=action_count]:contains(3)",
    },
    {
        content: "Nothing of it lies beyond the edge",
        trigger: ".modal .o_form_view",
        run() {
            for (const el of this.anchor.closest(".modal").querySelectorAll("*")) {
                if (el.getBoundingClientRect().right > window.innerWidth + 1) {
                    console.error(`${el.tagName}.${el.className} is cut at the right`);
                }
            }
        },
    },
];
const answer = (name) => [
    ...asked,
    {
        content: "Search for the heir",
        trigger: ".modal .o_field_widget[name=heir_id] input",
        run: `edit ${name}`,
    },
    {
        content: "Choose the heir",
        trigger: `.o-autocomplete--dropdown-item a:contains(${name})`,
        run: "click",
    },
    {
        content: "Hand over",
        trigger: ".modal button[name=action_archive_users]",
        run: "click",
    },
];

registry.category("web_tour.tours").add("kam_leave_form", {
    steps: () => [
        { content: "Open the menu", trigger: ".o_cp_action_menus button", run: "click" },
        { content: "Archive", trigger: ".o-dropdown-item:contains(Archive)", run: "click" },
        { content: "Sure", trigger: ".modal-footer .btn-primary:contains(Archive)", run: "click" },
        ...answer("reader"),
        { content: "The user is archived", trigger: ".ribbon:contains(Archived)" },
    ],
});

registry.category("web_tour.tours").add("kam_leave_phone", {
    steps: () => [
        { content: "Open the menu", trigger: ".o_cp_action_menus button", run: "click" },
        { content: "Archive", trigger: ".o-dropdown-item:contains(Archive)", run: "click" },
        { content: "Sure", trigger: ".modal-footer .btn-primary:contains(Archive)", run: "click" },
        ...asked,
        {
            content: "Nobody is chosen: the teams get it",
            trigger: ".modal button[name=action_archive_users]",
            run: "click",
        },
        { content: "The user is archived", trigger: ".ribbon:contains(Archived)" },
    ],
});

registry.category("web_tour.tours").add("kam_leave_list", {
    steps: () => [
        {
            content: "Select the colleague",
            trigger:
                ".o_data_row:has(td[name=login]:contains(/^mate$/)) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Open the menu",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        { content: "Archive", trigger: ".o-dropdown-item:contains(Archive)", run: "click" },
        { content: "Sure", trigger: ".modal-footer .btn-primary:contains(Archive)", run: "click" },
        ...answer("reader"),
        {
            content: "The user is off the list",
            trigger: ".o_list_view:not(:has(.o_data_row td[name=login]:contains(/^mate$/)))",
        },
    ],
});
