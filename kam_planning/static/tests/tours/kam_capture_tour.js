import { registry } from "@web/core/registry";

const dialog = ".o_kam_capture_dialog";

/** On a phone: a sentence becomes an action and a goal, one is undone, and the brief is read. */
registry.category("web_tour.tours").add("kam_capture", {
    steps: () => [
        { content: "The floating sign", trigger: ".o_kam_capture_floating", run: "click" },
        {
            content: "A sentence",
            trigger: `${dialog} textarea`,
            run: "edit They want half the returns by summer.",
        },
        { content: "An action", trigger: `${dialog} [data-kind=action]`, run: "click" },
        { content: "And a goal", trigger: `${dialog} [data-kind=goal]`, run: "click" },
        { content: "Keep it", trigger: ".o_kam_capture_keep", run: "click" },
        {
            content: "Both are there",
            trigger:
                ".o_kam_captured:contains(Action: They want half the returns by summer):contains(goal)",
        },
        { content: "Another one", trigger: ".o_kam_capture_floating", run: "click" },
        { content: "Sentence", trigger: `${dialog} textarea`, run: "edit Never mind" },
        { content: "A risk", trigger: `${dialog} [data-kind=risk]`, run: "click" },
        { content: "Keep that", trigger: ".o_kam_capture_keep", run: "click" },
        {
            content: "Undo it",
            trigger: ".o_kam_captured:contains(Never mind) button:contains(Undo)",
            run: "click",
        },
        { content: "It is gone", trigger: "body:not(:has(.o_kam_captured:contains(Never mind)))" },
    ],
});

/** On a wide screen: the brief of the plan, and from a line to its record. */
registry.category("web_tour.tours").add("kam_brief", {
    steps: () => [
        {
            content: "Open the brief",
            trigger: ".o_kam_workspace button[name=action_open_brief]",
            run: "click",
        },
        {
            content: "Who comes",
            trigger: ".o_kam_brief [data-kind=person]:contains(Jane Buyer)",
        },
        {
            content: "What we owe opens",
            trigger: ".o_kam_brief [data-kind=ours] button:contains(Send the offer)",
            run: "click",
        },
        {
            content: "It is the action",
            trigger: ".o_form_view .o_field_widget[name=name] :value(Send the offer)",
        },
    ],
});
