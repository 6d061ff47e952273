import { registry } from "@web/core/registry";

const opened = ".o_kam_chapter[data-chapter=versions]:not([aria-busy])";
const version = (number) => `${opened} .o_kam_version[data-number="${number}"]`;

/** A snapshot is taken, compared with today and with an older one, and verified. */
registry.category("web_tour.tours").add("kam_versions", {
    steps: () => [
        {
            content: "The newest one is compared with today",
            trigger: `${opened} .o_kam_comparison [data-model="kam.action"] .o_kam_difference_gone:contains(Call)`,
        },
        { content: "Take another one", trigger: `${opened} .o_kam_take`, run: "click" },
        {
            content: "It was agreed",
            trigger: `${opened} .o_kam_versions_take select`,
            run: "select agreed",
        },
        {
            content: "What for",
            trigger: `${opened} .o_kam_versions_take input`,
            run: "edit Yearly talks",
        },
        {
            content: "Keep it",
            trigger: `${opened} .o_kam_versions_take .btn-primary`,
            run: "click",
        },
        {
            content: "It is there",
            trigger: `${version(2)}:contains(Agreed with the customer):contains(Yearly talks)`,
        },
        { content: "Tick it", trigger: `${version(2)} input`, run: "click" },
        {
            content: "Of three the first tick is gone: the first one is compared with it",
            trigger: `${opened} .o_kam_comparison h3:contains(No. 1):contains(No. 2)`,
        },
        {
            content: "Gone lines can be left out",
            trigger: `${opened} .o_kam_comparison button[data-kind=gone]`,
            run: "click",
        },
        {
            content: "They are",
            trigger: `${opened} .o_kam_comparison:not(:has(.o_kam_difference_gone))`,
        },
        { content: "Verify", trigger: `${opened} .o_kam_verify`, run: "click" },
        {
            content: "Nothing was changed",
            trigger: `${opened} .o_kam_verified.alert-success:contains(2 snapshots read)`,
        },
    ],
});
