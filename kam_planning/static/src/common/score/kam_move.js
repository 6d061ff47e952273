import { _t } from "@web/core/l10n/translation";

import { isKnown } from "../figure/kam_figure";

// A number that moved by less is where it was.
const LEAST_MOVE = 0.5;

/** Which way a number moved within thirty days, as a sign and in words; null where it did not. */
export function describeMove(change) {
    if (!isKnown(change) || Math.abs(change) < LEAST_MOVE) {
        return null;
    }
    const points = Math.abs(change).toFixed(1);
    return change > 0
        ? { sign: "▲", text: _t("up %s points in 30 days", points) }
        : { sign: "▼", text: _t("down %s points in 30 days", points) };
}
