import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const TILE = "canvas.o-scorecard[title='Overdue actions']";
const isPhone = () => window.innerWidth < 600;

/** Nothing is wider than the screen, and no cell says that something is wrong. */
function check() {
    const page = document.documentElement;
    if (page.scrollWidth > window.innerWidth + 1) {
        throw new Error(`At ${window.innerWidth}: ${page.scrollWidth} wide`);
    }
}

const at = (title) => ({
    content: `The tile ${title}`,
    trigger: `canvas.o-scorecard[title='${title}']`,
    run: check,
});

/** Both dashboards show their tiles; a tile opens the records that it counts. */
tours.add("kam_dashboard_portfolio", {
    steps: () => [
        at("With a plan"),
        at("Health not known"),
        at("Above capacity"),
        { content: "A picture", trigger: ".o-chart-container, .o-figure canvas:not(.o-scorecard)" },
    ],
});

tours.add("kam_dashboard_rhythm", {
    steps: () => [
        at("Plan missing"),
        at("Changes to judge"),
        {
            content: "What is counted is read",
            trigger: `${TILE}[role=button]`,
            run: "click",
        },
        {
            content: "The records behind it",
            trigger: isPhone()
                ? ".o_kanban_record:contains(Late one), .o_data_row:contains(Late one)"
                : ".o_list_view .o_data_row:contains(Late one)",
        },
        {
            content: "And no other",
            trigger: ".o_action_manager:not(:contains(In time))",
        },
    ],
});

/** Accounts by manager and tier. */
tours.add("kam_accounts_compared", {
    steps: () => [
        {
            content: "The accounts",
            trigger: isPhone()
                ? ".o_kanban_view .o_kanban_record:contains(Acme)"
                : ".o_list_view .o_group_header",
            run: check,
        },
    ],
});
