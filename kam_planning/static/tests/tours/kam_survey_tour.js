import { registry } from "@web/core/registry";

const chapter = ".o_kam_chapter[data-chapter=survey]";
const choose = (number, score) => ({
    content: `Answer question ${number}`,
    trigger: `.modal .o_kam_survey_question:eq(${number - 1}) .o_kam_survey_score:contains(${score}) input`,
    run: "click",
});

/** On a phone: one of the team opens a round from the plan and answers; there are no figures yet. */
registry.category("web_tour.tours").add("kam_survey_answer", {
    steps: () => [
        {
            content: "Open a round",
            trigger: `${chapter} button[name=action_open_survey]`,
            run: "click",
        },
        {
            content: "Answer it",
            trigger: `${chapter} button[name=action_answer_survey]`,
            run: "click",
        },
        {
            content: "Nothing stands out of the screen, and a thumb hits each score",
            trigger: ".modal .o_kam_survey_question:eq(7)",
            run: () => {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("The screen can be scrolled sideways");
                }
                for (const score of document.querySelectorAll(".modal .o_kam_survey_score")) {
                    const { left, right, height } = score.getBoundingClientRect();
                    if (left < 0 || right > window.innerWidth || height < 40) {
                        throw new Error(`Score ${score.textContent} is cut or too small`);
                    }
                }
            },
        },
        choose(1, 4),
        choose(2, 3),
        {
            content: "So many are answered",
            trigger: ".modal .o_kam_survey_progress:contains(2 of 8)",
        },
        { content: "Keep them", trigger: ".modal button[name=action_save]", run: "click" },
        {
            content: "One answered, and no figure is told",
            trigger: `body:not(:has(.modal)) ${chapter}:contains(1 of us and 0 of them):not(:contains(we 4))`,
        },
    ],
});

/** Once all answered it is closed, and tells what both sides think. */
registry.category("web_tour.tours").add("kam_survey_close", {
    steps: () => [
        {
            content: "All answered, and no figure is told",
            trigger: `${chapter}:contains(3 of us and 3 of them):not(:contains(4.3))`,
        },
        {
            content: "Close the round",
            trigger: `${chapter} button[name=action_close_survey]`,
            run: "click",
        },
        { content: "For good", trigger: ".modal footer .btn-primary", run: "click" },
        { content: "The gap is the headline", trigger: `${chapter}:contains(4.3):contains(2.7)` },
    ],
});
