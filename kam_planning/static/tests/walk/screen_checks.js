/**
 * What is wrong with a screen for who looks at it: what is wider than its place, cut, beyond the edge
 * or upon another. Plain functions of the document, which know no screen of ours by name.
 */

// Pixels that browsers round away.
const SLACK = 1;
// Buttons that touch are no overlap; what covers more than that is.
const OVERLAP = 3;

// These move their content sideways within their own borders, by design: our pictures and the
// grid, and Odoo's own tables, columns of cards, calendar and steps.
export const OWN_SCROLL = `.o_kam_canvas, .o_kam_map_matrix, .o_kam_whitespace_scroll, .o_kam_own_scroll,
    .o_pivot, .o_graph_renderer, .o_calendar_renderer, .o_activity_view, .o_filter,
    .o_kanban_renderer.o_kanban_grouped, .o-mail-Thread, .o-mail-Chatter-topbar`;
// Where they stand, it is the place around them that moves.
const AROUND = ".o_content:has(.o_pivot, .o_kanban_grouped, .o_graph_renderer, .o_activity_view)";
// On a phone lists, too, where an action has no cards for them, and the tabs of a form and of settings.
const ON_PHONE = ".o_list_renderer, .o_notebook_headers, .settings_tab";
// There the groups of our cards stand below one another, and nothing of them is moved.
const STACKED = ".o_kam_cards .o_kanban_renderer";

// What hides what does not fit, instead of moving it.
const PLACES = `html, body, .o_form_sheet, .o_group, .o_list_renderer, .o_kanban_renderer,
    .o_kanban_record, .modal-content, .modal-footer, .o_control_panel, .o_form_statusbar,
    .o_main_navbar, [class*="o_kam_"]`;
// Whoever types in a field moves its text.
const TYPED = "input, textarea, .o_input, .odoo-editor-editable *";
const BUTTONS = "button, .btn, a.btn, select, .oe_stat_button";
const TITLES = "th, th .text-truncate, .o_kam_navigator_entry, .o_form_label, label, legend";
const BADGES = ".badge, .o_tag, .o_field_badge, .o_arrow_button, .o_stat_text, .o_stat_value";
const NUMBERS = `td.o_list_number, td.o_list_number *, td.o_field_cell .o_field_widget:is(
    .o_field_monetary, .o_field_float, .o_field_integer, .o_field_percentage, .o_field_date)`;
const HEADS = `.o_control_panel, .o_form_statusbar, .o-form-buttonbox, .modal-header, .modal-footer,
    .o_list_buttons, [class*="o_kam_"][class*="head"], [class*="o_kam_"][class*="toolbar"]`;

// The steps of a status bar point into one another.
const ARROWS = ".o_arrow_button";
const ERRORS =
    ".o_error_dialog, .o_dialog_error, .o_notification.border-danger, .o_view_nocontent_error";

export function isVisible(el) {
    if (!el.getClientRects().length) {
        return false;
    }
    const { width, height } = el.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(el).visibility !== "hidden";
}

/** Only who hears the page meets it, as the names of buttons with a sign. */
function isForEars(el) {
    return Boolean(el.closest(".visually-hidden, .sr-only, [aria-hidden=true]"));
}

/** How an element is told in a message: its tag, its name or classes, its text. */
export function describe(el) {
    const named = el.closest("[name], [data-name], [data-chapter]");
    const name =
        named &&
        (named.getAttribute("name") || named.dataset.name || `chapter ${named.dataset.chapter}`);
    const text = el.textContent.replace(/\s+/g, " ").trim().slice(0, 60);
    const classes = (el.getAttribute("class") || "").split(/\s+/).slice(0, 4).join(".");
    return `<${el.tagName.toLowerCase()}.${classes}>${name ? ` in “${name}”` : ""}: “${text}”`;
}

function isWide(el) {
    return el.clientWidth > 0 && el.scrollWidth > el.clientWidth + SLACK;
}

/** Text that is wider than its element, and hidden by it or by what surrounds it. */
function isCut(el) {
    return isWide(el) && getComputedStyle(el).overflowX !== "visible";
}

/** The part of the screen in which an element can be seen. */
function getWindow(el, width) {
    const bounds = { left: 0, right: width };
    for (let parent = el.parentElement; parent; parent = parent.parentElement) {
        const style = getComputedStyle(parent);
        if (style.position === "fixed") {
            break;
        }
        if (style.overflowX !== "visible") {
            const rect = parent.getBoundingClientRect();
            bounds.left = Math.max(bounds.left, rect.left);
            bounds.right = Math.min(bounds.right, rect.right);
        }
    }
    return bounds;
}

function isBeyond(el, width) {
    const rect = el.getBoundingClientRect();
    const bounds = getWindow(el, width);
    return rect.right > bounds.right + SLACK || rect.left < bounds.left - SLACK;
}

/** What floats covers what is moved under it: who reads moves it away. */
const isFloating = (el) => getComputedStyle(el).position === "fixed";

function overlaps(one, other) {
    if (isFloating(one) !== isFloating(other)) {
        return false;
    }
    const a = one.getBoundingClientRect();
    const b = other.getBoundingClientRect();
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return across > OVERLAP && down > OVERLAP;
}

function findOverlaps(head, isOwn) {
    const buttons = [...head.querySelectorAll(BUTTONS)].filter(
        (el) => isVisible(el) && !isOwn(el) && !el.matches(ARROWS)
    );
    const found = [];
    for (let first = 0; first < buttons.length; first++) {
        for (let second = first + 1; second < buttons.length; second++) {
            const [one, other] = [buttons[first], buttons[second]];
            if (!one.contains(other) && !other.contains(one) && overlaps(one, other)) {
                found.push(`upon another: ${describe(one)} and ${describe(other)}`);
            }
        }
    }
    return found;
}

const tell = (what, elements) => elements.map((el) => `${what}: ${describe(el)}`);

/**
 * Find what is wrong with what is on the screen.
 *
 * @param {Object} [options]
 * @param {HTMLElement} [options.root] where to look; the whole document by default
 * @param {number} [options.width] of the screen in pixels
 * @param {string} [options.only] selector of the parts that are looked at, where a screen is not ours
 * @returns {string[]} one sentence for each
 */
export function findFaults({ root = document, width = window.innerWidth, only = "" } = {}) {
    const isPhone = width < 768;
    const scrolling = isPhone ? `${OWN_SCROLL}, ${ON_PHONE}` : OWN_SCROLL;
    const isOwn = (el) =>
        Boolean(el.closest(scrolling)) && !(isPhone && Boolean(el.closest(STACKED)));
    const isOurs = (el) => !only || Boolean(el.closest(only));
    const all = (selector) => [...root.querySelectorAll(selector)];
    const find = (selector) => all(selector).filter((el) => isVisible(el) && isOurs(el));
    const isOpen = (el) => isVisible(el) && isOurs(el) && !isOwn(el) && !isForEars(el);
    const open = (selector) => all(selector).filter(isOpen);

    // Most elements are not: that is asked first, for speed.
    const wide = all(`:not(${TYPED}, ${AROUND}, td)`)
        .filter(isWide)
        .filter((el) => isMovedOrHidden(el) && isOpen(el));
    const buttons = open(BUTTONS);
    const faults = [
        ...tell("error", [...document.querySelectorAll(ERRORS)]),
        ...wide.map((el) => `${el.scrollWidth} wide in ${el.clientWidth}: ${describe(el)}`),
        ...tell("cut button", buttons.filter(isCut)),
        ...tell(
            "button beyond the edge",
            buttons.filter((el) => isBeyond(el, width))
        ),
        ...tell("cut title", open(TITLES).filter(isCut)),
        ...tell("cut badge", open(BADGES).filter(isCut)),
        ...tell("cut figure", open(NUMBERS).filter(isCut)),
        ...find(HEADS).flatMap((head) => findOverlaps(head, isOwn)),
    ];
    return [...new Set(faults)];
}

/** A place of ours hides what does not fit, or any place is moved sideways to see it. */
function isMovedOrHidden(el) {
    const overflow = getComputedStyle(el).overflowX;
    const isPage = el.matches("html, body");
    return (
        isPage ||
        ["auto", "scroll"].includes(overflow) ||
        (overflow !== "visible" && el.matches(PLACES))
    );
}
