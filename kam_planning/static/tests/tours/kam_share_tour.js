import { registry } from "@web/core/registry";

const send = (content, form) => ({
    content,
    trigger: `form[action$="/${form}"] button[type=submit]`,
    run: "click",
    expectUnloadPage: true,
});

/** A person of the customer comments, ticks off, signs and confirms in part. */
registry.category("web_tour.tours").add("kam_share_page", {
    steps: () => [
        { content: "What is proposed", trigger: "#proposed h2:contains(Version 1 is proposed)" },
        {
            content: "Nothing is wider than the page",
            trigger: "article.o_kam_share",
            run() {
                const { scrollWidth } = document.documentElement;
                if (scrollWidth > window.innerWidth) {
                    throw new Error(`The page is ${scrollWidth} wide`);
                }
            },
        },
        { content: "Write", trigger: "#comment-words", run: "edit Who drives?" },
        send("Send it", "comment"),
        { content: "It stands there", trigger: "#comments li:contains(Who drives?)" },
        { content: "What we owe", trigger: "#you-owe summary", run: "click" },
        { content: "What came of it", trigger: "#done-1", run: "edit It is Paul" },
        send("Done", "done"),
        { content: "It is done", trigger: "#you-owe:contains(Done on):not(:has(form))" },
        { content: "Where one signs", trigger: ".o_kam_share_sign", run: "click" },
        { content: "Odoo's form", trigger: ".modal.show .o_portal_sign_submit:visible" },
        { content: "Rather not", trigger: ".modal .btn-close", run: "click" },
        {
            content: "Type the name",
            trigger: "body:not(:has(.modal.show)) #agree-name",
            run: "edit Jane Buyer",
        },
        send("Agree", "agree"),
        { content: "It is agreed", trigger: ".alert-success:contains(Version 1 is agreed)" },
        { content: "The value", trigger: "#value summary", run: "click" },
        { content: "In part", trigger: "#value input[value=partly]", run: "click" },
        { content: "How much", trigger: "#amount-1", run: "edit 4158" },
        { content: "Why", trigger: "#reason-1", run: "edit Not the whole year" },
        send("Answer", "confirm"),
        { content: "It stands there", trigger: "#value li:contains(Not the whole year)" },
    ],
});
