import { markup } from "@odoo/owl";
import { rpc, rpcBus } from "@web/core/network/rpc";
import { config as transitions } from "@web/core/transition";
import { findFaults } from "./screen_checks";

/**
 * Opens screens in the client that is loaded, one after another, and says what is wrong with each:
 * `odoo.kamWalk`, called by tests/browser/walk.py.
 */

// Milliseconds without a request and without a change of the page, after which a screen stands.
const QUIET = 40;
const PATIENCE = 10000;

const calls = { pending: 0 };
let changed = 0;

transitions.disabled = true;
rpcBus.addEventListener("RPC:REQUEST", () => calls.pending++);
rpcBus.addEventListener("RPC:RESPONSE", () => calls.pending--);
new MutationObserver(() => (changed = performance.now())).observe(document, {
    attributes: true,
    childList: true,
    subtree: true,
    characterData: true,
});

const sleep = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
const getEnv = () => odoo.__WOWL_DEBUG__?.root?.env;

async function settle() {
    const end = performance.now() + PATIENCE;
    do {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        await sleep(QUIET / 4);
    } while ((calls.pending || performance.now() - changed < QUIET) && performance.now() < end);
}

/** Wait for an element: settling is not enough where the client works between two requests. */
async function appears(selector) {
    const end = performance.now() + PATIENCE;
    while (!document.querySelector(selector)) {
        if (performance.now() > end) {
            throw new Error(`There is no ${selector}`);
        }
        await sleep(QUIET / 4);
    }
}

/** Leave what is open without saving it. */
async function leave({ action, dialog }) {
    dialog.closeAll({ dismiss: true });
    for (const close of document.querySelectorAll(".o_notification_close")) {
        close.click();
    }
    const discard = document.querySelector(".o_form_button_cancel");
    if (discard && document.querySelector(".o_form_dirty")) {
        discard.click();
        await settle();
    }
    await action.doAction({ type: "ir.actions.act_window_close" });
}

/** On a phone an action opens as cards, whichever view is asked for. */
async function show(action, screen) {
    const current = action.currentController;
    if (screen.view && current?.view && current.view.type !== screen.view) {
        await action.switchView(screen.view, screen.props || {});
    }
}

async function openAction({ action }, screen) {
    let request = screen.action;
    if (screen.call) {
        const { model, method, id } = screen.call;
        request = await rpc(`/web/dataset/call_button/${model}/${method}`, {
            model,
            method,
            args: [[id]],
            kwargs: { context: screen.context },
        });
        // As Odoo does it with what a button answers.
        if (request?.help) {
            request.help = markup(request.help);
        }
    }
    await action.doAction(request, {
        clearBreadcrumbs: true,
        additionalContext: screen.context || {},
        viewType: screen.view,
        props: screen.props || {},
    });
    await settle();
    if (screen.view && !document.querySelector(".modal")) {
        await show(action, screen);
    }
}

async function openChapter(name) {
    const choice = document.querySelector(".o_kam_chapters_choice");
    if (choice) {
        choice.value = name;
        choice.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
        const entry = document.querySelector(`.o_kam_navigator [name=${name}]`);
        if (!entry) {
            throw new Error(`The navigator has no chapter “${name}”`);
        }
        entry.click();
    }
    await appears(`.o_kam_chapter[data-chapter=${name}]:not([aria-busy])`);
}

/** What stands before everything else: the upper dialogue, or the page. */
function getTop() {
    return [...document.querySelectorAll(".modal")].at(-1) || document;
}

let standing = null;

odoo.kamWalk = {
    isReady() {
        return Boolean(
            getEnv()?.services.action?.currentController &&
            document.querySelector(".o_action_manager > .o_action, .o_home_menu")
        );
    },

    /**
     * Open a screen, and wait until it stands.
     *
     * @param {Object} screen as tests/browser/screens.py says
     */
    async open(screen) {
        const { services } = getEnv();
        const place = JSON.stringify([screen.action, screen.call, screen.props, screen.context]);
        if (!screen.chapter || standing !== place) {
            await leave(services);
            await openAction(services, screen);
        }
        standing = screen.chapter ? place : null;
        if (screen.chapter) {
            await openChapter(screen.chapter);
        }
        await settle();
    },

    async openPage(name) {
        getTop().querySelector(`.o_notebook_headers .nav-link[name=${name}]`).click();
        await settle();
    },

    /** What is wrong with the screen; lists find the widths of their columns after they are drawn. */
    async check(width, only) {
        const look = () => findFaults({ root: getTop(), width, only });
        let faults = look();
        for (let tries = 0; tries < 4 && faults.length; tries++) {
            await sleep(QUIET);
            await settle();
            faults = look();
        }
        return faults;
    },

    /** Names of the pages of the form that is open, for the walker to open each. */
    get pages() {
        const links = getTop().querySelectorAll(".o_notebook_headers .nav-link[name]");
        return [...links].map((link) => link.getAttribute("name"));
    },
};
