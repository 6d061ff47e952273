import { registry } from "@web/core/registry";

const shown = (number) => `.o_kam_present[data-position="${number}"]`;
const press = (key) => () =>
    window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

/** A review opens on what changed; one change is still true, one becomes an action. */
registry.category("web_tour.tours").add("kam_present", {
    steps: () => [
        {
            content: "It opens on the lost order and on the contact who left",
            trigger:
                ".o_kam_review_opening [data-name=change]:contains(Order lost):contains(Contact left)",
        },
        {
            content: "Propose the agenda",
            trigger: "button[name=action_propose_agenda]",
            run: "click",
        },
        {
            content: "Both are on it",
            trigger: ".o_field_widget[name=item_ids]:contains(Order lost):contains(Contact left)",
        },
        { content: "Present it", trigger: "button[name=action_present]", run: "click" },
        {
            content: "The heaviest comes first",
            trigger: `${shown(1)} h1:contains(Order lost)`,
        },
        {
            content: "Write down what is said",
            trigger: `${shown(1)} .o_kam_present_minutes`,
            run: "edit They buy elsewhere",
        },
        {
            content: "Move on at once",
            trigger: `${shown(1)} button[data-name=next]`,
            run: "click",
        },
        {
            content: "Nothing of it is lost",
            trigger: `${shown(2)}[data-saved=yes] h1:contains(Contact left)`,
        },
        { content: "It becomes an action", trigger: shown(2), run: press("a") },
        {
            content: "It is one",
            trigger: `${shown(2)} .o_kam_present_outcome:contains(Action)`,
        },
        { content: "Back", trigger: shown(2), run: press("ArrowLeft") },
        {
            content: "The minutes are there",
            trigger: `${shown(1)} .o_kam_present_minutes:value(They buy elsewhere)`,
        },
        {
            content: "It is still true",
            trigger: `${shown(1)} button[data-name=stillTrue]`,
            run: "click",
        },
        {
            content: "So it is",
            trigger: `${shown(1)} .o_kam_present_outcome:contains(Still true)`,
        },
        { content: "Close it", trigger: shown(1), run: press("Escape") },
        {
            content: "The agenda says what came of it",
            trigger: ".o_field_widget[name=item_ids]:contains(Still true):contains(Action)",
        },
        { content: "It was held", trigger: "button[name=action_hold]", run: "click" },
        { content: "It is", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Held)" },
    ],
});

/** The same under the thumb. */
registry.category("web_tour.tours").add("kam_present_phone", {
    steps: () => [
        { content: "Present it", trigger: "button[name=action_present]", run: "click" },
        {
            content: "Put the first one off",
            trigger: `${shown(1)} button[data-name=later]`,
            run: "click",
        },
        {
            content: "It is",
            trigger: `${shown(1)} .o_kam_present_outcome:contains(Later)`,
        },
        {
            content: "Nothing stands out of the screen",
            trigger: shown(1),
            run: ({ anchor }) => {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("The screen can be scrolled sideways");
                }
                for (const button of anchor.querySelectorAll("footer button")) {
                    const { left, right, bottom, height } = button.getBoundingClientRect();
                    if (left < 0 || right > window.innerWidth || bottom > window.innerHeight) {
                        throw new Error(`${button.textContent} is cut`);
                    }
                    if (height < 44) {
                        throw new Error(`${button.textContent} is too small for a thumb`);
                    }
                }
            },
        },
    ],
});
