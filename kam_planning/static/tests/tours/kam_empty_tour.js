import { registry } from "@web/core/registry";

import { checkWidths } from "./kam_chapters_tour";

// What each chapter asks where nothing stands in it, and the beginning of its example.
const QUESTIONS = {
    goals: ["What does this customer want to reach?", "Halve the waste"],
    appraisal: ["What helps us with this customer, and what harms us?", "Only their head"],
    competitors: ["Who else do they buy from", "“Rival”, strength 4 of 5"],
    investments: ["Where do we put more into this account", "an engineer on site"],
    forces: ["What drives an objective, and what holds it back?", "Win the northern division"],
    risks: ["What could cost us this account", "Their buyer moves"],
    values: ["What does the customer gain by working with us", "Returns from 3.2 %"],
    scorecard: ["What is the customer looking for", "Delivery on time"],
    strategy_map: ["Which goals of the customer do we answer", "20 % less waste"],
    deliveries: ["What did we promise to deliver", "60 of 100 delivered"],
    key_dates: ["On which day does this customer decide?", "The frame contract ends"],
    buying_centers: ["Where does this customer decide?", "the plant in Lyon"],
    gaps: ["Whom should we know, and do not?", "Nobody knows the head"],
    narrative: ["What do they want from us", "Business overview"],
    objectives: ["What do both of us want to reach?", "Supply their northern plants"],
    targets: ["Which figure says that it went well?", "revenue of 500,000"],
    actions: ["What is done next, by whom, until when?", "Visit their plant"],
    reviews: ["When do you look at the plan together?", "a review among yourselves"],
};
const isPhone = () => window.innerWidth < 768;
const opened = (name) => `.o_kam_chapter[data-chapter=${name}]:not([aria-busy])`;
const open = (name) => ({
    content: `Open ${name}`,
    trigger: ".o_kam_navigator, .o_kam_chapters_choice",
    async run({ click, select }) {
        return isPhone()
            ? select(name, ".o_kam_chapters_choice")
            : click(`.o_kam_navigator [name=${name}]`);
    },
});

function checkNoTable() {
    const shown = [...document.querySelectorAll(".o_kam_chapter :is(th, .o_data_row)")];
    if (shown.some((element) => element.getClientRects().length)) {
        throw new Error(`An empty table: ${shown.map((one) => one.textContent).join(" ")}`);
    }
    return checkWidths();
}

registry.category("web_tour.tours").add("kam_empty_chapters", {
    steps: () =>
        Object.entries(QUESTIONS).flatMap(([name, [question, example]]) => [
            open(name),
            {
                content: `${name} asks`,
                trigger: `${opened(name)}:contains(${question}):contains(${example})`,
                run: checkNoTable,
            },
        ]),
});

// What shows that something stands in a chapter.
const FILLED = {
    forces: ".o_kam_forces",
    scorecard: ".o_kam_value_score",
    strategy_map: ".o_kam_strategy_card",
};

registry.category("web_tour.tours").add("kam_filled_chapters", {
    steps: () =>
        Object.entries(QUESTIONS).flatMap(([name, [question]]) => [
            open(name),
            {
                content: `${name} asks no more`,
                trigger: `${opened(name)} ${FILLED[name] || ":is(.o_data_row, .o_group_header)"}`,
                run() {
                    if (document.querySelector(opened(name)).textContent.includes(question)) {
                        throw new Error(`${name} still asks`);
                    }
                },
            },
        ]),
});
